"""Shares of a whole: the ratio of a guarantee to the contract price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, compact, finish, is_blank, split
from wagecheck.intake.values.decimals import decimal, exact
from wagecheck.intake.values.notes import PERCENT

SHARE: Final = pl.Decimal(10, 4)
#: Of the contract price 1 % to 3 % is guaranteed (LEGAL §1.10): a bare 1.5 can only be a percentage, a bare 0.015 only
#: a share. Between these bounds a bare number could be either.
_SHARE_BELOW: Final = 0.1
_PERCENT_FROM: Final = 1.0


def ratios(cells: Sequence[Cell]) -> Parsed:
    """Shares as ``Decimal(10,4)``: ``1.5%`` and 0.015 → 0.0150; a bare number from one on is a percentage, noted.

    Bare numbers from 0.1 to 1 are bad: 0.5 may be half of the price or half a percent.
    """
    frame = split(cells).with_columns(compact(pl.col("text")).alias("compact"))
    frame = frame.with_columns(
        pl.col("compact").str.ends_with("%").fill_null(False).alias("percent"),
        pl.coalesce(
            exact(pl.col("number")),
            decimal(pl.col("compact").str.extract(r"^(\d+(?:\.\d*)?|\.\d+)%?$", 1)),
        ).alias("size"),
    )
    size = pl.col("size")
    of_hundred = pl.col("percent") | (size >= _PERCENT_FROM)
    value = (
        pl.when(of_hundred & size.is_between(0, 100))
        .then(size / 100)
        .when(~of_hundred & (size >= 0) & (size < _SHARE_BELOW))
        .then(size)
    )
    note = pl.when(pl.col("value").is_not_null() & ~pl.col("percent") & of_hundred).then(pl.lit(PERCENT))
    share = value.round(4, mode="half_away_from_zero").cast(SHARE, strict=False)
    return Parsed.of(finish(frame, share, is_blank(pl.col("compact")), note))
