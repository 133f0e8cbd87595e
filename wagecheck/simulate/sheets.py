"""What a layout draws and a writer writes: files of sheets of cells, and where every record ended up.

Rows and columns count from 1, as people see them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from wagecheck.ledgers.provenance import column_letters
from wagecheck.simulate.records import Record, Value


class Place(NamedTuple):
    """A cell: file relative to the submission, sheet (in csv the file's stem), row, column (0 = the whole row)."""

    file: str
    sheet: str
    row: int
    col: int


class Column(NamedTuple):
    """One column of a table: heading and the field of the record below it."""

    title: str
    field: str


@dataclass
class Sheet:
    """A grid. ``rows[r][c]`` counts from 0 here; ``header_row`` is the last row of headings, for looks only."""

    name: str
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column; from 1, inclusive."""
    header_row: int = 1
    placed: list[tuple[object, int, dict[str, int]]] = field(default_factory=list)
    """A record (or the month whose total row it is), its row and the columns of its fields."""
    offsets: dict[str, int] = field(default_factory=dict)
    """Fields that stand so many rows below the first row of their record."""
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column of cells whose number is the result of a formula (xlsx only)."""
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    """Cells of formulas whose result is not stored."""
    hidden_rows: set[int] = field(default_factory=set)
    """Rows hidden by a filter (xlsx only)."""
    state: str = "visible"
    """Whether people see the sheet: visible, hidden or veryHidden (xlsx only)."""

    def merged_cells(self) -> tuple[dict[tuple[int, int], tuple[int, int, int, int]], set[tuple[int, int]]]:
        """Merges by their first cell (row, column), and the cells that they cover."""
        merged = {(area[0], area[1]): area for area in self.merges}
        covered = {
            (row, column)
            for first, left, last, right in self.merges
            for row in range(first, last + 1)
            for column in range(left, right + 1)
        }
        return merged, covered - merged.keys()

    def append(self, *cells: Value) -> int:
        """Adds a row and returns its number."""
        self.rows.append(list(cells))
        return len(self.rows)

    def place(self, record: object, row: int, columns: dict[str, int]) -> None:
        """Remembers where a record stands; its row gets the formulas, the marks of days and the hiding it asks for."""
        self.placed.append((record, row, columns))
        if isinstance(record, Record):
            self._finish(record, row, columns)

    def _finish(self, record: Record, row: int, columns: dict[str, int]) -> None:
        cells = {name: f"{column_letters(column)}{row}" for name, column in columns.items()}
        for name, formula in record.formulas.items():
            if all(part in cells for part in (name, *re.findall(r"{(\w+)}", formula))):
                self.formulas[row, columns[name]] = formula.format_map(cells)
                self.rows[row - 1][columns[name] - 1] = getattr(record, name)  # a result is no text
                if record.uncalculated:
                    self.uncalculated.add((row, columns[name]))
        for name, value in record.raw.items():
            if name in columns and not hasattr(record, name):
                self.rows[row - 1][columns[name] - 1] = value
        if record.hidden:
            self.hidden_rows.add(row)

    def table(self, columns: Sequence[Column], records: Sequence[Record], *, numbered: bool = True) -> None:
        """Headings and one row per record; a column of serial numbers first."""
        lead: list[Value] = ["序号"] if numbered else []
        self.append(*lead, *(column.title for column in columns))
        self.header_row = len(self.rows)
        where = {column.field: index for index, column in enumerate(columns, start=1 + numbered)}
        for ordinal, record in enumerate(records, start=1):
            lead = [ordinal] if numbered else []
            row = self.append(*lead, *(record.value(column.field) for column in columns))
            self.place(record, row, where)


@dataclass
class File:
    """One file. ``path`` is relative to the submission, with ``/``; ``kind`` is what it really is (``writers``)."""

    path: str
    kind: str
    sheets: list[Sheet]
    author: str
    made_at: dt.datetime
    encoding: str = "utf-8-sig"
    content: bytes | None = None
    """Written as it is, for files that are no tables."""

    def sheet_name(self, sheet: Sheet) -> str:
        """The name under which a sheet of this file is known; a csv has none, so it is the file's."""
        return PurePosixPath(self.path).stem if self.kind == "csv" else sheet.name


def find(files: Sequence[File], record: object, name: str | None) -> Place | None:
    """Where a record (and the cell of a field) stands first; None when no file holds it."""
    for file in files:
        for sheet in file.sheets:
            for placed, row, columns in sheet.placed:
                if placed is record:
                    where = Place(file.path, file.sheet_name(sheet), row, 0)
                    if name is None or name not in columns:
                        return where
                    return where._replace(row=row + sheet.offsets.get(name, 0), col=columns[name])
    return None
