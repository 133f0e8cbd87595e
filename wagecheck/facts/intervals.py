"""Whether dates lie within a person's ranges: terms of contracts, stays on site. Several ranges per person are usual.

Almost everybody has one range, so that the dates of these are compared directly and only the rest is joined.
"""

from __future__ import annotations

import polars as pl


def covered(days: pl.DataFrame, ranges: pl.DataFrame) -> pl.Series:
    """For each row of ``days`` (pid, date): within a range of ``ranges`` (pid, start, end) of that pid?

    A null end is open. Null where the person has no range, or no range holds the date and one has no start.
    """
    if ranges.is_empty() or days.is_empty():
        return pl.Series("covered", [None] * days.height, dtype=pl.Boolean)
    single = ranges.group_by("pid").agg(pl.col("start").first(), pl.col("end").first(), count=pl.len())
    joined = days.select("pid", "date").with_row_index("i").join(single, on="pid", how="left", maintain_order="left")
    direct = joined.with_columns(covered=_within())
    several = joined.filter(pl.col("count") > 1).select("i", "pid", "date")
    if several.is_empty():
        return direct["covered"]
    any_range = (
        several.join(ranges, on="pid")
        .with_columns(covered=_within())
        .group_by("i")
        .agg(
            covered=pl.when(pl.col("covered").any()).then(True).when(pl.col("covered").is_not_null().all()).then(False)
        )
    )
    return (
        direct.with_columns(covered=pl.when(pl.col("count") == 1).then("covered"))
        .join(any_range, on="i", how="left", maintain_order="left", suffix="_any")
        .select(covered=pl.coalesce("covered_any", "covered"))["covered"]
    )


def _within() -> pl.Expr:
    after_start = pl.col("date") >= pl.col("start")
    return after_start & (pl.col("date") <= pl.col("end")).fill_null(value=True)
