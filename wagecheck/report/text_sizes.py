"""How much room a text takes in a cell: Chinese characters are twice as wide; programs differ, so heights are given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Points of a line of the usual font; what a row may measure at most.
_LINE: Final = 13.5
_TALLEST: Final = 405.0
#: Characters from here on take two places.
_WIDE_FROM: Final = 0x2E80


def places(text: str) -> int:
    """Places that a text without line breaks takes."""
    return len(text) if text.isascii() else sum(2 if ord(one) >= _WIDE_FROM else 1 for one in text)


def lines(text: str, width: int) -> int:
    """Lines of a wrapped text in a column of so many places."""
    room = max(width - 1, 1)
    return sum(max(-(-places(line) // room), 1) for line in text.split("\n"))


def height(cells: Iterable[tuple[str, int]]) -> float:
    """Points of a row with these wrapped texts in columns of these widths."""
    most = max((lines(text, width) for text, width in cells if text), default=1)
    return min(_LINE * most + 2, _TALLEST)
