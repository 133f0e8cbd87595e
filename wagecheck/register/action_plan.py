"""The action plan that a clerk filled in: the list of findings with reason, measure, person and deadline behind it.

Nothing is stored here. The wordings of the columns stand in ``rules/dictionaries/plan_columns.toml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from wagecheck.errors import InputError
from wagecheck.intake.apart.workbooks import open_workbook, read_workbook
from wagecheck.intake.grid import ContainerError, Grid
from wagecheck.intake.values import dates, texts
from wagecheck.intake.values.notes import MONTH_ONLY
from wagecheck.intake.wordings import normalise
from wagecheck.resources import folder, read_toml

#: A header is looked for in this many rows.
_HEADER_ROWS: Final = 30
#: Columns that a person fills in.
_FILLED: Final = ("reason", "measure", "responsible", "deadline")


@dataclass(frozen=True)
class Row:
    """One row that somebody filled in. ``place``: sheet and row as a person sees them."""

    place: str
    fingerprint: str | None
    rule: str | None
    contractor: str | None
    reason: str | None
    measure: str | None
    responsible: str | None
    deadline: dt.date | None
    deadline_said: str | None
    """What stands in the cell, where it is no date."""


@cache
def _words() -> Mapping[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "plan_columns.toml")


def read(path: Path, data: bytes | None = None) -> list[Row]:
    """The rows in which anything was filled in, in the order of the file; the fingerprint may be gone.

    ``data``: what the file holds, where somebody has read it already.

    Raises InputError where the file cannot be opened, or has no column of fingerprints or none to fill in.
    """
    try:
        grids = (open_workbook(path) if data is None else read_workbook(data, path.stem)).grids
    except ContainerError as error:
        raise InputError(f"整改计划 {path.name} 打不开：{error.zh}", f"Cannot open {path.name}: {error.en}") from error
    # a list longer than a sheet goes on on 问题清单2, 问题清单3 …
    named = [grid for grid in grids if grid.name.rstrip("0123456789") in _words()["sheets"]]
    found = [rows for grid in named or grids if (rows := _rows(grid)) is not None]
    if not found:
        raise InputError(
            f"{path.name} 不是整改计划：没有找到 fingerprint 栏和“原因、整改期限”栏。请填写核对结果里的 findings.csv。",
            f"{path.name} is no action plan: it needs the columns fingerprint, 原因 and 整改期限 of findings.csv.",
        )
    return [row for rows in found for row in rows]


def _rows(grid: Grid) -> list[Row] | None:
    """Rows of one sheet; None where it has no header."""
    header = _header(grid)
    if header is None:
        return None
    top, columns = header
    body = range(top + 1, grid.height)
    cells = {
        name: [grid.rows[row][col] if col < len(grid.rows[row]) else None for row in body]
        for name, col in columns.items()
    }
    blank = [None] * len(body)
    said = {name: texts(cells.get(name, blank)).value.to_list() for name in _words()["column"]}
    parsed = dates(cells.get("deadline", blank))
    days = parsed.value.set((parsed.note == MONTH_ONLY).fill_null(value=False), None).to_list()  # a month is no day
    filled = []
    for offset in range(len(body)):
        if not any(said[name][offset] for name in _FILLED):
            continue
        values = {name: said[name][offset] for name in said if name != "deadline"}
        mark = values["fingerprint"]  # findings.csv has an apostrophe where it would be taken for a number
        values["fingerprint"] = mark.lstrip("'") or None if mark else None
        bad = said["deadline"][offset] if days[offset] is None else None
        place = f"{grid.name} {top + 2 + offset}".strip()
        filled.append(Row(place=place, deadline=days[offset], deadline_said=bad, **values))
    return filled


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Header row (from 0) and the column of every field."""
    for row, cells in enumerate(grid.rows[:_HEADER_ROWS]):
        headings = {col: normalise(cell).text for col, cell in enumerate(cells) if isinstance(cell, str)}
        columns = {
            name: col
            for name, wordings in _words()["column"].items()
            for col, heading in reversed(headings.items())
            if heading in {normalise(wording).text for wording in wordings}
        }
        if "fingerprint" in columns and columns.keys() & {"reason", "deadline"}:
            return row, columns
    return None
