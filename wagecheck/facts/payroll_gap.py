"""Pay periods that are too long, or left out between two others, although people were on site throughout (PY03)."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.groundwork import Groundwork

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.DataFrame:
    """project, contractor, period → period_days, gap_days, gap_from, gap_to, gap_workers.

    A gap lies between the end of the period before and the start of this one; 0 days where they join, or where there
    is no period before. ``gap_workers`` were active in both: nobody knows that they had left in between.
    """
    dated = (
        ground.units.select(*_UNIT, "period_start", "period_end")
        .drop_nulls(["period_start", "period_end"])
        .sort(*_SITE, "period_start", "period_end")
    )
    before = (
        dated.with_columns(
            ended=pl.col("period_end").cum_max().shift(1).over(_SITE), before=pl.col("period").shift(1).over(_SITE)
        )
        .with_columns(gap_days=((pl.col("period_start") - pl.col("ended")).dt.total_days() - 1).clip(0).fill_null(0))
        .with_columns(gap=pl.col("gap_days") > 0)
    )
    active = worker_month.filter("active").select(*_UNIT, "person")
    both = (
        before.filter("gap")
        .join(active, on=_UNIT, nulls_equal=True)
        .join(active.rename({"period": "before"}), on=[*_SITE, "before", "person"], how="semi", nulls_equal=True)
        .group_by(_UNIT)
        .agg(gap_workers=pl.len().cast(pl.Int32))
    )
    return before.join(both, on=_UNIT, how="left", nulls_equal=True, maintain_order="left").select(
        *_UNIT,
        period_days=((pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1).cast(pl.Int32),
        gap_days=pl.col("gap_days").cast(pl.Int32),
        gap_from=pl.when("gap").then(pl.col("ended").dt.offset_by("1d")),
        gap_to=pl.when("gap").then(pl.col("period_start").dt.offset_by("-1d")),
        gap_workers=pl.col("gap_workers").fill_null(0),
    )
