"""One file read: its tables without the grids, small enough to travel between processes."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import polars as pl

from wagecheck.intake import bands, containers, origins, sheets
from wagecheck.intake.assumptions import Assumption
from wagecheck.intake.containers.bundles import Shelf
from wagecheck.intake.files import Listed, sha256
from wagecheck.intake.grid import ContainerError
from wagecheck.intake.issues import Issue
from wagecheck.intake.mapping.settled import Notes
from wagecheck.intake.mapping.sheet_mapping import SheetMapping
from wagecheck.intake.origins import Origin
from wagecheck.intake.reading import CellSource, Reading, StatedCount
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
    assumptions: tuple[Assumption, ...] = ()
    counts: tuple[StatedCount, ...] = ()

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
    is_copy: bool = False
    """A member of a zip that also lies beside it, set aside (``copies``)."""
    origin: Origin = field(default_factory=Origin)
    notes: tuple[tuple[str, Notes], ...] = ()
    """What was seen of every sheet, and what of the mapping was used."""
    properties: dict[str, str] = field(default_factory=dict)
    """Author, dates and program as the container states them."""


@dataclass(frozen=True)
class _Opened:
    """One file before its tables are read."""

    parts: FileParts
    sheets: tuple[SheetTables, ...] = ()


def read_files(
    group: Sequence[Listed],
    *,
    mapping: SheetMapping | None = None,
    passwords: Sequence[str] = (),
    begun: Callable[[tuple[str, tuple[int, ...]] | None], None] = lambda _: None,
) -> list[FileParts]:
    """Open, recognise and read some files; small ones are read fastest together. ``mapping``: the clerk's corrections.

    ``passwords`` are tried on what is encrypted, ``begun`` is told name and place in a zip of every file before it is
    opened, and None when all are.
    Never raises for what stands in a file: problems are issues.
    """
    opened = []
    with Shelf(passwords) as shelf:
        for listed in group:
            begun((listed.name, listed.indices))
            opened.append(_open(listed, mapping, passwords, shelf))
    begun(None)
    readings = sheets.in_turn(table for file in opened for sheet in file.sheets for table in sheet.tables)
    return [_finish(file, readings) for file in opened]


def _open(listed: Listed, mapping: SheetMapping | None, passwords: Sequence[str], shelf: Shelf) -> _Opened:
    size = listed.size
    name = PurePosixPath(listed.name)
    if not listed.opened:
        return _Opened(FileParts(listed, _digest(listed, shelf), size, _kind(listed)))
    told = around(listed, mapping)
    digested = None
    try:
        data = listed.content(shelf)
        digested = hashlib.sha256(data).hexdigest()
        workbook = containers.read_workbook(data, name.stem, passwords)
    except ContainerError as error:
        if digested is None:
            digested = "" if listed.indices or error.reason == "dangerous" else sha256(listed.path)
        return _Opened(unread(listed, error, digested, told))
    found = tuple(sheets.find(grid, listed.inner, mapping) for grid in workbook.grids)
    return _Opened(FileParts(listed, digested, size, workbook.kind, origin=told, properties=workbook.properties), found)


def around(listed: Listed, mapping: SheetMapping | None) -> Origin:
    """What the names of a file and its folders say of contractor, team and period."""
    told = origins.of_table(listed.inner, "", bands.Bands())
    return told if mapping is None else mapping.settle(told, listed.inner, "")[0]


def unread(listed: Listed, error: ContainerError, digested: str, told: Origin) -> FileParts:
    """A file that is refused, by its name and hash alone."""
    issue = Issue("IN01", error.zh, error.en)
    return FileParts(listed, digested, listed.size, _kind(listed), problems=(("", issue),), refused=True, origin=told)


def digest(listed: Listed, passwords: Sequence[str] = ()) -> str:
    """Hash of a file's bytes, as far as they can be had; else empty."""
    with Shelf(passwords) as shelf:
        return _digest(listed, shelf)


def _kind(listed: Listed) -> str:
    return "zip" if listed.bundle else PurePosixPath(listed.name).suffix.lstrip(".").lower()


def _digest(listed: Listed, shelf: Shelf) -> str:
    """Hash of a file that is not opened; empty where it cannot be read."""
    if not listed.indices:
        return sha256(listed.path)
    try:
        return hashlib.sha256(listed.content(shelf)).hexdigest()
    except ContainerError:
        return ""


def _finish(file: _Opened, readings: Iterator[Reading]) -> FileParts:
    """The file with its tables; ``readings`` gives them in order."""
    parts: list[Part] = []
    problems = list(file.parts.problems)
    for found in file.sheets:
        read = sheets.finish(found, list(itertools.islice(readings, len(found.tables))))
        parts += [_part(reading, read.sheet, read.hidden) for reading in read.tables]
        problems += [(read.sheet, issue) for issue in read.issues]
    notes = tuple((found.sheet, found.notes) for found in file.sheets)
    return replace(file.parts, parts=tuple(parts), problems=tuple(problems), notes=notes)


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
        assumptions=tuple(reading.assumptions),
        counts=tuple(reading.counts),
    )
