"""One row per contractor: what it owes over all periods of the run, as lists and courts count it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import recorded_company
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.place import place
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="arrears_case",
    title="欠薪汇总",
    grain=(),
    standing=True,
    columns={
        "place": pl.String,            # where the project lies: thresholds are provincial
        "all_known": pl.Boolean,       # what is owed is known of everybody on the payrolls; null where it is not
        "owing_workers": pl.Int32,     # people who are owed something
        "total_owed": MONEY,
        "long_workers": pl.Int32,      # of these the ones owed for as many periods as the criminal threshold asks
        "long_owed": MONEY,            # the largest sum owed to one of them
        "periods_in_row": pl.Int32,    # most periods one after the other with anything owed, one of this run among them
        "row_known": pl.Boolean,       # kept checks of other projects of that name cannot make that row long enough
        "kept_periods": pl.String,     # of these the ones that only a kept check speaks of, with its number; null: none
        "late_workers": pl.Int32,      # most people owed in one period, past due by the days of the group's condition
        "late_owed": MONEY,            # most yuan so owed in one period
        "max_days_late": pl.Int32,
        "order_deadline": pl.Date, "days_past_order": pl.Int32,   # of an order to pay (责令支付); null: none on record
        "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_PERIOD: Final = ["period", "period_start", "period_end"]


def build(
    ground: Groundwork,
    worker_month: pl.DataFrame,
    units: pl.DataFrame,
    orders: pl.DataFrame | None = None,
    arrears: pl.DataFrame | None = None,
) -> pl.LazyFrame:
    """Contractors with a payroll, over all periods of ``worker_month``, under the latest period of ``units``.

    Sums count what is known to be owed: without ``all_known`` they are the least that is owed. Differences up to the
    rounding tolerance are no debt.

    ``orders`` (``register.view.ORDERS``) are orders to pay that are not settled; the earliest deadline counts. None on
    record says nothing: the authority gives its order to the employer, not to this register. Nor does one whose project
    is none of this run, because it may be this one under another name.

    ``arrears`` (``register.view.ARREARS``) are those of kept checks. They only lengthen a row of periods that reaches
    into this run, and only by periods of the same project that nothing of this run overlaps: what was paid since is not
    known, so they add neither people nor money. Where only those that may be of another project (not ``sure``) make the
    row as long as the group's condition asks, ``row_known`` is null.
    """
    settings = ground.settings
    months = int(settings.numbers.get("criminal_months", 1))
    late = int(settings.numbers.get("listing_days_late", 0))
    asked = int(settings.numbers.get("listing_periods", 0))
    rows = worker_month.filter(pl.col("in_payroll").fill_null(value=False)).with_columns(
        owes=(pl.col("owed") > settings.tolerance).fill_null(value=False),
    )
    rows = rows.with_columns(late=pl.col("owes") & (pl.col("days_late") >= late).fill_null(value=False))
    cells = {
        name: pl.col(name).filter("owes").list.explode(keep_nulls=False, empty_as_null=False)
        for name in ("payroll_at", "payment_at")
    }
    total = rows.group_by(_SITE, maintain_order=True).agg(
        all_known=pl.when(pl.col("owed").null_count() == 0).then(pl.lit(value=True)).first(),
        total_owed=pl.col("owed").filter("owes").sum(),
        max_days_late=pl.col("days_late").filter("owes").max().fill_null(0),
        **cells,
    )
    parts = (_by_worker(rows, months), _by_period(rows), _in_row(rows, _kept(ground, rows, arrears), asked))
    for part in parts:
        total = total.join(part, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
    total = total.with_columns(order_deadline=_deadlines(ground, total, orders))
    where = ground.units.unique(_SITE, keep="first", maintain_order=True).select(*_SITE, "region", "tier")
    zero = pl.lit(0, MONEY)
    made = (
        total.join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left")
        .join(where, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.col("long_owed", "late_owed", "total_owed").fill_null(zero),
            pl.col("owing_workers", "long_workers", "late_workers").fill_null(0),
            row_known=pl.col("row_known") | pl.col("periods_in_row").is_null(),
            periods_in_row=pl.col("periods_in_row").fill_null(0),
            place=place(settings),
            days_past_order=(pl.lit(settings.as_of) - pl.col("order_deadline")).dt.total_days(),
            person=pl.lit(None),
            name=pl.lit(None),
            id_number=pl.lit(None),
        )
    )
    return made.lazy().select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()]).sort(_SITE)


def _deadlines(ground: Groundwork, cases: pl.DataFrame, orders: pl.DataFrame | None) -> pl.Series:
    """The earliest deadline of an order to pay for every case; null without one."""
    if orders is None or orders.is_empty():
        return pl.Series([None] * cases.height, dtype=pl.Date)
    told = recorded_company.keyed(orders, _companies(ground))
    own = cases.select(
        number=pl.int_range(pl.len()),
        key=recorded_company.keys(cases["contractor"]),
        site=recorded_company.keys(cases["project"]),
    )
    told = told.with_columns(site=recorded_company.keys(told["project"])).select("key", "site", "deadline")
    meant = own.join(told, on="key", suffix="_of").filter(
        pl.col("site_of").is_null() | (pl.col("site_of") == pl.col("site"))
    )
    first = meant.group_by("number").agg(pl.col("deadline").min())
    return own.join(first, on="number", how="left", maintain_order="left")["deadline"]


def _companies(ground: Groundwork) -> pl.DataFrame:
    """Names and codes of companies as 参建单位 of this and of other parts tell them."""
    return pl.concat([ground.ledgers["contractor"].select("name", "uscc"), ground.elsewhere.companies])


def _by_worker(rows: pl.DataFrame, months: int) -> pl.DataFrame:
    """owing_workers, long_workers, long_owed."""
    long = pl.col("periods") >= months
    return (
        rows.filter("owes")
        .group_by(*_SITE, "person")
        .agg(periods=pl.col("period").n_unique(), owed=pl.col("owed").sum())
        .group_by(_SITE)
        .agg(
            owing_workers=pl.len(),
            long_workers=long.sum(),
            long_owed=pl.col("owed").filter(long).max(),
        )
    )


def _by_period(rows: pl.DataFrame) -> pl.DataFrame:
    """late_workers, late_owed: each the most of any period."""
    return (
        rows.filter("late")
        .group_by(*_SITE, "period")
        .agg(people=pl.col("person").n_unique(), owed=pl.col("owed").sum())
        .group_by(_SITE)
        .agg(late_workers=pl.col("people").max(), late_owed=pl.col("owed").max())
    )


def _in_row(rows: pl.DataFrame, kept: pl.DataFrame, asked: int) -> pl.DataFrame:
    """periods_in_row, kept_periods, row_known: a period that is missing in between breaks the row."""
    sure, perhaps = _rows_of(rows, kept.filter("sure")), _rows_of(rows, kept)
    longest = perhaps.select(*_SITE, perhaps="periods_in_row")
    short = (pl.col("periods_in_row") < asked) & (pl.col("perhaps") >= asked)
    return (
        sure.join(longest, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(row_known=pl.when(~short).then(pl.lit(value=True)))
        .drop("perhaps")
    )


def _rows_of(rows: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """periods_in_row, kept_periods."""
    owing = rows.filter("owes").select(*_SITE, *_PERIOD, run=pl.lit(None, pl.String)).unique()
    owing = pl.concat([owing, kept.select(owing.columns)]).sort(*_SITE, "period_start", "period_end")
    follows = (pl.col("period_start") - pl.col("period_end").shift(1).over(_SITE)).dt.total_days() == 1
    told = pl.concat_str("period", pl.lit("（"), "run", pl.lit("）"))
    lengths = (
        owing.with_columns(chain=(~follows.fill_null(value=False)).cum_sum().over(_SITE))
        .group_by(*_SITE, "chain", maintain_order=True)
        .agg(
            length=pl.len(),
            here=pl.col("run").is_null().any(),
            kept=told.filter(pl.col("run").is_not_null()).str.join("、"),
        )
        .filter("here")
    )
    return lengths.group_by(_SITE, maintain_order=True).agg(
        periods_in_row=pl.col("length").max(),
        kept_periods=pl.col("kept").sort_by("length").last().replace("", None),
    )


def _kept(ground: Groundwork, rows: pl.DataFrame, arrears: pl.DataFrame | None) -> pl.DataFrame:
    """Columns of ``_SITE``, ``_PERIOD``, run and sure, of kept checks about other periods of these contractors."""
    periods = rows.select(*_SITE, *_PERIOD[1:]).unique(maintain_order=True)
    nothing = periods.clear().with_columns(
        period=pl.lit(None, pl.String), run=pl.lit(None, pl.String), sure=pl.lit(None, pl.Boolean)
    )
    if arrears is None or arrears.is_empty():
        return nothing
    told = recorded_company.keyed(arrears, _companies(ground))
    sites = periods.select(_SITE).unique(maintain_order=True)
    sites = sites.with_columns(key=recorded_company.keys(sites["contractor"]), number=pl.int_range(pl.len()))
    found = sites.join(
        told.select("key", "run", "period", "first_day", "last_day", "sure", of="project"),
        on="key",
        maintain_order="left",
    ).filter(pl.col("of").eq_missing(pl.col("project")))
    overlaps = (
        found.join(periods, on=_SITE, nulls_equal=True)
        .filter((pl.col("first_day") <= pl.col("period_end")) & (pl.col("last_day") >= pl.col("period_start")))
        .select("number", "period")
    )
    return (
        found.join(overlaps.unique(), on=["number", "period"], how="anti")
        .sort("sure", maintain_order=True)  # the same period of a sure one counts before one in doubt
        .unique(["number", "period"], keep="last", maintain_order=True)
        .select(*_SITE, "period", "run", "sure", period_start="first_day", period_end="last_day")
    )
