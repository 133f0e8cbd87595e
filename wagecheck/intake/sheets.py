"""From one sheet to its records: the tables found, their bodies parsed, each read by its layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from wagecheck.intake import bodies, pages, sheet_issues
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Grid
from wagecheck.intake.headers import text
from wagecheck.intake.issues import Issue
from wagecheck.intake.layouts import cash_book, flat, lists, matrix, notice, payments, payroll, upright
from wagecheck.intake.reading import Reading, Table

#: Parts of an office program that are no sheet of anybody.
_HIDDEN_PARTS: Final = ("WpsReserved_",)
_LAYOUTS: Final[dict[str, Callable[[Body], Reading]]] = {
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


@dataclass(frozen=True)
class SheetReading:
    """Tables read from one sheet, and what was wrong with the sheet as a whole."""

    sheet: str
    hidden: bool
    tables: tuple[Reading, ...]
    issues: tuple[Issue, ...]


def find(grid: Grid, path: str) -> SheetTables:
    """All tables of the sheet. ``path``: the file relative to the submission, ``/`` separated."""
    if not any(text(cell) for row in grid.rows for cell in row) or grid.name.startswith(_HIDDEN_PARTS):
        return SheetTables(grid.name, grid.hidden)
    form = upright.turned(grid)
    found, problems = pages.read(form or grid, path)
    if not found and not problems:
        problems = [sheet_issues.unrecognised(grid)]
    return SheetTables(grid.name, grid.hidden, tuple(found), tuple(problems), form is not None)


def finish(found: SheetTables, parsed: Sequence[Body]) -> SheetReading:
    """The sheet read; ``parsed`` are the bodies of its tables."""
    readings = [_read(body) for body in parsed]
    for reading in readings:
        if found.upright:
            upright.restore(reading)
        reading.issues += sheet_issues.contradictions(reading) + sheet_issues.hidden(reading)
    return SheetReading(found.sheet, found.hidden, tuple(readings), found.issues)


def read(grid: Grid, path: str) -> SheetReading:
    """One sheet by itself: ``find`` and ``finish``."""
    found = find(grid, path)
    return finish(found, bodies.read(found.tables))


def _read(body: Body) -> Reading:
    if body.table.kind.ledger == "attendance":
        return matrix.read(body) if body.table.header.days else lists.read(body)
    return _LAYOUTS.get(body.table.kind.ledger, flat.read)(body)
