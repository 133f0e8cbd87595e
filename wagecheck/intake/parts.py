"""One file read: its tables without the grids, small enough to travel between processes."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from wagecheck.intake import bands, bodies, containers, origins, sheets
from wagecheck.intake.bodies import Body
from wagecheck.intake.files import Listed, sha256
from wagecheck.intake.grid import ContainerError
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Origin
from wagecheck.intake.reading import CellSource, Reading
from wagecheck.intake.sheets import SheetTables


@dataclass(frozen=True)
class Part:
    """One recognised table: its frames and everything ``sources``, ``cells`` and ``totals`` say of it."""

    sheet: str
    ledger: str
    layout: str
    frames: dict[str, pl.DataFrame]
    cells: tuple[CellSource, ...]
    totals: pl.DataFrame
    issues: tuple[Issue, ...]
    origin: Origin
    header_row: int
    first_row: int
    last_row: int
    rows: int
    confidence: float
    hidden: bool
    device_export: bool

    @property
    def records(self) -> pl.DataFrame:
        """The frame whose rows count as the table's rows."""
        return self.frames["attendance_summary" if self.ledger == "attendance" else self.ledger]


@dataclass(frozen=True)
class FileParts:
    """One file: its tables, the problems of whole sheets (sheet name, issue), why it could not be opened."""

    listed: Listed
    sha256: str
    size: int
    kind: str
    parts: tuple[Part, ...] = ()
    problems: tuple[tuple[str, Issue], ...] = ()
    refused: bool = False
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class _Opened:
    """One file before its tables are read."""

    parts: FileParts
    sheets: tuple[SheetTables, ...] = ()


def read_files(group: Sequence[Listed]) -> list[FileParts]:
    """Open, recognise and read some files; small ones are read fastest together.

    Never raises for what stands in a file: problems are issues.
    """
    opened = [_open(listed) for listed in group]
    parsed = bodies.in_turn(table for file in opened for sheet in file.sheets for table in sheet.tables)
    return [_finish(file, parsed) for file in opened]


def _open(listed: Listed) -> _Opened:
    size = listed.path.stat().st_size
    kind = listed.path.suffix.lstrip(".").lower()
    if not listed.opened:
        return _Opened(FileParts(listed, sha256(listed.path), size, kind))
    around = origins.of_table(listed.inner, "", bands.Bands())
    digest = None
    try:
        data = containers.read_bytes(listed.path)
        digest = hashlib.sha256(data).hexdigest()
        workbook = containers.read_workbook(data, listed.path.stem)
    except ContainerError as error:
        issue = Issue("IN01", error.zh, error.en)
        digest = digest or sha256(listed.path)
        return _Opened(FileParts(listed, digest, size, kind, problems=(("", issue),), refused=True, origin=around))
    found = tuple(sheets.find(grid, listed.inner) for grid in workbook.grids)
    return _Opened(FileParts(listed, digest, size, workbook.kind, origin=around), found)


def _finish(file: _Opened, parsed: Iterator[Body]) -> FileParts:
    """The file with its tables; ``parsed`` gives their bodies in order."""
    parts: list[Part] = []
    problems = list(file.parts.problems)
    for found in file.sheets:
        read = sheets.finish(found, list(itertools.islice(parsed, len(found.tables))))
        parts += [_part(reading, read.sheet, read.hidden) for reading in read.tables]
        problems += [(read.sheet, issue) for issue in read.issues]
    return replace(file.parts, parts=tuple(parts), problems=tuple(problems))


def _part(reading: Reading, sheet: str, hidden: bool) -> Part:
    table = reading.table
    rows = reading.records["row"]
    return Part(
        sheet=sheet,
        ledger=reading.ledger,
        layout=reading.layout,
        frames=reading.frames,
        cells=tuple(reading.cells),
        totals=reading.totals,
        issues=tuple(reading.issues),
        origin=table.origin,
        header_row=table.header.bottom + 1,
        first_row=int(str(rows.min())) if len(rows) else table.header.bottom + 2,
        last_row=int(str(rows.max())) if len(rows) else table.header.bottom + 1,
        rows=len(rows),
        confidence=table.kind.confidence,
        hidden=hidden,
        device_export=reading.device_export,
    )
