"""What a container gives: grids of cells, with the parts of a sheet that people do not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

#: A cell as the file holds it. Empty cells are None; text is as written; numbers stay numbers.
Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


class Formula(NamedTuple):
    """A formula without its ``=``, as written in the cell ``row``, ``column`` (zero-based).

    Formulas that are filled down are often written once: other cells then hold the formula of that cell, moved.
    """

    text: str
    row: int
    column: int


def text(cell: Cell) -> str:
    """A cell as text; blank cells are ``""``."""
    if type(cell) is str:  # most cells are
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


@dataclass(frozen=True)
class Grid:
    """One sheet: ``rows[r][c]``, zero-based here, while every message and place counts from 1."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges as (first row, first column, last row, last column), zero-based, inclusive."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: frozenset[tuple[int, int]] = frozenset()
    """Formula cells without a cached value."""
    formulas: Mapping[tuple[int, int], Formula] = field(default_factory=dict)
    """Formulas by their cells (zero-based); only where the container tells them (xlsx)."""

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Workbook:
    """All sheets of one file. ``kind`` is what the bytes say (xlsx, xls, csv …), not the file name."""

    kind: str
    grids: tuple[Grid, ...]
    encoding: str | None = None
    properties: dict[str, str] = field(default_factory=dict)


class ContainerError(Exception):
    """A file that cannot be opened: ``reason`` is a short code, the sentences say what and what to do."""

    def __init__(self, reason: str, zh: str, en: str) -> None:
        """All arguments stay in ``args``, so that the error can be pickled between processes."""
        super().__init__(reason, zh, en)
        self.reason = reason
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        """The Chinese sentence."""
        return self.zh
