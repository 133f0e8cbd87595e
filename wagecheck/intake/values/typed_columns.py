"""Columns that already have a type (parquet, Arrow), split by it as cells of a sheet are."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake.values.kinds import KINDS

#: Microseconds of an hour.
_HOUR: Final = 3_600_000_000


def split(column: pl.Series) -> pl.DataFrame:
    """The columns of ``KINDS``; only the one of the column's type is filled. Types that are no cell's are all null.

    NaN is nothing; moments with a time zone are taken as they stand in it.
    """
    kind, told = _kind(column)
    height = len(column)
    return pl.DataFrame(
        [
            told.alias(name) if name == kind else pl.Series(name, [None], dtype=dtype).new_from_index(0, height)
            for name, dtype in KINDS.items()
        ]
    )


def _kind(column: pl.Series) -> tuple[str, pl.Series]:
    dtype = column.dtype
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        return "text", column.cast(pl.String)
    if dtype.is_float():
        return "number", column.cast(pl.Float64).fill_nan(None)
    if dtype.is_numeric():
        return "number", column.cast(pl.Float64, strict=False)
    if dtype == pl.Date:
        return "date", column
    if dtype == pl.Datetime:
        return "moment", column.dt.replace_time_zone(None).cast(KINDS["moment"])
    if dtype == pl.Boolean:
        return "flag", column
    if dtype in (pl.Time, pl.Duration):
        length = column.cast(pl.Int64) / 1000 if dtype == pl.Time else _length(column)
        return "span", length / _HOUR
    return "", column


def _length(column: pl.Series) -> pl.Series:
    return column.dt.total_microseconds().cast(pl.Float64)
