"""Files that are no xlsx (xls, csv, ods, web pages …) as an xlsx with the same cells, so that they can be marked."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wagecheck.intake.grid import Cell, Grid
from wagecheck.report.marked.texts import clean

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST: Final = 31
#: Characters behind it count twice in names.
_LAST_SIMPLE: Final = 0xFFFF
#: Numbers from here on are identifiers: as numbers they would be shown as 1.1E+17.
_IDENTIFIER: Final = 1e11
_SAMPLE_ROWS, _WIDEST, _NARROWEST = 200, 40, 6
#: What spreadsheets take for their first day.
_FIRST_YEAR: Final = 1900


def converted(grids: Sequence[Grid], made: dt.date) -> tuple[bytes, dict[str, str]]:
    """The workbook, and the names of its sheets by those of the grids. Same grids and day, same bytes.

    Values only: what a text file holds stays text, and so do numbers of twelve digits and more. Looks and formulas of
    the old file are not carried over.
    """
    stream = io.BytesIO()
    names: dict[str, str] = {}
    # in_memory: where untrusted files are read, none may be written
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": dt.datetime.combine(made, dt.time())})
        looks = {
            dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
            dt.time: book.add_format({"num_format": "hh:mm:ss"}),
            dt.timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
            str: book.add_format({"num_format": "@"}),
        }
        for grid in grids:
            names[grid.name] = _name(grid.name, names)
            sheet = book.add_worksheet(names[grid.name])
            _measure(sheet, grid)
            for row, cells in enumerate(grid.rows):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell, looks)
    return stream.getvalue(), names


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, looks: dict[type, Format]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        if abs(cell) >= _IDENTIFIER and float(cell).is_integer():
            sheet.write_string(row, column, f"{cell:.0f}", looks[str])
        else:
            sheet.write_number(row, column, cell)
    elif isinstance(cell, dt.date) and cell.year < _FIRST_YEAR:
        sheet.write_string(row, column, str(cell))
    elif isinstance(cell, dt.datetime | dt.date | dt.time | dt.timedelta):
        sheet.write_datetime(row, column, cell, looks[type(cell)])
    else:
        sheet.write_string(row, column, clean(str(cell)), looks[str])


def _measure(sheet: Worksheet, grid: Grid) -> None:
    """Widths by what stands in the first rows; Chinese characters count twice."""
    widths: dict[int, int] = {}
    for cells in grid.rows[:_SAMPLE_ROWS]:
        for column, cell in enumerate(cells):
            text = "" if cell is None else str(cell).split("\n")[0]
            widths[column] = max(widths.get(column, 0), sum(2 if ord(one) > 0x2E80 else 1 for one in text) + 2)
    for column, width in widths.items():
        hide = {"hidden": True} if column in grid.hidden_columns else {}
        sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST), None, hide)


def _name(wanted: str, taken: dict[str, str]) -> str:
    """A name that a workbook allows and no other sheet has."""
    used = {name.casefold() for name in taken.values()}
    plain = "".join(one for one in _FORBIDDEN.sub("_", clean(wanted)) if ord(one) <= _LAST_SIMPLE)
    base = plain.strip("' ")[:_LONGEST].strip("' ") or "Sheet"
    name, number = base, 2
    while name.casefold() in used or name.casefold() == "history":
        tail = f"_{number}"
        name, number = base[: _LONGEST - len(tail)] + tail, number + 1
    return name
