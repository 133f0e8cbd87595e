"""Names of several people in one text."""

from __future__ import annotations

from typing import Final

import polars as pl

#: A sentence with more names cannot be read; the count stands beside them, the cells of all are cited.
_MOST: Final = 10


def first_names(among: pl.Expr, name: str = "name") -> pl.Expr:
    """In an aggregation: the first ten distinct names of the rows meant, joined by 、; null where there are none."""
    names = pl.col(name).filter(among.fill_null(value=False)).drop_nulls().unique(maintain_order=True).head(_MOST)
    return pl.when(names.len() > 0).then(names.str.join("、"))
