"""One form sheet drawn: headings with notes under what stands above them, rows that accept the right kind of value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.cell import Cell as Target
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.blanks import above, checks, looks, notes, page
from wagecheck.blanks.common import common
from wagecheck.blanks.contents import Cell, Contents, Span, Value
from wagecheck.blanks.forms import Column, Sheet
from wagecheck.blanks.watchers import watchers

_WEEKDAYS: Final = "一二三四五六日"
_LONGEST_MONTH: Final = 31
_SEQ_WIDTH: Final = 6.0
_DAY_WIDTH: Final = 4.2


@dataclass(frozen=True)
class _Place:
    """One column of the sheet: ``index`` from 1, the form's column, and for a day column which one."""

    index: int
    column: Column
    day: int | None = None

    @property
    def kind(self) -> str:
        return "mark" if self.day is not None else self.column.kind


def draw(
    ws: Worksheet,
    form: Sheet,
    contents: Contents,
    *,
    rows: int,
    lists: Mapping[str, str],
    banner: str = "",
) -> None:
    """Draws ``form`` with room for ``rows`` records.

    ``lists`` says where the drop-down lists stand, by name. A ``banner`` above everything makes it an example.
    """
    days = _days(form, contents.span)
    places = _places(form, days)
    widths = _widths(form, places)
    reach = page.reach(widths)
    top = above.draw(ws, form, widths[:reach], contents.above, lists=lists, banner=banner)
    first = _headings(ws, form, places, top, days=days, noted=not banner)
    _body(ws, form, places, first, contents.rows, rows=max(rows, len(contents.rows)), example=bool(banner))
    if not banner:
        _validate(ws, form, places, first, lists, last=max(common()["bounds"]["rows"], first + rows - 1))
    page.lay_out(ws, first, places[0].index, widths)


def _days(form: Sheet, span: Span | None) -> tuple[tuple[int, str], ...]:
    """Day columns: the number and, where the period is known, the weekday."""
    if not any(column.days for column in form.columns):
        return ()
    if span is None:
        return tuple((day, "") for day in range(1, _LONGEST_MONTH + 1))
    return tuple((day.day, _WEEKDAYS[day.weekday()]) for day in span.days)


def _places(form: Sheet, days: Sequence[tuple[int, str]]) -> list[_Place]:
    index = 0 if form.listed else 1
    places: list[_Place] = []
    for column in form.columns:
        for day in range(len(days)) if column.days else (None,):
            index += 1
            places.append(_Place(index, column, day))
    return places


def _widths(form: Sheet, places: Sequence[_Place]) -> list[float]:
    lead = [] if form.listed else [_SEQ_WIDTH]
    return lead + [_DAY_WIDTH if place.day is not None else place.column.width for place in places]


def _headings(
    ws: Worksheet, form: Sheet, places: Sequence[_Place], top: int, *, days: Sequence[tuple[int, str]], noted: bool
) -> int:
    """The header rows; returns the first row of the body. Weekdays stand under the days where they are known."""
    second = any(weekday for _, weekday in days)
    bottom = top + second
    if not form.listed:
        _heading(ws, top, 1, common()["labels"]["seq"], must=False)
    for place in places:
        if place.day is None:
            star = "*" if place.column.must and not form.listed else ""
            cell = _heading(ws, top, place.index, star + place.column.heading, must=bool(place.column.must))
        else:
            number, weekday = days[place.day]
            cell = _heading(ws, top, place.index, number, must=False)
            if second:
                _heading(ws, bottom, place.index, weekday, must=False)
        if noted and place.day in (None, 0):
            notes.put(cell, place.column.note, place.column.must, _watching(form, place.column))
    if second:
        for index in ([] if form.listed else [1]) + [place.index for place in places if place.day is None]:
            ws.cell(bottom, index).fill, ws.cell(bottom, index).border = looks.HEAD_FILL, looks.BORDER
            ws.merge_cells(start_row=top, end_row=bottom, start_column=index, end_column=index)
    tallest = max(
        looks.lines_of("*" + place.column.heading, place.column.width) for place in places if place.day is None
    )
    ws.row_dimensions[top].height = max(24, 16 * tallest + 6)
    return bottom + 1


def _heading(ws: Worksheet, row: int, index: int, text: str | int, *, must: bool) -> Target:
    cell = ws.cell(row, index)
    cell.value, cell.font, cell.fill = text, looks.MUST if must else looks.HEADING, looks.HEAD_FILL
    cell.alignment, cell.border = looks.CENTRE, looks.BORDER
    return cell


def _watching(form: Sheet, column: Column) -> tuple[str, ...]:
    ledgers = ("attendance", "attendance_summary") if form.ledger == "attendance" else (form.ledger,)
    fields = ("date", "mark", "work") if column.days else (column.field,)
    return tuple(sorted({rule for ledger in ledgers for field in fields for rule in watchers(ledger, field)}))


def _body(
    ws: Worksheet,
    form: Sheet,
    places: Sequence[_Place],
    first: int,
    records: Sequence[Sequence[Cell]],
    *,
    rows: int,
    example: bool,
) -> None:
    """Empty rows with borders and formats; columns keep their format below them as well."""
    order = {id(column): number for number, column in enumerate(form.columns)}
    for place in places:
        dimension = ws.column_dimensions[letter(place.index)]
        dimension.number_format, dimension.font = _format(place), looks.BODY
    for offset in range(rows):
        row = first + offset
        ws.row_dimensions[row].height = form.height
        if not form.listed:
            _cell(ws, row, 1, offset + 1, looks.CENTRE, "General", example=example)
        for place in places:
            value: Any = records[offset][order[id(place.column)]] if offset < len(records) else None
            if place.day is not None and value is not None:
                value = list(value.values())[place.day]
            align = looks.BY_KIND.get(place.kind, looks.LEFT if place.column.width > 15 else looks.CENTRE)
            _cell(ws, row, place.index, value, align, _format(place), example=example)


def _format(place: _Place) -> str:
    return "General" if place.day is not None else checks.number_format(place.kind)


def _cell(ws: Worksheet, row: int, index: int, value: Value, align: Any, pattern: str, *, example: bool) -> None:
    cell = ws.cell(row, index)
    cell.value, cell.font, cell.border, cell.alignment, cell.number_format = (
        value,
        looks.BODY,
        looks.BORDER,
        align,
        pattern,
    )
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins like a formula stays a text
    if example:
        cell.fill = looks.EXAMPLE_FILL


def _validate(
    ws: Worksheet, form: Sheet, places: Sequence[_Place], first: int, lists: Mapping[str, str], *, last: int
) -> None:
    marks = [place.index for place in places if place.day is not None]
    if marks:
        rule = checks.of_list('"' + ",".join(one.mark for one in form.marks) + '"', strict=False)
        rule.add(f"{letter(marks[0])}{first}:{letter(marks[-1])}{last}")
        ws.add_data_validation(rule)
    for place in places:
        if place.day is not None:
            continue
        column, cell = place.column, f"{letter(place.index)}{first}"
        choice = column.choice
        rule = checks.of_choice(choice, lists[choice]) if choice else checks.of_kind(column.kind, cell)
        if rule is not None:
            rule.add(f"{cell}:{letter(place.index)}{last}")
            ws.add_data_validation(rule)
