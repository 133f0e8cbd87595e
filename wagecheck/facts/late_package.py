"""One row per project, contractor and worker: months in a row in which only a small part of the pay came on time."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import paid_account
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="late_package",
    title="打包发放",
    grain=("person",),
    standing=True,
    masks={"name": "name", "id_number": "id"},
    columns={
        "short_months": pl.Int32,      # longest run of periods with some pay by the due day, less than the share
        "first_period": pl.String, "last_period": pl.String,
        "gross_pay": MONEY, "paid_on_time": MONEY,      # of those periods together
        "packed": MONEY,               # the largest sum of one day paid after the last of those due days; null: none
        "packed_on": pl.Date,
        "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["project", "contractor", "period", "person"]
_WHO: Final = ["project", "contractor", "person"]
#: Share of gross pay below which a month counts (``rules/values``).
_SHARE: Final = "living_allowance_share"
#: Days between the first days of two periods that follow each other.
_LONGEST_STEP: Final = 45


def build(ground: Groundwork, worker_month: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Everybody on a payroll whose due day is past. A month without any pay is arrears (PY18), no allowance."""
    share = ground.settings.on(_SHARE, pl.col("period_start"), 0)
    months = worker_month.filter(pl.col("in_payroll").fill_null(value=False)).select(
        *_KEYS, "period_start", "name", "id_number", "gross_pay", "due_on", "paid_total", "payroll_at"
    )
    paid = paid_account.payments(ground).filter(paid_account.arrived())
    paid = paid.join(ground.numbered.select("uid", *_KEYS[:3]), on="uid").join(
        ground.persons.select("pid", "person"), on="pid"
    )
    on_time = (
        months.select(*_KEYS, "due_on")
        .join(paid.select(*_KEYS, "amount", "paid_on", "payment_at"), on=_KEYS, nulls_equal=True)
        .group_by(_KEYS)
        .agg(
            in_time=pl.col("amount").filter((pl.col("paid_on") <= pl.col("due_on")).fill_null(value=True)).sum(),
            payment_at=pl.col("payment_at").list.explode(keep_nulls=False, empty_as_null=False),
        )
    )
    past = (pl.lit(ground.settings.as_of) > pl.col("due_on")).fill_null(value=False)
    known = past & pl.col("in_time").is_not_null() & (pl.col("gross_pay") > 0)
    counted = (
        months.filter((pl.col("due_on") < pl.lit(ground.settings.as_of)).fill_null(value=True))
        .join(on_time, on=_KEYS, how="left", nulls_equal=True)
        .with_columns(in_time=pl.when(pl.col("paid_total").is_not_null()).then(pl.col("in_time").fill_null(0)))
        .with_columns(
            short=pl.when(known).then((pl.col("in_time") > 0) & (pl.col("in_time") < share * pl.col("gross_pay")))
        )
        .sort(*_WHO, "period_start")
    )
    runs = _runs(counted)
    placed = runs.join(_packed(runs, paid), on=_WHO, how="left", nulls_equal=True).lazy()
    placed = placed.join(latest_period(units.lazy()), on=_WHO[:2], nulls_equal=True)
    empty = pl.lit([], dtype=PLACES)
    columns = {name: pl.col(name).cast(kind) for name, kind in FRAME.schema.items()}
    filled = [value.fill_null(empty) if name.endswith("_at") else value for name, value in columns.items()]
    return placed.select(filled).sort("project", "contractor", "person")


def _runs(months: pl.DataFrame) -> pl.DataFrame:
    """The longest run of short months of each worker; short_months is null where nothing is known of any month."""
    step = (pl.col("period_start") - pl.col("period_start").shift(1)).dt.total_days().over(_WHO)
    short = pl.col("short").fill_null(value=False)
    breaks = (~short | ~short.shift(1).over(_WHO) | (step > _LONGEST_STEP)).fill_null(value=True)
    numbered = months.with_columns(run=breaks.cum_sum(), known=pl.col("short").is_not_null().any().over(_WHO))
    found = numbered.group_by(*_WHO, "run", maintain_order=True).agg(
        pl.col("name", "id_number", "known").first(),
        short_months=short.sum().cast(pl.Int32),
        first_period=pl.col("period").first(),
        last_period=pl.col("period").last(),
        gross_pay=pl.col("gross_pay").sum(),
        paid_on_time=pl.col("in_time").sum(),
        last_due=pl.col("due_on").max(),
        payroll_at=pl.col("payroll_at").list.explode(keep_nulls=False, empty_as_null=False),
        payment_at=pl.col("payment_at").list.explode(keep_nulls=False, empty_as_null=False),
    )
    longest = found.sort(*_WHO, "short_months", "run", descending=[False] * 3 + [True, False]).unique(
        _WHO, keep="first", maintain_order=True
    )
    return longest.with_columns(short_months=pl.when("known").then("short_months"))


def _packed(runs: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """project, contractor, person, packed, packed_on."""
    days = (
        runs.filter(pl.col("short_months") > 0)
        .select(*_WHO, "last_due")
        .join(paid.select(*_WHO, "amount", "paid_on"), on=_WHO, nulls_equal=True)
        .filter(pl.col("paid_on") > pl.col("last_due"))
        .group_by(*_WHO, "paid_on")
        .agg(packed=pl.col("amount").sum())
        .sort(*_WHO, "packed", "paid_on", descending=[False] * 3 + [True, False])
    )
    return days.unique(_WHO, keep="first", maintain_order=True).rename({"paid_on": "packed_on"})
