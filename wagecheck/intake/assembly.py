"""The frames of a submission, put together from tables whose place is known: one row per table, column, issue …"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from wagecheck.intake import belonging, device_days, stated_counts
from wagecheck.intake import issues as issue_rows
from wagecheck.intake.assumptions import ASSUMPTIONS
from wagecheck.intake.belonging import Home
from wagecheck.intake.constant import constant
from wagecheck.intake.firms import Project
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Span
from wagecheck.intake.parts import FileParts, Part
from wagecheck.intake.reading import NO_TOTALS
from wagecheck.ledgers.catalogue import LEDGERS, empty
from wagecheck.ledgers.provenance import pack_one

SOURCES: Final = pl.Schema(
    {
        "src": pl.Int32,
        "file": pl.String,
        "sheet": pl.String,
        "ledger": pl.String,
        "layout": pl.String,
        "project": pl.String,
        "contractor": pl.String,
        "team": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "contractor_from": pl.String,
        "period_from": pl.String,
        "header_row": pl.Int32,
        "first_row": pl.Int32,
        "last_row": pl.Int32,
        "rows": pl.Int32,
        "confidence": pl.Float64,
        "hidden": pl.Boolean,
        "device_export": pl.Boolean,
    }
)
CELLS: Final = pl.Schema(
    {
        "src": pl.Int32,
        "field": pl.String,
        "col": pl.Int32,
        "row_offset": pl.Int32,
        "header": pl.String,
        "confidence": pl.Float64,
        "how": pl.String,
        "rivals": pl.String,
    }
)


#: Head counts and sums stated in names, titles and footers; row and col are null for names.
_counts: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "src": pl.Int32,
    "told_by": pl.String,
    "row": pl.Int32,
    "col": pl.Int32,
    "raw": pl.String,
    "people": pl.Int32,
    "amount": pl.Decimal(18, 2),
}
COUNTS: Final = pl.Schema(_counts)
#: Serial numbers (序号) of records.
SERIALS: Final = pl.Schema({"src": pl.Int32, "row": pl.Int32, "serial": pl.Int32})


@dataclass(frozen=True)
class InputFile:
    """One file of the submission, and every file inside a zip as one of its own.

    ``status``: read · unrecognised (no ledger in it) · unreadable · ignored · unpacked (a zip whose members follow)
    · copy (a member that also lies beside its zip: read there) · left_out (the clerk's mapping leaves it out).
    ``sha256`` and ``size`` are of the file as handed in, of a member as it unpacks.
    """

    path: str
    sha256: str
    size: int
    kind: str
    rows: int
    status: str
    properties: dict[str, str] = field(default_factory=dict)
    """creator, last_modified_by, created, modified (ISO text), application; empty where the container has none."""
    several: bool = False
    """Tables of several contractors stand in it, which a part of the submission need not all have."""


@dataclass(frozen=True)
class Placed:
    """A table with its number, the file it stands in, where it belongs."""

    src: int
    file: str
    part: Part
    home: Home
    project: Project


def ledgers(placed: Sequence[Placed]) -> dict[str, pl.DataFrame]:
    """Every ledger by name: the rows of all tables, days of overlapping clock exports counted once."""
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in LEDGERS}
    for entry in placed:
        for name, frame in entry.part.frames.items():
            if frame.height:
                frames[name].append(belonging.placed(frame, name, entry.src, entry.home, entry.project))
    ledgers = {name: pl.concat(parts, rechunk=True) if parts else empty(name) for name, parts in frames.items()}
    devices = {entry.src for entry in placed if entry.part.device_export}
    ledgers["attendance"] = device_days.once(ledgers["attendance"], devices)
    ledgers["attendance_summary"] = device_days.stated_once(ledgers["attendance_summary"], devices)
    return ledgers


def sources(placed: Sequence[Placed]) -> pl.DataFrame:
    """One row per table (SOURCES)."""
    return pl.DataFrame(
        [
            (
                entry.src, entry.file, entry.part.sheet, entry.part.ledger, entry.part.layout, entry.home.project,
                entry.home.contractor, entry.home.team, entry.home.span.start if entry.home.span else None,
                entry.home.span.end if entry.home.span else None, entry.home.contractor_from, entry.home.span_from,
                entry.part.header_row, entry.part.first_row, entry.part.last_row, entry.part.rows,
                entry.part.confidence, entry.part.hidden, entry.part.device_export,
            )
            for entry in placed
        ],
        schema=SOURCES, orient="row",
    )  # fmt: skip


def cells(placed: Sequence[Placed]) -> pl.DataFrame:
    """One row per column that was taken for a field (CELLS)."""
    rows = [
        (entry.src, cell.field, cell.col, cell.row_offset, cell.header, cell.confidence, cell.how, cell.rivals or None)
        for entry in placed
        for cell in entry.part.cells
    ]
    return pl.DataFrame(rows, schema=CELLS, orient="row")


def assumptions(placed: Sequence[Placed]) -> pl.DataFrame:
    """What was assumed where values were read (ASSUMPTIONS)."""
    rows = [
        (entry.src, told.field, told.header, told.note, told.count, told.row, told.col)
        for entry in placed
        for told in entry.part.assumptions
    ]
    return pl.DataFrame(rows, schema=ASSUMPTIONS, orient="row")


def counts(placed: Sequence[Placed]) -> pl.DataFrame:
    """Head counts and sums stated beside the tables (COUNTS); the sheet of a text file is called like the file."""
    rows = [
        (entry.src, told.told_by, told.row, told.col, told.raw, told.people, told.amount)
        for entry in placed
        for told in (*stated_counts.of_name("file", PurePosixPath(entry.file).stem), *entry.part.counts)
        if told.told_by != "sheet" or told.raw != PurePosixPath(entry.file).stem
    ]
    return pl.DataFrame(rows, schema=COUNTS, orient="row")


def serials(placed: Sequence[Placed]) -> pl.DataFrame:
    """Whole numbers of the column 序号 in the order of the rows (SERIALS)."""
    frames = [
        records.select(
            constant("src", entry.src, pl.Int32, records.height),
            "row",
            serial=pl.col("seq").str.strip_chars().str.extract(r"^(\d{1,6})(?:\.0)?$", 1).cast(pl.Int32, strict=False),
        ).drop_nulls("serial")
        for entry in placed
        if "seq" in (records := entry.part.records).columns
    ]
    return pl.concat([SERIALS.to_frame(), *frames])


def totals(placed: Sequence[Placed]) -> pl.DataFrame:
    """Total rows of all tables with their source."""
    frames = [
        pl.DataFrame([constant("src", entry.src, pl.Int32, totals.height), *totals.get_columns()])
        for entry in placed
        if (totals := entry.part.totals).height
    ]
    return pl.concat(frames) if frames else pl.DataFrame([constant("src", None, pl.Int32, 0), *NO_TOTALS.get_columns()])


def issues(placed: Sequence[Placed], loose: Sequence[tuple[FileParts, str, Issue, Home]]) -> pl.DataFrame:
    """What could not be read: problems of tables, and ``loose`` ones of files and sheets without a table."""
    rows: list[tuple[object, ...]] = []
    for entry in placed:
        owners = _owners(entry)
        by_home: dict[Home, list[Issue]] = {}
        for issue in (*entry.part.issues, *entry.home.issues):
            row_home = owners.get(issue.row, entry.home) if issue.row is not None else entry.home
            by_home.setdefault(row_home, []).append(issue)
        for home, found in by_home.items():
            rows += [
                _issue_row(issue, entry.src, entry.file, entry.part.sheet, home) for issue in issue_rows.gathered(found)
            ]
    rows += [_issue_row(issue, None, file.listed.name, sheet, home) for file, sheet, issue, home in loose]
    return pl.DataFrame(rows, schema=issue_rows.SCHEMA, orient="row")


def _owners(entry: Placed) -> dict[int, Home]:
    """Row → home, where a record's own columns tell contractor or period and an issue speaks of it."""
    if not entry.part.issues or "column" not in (entry.home.contractor_from, entry.home.span_from):
        return {}
    named = {issue.row for issue in entry.part.issues if issue.row is not None}
    name = "attendance_summary" if entry.part.ledger == "attendance" else entry.part.ledger
    frame = belonging.placed(entry.part.records, name, entry.src, entry.home, entry.project)
    frame = frame.filter(pl.col("row").is_in(list(named))).select("row", "contractor", "period_start", "period_end")
    return {
        row: replace(entry.home, contractor=contractor, span=Span(start, end) if start and end else entry.home.span)
        for row, contractor, start, end in frame.iter_rows()
    }


def _issue_row(issue: Issue, src: int | None, file: str, sheet: str, home: Home) -> tuple[object, ...]:
    cells = issue.cells or (((issue.row, issue.col or 0),) if issue.row else ())
    return (
        issue.code, src, file, sheet or None, issue.row, issue.col, home.project, home.contractor,
        home.span.start if home.span else None, home.span.end if home.span else None,
        issue.field, issue.raw, issue.zh, issue.en, issue.count,
        [pack_one(src, row, col) for row, col in cells] if src is not None else [], issue.mild,
    )  # fmt: skip


def input_file(file: FileParts) -> InputFile:
    """What the manifest says of a file."""
    status = (
        "unpacked"
        if file.listed.bundle
        else "copy"
        if file.is_copy
        else "ignored"
        if not file.listed.opened
        else "unreadable"
        if file.refused
        else "read"
        if file.parts
        else "left_out"
        if not file.problems and any(notes.left_out for _, notes in file.notes)
        else "unrecognised"
    )
    return InputFile(
        file.listed.name,
        file.sha256,
        file.size,
        file.kind,
        sum(part.rows for part in file.parts),
        status,
        file.properties,
    )
