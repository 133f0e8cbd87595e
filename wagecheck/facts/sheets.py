"""Sheets as people name them: the key of a table that does not change when rows move, and a place in words."""

from __future__ import annotations

import polars as pl

from wagecheck.ledgers.provenance import column_letters

#: Spreadsheets have at most this many columns; more cannot be named by letters.
_MOST_COLUMNS = 16384


def keyed(sources: pl.DataFrame) -> pl.LazyFrame:
    """src, ledger, file, sheet, sheet_key of every table; a project's second table on one sheet ends in ``#2``."""
    nth = pl.int_range(1, pl.len() + 1).over("ledger", "file", "sheet", "project", order_by="src")
    return sources.lazy().select(
        "src",
        "ledger",
        "file",
        "sheet",
        sheet_key=place() + pl.when(nth > 1).then(pl.format("#{}", nth)).otherwise(pl.lit("")),
    )


def place(*, row: str | None = None, col: str | None = None) -> pl.Expr:
    """``甲劳务/工资表.xlsx 「工资表」 H12`` from the columns file, sheet and, where known, row and column (1-based).

    A row without column reads 第 12 行, a column without row reads H 列.
    """
    title = pl.when(_filled("sheet")).then(pl.format(" 「{}」", pl.col("sheet"))).otherwise(pl.lit(""))
    name = pl.col("file").fill_null("") + title
    if row is None or col is None:
        return name
    letters = pl.col(col).map_batches(_letters, return_dtype=pl.String)
    has_row = pl.col(row) > 0
    cell = (
        pl.when(has_row & letters.is_not_null())
        .then(pl.format(" {}{}", letters, pl.col(row)))
        .when(has_row)
        .then(pl.format(" 第 {} 行", pl.col(row)))
        .when(letters.is_not_null())
        .then(pl.format(" {} 列", letters))
        .otherwise(pl.lit(""))
    )
    return name + cell


def _filled(name: str) -> pl.Expr:
    return pl.col(name).is_not_null() & (pl.col(name) != "")


def _letters(columns: pl.Series) -> pl.Series:
    """Letters of columns; distinct columns are few."""
    distinct = columns.drop_nulls().unique()
    known = distinct.filter(distinct.is_between(1, _MOST_COLUMNS))
    named = pl.Series([column_letters(number) for number in known], dtype=pl.String)
    return columns.replace_strict(known, named, default=None, return_dtype=pl.String)
