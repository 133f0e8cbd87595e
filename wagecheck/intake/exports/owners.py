"""Whose the rows of an export table are: runs of rows one behind the other that have the same owner."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake.exports.faults import OWNERS

#: Rows of an owner, the first and the last of them as they are numbered in the table, and the latest day they name.
OWNED: Final = pl.Schema(
    [
        ("project", pl.String),
        ("contractor", pl.String),
        ("period_start", pl.Date),
        ("period_end", pl.Date),
        ("rows", pl.Int32),
        ("first_row", pl.Int32),
        ("last_row", pl.Int32),
        ("last_day", pl.Date),
    ]
)
#: Days of single records, by which rows without a period are placed.
_DAYS: Final = ("date", "paid_on")


def run_numbers(records: pl.DataFrame) -> pl.Series:
    """For every row the number of its run."""
    changes = [pl.col(name).ne_missing(pl.col(name).shift()) for name in OWNERS]
    begins = (pl.any_horizontal(changes) & (pl.int_range(pl.len()) > 0)).cast(pl.UInt32)
    return records.select(begins.cum_sum().alias("run"))["run"]


def runs(records: pl.DataFrame) -> pl.DataFrame:
    """The runs (columns of OWNED and ``run``): far fewer than rows, and quickly told apart."""
    days = [pl.col(name) for name in _DAYS if name in records.columns]
    day = pl.max_horizontal(days) if days else pl.lit(None, dtype=pl.Date)
    return (
        records.select(*OWNERS, "row", run_numbers(records), day=day.cast(pl.Date))
        .group_by("run", maintain_order=True)
        .agg(
            pl.col(OWNERS).first(),
            rows=pl.len().cast(pl.Int32),
            first_row=pl.col("row").min(),
            last_row=pl.col("row").max(),
            last_day=pl.col("day").max(),
        )
    )
