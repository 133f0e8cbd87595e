"""Which columns the sheets of a ledger have: a blank cell under a column says something, a missing column nothing."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def has_columns(cells: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """src → one Boolean ``has_<field>`` per field; sheets with none of them have no row."""
    found = cells.filter(pl.col("field").is_in(list(fields)))
    return found.group_by("src").agg((pl.col("field") == name).any().alias(f"has_{name}") for name in fields)


def with_columns_of(rows: pl.DataFrame, cells: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """``rows`` (with src) with ``has_<field>``; False where the sheet has no such column."""
    known = has_columns(cells, fields)
    return rows.join(known, on="src", how="left", maintain_order="left").with_columns(
        pl.col(f"has_{name}").fill_null(value=False) for name in fields
    )
