"""One recognised table, read: its records, the columns they came from, its totals and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from wagecheck.intake.bands import Bands
from wagecheck.intake.grid import Grid
from wagecheck.intake.headers import Header
from wagecheck.intake.issues import Issue
from wagecheck.intake.origins import Origin
from wagecheck.intake.tables import Kind

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


@dataclass(frozen=True)
class CellSource:
    """Field → column: 1-based column, how many rows under the record's row, heading as written, confidence."""

    field: str
    col: int
    row_offset: int
    header: str
    confidence: float


def cell_sources(table: Table) -> list[CellSource]:
    """Every mapped column of the table."""
    return [
        CellSource(name, column.index + 1, 0, column.label, column.confidence)
        for name, columns in sorted(table.kind.columns.items())
        for column in columns
    ]


@dataclass
class Reading:
    """``frames``: ledger → records with ``row``, the ledger's own columns, and the context columns of the sheet."""

    table: Table
    layout: str
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    cells: list[CellSource] = field(default_factory=list)
    totals: pl.DataFrame = field(default_factory=lambda: NO_TOTALS)
    issues: list[Issue] = field(default_factory=list)
    device_export: bool = False

    @property
    def ledger(self) -> str:
        """The ledger of the table."""
        return self.table.kind.ledger

    @property
    def records(self) -> pl.DataFrame:
        """The frame whose rows count as the table's rows."""
        name = "attendance_summary" if self.ledger == "attendance" else self.ledger
        return self.frames[name]
