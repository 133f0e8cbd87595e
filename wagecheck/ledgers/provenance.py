"""Places: which cell of which sheet a value came from, packed into one integer so that it can travel in any frame."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

#: Sources up to 22 bits, rows up to 26 (two million workers' month, day by day), columns up to 15 (a sheet has 2**14).
_SRC: Final = 2**41
_ROW: Final = 2**15
MAX_SRC: Final = 2**22 - 1
MAX_ROW: Final = _SRC // _ROW - 1


class Place(NamedTuple):
    """Source table, row as a person sees it (1 = first), column (1-based; 0 = the whole record)."""

    src: int
    row: int
    col: int


def pack(src: pl.Expr, row: pl.Expr, col: pl.Expr | int = 0) -> pl.Expr:
    """Places as ``Int64``: ``src * 2**41 + row * 2**15 + col``; null where src or row is null."""
    column = col.cast(pl.Int64) if isinstance(col, pl.Expr) else pl.lit(col, dtype=pl.Int64)
    return src.cast(pl.Int64) * _SRC + row.cast(pl.Int64) * _ROW + column


def unpack(place: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Source, row and column (``Int32``) of packed places."""
    return (
        (place // _SRC).cast(pl.Int32),
        (place % _SRC // _ROW).cast(pl.Int32),
        (place % _ROW).cast(pl.Int32),
    )


def pack_one(src: int, row: int, col: int = 0) -> int:
    """One place, packed."""
    return src * _SRC + row * _ROW + col


def unpack_one(place: int) -> Place:
    """One place, unpacked."""
    return Place(place // _SRC, place % _SRC // _ROW, place % _ROW)


def column_letters(col: int) -> str:
    """Spreadsheet letters of a 1-based column: 1 → A, 27 → AA."""
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
