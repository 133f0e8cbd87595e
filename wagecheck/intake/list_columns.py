"""Columns of an attendance list whose heading leaves open what they are: 时间 is a month, a day or a moment.

The cells settle it: ``2018-07`` is the month of the row, ``2026/10/01 星期四`` its day, ``2026-10-01 07:01`` and
``07:01`` the moment of a punch.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from wagecheck.intake.grid import Cell, Grid, text
from wagecheck.intake.tables import Kind, Mapped

#: Filled cells that are looked at, and the share of them that must be of one kind.
_SAMPLE: Final = 200
_SHARE: Final = 0.8
_CLOCK: Final = re.compile(r"\d{1,2}[:：][0-5]\d")
_DAY: Final = re.compile(r"^\d{2,4}[-./年]\d{1,2}[-./月]\d{1,2}|^\d{8}$")
_MOMENTS: Final = ("punch", "punch_in", "punch_out")
#: Without one of these a row says of no day what was worked.
_DATED: Final = ("date", "days", "hours", *_MOMENTS)


def settled(grid: Grid, kind: Kind, rows: Sequence[int], *, matrix: bool) -> Kind:
    """``kind`` with the columns 时间 and 日期 of an attendance list as what their cells are."""
    if kind.ledger != "attendance" or matrix:
        return kind
    columns = dict(kind.columns)
    for name in ("period", "date"):
        column = kind.first(name)
        if column is None or column.how == "pinned":
            continue
        found = _kind_of(grid, rows, column)
        if found == "moment" and not columns.keys() & set(_MOMENTS):
            columns["punch"] = columns[name] if name == "date" else columns.pop(name)
        elif found == "day" and name == "period" and "date" not in columns:
            columns["date"] = columns.pop(name)
    missing = tuple(group for group in kind.missing if not {"date", "punch"} & (set(group) & columns.keys()))
    if not any(name in columns for name in _DATED):
        missing = missing or (_DATED[:4],)
    return replace(kind, columns=columns, missing=missing)


def _kind_of(grid: Grid, rows: Sequence[int], column: Mapped) -> str | None:
    """``moment`` or ``day`` where most cells of the column are one, else None."""
    kinds: list[str | None] = []
    for row in rows:
        cells = grid.rows[row]
        cell = cells[column.index] if column.index < len(cells) else None
        if cell is None or not text(cell):
            continue
        kinds.append(_one(cell))
        if len(kinds) >= _SAMPLE:
            break
    return next((kind for kind in ("moment", "day") if kinds and kinds.count(kind) >= _SHARE * len(kinds)), None)


def _one(cell: Cell) -> str | None:
    if isinstance(cell, dt.datetime):
        return "moment" if cell.time() != dt.time() else "day" if cell.day != 1 else None
    if isinstance(cell, dt.time):
        return "moment"
    if isinstance(cell, dt.date):
        return "day" if cell.day != 1 else None
    if not isinstance(cell, str):
        return None
    return "moment" if _CLOCK.search(cell) else "day" if _DAY.match(cell.strip()) else None
