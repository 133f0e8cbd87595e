"""One row per contractor: what it owes over all periods of the run, as lists and courts count it."""

from __future__ import annotations

from typing import Final

import polars as pl

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
        "periods_in_row": pl.Int32,    # most periods one after the other with anything owed
        "late_workers": pl.Int32,      # most people owed in one period, past due by the days of the group's condition
        "late_owed": MONEY,            # most yuan so owed in one period
        "max_days_late": pl.Int32,
        "order_deadline": pl.Date, "days_past_order": pl.Int32,   # of an order to pay (责令支付); null: none on record
        "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_PERIOD: Final = ["period", "period_start", "period_end"]


def build(ground: Groundwork, worker_month: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Contractors with a payroll, over all periods of ``worker_month``, under the latest period of ``units``.

    Sums count what is known to be owed: without ``all_known`` they are the least that is owed. Differences up to the
    rounding tolerance are no debt.
    """
    settings = ground.settings
    months = int(settings.numbers.get("criminal_months", 1))
    late = int(settings.numbers.get("listing_days_late", 0))
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
    parts = (_by_worker(rows, months), _by_period(rows), _in_row(rows))
    for part in parts:
        total = total.join(part, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
    where = ground.units.unique(_SITE, keep="first", maintain_order=True).select(*_SITE, "region", "tier")
    zero = pl.lit(0, MONEY)
    made = (
        total.join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left")
        .join(where, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.col("long_owed", "late_owed", "total_owed").fill_null(zero),
            pl.col("owing_workers", "long_workers", "late_workers", "periods_in_row").fill_null(0),
            place=place(settings),
            order_deadline=pl.lit(None, pl.Date),
            days_past_order=pl.lit(None, pl.Int32),
            person=pl.lit(None),
            name=pl.lit(None),
            id_number=pl.lit(None),
        )
    )
    return made.lazy().select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()]).sort(_SITE)


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


def _in_row(rows: pl.DataFrame) -> pl.DataFrame:
    """periods_in_row: a period that is missing in between breaks the row."""
    owing = rows.filter("owes").select(*_SITE, *_PERIOD).unique().sort(*_SITE, "period_start", "period_end")
    follows = (pl.col("period_start") - pl.col("period_end").shift(1).over(_SITE)).dt.total_days() == 1
    return (
        owing.with_columns(run=(~follows.fill_null(value=False)).cum_sum().over(_SITE))
        .group_by(*_SITE, "run")
        .agg(length=pl.len())
        .group_by(_SITE)
        .agg(periods_in_row=pl.col("length").max())
    )
