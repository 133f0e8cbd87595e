"""One row per project, contractor and pay period: how the pay of its people is spread."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import contracts
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import only

FRAME = Frame(
    name="pay_pattern",
    title="工资分布",
    grain=(),
    columns={
        # people with an ordinary payroll row and pay, those paid by the month left out
        "people": pl.Int32,
        "same_days_share": pl.Float64,     # part of them with the commonest number of days; null where days are unknown
        "equal_people": pl.Int32, "equal_share": pl.Float64, "equal_amount": MONEY,     # the commonest net pay
        "round_people": pl.Int32, "round_share": pl.Float64,                            # net pay in round_pay_step
        "pay_variation_ratio": pl.Float64, "days_variation_ratio": pl.Float64,     # standard deviation ÷ mean
        "near_people": pl.Int32, "near_share": pl.Float64,   # net or gross just below threshold_pay
        "equal_at": PLACES, "round_at": PLACES, "near_at": PLACES, "payroll_at": PLACES,
    },
)  # fmt: skip

_UNIT: Final = ["project", "contractor", "period"]


def build(ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """Contractor-periods with a payroll. Shares and variations are between 0 and 1, over the people of ``workers``."""
    settings = ground.settings
    first = pl.col("period_start")
    monthly = (contracts.wage_unit() == "month").fill_null(value=False)
    listed = pl.col("in_payroll").fill_null(value=False) & ~pl.col("is_back_pay").fill_null(value=False)
    top = settings.on("threshold_pay", first).cast(MONEY)
    bottom = (top * (1 - settings.on("threshold_pay_band", first))).cast(MONEY)
    near = pl.any_horizontal((pl.col(name) >= bottom) & (pl.col(name) < top) for name in ("net_pay", "gross_pay"))
    step = settings.on("round_pay_step", first).cast(MONEY)
    rows = (
        workers.filter(listed & ~monthly & (pl.coalesce("net_pay", "gross_pay") > 0))
        .with_columns(near=near, round=pl.col("net_pay") % step == 0)
        .with_columns(
            same=pl.len().over([*_UNIT, "payroll_days"]),
            equal=pl.when(pl.col("net_pay").is_not_null()).then(pl.len().over([*_UNIT, "net_pay"])),
        )
        .sort(
            *_UNIT, "equal", "net_pay", "person", descending=[False, False, False, True, True, False], nulls_last=True
        )
    )
    count = pl.len()
    whole = pl.col("net_pay").null_count() == 0
    days_known = pl.col("payroll_days").null_count() == 0
    commonest = pl.col("net_pay") == pl.col("net_pay").first()
    sums = rows.group_by(_UNIT, maintain_order=True).agg(
        people=count,
        same_days_share=pl.when(days_known).then(pl.col("same").max() / count),
        equal_people=pl.when(whole).then(pl.col("equal").first()),
        equal_amount=pl.when(whole).then(pl.col("net_pay").first()),
        round_people=pl.when(whole).then(pl.col("round").sum()),
        pay_variation_ratio=pl.when(whole).then(_variation("net_pay")),
        days_variation_ratio=pl.when(days_known).then(_variation("payroll_days")),
        near_people=pl.when(whole).then(pl.col("near").sum()),
        equal_at=_places(commonest), round_at=_places(pl.col("round")), near_at=_places(pl.col("near")),
        payroll_at=_places(pl.lit(value=True)),
    )  # fmt: skip
    shares = {f"{name}_share": pl.col(f"{name}_people") / pl.col("people") for name in ("equal", "round", "near")}
    units = ground.units.filter("has_payroll").select(*_UNIT, "period_start", "period_end")
    found = units.join(sums, on=_UNIT, how="left", nulls_equal=True, maintain_order="left")
    return only(found.with_columns(**shares).with_columns(pl.col("people").fill_null(0)), FRAME.schema, "period_start")


def _variation(name: str) -> pl.Expr:
    value = pl.col(name).cast(pl.Float64)
    return pl.when(value.mean() > 0).then(value.std() / value.mean())


def _places(condition: pl.Expr) -> pl.Expr:
    cells = pl.col("payroll_at").filter(condition.fill_null(value=False))
    return cells.list.explode(keep_nulls=False, empty_as_null=False).sort()
