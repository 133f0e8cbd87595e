"""The sheet 选项: the drop-down lists of a workbook, one column each; the editable ones have room for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.blanks import looks, page
from wagecheck.blanks.common import common
from wagecheck.blanks.forms import Book, Choice, choices

_FIRST: Final = 3
_ROOM: Final = 30


def used(book: Book) -> tuple[str, ...]:
    """Names of the lists that the book's columns and bands use, in the order of ``choices.toml``."""
    wanted = {column.choice for sheet in book.sheets for column in sheet.columns}
    wanted |= {band.choice for sheet in book.sheets for row in sheet.bands for band in row}
    return tuple(name for name in choices() if name in wanted)


def places(names: Sequence[str]) -> Mapping[str, str]:
    """Where each list stands, as a formula refers to it."""
    sheet = common()["sheets"]["options"]
    return {
        name: f"'{sheet}'!${letter(index)}${_FIRST}:${letter(index)}${_FIRST + _length(choices()[name]) - 1}"
        for index, name in enumerate(names, start=1)
    }


def draw(ws: Worksheet, names: Sequence[str]) -> None:
    """The lists, titles on top; the source of a list is no concern of the clerk."""
    ws.sheet_properties.tabColor = looks.TAB_OTHER
    top = ws.cell(1, 1)
    top.value, top.font, top.alignment = common()["labels"]["options"], looks.SMALL, looks.LEFT
    if len(names) > 1:
        ws.merge_cells(start_row=1, end_row=1, start_column=1, end_column=max(len(names), 5))
    ws.row_dimensions[1].height = 30
    for index, name in enumerate(names, start=1):
        choice = choices()[name]
        head = ws.cell(2, index)
        head.value, head.font, head.fill = choice.title, looks.HEADING, looks.HEAD_FILL
        head.alignment, head.border = looks.CENTRE, looks.BORDER
        for offset in range(_length(choice)):
            cell = ws.cell(_FIRST + offset, index)
            cell.value = choice.words[offset] if offset < len(choice.words) else None
            cell.font, cell.border, cell.number_format = looks.BODY, looks.BORDER, "@"
        widest = max(looks.columns_of(word) for word in (choice.title, *choice.words))
        ws.column_dimensions[letter(index)].width = min(max(widest + 3, 12), 32)
    ws.freeze_panes = f"A{_FIRST}"
    page.on_paper(ws)


def _length(choice: Choice) -> int:
    return len(choice.words) + (_ROOM if choice.editable else 0)
