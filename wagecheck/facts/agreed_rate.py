"""The agreed rate that a payroll's rate is compared with, where several contracts of a worker reach into a period."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.contracts import wage_unit
from wagecheck.facts.frame import MONEY
from wagecheck.facts.groundwork import Groundwork

_KEYS: Final = ["uid", "pid"]
_RATES: Final = {"day": "daily_rate", "hour": "hourly_rate", "piece": "piece_rate"}


def nearest(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """uid, pid → rate_paid, rate_agreed (yuan per day, hour or piece), rate_unit, of the pair that lies nearest.

    ``one_day_rate``: the rate paid (yuan) where it is a day rate and the only rate in the period, else null.

    ``rows`` has uid, pid, period_start, period_end. Only contracts with a stated unit and rate that apply on a day of
    the period count (dates left out are open), and only ordinary payroll rows that state a rate in that unit; monthly
    wages have no rate. Where any pair agrees there is no difference; else the pair with the least one is shown.
    """
    contracts = ground.contracts.with_columns(
        unit=wage_unit(), began=pl.coalesce("contract_start", "contract_signed_on")
    )
    agreed = contracts.filter(pl.col("unit").is_in(list(_RATES)) & pl.col("wage_rate").is_not_null()).select(
        "pid", "unit", "wage_unit", "wage_rate", "began", "contract_end"
    )
    ordinary = ground.payroll.filter(~pl.col("is_back_pay").fill_null(value=False))
    paid = pl.concat(
        [
            ordinary.select(*_KEYS, unit=pl.lit(unit), rate=pl.col(name).cast(MONEY)).drop_nulls("rate").unique()
            for unit, name in _RATES.items()
        ]
    )
    return (
        rows.select(*_KEYS, "period_start", "period_end")
        .join(agreed, on="pid")
        .filter(
            (pl.col("began") <= pl.col("period_end")).fill_null(value=True)
            & (pl.col("contract_end") >= pl.col("period_start")).fill_null(value=True)
        )
        .join(paid, on=[*_KEYS, "unit"])
        .with_columns(apart=(pl.col("rate") - pl.col("wage_rate")).abs())
        # every rate that was paid needs a contract it agrees with: per paid rate the nearest, of those the worst
        .sort(*_KEYS, "unit", "rate", "apart", "wage_rate")
        .unique([*_KEYS, "unit", "rate"], keep="first", maintain_order=True)
        .with_columns(
            one_day_rate=pl.when((pl.col("unit") == "day") & (pl.len().over(_KEYS) == 1)).then("rate").cast(MONEY)
        )
        .sort(*_KEYS, "apart", descending=[False, False, True])
        .unique(_KEYS, keep="first", maintain_order=True)
        .select(*_KEYS, "one_day_rate", rate_paid="rate", rate_agreed="wage_rate", rate_unit="wage_unit")
    )
