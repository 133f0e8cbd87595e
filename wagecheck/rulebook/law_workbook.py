"""The tables for lawyers as a workbook: frozen headings, filters, wrapped text; no cell is ever a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell as Target
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.rulebook.law_sheets import Cell, Sheet

_FACE: Final = "微软雅黑"
_HEAD: Final = Font(name=_FACE, size=10, bold=True, color="FFFFFF")
_BODY: Final = Font(name=_FACE, size=10)
_FILL: Final = PatternFill("solid", fgColor="2F5D8A")
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_MIDDLE: Final = Alignment(vertical="center", wrap_text=True)
_HEAD_HEIGHT: Final = 28
#: What a spreadsheet takes for the beginning of a formula when a text is typed in again.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def drawn(sheets: Sequence[Sheet], lang: str = "zh") -> bytes:
    """The workbook; its entries still carry the time of writing (``blanks.packing`` takes it out)."""
    file = Workbook()
    file.remove(file.worksheets[0])
    for sheet in sheets:
        _draw(file.create_sheet(sheet.en if lang == "en" else sheet.zh), sheet, lang)
    file.properties.creator = None
    done = io.BytesIO()
    file.save(done)
    return done.getvalue()


def _draw(ws: Worksheet, sheet: Sheet, lang: str) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        cell = ws.cell(1, number)
        _write(cell, column.en if lang == "en" else column.zh)
        cell.font, cell.fill, cell.alignment = _HEAD, _FILL, _MIDDLE
        ws.column_dimensions[letter(number)].width = column.width
    ws.row_dimensions[1].height = _HEAD_HEIGHT
    for row, values in enumerate(sheet.rows, start=2):
        for number, value in enumerate(values, start=1):
            cell = ws.cell(row, number)
            _write(cell, value)
            cell.font, cell.alignment = _BODY, _TOP
    ws.freeze_panes = "C2" if sheet.zh == "规则" else "B2"
    ws.auto_filter.ref = f"A1:{letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    ws.page_setup.orientation = "landscape"
    ws.page_setup.fitToHeight = 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_title_rows = "1:1"


def _write(cell: Target, value: Cell) -> None:
    """A value as what it is; a text stays a text whatever it begins with."""
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, Decimal):
        cell.number_format = "General"
