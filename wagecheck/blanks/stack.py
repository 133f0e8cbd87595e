"""The example of a workbook of lists: all its sheets one under another, each with its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.blanks import checks, looks, page
from wagecheck.blanks.contents import Contents
from wagecheck.blanks.forms import Sheet

_WIDTH: Final = 19.0
_LINE: Final = 16


def draw(ws: Worksheet, forms: Sequence[tuple[Sheet, Contents]], banner: str) -> None:
    """Draws the sheets under a banner that says what they are."""
    widest = max(len(form.columns) for form, _ in forms)
    for index in range(1, widest + 1):
        ws.column_dimensions[letter(index)].width = _WIDTH
    top = ws.cell(1, 1)
    top.value, top.font, top.fill, top.alignment = banner, looks.MUST, looks.WARNING_FILL, looks.LEFT
    ws.merge_cells(start_row=1, end_row=1, start_column=1, end_column=8)
    ws.row_dimensions[1].height = 26
    row = 2
    for form, contents in forms:
        ws.cell(row, 1).value, ws.cell(row, 1).font = form.name, looks.CHAPTER
        ws.row_dimensions[row].height = 26
        _put(ws, row + 1, [column.heading for column in form.columns], form, head=True)
        for number, line in enumerate(contents.rows, start=row + 2):
            _put(ws, number, line, form, head=False)
        row += 3 + len(contents.rows)
    ws.freeze_panes = "A2"
    page.on_paper(ws, pages=2)


def _put(ws: Worksheet, row: int, line: Sequence[object], form: Sheet, *, head: bool) -> None:
    lines = 1
    for index, (value, column) in enumerate(zip(line, form.columns, strict=True), start=1):
        cell = ws.cell(row, index)
        shown = None if isinstance(value, Mapping) else value
        cell.value, cell.border = shown, looks.BORDER
        cell.alignment = looks.CENTRE if head else looks.LEFT
        cell.font = (looks.MUST if column.must else looks.HEADING) if head else looks.BODY
        cell.fill = looks.HEAD_FILL if head else looks.EXAMPLE_FILL
        if not head:
            cell.number_format = checks.number_format(column.kind)
        lines = max(lines, looks.lines_of(str(shown or ""), _WIDTH))
    ws.row_dimensions[row].height = _LINE * lines + 6
