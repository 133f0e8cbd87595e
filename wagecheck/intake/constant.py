"""Columns that hold one value in every row.

Made from a kept series of one cell, which costs a fraction of an expression; a small submission needs thousands.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl

Value = str | int | bool | dt.date | None


def constant(name: str, value: Value, dtype: pl.DataType | type[pl.DataType], height: int) -> pl.Series:
    """``height`` times the same value (null for None)."""
    return _one(value, dtype).new_from_index(0, height).alias(name)


@cache
def _one(value: Value, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    return pl.Series([value], dtype=dtype)
