"""Rows of kept checks that could not tell the pay, and so do not take the place of an earlier check that could.

Whoever hands in the project workbook with one contractor's papers has every other contractor on it judged too, by
nothing but the workbook. Wages that an earlier check found owing are not paid by that.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def dropped(rows: pl.DataFrame, about: Sequence[str | pl.Expr]) -> pl.DataFrame:
    """``rows``, oldest check first, without those whose ``owed`` is unknown

    * where the last check before it that knew found wages owing;
    * which found nothing besides, where an earlier check knew, or saw workers where this one sees none. What has
      findings counts: it is worse than what was known.

    ``about``: what tells a contractor's pay period apart. Several rows of one ``run`` about it speak together.
    """
    unknown = pl.col("owed").is_null()
    if not rows.select(unknown.any()).item():
        return rows
    keyed = rows.with_row_index("line").with_columns(key=pl.struct(about))
    checks = (
        keyed.lazy()
        .join(keyed.lazy().filter(unknown).select("key").unique(), on="key", how="semi", nulls_equal=True)
        .group_by("key", "run")
        .agg(
            pl.col("line").min(),
            pl.when(pl.col("owed").count() > 0).then(pl.col("owed").sum()).alias("owed"),
            pl.col("workers").sum(),
            clean=pl.col("colour").is_in(["green", "grey"]).all(),
        )
        .sort("line")
        .with_columns(
            before=pl.col("owed").shift().forward_fill().over("key"),
            seen=pl.col("workers").cum_max().shift().over("key").fill_null(0),
        )
    )
    poorer = pl.col("before").is_not_null() | ((pl.col("workers") == 0) & (pl.col("seen") > 0))
    gone = checks.filter(unknown, (pl.col("before") > 0) | (pl.col("clean") & poorer)).select("key", "run")
    left = keyed.lazy().join(gone, on=["key", "run"], how="anti", nulls_equal=True)
    return left.sort("line").drop("line", "key").collect()
