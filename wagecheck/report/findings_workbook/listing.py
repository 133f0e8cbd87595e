"""A list as a worksheet: frozen heading, filter, widths and formats by column; goes on on a further sheet when full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wagecheck.report import text_sizes
from wagecheck.report.marked.texts import clean
from wagecheck.report.severity_looks import FILLS, HEADER, LINK

#: Rows that a sheet can hold, the heading among them.
ROWS: Final = 1_048_576
#: Rows whose height is given; programs that need it are slow with more.
_MEASURED: Final = 20_000
#: SpreadsheetML's dotted pattern as xlsxwriter numbers it.
_DOTTED: Final = 17
#: Longer links are refused by programs.
_LONGEST_LINK: Final = 2_000
_CLERK: Final = "FFFFE0"


@dataclass(frozen=True)
class Column:
    """``kind``: text, money, count, share, date, severity; clerk and day are empty, for a person to fill."""

    heading: str
    width: int = 12
    kind: str = "text"


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere: ``target`` as xlsxwriter writes it (``external:…``, ``internal:…``)."""

    text: str
    target: str


@dataclass(frozen=True)
class Listing:
    """A sheet: its name, columns, and rows as tuples in the order of the columns.

    A value of a ``severity`` column is the pair of severity and text.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    colour: str = "8EA9DB"


class Looks:
    """The formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        """Makes them."""
        base = {"font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        # text that was typed over stays text, also where it begins like a formula
        text = {**base, "text_wrap": True, "num_format": "@", "quote_prefix": True}
        formats = {
            "text": text,
            "money": {**base, "num_format": "#,##0.00"},
            "count": {**base, "num_format": "0"},
            "share": {**base, "num_format": "0.0%"},
            "date": {**base, "num_format": "yyyy-mm-dd"},
            "clerk": {**base, "text_wrap": True, "bg_color": f"#{_CLERK}"},
            "day": {**base, "num_format": "yyyy-mm-dd", "bg_color": f"#{_CLERK}"},
            "head": {**base, "bold": True, "valign": "vcenter", "text_wrap": True, "bg_color": f"#{HEADER}"},
            "link": {**text, "font_color": f"#{LINK}", "underline": 1},
            "title": {"bold": True, "font_size": 14},
            "note": {"text_wrap": True, "valign": "top", "font_size": 10},
        }
        for severity, look in FILLS.items():
            dotted = look.pattern != "solid"
            formats[severity] = {**text, **({"pattern": _DOTTED} if dotted else {"bg_color": f"#{look.colour}"})}
        self._formats = {name: book.add_format(told) for name, told in formats.items()}

    def __getitem__(self, name: str) -> Format:
        """The format called so."""
        return self._formats[name]


def write(book: Workbook, looks: Looks, listing: Listing, empty: str) -> None:
    """Writes the list, on as many sheets as it needs (``名称``, ``名称2`` …); ``empty`` is said where it has no row."""
    sheet, number, row, begun = None, 0, 0, False
    for cells in listing.rows:
        if sheet is None or row == ROWS:
            if sheet is not None:
                _finish(sheet, listing, row)
            number += 1
            sheet, row = _open(book, looks, listing, number), 1
        _row(sheet, looks, listing.columns, row, cells)
        row, begun = row + 1, True
    if not begun:
        sheet, row = _open(book, looks, listing, 1), 2
        sheet.write_string(1, 0, empty, looks["text"])
    if sheet is not None:
        _finish(sheet, listing, row)


def put(sheet: Worksheet, looks: Looks, place: tuple[int, int], value: Any, kind: str = "text") -> None:
    """One value in the format of its kind; nothing where there is none. No text ever becomes a formula."""
    row, column = place
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks[kind if kind not in ("severity",) else "text"])
    elif isinstance(value, Link):
        text = clean(value.text)
        if len(value.target) > _LONGEST_LINK or sheet.write_url(row, column, value.target, looks["link"], text) != 0:
            sheet.write_string(row, column, text, looks["text"])
    elif kind == "severity":
        sheet.write_string(row, column, clean(value[1]), looks[value[0]])
    elif kind == "date":
        sheet.write_datetime(row, column, value, looks[kind])
    elif isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, looks[kind])
    else:
        sheet.write_string(row, column, clean(str(value)), looks["text" if kind != "note" else kind])


def _open(book: Workbook, looks: Looks, listing: Listing, number: int) -> Worksheet:
    sheet = book.add_worksheet(listing.name if number == 1 else f"{listing.name}{number}")
    sheet.set_tab_color(f"#{listing.colour}")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
    for column, told in enumerate(listing.columns):
        own = looks[told.kind] if told.kind in ("clerk", "day") else None
        sheet.set_column(column, column, told.width, own)
    sheet.set_row(0, 30)
    for column, told in enumerate(listing.columns):
        sheet.write_string(0, column, told.heading, looks["head"])
    return sheet


def _row(sheet: Worksheet, looks: Looks, columns: Sequence[Column], row: int, cells: Sequence[Any]) -> None:
    if row <= _MEASURED:
        said = ((_text(cell), column.width) for cell, column in zip(cells, columns, strict=False))
        sheet.set_row(row, text_sizes.height(said))
    text = looks["text"]
    for number, column in enumerate(columns):
        value = cells[number]
        if type(value) is str and value and column.kind == "text":  # most cells are
            sheet.write_string(row, number, clean(value), text)
        elif value is not None or column.kind not in ("clerk", "day"):  # those have the format of their column
            put(sheet, looks, (row, number), value, column.kind)


def _text(cell: Any) -> str:
    if isinstance(cell, Link):
        return cell.text
    if isinstance(cell, tuple):
        return str(cell[1])
    return cell if isinstance(cell, str) else ""


def _finish(sheet: Worksheet, listing: Listing, rows: int) -> None:
    sheet.autofilter(0, 0, max(rows - 1, 1), len(listing.columns) - 1)
