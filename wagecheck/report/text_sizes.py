"""How much room a text takes in a cell: Chinese characters are twice as wide; programs differ, so heights are given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

#: Points of a line of the usual font; what a row may measure at most.
_LINE: Final = 13.5
_TALLEST: Final = 405.0
#: Characters from here on take two places.
_WIDE_FROM: Final = 0x2E80
_WIDE: Final = rf"[\u{{{_WIDE_FROM:x}}}-\u{{10ffff}}]"
_RUNS: Final = re.compile(f"[{chr(_WIDE_FROM)}-\U0010ffff]+")


def places(text: str) -> int:
    """Places that a text without line breaks takes."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _RUNS.findall(text)))


def lines(text: str, width: int) -> int:
    """Lines of a wrapped text in a column of so many places."""
    room = max(width - 1, 1)
    return sum(max(-(-places(line) // room), 1) for line in text.split("\n"))


def height(cells: Iterable[tuple[str, int]]) -> float:
    """Points of a row with these wrapped texts in columns of these widths."""
    most = max((lines(text, width) for text, width in cells if text), default=1)
    return min(_LINE * most + 2, _TALLEST)


def heights(widths: Mapping[str, int]) -> pl.Expr:
    """The same for many rows: points, of columns of text by the widths of the columns they stand in."""
    most = pl.max_horizontal(pl.lit(1), *(_lines(name, width) for name, width in widths.items()))
    return (most * _LINE + 2).clip(upper_bound=_TALLEST)


def _lines(name: str, width: int) -> pl.Expr:
    line, room = pl.element(), max(width - 1, 1)
    taken = line.str.len_chars() + line.str.count_matches(_WIDE)
    return pl.col(name).str.split("\n").list.eval(((taken + room - 1) // room).clip(1)).list.sum()
