"""A list as a worksheet: frozen heading, filter, widths and formats by column; goes on on a further sheet when full.

Columns are polars expressions over the list's frame. Texts are cleaned and rows measured by columns, many rows at once;
what is left to do per cell is xlsxwriter's own call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wagecheck.report import text_sizes
from wagecheck.report.marked.texts import LONGEST
from wagecheck.report.severity_looks import FILLS, HEADER, LINK

#: Rows that a sheet can hold, the heading among them.
ROWS: Final = 1_048_576
#: Width of columns that is still read on A4 across; a wider list is printed on sheets side by side.
_SHEET_OF_PAPER: Final = 200
#: Rows made ready at once.
_SLICE: Final = 20_000
#: Rows whose height is given; programs that need it are slow with more.
_MEASURED: Final = 20_000
#: SpreadsheetML's dotted pattern as xlsxwriter numbers it.
_DOTTED: Final = 17
#: Longer links are refused by programs.
_LONGEST_LINK: Final = 2_000
_CLERK: Final = "FFFFE0"
#: What XML forbids.
_FORBIDDEN: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\u{fffe}\u{ffff}]"
#: A text that begins and ends so is taken by xlsxwriter for the XML of a text with formats.
_RICH: Final = r"(?s)^<r>.*</r>$"
#: Columns for a person to fill in: their format is that of the whole column.
_FOR_A_PERSON: Final = ("clerk", "day")
_TEXTS: Final = ("text", "severity", "link")
#: Kinds of numbers, each with its format.
_NUMBERS: Final = ("money", "count", "share", "date")


@dataclass(frozen=True)
class Column:
    """``value`` over the list's frame; none in columns that are for a person to fill in.

    ``kind``: text, money, count, share, date; clerk and day (for a person); severity, whose ``beside`` names the fill;
    link, whose ``beside`` is the target as xlsxwriter writes it (``external:…``), null where there is none.
    """

    heading: str
    width: int
    value: pl.Expr | None
    kind: str = "text"
    beside: pl.Expr | None = None


@dataclass(frozen=True)
class Listing:
    """A sheet: its name, columns, and the frame that they read, a row for every row of the sheet."""

    name: str
    columns: Sequence[Column]
    frame: pl.DataFrame
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
    room = ROWS - 1
    for number, start in enumerate(range(0, max(listing.frame.height, 1), room), start=1):
        sheet = _open(book, looks, listing, number)
        rows = listing.frame.slice(start, room)
        for first in range(0, rows.height, _SLICE):
            _fill(sheet, looks, listing.columns, rows.slice(first, _SLICE), first + 1)
        if not rows.height:
            sheet.write_string(1, 0, empty, looks["text"])
        sheet.autofilter(0, 0, max(rows.height, 1), len(listing.columns) - 1)


def cleaned(text: pl.Expr) -> pl.Expr:
    """A text as a cell may hold it: what XML forbids is gone; null where nothing is left."""
    told = text.str.replace_all(_FORBIDDEN, "").str.slice(0, LONGEST)
    told = pl.when(told.str.contains(_RICH)).then(told + " ").otherwise(told)
    return pl.when(told != "").then(told)


def _open(book: Workbook, looks: Looks, listing: Listing, number: int) -> Worksheet:
    sheet = book.add_worksheet(listing.name if number == 1 else f"{listing.name}{number}")
    sheet.set_tab_color(f"#{listing.colour}")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(max(round(sum(column.width for column in listing.columns) / _SHEET_OF_PAPER), 1), 0)
    sheet.print_across()
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
    for column, told in enumerate(listing.columns):
        own = looks[told.kind] if told.kind in _FOR_A_PERSON else None
        sheet.set_column(column, column, told.width, own)
    sheet.set_row(0, 30)
    for column, told in enumerate(listing.columns):
        sheet.write_string(0, column, told.heading, looks["head"])
    return sheet


def _fill(sheet: Worksheet, looks: Looks, columns: Sequence[Column], frame: pl.DataFrame, first: int) -> None:
    """Writes the rows of a frame from row ``first`` (counted from 0, the heading is row 0)."""
    filled = [(place, column) for place, column in enumerate(columns) if column.value is not None]
    shown = frame.select(*(_value(column).alias(f"{place}") for place, column in filled))
    besides = frame.select(column.beside.alias(f"{place}") for place, column in filled if column.beside is not None)
    writers: list[tuple[int, Callable[..., Any], Format]] = []
    values: list[Sequence[Any]] = []
    for place, column in filled:
        name = f"{place}"
        told = shown[name].to_list()
        values.append(list(zip(told, besides[name], strict=True)) if name in besides.columns else told)
        writers.append(
            (place, _writer(sheet, looks, column.kind), looks[column.kind if column.kind in _NUMBERS else "text"])
        )
    measured = shown.head(max(_MEASURED - first + 1, 0))
    widths = {f"{place}": column.width for place, column in filled if column.kind in _TEXTS}
    for row, height in enumerate(measured.select(text_sizes.heights(widths)).to_series(), start=first):
        sheet.set_row(row, height)
    blank = sheet.write_blank
    for row, cells in enumerate(zip(*values, strict=True), start=first):
        for (place, put, look), value in zip(writers, cells, strict=True):
            if value is None:
                blank(row, place, None, look)
            else:
                put(row, place, value, look)


def _value(column: Column) -> pl.Expr:
    value = pl.lit(None) if column.value is None else column.value
    return cleaned(value) if column.kind in _TEXTS else value


def _writer(sheet: Worksheet, looks: Looks, kind: str) -> Callable[..., Any]:
    """What writes a value of a kind: called with row, column, value and format."""

    def severity(row: int, place: int, told: tuple[str | None, str], look: Format) -> None:
        text, fill = told
        sheet.write_string(row, place, text or "", looks[fill])

    def link(row: int, place: int, told: tuple[str | None, str | None], look: Format) -> None:
        text, target = told
        if text is None:
            sheet.write_blank(row, place, None, look)
        elif target is None or len(target) > _LONGEST_LINK or sheet.write_url(row, place, target, looks["link"], text):
            sheet.write_string(row, place, text, look)

    usual: Callable[..., Any] = sheet.write_string if kind == "text" else sheet.write_number
    writers: dict[str, Callable[..., Any]] = {"severity": severity, "link": link, "date": sheet.write_datetime}
    return writers.get(kind, usual)
