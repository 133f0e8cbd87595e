"""Rows of kept checks that could not tell the pay, and so do not take the place of an earlier check that could.

Whoever hands in the project workbook with one contractor's papers has every other contractor on it judged too, by
nothing but the workbook. Wages that an earlier check found owing are not paid by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

#: Colours by how bad they are; green and grey found nothing.
_RANKS: Final = {"green": 0, "grey": 0, "yellow": 1, "orange": 2, "red": 3}
_NEEDED: Final = ("owed", "unpaid", "workers", "rank")


def rank() -> pl.Expr:
    """How bad the colour of a row is, as :func:`weaker` wants it: 0 where nothing was found."""
    return pl.col("colour").replace_strict(_RANKS, return_dtype=pl.Int8).alias("rank")


def weaker(old: str, new: str) -> pl.Expr:
    """Whether a later row (columns owed, unpaid, workers, rank with the suffix ``new``) must not take the place of an
    earlier one (suffix ``old``). It does not know what is owed, and

    * wages were owing, and it is no worse;
    * it found nothing, and all was paid;
    * it found nothing and saw no worker, where there were workers and something was amiss, or their pay not known.

    That nothing was due yet stands for nothing: wages come due, and then a check must be able to tell.
    """
    owed, unpaid, workers, bad = (pl.col(f"{name}{old}") for name in _NEEDED)
    now_owed, _, now_workers, now_bad = (pl.col(f"{name}{new}") for name in _NEEDED)
    clean = now_bad == 0
    paid = (owed == 0) & (unpaid == 0)
    missed = (now_workers == 0) & (workers > 0) & (owed.is_null() | (bad > 0))
    return (now_owed.is_null() & (((owed > 0) & (now_bad <= bad)) | (clean & (paid | missed)))).fill_null(value=False)


def marked(rows: pl.DataFrame, about: Sequence[str]) -> pl.DataFrame:
    """``rows``, oldest check first, with ``weak``: whether an earlier check about the same stands (:func:`weaker`).

    ``about``: columns that tell a contractor's pay period apart; rows of one ``run`` about it speak together. Each
    check is held against the last one before it that knew what is owed, and against the last one that saw workers.
    """
    unknown = pl.col("owed").is_null()
    if not rows.select(unknown.any()).item():
        return rows.with_columns(weak=pl.lit(value=False))
    keyed = rows.with_row_index("line").with_columns(rank())
    lazy = keyed.lazy()
    checks = (
        lazy.join(lazy.filter(unknown).select(about).unique(), on=list(about), how="semi", nulls_equal=True)
        .group_by(*about, "run")
        .agg(
            pl.col("line").min(),
            *(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()) for name in ("owed", "unpaid")),
            pl.col("workers").sum(),
            pl.col("rank").max(),
        )
        .sort("line")
        .with_columns(
            pl.when(told).then("line").shift().forward_fill().over(about).alias(name)
            for name, told in (("known", pl.col("owed").is_not_null()), ("seen", pl.col("workers") > 0))
        )
    )
    earlier = checks.select("line", *(pl.col(name).alias(f"{name}_old") for name in _NEEDED))
    weak = pl.concat(
        [
            checks.join(earlier, left_on=name, right_on="line").filter(weaker("_old", "")).select(*about, "run")
            for name in ("known", "seen")
        ]
    ).unique()
    told = lazy.join(
        weak.with_columns(weak=pl.lit(value=True)), on=[*about, "run"], how="left", nulls_equal=True
    ).with_columns(pl.col("weak").fill_null(value=False))
    return told.sort("line").drop("line", "rank").collect()


def dropped(rows: pl.DataFrame, about: Sequence[str]) -> pl.DataFrame:
    """``rows``, oldest check first, without the weak ones (:func:`marked`)."""
    return marked(rows, about).filter(~pl.col("weak")).drop("weak")
