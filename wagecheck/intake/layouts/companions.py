"""Sheets that a punch clock puts beside its record: shift plans, lists of exceptions.

They are known for what they are and stand among the tables found, without rows: a shift plan says when somebody should
come, a list of exceptions repeats the record. Read as attendance they would be wrong or counted twice.
"""

from __future__ import annotations

from wagecheck.intake import bands, marks, origins
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Grid, text
from wagecheck.intake.headers import Header
from wagecheck.intake.reading import Reading, Table
from wagecheck.intake.records import COMMON
from wagecheck.intake.tables import Kind
from wagecheck.intake.wordings import squeeze
from wagecheck.ledgers.catalogue import schema

#: Rows at the top of a sheet among which its title stands.
_TITLE_ROWS = 3
_SURE = 0.9


def find(grid: Grid, path: str) -> list[Table]:
    """The sheet as a table without rows where its whole name or title says that it is no record; else nothing."""
    row = _title_row(grid)
    if row is None:
        return []
    above = bands.read(grid, 0, row + 2)
    header = Header(row, row, ())
    origin = origins.of_table(path, grid.name, above)
    return [Table(grid, Kind("attendance", {}, _SURE), header, (), above, origin, path)]


def read(body: Body) -> Reading:
    """No day and nobody; the layout says what the sheet is (``schedule``, ``exceptions``)."""
    reading = Reading(body.table, _named(body.table.grid) or "")
    for ledger in ("attendance", "attendance_summary"):
        reading.frames[ledger] = schema(ledger).to_frame().drop(COMMON)
    reading.device_export = True
    return reading


def _title_row(grid: Grid) -> int | None:
    for row in range(min(_TITLE_ROWS, grid.height)):
        cells = [text(cell) for cell in grid.rows[row] if text(cell)]
        if len(cells) == 1 and _kind(cells[0]) is not None:
            return row
    return 0 if _kind(grid.name) is not None else None


def _named(grid: Grid) -> str | None:
    row = _title_row(grid) or 0
    titles = [text(cell) for cell in grid.rows[row] if text(cell)] if row < grid.height else []
    return next((kind for name in (grid.name, *titles) if (kind := _kind(name)) is not None), None)


def _kind(name: str) -> str | None:
    squeezed = squeeze(name)
    return next((str(kind) for kind, names in marks.rules()["companions"].items() if squeezed in names), None)
