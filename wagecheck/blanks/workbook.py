"""One blank workbook: 填写说明, the form, a filled example, the lists of its drop-downs. Same wish, same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from wagecheck.blanks import example, guide, looks, options, stack, table
from wagecheck.blanks.common import common
from wagecheck.blanks.contents import Cell, Contents, Span, Value
from wagecheck.blanks.forms import Book, Sheet
from wagecheck.blanks.packing import packed

ROWS: Final = 50


@dataclass(frozen=True)
class Wish:
    """What is known beforehand and written into the forms: names, the pay period, how many rows to draw."""

    contractors: tuple[str, ...] = ()
    project: str | None = None
    span: Span | None = None
    rows: int = ROWS


def draw(book: Book, wish: Wish, contractor: str | None = None) -> bytes:
    """The workbook of ``book`` for one contractor (None: for the project)."""
    names = common()["sheets"]
    file = Workbook()
    file.remove(file.active)
    guide.draw(_sheet(file, names["guide"], protected=True), book)
    lists = options.used(book)
    places = options.places(lists)
    for form in book.sheets:
        ws = _sheet(file, form.name)
        ws.sheet_properties.tabColor = looks.TAB_FORM
        table.draw(ws, form, _known(form, wish, contractor), rows=form.rows or wish.rows, lists=places)
    ws = _sheet(file, names["example"], protected=True)
    ws.sheet_properties.tabColor = looks.TAB_OTHER
    banner = common()["labels"]["example"].format(sheet=book.sheets[0].name)
    if book.sheets[0].listed:
        stack.draw(ws, [(form, example.contents(form)) for form in book.sheets], banner)
    else:
        table.draw(ws, book.sheets[0], example.contents(book.sheets[0]), rows=0, lists={}, banner=banner)
    if lists:
        options.draw(_sheet(file, names["options"]), lists)
    for ws in file.worksheets:
        _without_formulas(ws)
    file.properties.creator = None
    stream = io.BytesIO()
    file.save(stream)
    return packed(stream.getvalue())


def _without_formulas(ws: Worksheet) -> None:
    """A name typed in by whoever asks for the forms stays a text, whatever it begins with."""
    for row in ws.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type, cell.quotePrefix = "s", True


def _sheet(file: Workbook, name: str, *, protected: bool = False) -> Worksheet:
    """A new sheet. ``protected`` without a password keeps people from typing into the wrong sheet, and nothing more."""
    ws: Worksheet = file.create_sheet(name)
    ws.protection.sheet = protected
    return ws


def _known(form: Sheet, wish: Wish, contractor: str | None) -> Contents:
    """What the form says before anybody has filled it."""
    told: dict[str, Value] = {
        "contractor": contractor, "project": wish.project, "period": wish.span.chinese if wish.span else None,
    }  # fmt: skip
    above = {band.label: told.get(band.gives) for row in form.bands for band in row}
    return Contents(above, _named(form, wish), wish.span)


def _named(form: Sheet, wish: Wish) -> Sequence[Sequence[Cell]]:
    """The project's own name and those of its contractors, in the lists where they belong."""
    names = {"project": [wish.project] if wish.project else [], "contractor": list(wish.contractors)}
    return [
        [name if column.field == "name" else None for column in form.columns] for name in names.get(form.ledger, ())
    ]
