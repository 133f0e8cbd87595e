"""One row per contractor and pay period: who is covered by payroll and attendance, and how the pay round went."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import first_pay, payroll_gap
from wagecheck.facts.frame import DAYS, MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.place import place
from wagecheck.ledgers.provenance import unpack

FRAME = Frame(
    name="contractor_pay",
    title="参建单位发薪",
    grain=(),
    columns={
        "place": pl.String, "region": pl.String, "tier": pl.String, "due_on": pl.Date,
        # coverage (AT01)
        "attended": pl.Int32, "attended_unpaid": pl.Int32, "unpaid_share": pl.Float64,
        "on_payroll": pl.Int32, "paid_unattended": pl.Int32, "uncovered_at": PLACES,
        # payroll by month (PY03)
        "has_payroll": pl.Boolean, "period_days": pl.Int32,
        "gap_days": pl.Int32, "gap_from": pl.Date, "gap_to": pl.Date, "gap_workers": pl.Int32,
        # pay day on a day off (PY12): null where the calendar does not know the year
        "agreed_people": pl.Int32, "after_holiday": pl.Int32,
        "agreed_on": pl.Date, "lawful_on": pl.Date, "holiday_paid_on": pl.Date,
        # average (PY16): over ordinary rows whose net pay and days are known
        "mean_people": pl.Int32, "mean_net": MONEY, "mean_month": DAYS,   # months worked per head, 1 = a full month
        # way of the payroll (PY20): the dates of the sheet whose dates are out of order, else of the first
        "submitted_on": pl.Date, "reviewed_on": pl.Date, "first_paid_on": pl.Date,
        "any_at": PLACES, "first_paid_at": PLACES,
        "payroll_at": PLACES,          # the first row of every sheet
        "payment_at": PLACES,          # of people paid after a day off (PY12)
    },
)  # fmt: skip

_UNIT: Final = ["project", "contractor", "period"]
#: A full month must not fall below 1.00 by the way computers write fractions.
_SLACK: Final = 1e-6


def build(ground: Groundwork, worker_month: pl.DataFrame, worker_pay: pl.DataFrame) -> pl.DataFrame:
    """The frame: every contractor-period, from the people of ``worker_month`` and ``worker_pay``."""
    rows = ground.units.select(*_UNIT, "period_start", "period_end", "region", "tier", "has_payroll").with_columns(
        place=place(ground.settings)
    )
    parts = (
        _coverage(worker_month),
        payroll_gap.build(ground, worker_month),
        _after_holiday(worker_pay),
        _average(worker_month, ground),
        _way(ground),
    )
    for part in parts:
        rows = rows.join(part, on=_UNIT, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.with_columns(person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None))
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])


def _cells(name: str) -> pl.Expr:
    return pl.col(name).list.explode(keep_nulls=False, empty_as_null=False)


def _coverage(worker_month: pl.DataFrame) -> pl.DataFrame:
    """Who worked without standing on the payroll, and who is paid without attendance; doubtful rows count nowhere."""
    worked = (
        pl.col("in_attendance") & (pl.max_horizontal("days_present", "days_worked", "hours_worked") > 0)
    ).fill_null(value=False)
    unpaid = worked & pl.col("in_payroll").not_().fill_null(value=False)
    ordinary = pl.col("in_payroll").fill_null(value=False) & ~pl.col("is_back_pay").fill_null(value=False)
    absent = ordinary & pl.col("in_attendance").not_().fill_null(value=False)
    absent = absent & (pl.coalesce("gross_pay", "net_pay") > 0).fill_null(value=False)
    flags = worker_month.with_columns(worked=worked, unpaid=unpaid, ordinary=ordinary, absent=absent)
    cells = pl.when("unpaid").then("attendance_at").when("absent").then("payroll_at")
    return (
        flags.with_columns(uncovered=cells)
        .group_by(_UNIT, maintain_order=True)
        .agg(
            attended=pl.col("worked").sum().cast(pl.Int32),
            attended_unpaid=pl.col("unpaid").sum().cast(pl.Int32),
            on_payroll=pl.col("ordinary").sum().cast(pl.Int32),
            paid_unattended=pl.col("absent").sum().cast(pl.Int32),
            uncovered_at=_cells("uncovered"),
        )
        .with_columns(
            unpaid_share=pl.when(pl.col("attended") > 0).then(pl.col("attended_unpaid") / pl.col("attended")),
        )
    )


def _after_holiday(worker_pay: pl.DataFrame) -> pl.DataFrame:
    """People whose agreed day was a day off and whose pay came after it, but no later than the next working day."""
    agreed = worker_pay.filter(pl.col("in_payroll") & pl.col("agreed_on").is_not_null()).with_columns(
        unknown=pl.col("resumes_on").is_null(),
        # whoever is owed anything is PY18's, whoever was paid later than that is PY11's
        after=(
            (pl.col("agreed_on") < pl.col("resumes_on"))
            & (pl.col("settled_on") > pl.col("due_on"))
            & (pl.col("settled_on") <= pl.col("resumes_on"))
        ).fill_null(value=False),
    )
    count = pl.col("after").sum()
    return agreed.group_by(_UNIT, maintain_order=True).agg(
        agreed_people=pl.len().cast(pl.Int32),
        after_holiday=pl.when((count > 0) | ~pl.col("unknown").any()).then(count).cast(pl.Int32),
        **{
            name: pl.col(column).filter("after").mode(maintain_order=True).first()
            for name, column in (("agreed_on", "agreed_on"), ("lawful_on", "due_on"), ("holiday_paid_on", "settled_on"))
        },
        due_on=pl.col("due_on").max(),
        payment_at=pl.col("payment_at").filter("after").list.explode(keep_nulls=False, empty_as_null=False),
    )


def _average(worker_month: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """Net pay (with advances) and months worked per head."""
    full = ground.settings.on("full_month_days", pl.col("period_start"))
    days = pl.coalesce("days_worked", "payroll_days")
    net = pl.col("net_pay") + pl.col("advances").fill_null(0)
    ordinary = worker_month.filter(pl.col("in_payroll") & ~pl.col("is_back_pay").fill_null(value=False)).with_columns(
        net=net, month=(days / full).clip(upper_bound=1).cast(pl.Float64)
    )
    whole = (pl.col("net").null_count() == 0) & (pl.col("month").null_count() == 0) & (pl.len() > 0)
    return (
        ordinary.group_by(_UNIT, maintain_order=True)
        .agg(
            mean_people=pl.len().cast(pl.Int32),
            mean_net=pl.when(whole).then(pl.col("net").mean()).cast(pl.Float64).round(2).cast(MONEY),
            # rounded down, in favour of the contractor
            mean_month=pl.when(whole).then((pl.col("month").mean() * 100 + _SLACK).floor() / 100).cast(DAYS),
            payroll_at=_cells("payroll_at").sort(),
        )
        .with_columns(payroll_at=pl.col("payroll_at").list.eval(_first_of_sheet()))
    )


def _first_of_sheet() -> pl.Expr:
    """Of sorted places the first one of every source."""
    source = unpack(pl.element())[0]
    return pl.element().filter(source.ne_missing(source.shift(1)))


def _way(ground: Groundwork) -> pl.DataFrame:
    """submitted_on, reviewed_on, first_paid_on of the row that is out of order, else of the first sheet.

    A date that stands in one row only, or is the same in all, is the sheet's. Rows with dates of their own are compared
    each by itself: whoever left was rightly settled with on a sheet of an earlier day.
    """
    dates = ("submitted_on", "reviewed_on", "first_paid_on")
    rows = (
        ground.payroll.filter(~pl.col("is_back_pay").fill_null(value=False))
        .join(first_pay.build(ground), on=["uid", "pid"], how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col(name).drop_nulls().n_unique().over("uid", "src") == 1)
            .then(pl.col(name).max().over("uid", "src"))
            .otherwise(name)
            .alias(name)
            for name in dates[:2]
        )
        .select("uid", "src", *dates[:2], first_paid_on="paid", first_paid_at="paid_at", any_at=pl.concat_list("at"))
    )
    wrong = pl.any_horizontal(
        (pl.col(later) < pl.col(earlier)).fill_null(value=False)
        for earlier, later in ((dates[0], dates[1]), (dates[1], dates[2]), (dates[0], dates[2]))
    )
    unknown = pl.sum_horizontal(pl.col(name).is_null() for name in dates)
    return (
        rows.with_columns(wrong=wrong, unknown=unknown)
        .sort("uid", "wrong", "src", "unknown", "first_paid_on", "any_at", descending=[False, True, *[False] * 4])
        .unique("uid", keep="first", maintain_order=True)
        .join(ground.numbered.select("uid", *_UNIT), on="uid")
        .drop("uid", "src", "wrong", "unknown")
    )
