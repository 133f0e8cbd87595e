"""What stands above a table: the banner of an example, the title, labels with their values, the legend of marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.blanks import checks, looks, notes
from wagecheck.blanks.common import common
from wagecheck.blanks.contents import Value
from wagecheck.blanks.forms import Band, Sheet


def draw(
    ws: Worksheet,
    form: Sheet,
    widths: Sequence[float],
    above: Mapping[str, Value],
    *,
    lists: Mapping[str, str],
    banner: str,
) -> int:
    """Draws it over columns of these widths; returns the row under it."""
    row = 1
    if banner:
        _banner(ws, banner, len(widths))
        row += 1
    if not form.listed:
        _title(ws, form, row, len(widths))
        row += 1
    for bands in form.bands:
        _bands(ws, bands, row, widths, above, lists=None if banner else lists)
        row += 1
    if form.marks:
        _legend(ws, form, row, len(widths))
        row += 1
    return row


def _merged(ws: Worksheet, row: int, first: int, last: int) -> Cell:
    """The left cell of a stretch of cells made one."""
    if last > first:
        ws.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    return ws.cell(row, first)


def _banner(ws: Worksheet, text: str, total: int) -> None:
    cell = _merged(ws, 1, 1, total)
    cell.value, cell.font, cell.fill, cell.alignment = text, looks.MUST, looks.WARNING_FILL, looks.LEFT
    ws.row_dimensions[1].height = 26


def _title(ws: Worksheet, form: Sheet, row: int, total: int) -> None:
    cell = _merged(ws, row, 1, total)
    cell.value, cell.font, cell.alignment = form.title, looks.TITLE, looks.CENTRE
    ws.row_dimensions[row].height = 34


def _bands(
    ws: Worksheet,
    bands: Sequence[Band],
    row: int,
    widths: Sequence[float],
    above: Mapping[str, Value],
    *,
    lists: Mapping[str, str] | None,
) -> None:
    """Labels and values of one band row side by side; a label ends in ： and its value stands in the next cell."""
    ws.row_dimensions[row].height = 24
    ends = list(accumulate(widths))
    first = 1
    for number, band in enumerate(bands, start=1):
        text = f"{band.label}："
        start = ends[first - 2] if first > 1 else 0.0
        label_end = next(i for i, end in enumerate(ends, 1) if end - start >= looks.columns_of(text) or i == len(ends))
        label_end = max(first, min(label_end, len(ends) - 2 * (len(bands) - number) - 1))
        value_end = next(i for i, end in enumerate(ends, 1) if end >= ends[-1] * number / len(bands) or i == len(ends))
        value_end = max(label_end + 1, min(value_end, len(ends) - 2 * (len(bands) - number)))
        label = _merged(ws, row, first, label_end)
        label.value, label.alignment = text, looks.RIGHT
        label.font = looks.MUST if band.must else looks.HEADING
        value = _merged(ws, row, label_end + 1, value_end)
        value.value, value.alignment, value.font = above.get(band.label), looks.LEFT, looks.BODY
        value.number_format = checks.number_format(band.kind)
        for column in range(label_end + 1, value_end + 1):
            ws.cell(row, column).border = looks.BOTTOM
        if lists is not None:
            if band.note or band.must:
                notes.put(label, band.note, band.must, ())
            rule = checks.of_choice(band.choice, lists[band.choice]) if band.choice else None
            rule = rule or checks.of_kind(band.kind, value.coordinate)
            if rule is not None:
                rule.add(value.coordinate)
                ws.add_data_validation(rule)
        first = value_end + 1


def _legend(ws: Worksheet, form: Sheet, row: int, total: int) -> None:
    cell = _merged(ws, row, 1, total)
    cell.value = common()["labels"]["attendance"] + "   ".join(f"{one.mark}={one.word}" for one in form.marks)
    cell.font, cell.alignment = looks.SMALL, looks.LEFT
    ws.row_dimensions[row].height = 20
