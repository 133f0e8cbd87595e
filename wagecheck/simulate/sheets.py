"""What a layout draws and a writer writes: files of sheets of cells, and where every record ended up.

Rows and columns count from 1, as people see them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

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

    def append(self, *cells: Value) -> int:
        """Adds a row and returns its number."""
        self.rows.append(list(cells))
        return len(self.rows)

    def place(self, record: object, row: int, columns: dict[str, int]) -> None:
        """Remembers where a record stands."""
        self.placed.append((record, row, columns))

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
    """One file. ``path`` is relative to the submission, with ``/``; ``kind`` is xlsx, xls or csv."""

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
