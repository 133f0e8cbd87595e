"""One recognised table, read: its records, the columns they came from, its totals and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.intake.assumptions import Assumption
from wagecheck.intake.bands import Bands
from wagecheck.intake.grid import Grid
from wagecheck.intake.headers import Header
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Origin
from wagecheck.intake.tables import Kind
from wagecheck.intake.wordings import How

TOTALS: Final = pl.Schema(
    [
        ("row", pl.Int32),
        ("col", pl.Int32),
        ("field", pl.String),
        ("title", pl.String),
        ("stated", pl.Decimal(18, 2)),
        ("computed", pl.Decimal(18, 2)),
        ("rows", pl.Int32),
    ]
)
NO_TOTALS: Final = TOTALS.to_frame()


@dataclass(frozen=True)
class Table:
    """A table found in a sheet: its kind, its header, the body rows (zero-based) and what stands around it."""

    grid: Grid
    kind: Kind
    header: Header
    body: tuple[int, ...]
    bands: Bands
    origin: Origin
    path: str = ""
    """The file relative to the project, ``/`` separated."""
    left: int = 0
    """First column: tables may stand side by side."""
    of_year: bool = False
    """One month of a yearly ledger: rows without an amount are no records."""


@dataclass(frozen=True)
class CellSource:
    """Field → column: 1-based column, how many rows under the record's row, heading as written, confidence, how.

    ``how``: ``matching`` says what it may be; ``ambiguous`` is a column whose field is not used. ``rivals``: what else
    was possible, in words.
    """

    field: str
    col: int
    row_offset: int
    header: str
    confidence: float
    how: How = "part"
    rivals: str = ""


def cell_sources(table: Table) -> list[CellSource]:
    """Every mapped column of the table."""
    doubted = {doubt.field: doubt.columns for doubt in table.kind.doubts if doubt.field not in table.kind.columns}
    return [
        CellSource(name, column.index + 1, 0, column.label, column.confidence, column.how, "、".join(column.rivals))
        for name, columns in sorted({**table.kind.columns, **doubted}.items())
        for column in columns
    ]


@dataclass(frozen=True)
class StatedCount:
    """A head count or sum that is stated beside a table; ``told_by`` file, sheet, title or footer.

    Row and column as people count, None for the name of a file or sheet.
    """

    told_by: str
    row: int | None
    col: int | None
    raw: str
    people: int | None = None
    amount: Decimal | None = None


@dataclass
class Reading:
    """``frames``: ledger → records with ``row``, the ledger's own columns, and the context columns of the sheet."""

    table: Table
    layout: str
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    cells: list[CellSource] = field(default_factory=list)
    totals: pl.DataFrame = field(default_factory=lambda: NO_TOTALS)
    issues: list[Issue] = field(default_factory=list)
    counts: list[StatedCount] = field(default_factory=list)
    device_export: bool = False
    assumptions: list[Assumption] = field(default_factory=list)

    @property
    def ledger(self) -> str:
        """The ledger of the table."""
        return self.table.kind.ledger

    @property
    def records(self) -> pl.DataFrame:
        """The frame whose rows count as the table's rows."""
        name = "attendance_summary" if self.ledger == "attendance" else self.ledger
        return self.frames[name]
