"""The sheet 填写说明: what the form is for, every column and why, what the law asks, how to hand it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck import resources
from wagecheck.blanks import looks, page
from wagecheck.blanks.common import common
from wagecheck.blanks.forms import Book, Sheet, book
from wagecheck.blanks.watchers import watchers

_WIDTHS: Final = (26.0, 8.0, 62.0, 40.0, 44.0)
_LINE: Final = 17
#: What proves a legal item without being a column of the form.
_LEDGER: Final = "ledger:"
_ITEM: Final = "item:"


def draw(ws: Worksheet, form: Book) -> None:
    """The whole sheet."""
    labels = common()["labels"]
    ws.sheet_properties.tabColor = looks.TAB_OTHER
    for index, width in enumerate(_WIDTHS, start=1):
        ws.column_dimensions[letter(index)].width = width
    row = _line(ws, 1, labels["guide"].format(title=_name(form)), looks.TITLE, height=34)
    for text in form.about:
        row = _line(ws, row, text, looks.BODY)
    for chapter in common()["chapter"]:
        row = _line(ws, row + 1, chapter["title"], looks.CHAPTER, height=24)
        for number, text in enumerate(chapter["lines"], start=1):
            told = text.format(sheet=form.sheets[0].name, file=form.file)
            row = _line(ws, row, f"{number}．{told}" if len(chapter["lines"]) > 1 else told, looks.BODY)
    for sheet in form.sheets:
        row = _line(ws, row + 1, f"{sheet.name}：各栏怎样填", looks.CHAPTER, height=24)
        row = _table(ws, row, labels["columns"], list(_columns(sheet)))
    if form.law:
        row = _line(ws, row + 1, labels["law"], looks.CHAPTER, height=24)
        row = _line(ws, row, form.law, looks.BODY)
        row = _table(ws, row, labels["law_columns"], [(title, place) for title, place in legal_items(form)])
    page.on_paper(ws)
    ws.sheet_view.showGridLines = False


def _name(form: Book) -> str:
    return form.sheets[0].title or form.file


def _columns(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """Column, obligatory or not, how, why, watched by: the bands first, then the columns from left to right."""
    labels = common()["labels"]
    for band in (one for row in sheet.bands for one in row):
        if band.note or band.must:
            yield labels["band"] + band.label, labels["must" if band.must else "may"], band.note, band.must, ""
    for column in sheet.columns:
        rules = () if column.days else watchers(sheet.ledger, column.field)
        heading = f"1 … 31 {labels['day']}" if column.days else column.heading
        yield heading, labels["must" if column.must else "may"], column.note, column.must, "\n".join(rules)


def legal_items(form: Book) -> Iterator[tuple[str, str]]:
    """Every group that the law makes obligatory in this ledger, and the columns of the form that answer it."""
    required = resources.read_toml(resources.folder("rules") / "dictionaries" / "required_items.toml")
    for group in required.get(form.ledger, ()):
        yield group["title"], "、".join(_answers(form, group))


def _answers(form: Book, group: dict[str, Any]) -> list[str]:
    sheet = form.sheets[0]
    # the period of a band gives the first day of the pay period, and everything else that is asked of it
    bands = {"period_start" if band.gives == "period" else band.gives: band for row in sheet.bands for band in row}
    found: list[str] = []
    for asked in group["any_of"]:
        if asked in bands:
            found.append(common()["labels"]["band"] + bands[asked].label)
        elif asked.startswith(_LEDGER):
            other = book(asked.removeprefix(_LEDGER))
            found.append(common()["labels"]["alternative"].format(file=other.file))
        elif asked.startswith(_ITEM):
            found += [column.heading for column in sheet.columns if column.item == asked.removeprefix(_ITEM)]
        else:
            found += [column.heading for column in sheet.columns if column.field == asked]
    return list(dict.fromkeys(found))


def _line(ws: Worksheet, row: int, text: str, font: Any, *, height: int | None = None) -> int:
    """A sentence over the whole width; merged cells do not grow by themselves."""
    ws.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    cell = ws.cell(row, 1)
    cell.value, cell.font, cell.alignment = text, font, looks.LEFT
    ws.row_dimensions[row].height = height or _LINE * looks.lines_of(text, sum(_WIDTHS)) + 3
    return row + 1


def _table(ws: Worksheet, row: int, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    """A small table; its last column takes the width that is left."""
    spans = [(i, i) for i in range(1, len(heads))]
    spans.append((len(heads), len(heads) if len(heads) == len(_WIDTHS) else 3))
    for number, line in enumerate([heads, *lines]):
        head = number == 0
        height = 1
        for (first, last), text in zip(spans, line, strict=True):
            if last > first:
                ws.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
            must = not head and text == common()["labels"]["must"]
            for column in range(first, last + 1):
                ws.cell(row, column).border = looks.BORDER
            cell = ws.cell(row, first)
            cell.value, cell.font = text, looks.HEADING if head else looks.MUST if must else looks.BODY
            cell.alignment = looks.CENTRE if head else looks.LEFT
            if head:
                cell.fill = looks.HEAD_FILL
            height = max(height, looks.lines_of(text, sum(_WIDTHS[first - 1 : last])))
        ws.row_dimensions[row].height = _LINE * height + 5
        row += 1
    return row
