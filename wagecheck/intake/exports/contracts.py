"""Contracts of export tables: what a cell tells beside its value, as on a sheet (``layouts.contract``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell, text
from wagecheck.intake.layouts.contract import is_end_of_work, unit_of_cell

_TEXTS: Final = (pl.String, pl.Categorical, pl.Enum)


def completed(rows: pl.DataFrame, raw: Mapping[str, pl.Series]) -> pl.DataFrame:
    """``rows`` of the ledger ``contract``, as long as ``raw`` (columns as they are given, by field).

    A row without ``wage_unit`` takes the one of the text of its wage (300元/天), one without ``contract_term_type``
    the text of its last day where that is the end of the work (至工程完工).
    """
    unit = _told(raw.get("wage_rate"), unit_of_cell)
    if unit is not None and "wage_rate" in rows.columns:
        told = pl.when(pl.col("wage_rate").is_not_null()).then(unit)
        rows = rows.with_columns(wage_unit=pl.coalesce(*_own(rows, "wage_unit"), told))
    until = _told(raw.get("contract_end"), lambda cell: text(cell) if is_end_of_work(cell) else None)
    if until is not None:
        rows = rows.with_columns(contract_term_type=pl.coalesce(*_own(rows, "contract_term_type"), until))
    return rows


def _own(rows: pl.DataFrame, name: str) -> list[pl.Expr]:
    return [pl.col(name)] if name in rows.columns else []


def _told(column: pl.Series | None, say: Callable[[Cell], str | None]) -> pl.Series | None:
    """What the texts of a column tell, each distinct one asked once; None where none tells anything."""
    if column is None or column.dtype not in _TEXTS:
        return None
    texts = column.cast(pl.String)
    known = {one: said for one in texts.unique().drop_nulls() if (said := say(one)) is not None}
    return texts.replace_strict(known, default=None, return_dtype=pl.String).alias("told") if known else None
