"""What a cell can hold, as parsers see it."""

from __future__ import annotations

from typing import Final

import polars as pl

#: Columns of ``split``: exactly one of them is filled for a cell with content.
KINDS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "text": pl.String,
    "number": pl.Float64,
    "date": pl.Date,
    "moment": pl.Datetime("us"),
    "flag": pl.Boolean,
    "span": pl.Float64,
}
