"""From one sheet to its records: the tables found, their bodies parsed, each read by its layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from wagecheck.intake import assumptions, bodies, doubts, guides, months, pages, sheet_issues, stated_counts
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Grid, text
from wagecheck.intake.issues import Issue
from wagecheck.intake.layouts import (
    block_rows,
    cash_book,
    companions,
    contract,
    flat,
    lists,
    matrix,
    notice,
    payments,
    payroll,
    punch_blocks,
    upright,
)  # fmt: skip
from wagecheck.intake.mapping.settled import Notes, Settled
from wagecheck.intake.mapping.sheet_mapping import SheetMapping
from wagecheck.intake.reading import Reading, Table

#: Parts of an office program that are no sheet of anybody.
_HIDDEN_PARTS: Final = ("WpsReserved_",)
_LAYOUTS: Final[dict[str, Callable[[Body], Reading]]] = {
    "contract": contract.read,
    "payroll": payroll.read,
    "payment": payments.read,
    "notice": notice.read,
    "account_flow": cash_book.read,
}


@dataclass(frozen=True)
class SheetTables:
    """The tables found in one sheet, not yet read, and what was wrong with the sheet as a whole."""

    sheet: str
    hidden: bool
    tables: tuple[Table, ...] = ()
    issues: tuple[Issue, ...] = ()
    upright: bool = False
    """An upright form: the tables are those of the sheet with rows and columns exchanged."""
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True)
class SheetReading:
    """Tables read from one sheet, and what was wrong with the sheet as a whole."""

    sheet: str
    hidden: bool
    tables: tuple[Reading, ...]
    issues: tuple[Issue, ...]


def find(grid: Grid, path: str, mapping: SheetMapping | None = None) -> SheetTables:
    """All tables of the sheet. ``path``: the file relative to the submission, ``/`` separated."""
    if not any(text(cell) for row in grid.rows for cell in row) or grid.name.startswith(_HIDDEN_PARTS):
        return SheetTables(grid.name, grid.hidden)
    if guides.is_guide(grid):
        return SheetTables(grid.name, grid.hidden, issues=tuple(guides.strangers(grid)))
    machine = companions.find(grid, path) or block_rows.find(grid, path)
    if machine:
        return SheetTables(grid.name, grid.hidden, tuple(machine))
    form = upright.turned(grid)
    settled = Settled(form or grid, path, mapping)
    found, problems = pages.read(form or grid, path, settled)
    notes = settled.notes([table.kind.ledger for table in found])
    if not found and not problems and not notes.left_out:
        problems = [sheet_issues.unrecognised(grid)]
    return SheetTables(grid.name, grid.hidden, tuple(found), tuple(problems), form is not None, notes)


def in_turn(tables: Iterable[Table]) -> Iterator[Reading]:
    """The tables read by their layouts, in order; small ones are read together (``bodies.in_turn``)."""
    for parsed in bodies.in_turn(tables):
        yield from _read(parsed)


def finish(found: SheetTables, readings: list[Reading]) -> SheetReading:
    """The sheet with its tables, which have been read."""
    for reading in readings:
        if found.upright:
            upright.restore(reading)
            reading.counts = []  # rows and columns are exchanged: what stands around the table is none of its own
        reading.issues += doubts.issues(reading.table.kind, reading.table.header)
        reading.issues += sheet_issues.contradictions(reading) + sheet_issues.hidden(reading)
    months.once(readings)
    return SheetReading(found.sheet, found.hidden, tuple(readings), found.issues)


def read(grid: Grid, path: str) -> SheetReading:
    """One sheet by itself: ``find`` and ``finish``."""
    found = find(grid, path)
    return finish(found, list(in_turn(found.tables)))


def _read(parsed: Sequence[Body]) -> list[Reading]:
    """The bodies read by their layouts; all matrices at once, because planning costs more than their few cells do."""
    layouts = [_layout(body) for body in parsed]
    matrices = iter(matrix.read([body for body, alone in zip(parsed, layouts, strict=True) if alone is None]))
    readings = [next(matrices) if alone is None else alone(body) for body, alone in zip(parsed, layouts, strict=True)]
    for reading, body in zip(readings, parsed, strict=True):
        reading.assumptions = assumptions.of_body(body)
        reading.counts = stated_counts.of_body(body)
    return readings


def _layout(body: Body) -> Callable[[Body], Reading] | None:
    """The reader of a body by itself; None for a matrix."""
    kind, days = body.table.kind, body.table.header.days
    if kind.ledger == "attendance" and not kind.columns:  # of a punch clock, without headings
        return punch_blocks.read if days else companions.read
    if kind.ledger == "attendance":
        return None if days else lists.read
    return _LAYOUTS.get(kind.ledger, flat.read)
