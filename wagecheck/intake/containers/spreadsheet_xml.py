"""Excel 2003 XML (``progid="Excel.Sheet"``), as old programs and Java templates write it under the name .xls.

Attributes are known by their names without ``ss:``, because templates leave the prefix out.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Final

from wagecheck.intake.containers import markup, refusals
from wagecheck.intake.containers.decoding import decoded_markup
from wagecheck.intake.containers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from wagecheck.intake.grid import Cell, Grid, Workbook

_RESERVED: Final = "WpsReserved_"
#: A number of more digits stays text: Excel would lose the last ones, the file still has them.
_EXACT_DIGITS: Final = 15
#: Day 0 of the calendar of dates: what lies on it is a time of day.
_ZERO_DAYS: Final = frozenset({dt.date(1899, 12, 31), dt.date(1899, 12, 30)})


def read_excel_xml(data: bytes) -> Workbook:
    """All sheets. Raises ContainerError: ``damaged``, ``too_large``."""
    reader = _Reader()
    # expat knows few encodings, so it is handed text
    text, encoding = decoded_markup(data)
    markup.walk(text.lstrip("\ufeff \t\r\n"), reader.start, reader.end, reader.text)
    if not reader.sheets:
        raise refusals.damaged("没有工作表", "it has no sheet")
    grids = tuple(sheet.grid() for sheet in reader.sheets if not (sheet.hidden and sheet.name.startswith(_RESERVED)))
    return Workbook("excel_xml", grids, encoding=encoding)


@dataclass
class _Sheet:
    name: str
    hidden: bool = False
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    height: int = 0
    width: int = 0

    def put(self, row: int, column: int, value: Cell) -> None:
        self.cells.setdefault(row, {})[column] = value
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        if self.height * self.width > MAX_CELLS:
            raise refusals.too_large(
                f"一张工作表跨 {self.height} 行 {self.width} 列",
                f"one sheet spans {self.height} rows and {self.width} columns",
            )

    def grid(self) -> Grid:
        rows: list[list[Cell]] = [[None] * self.width for _ in range(self.height)]
        for row, cells in self.cells.items():
            for column, value in cells.items():
                rows[row][column] = value
        return Grid(
            name=self.name,
            rows=rows,
            hidden=self.hidden,
            merges=tuple(
                (top, left, min(bottom, self.height - 1), min(right, self.width - 1))
                for top, left, bottom, right in self.merges
                if top < self.height and left < self.width
            ),
            hidden_rows=frozenset(row for row in self.hidden_rows if row < self.height),
            hidden_columns=frozenset(column for column in self.hidden_columns if column < self.width),
            uncached=frozenset(self.uncached),
        )


class _Reader:
    """Follows the events of one document; ``sheets`` fills up."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._row = self._next_row = self._column = self._next_column = 0
        self._column_format = 0
        self._formula = False
        self._type = ""
        self._within: list[str] = []
        self._pieces: list[str] | None = None

    def start(self, name: str, prefixed: dict[str, str]) -> None:
        attributes = {markup.local(key): value for key, value in prefixed.items()}
        inside_comment = "Comment" in self._within
        self._within.append(name)
        if name == "Worksheet":
            self.sheets.append(_Sheet(attributes.get("Name", f"Sheet{len(self.sheets) + 1}")))
            self._row, self._next_row, self._column_format = 0, 0, 0
        elif not self.sheets or inside_comment:
            return
        elif name == "Column":
            self._columns(attributes)
        elif name == "Row":
            self._begin_row(attributes)
        elif name == "Cell":
            self._begin_cell(attributes)
        elif name in ("Data", "Visible"):
            self._type = attributes.get("Type", "String")
            self._pieces = []

    def text(self, piece: str) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def end(self, name: str) -> None:
        if self._within:
            self._within.pop()
        if name == "Cell" and self._formula and self.sheets:
            self.sheets[-1].uncached.add((self._row, self._column))
            self._formula = False
        if self._pieces is None or name not in ("Data", "Visible"):
            return
        text, self._pieces = "".join(self._pieces), None
        if name == "Visible":
            self.sheets[-1].hidden = text.strip() in ("SheetHidden", "SheetVeryHidden")
            return
        value = _value(self._type, text)
        if value is not None:
            self.sheets[-1].put(self._row, self._column, value)
            self._formula = False
        elif self._type == "String":
            self._formula = False  # an empty text is a result too

    def _columns(self, attributes: dict[str, str]) -> None:
        first = _number(attributes.get("Index"), self._column_format + 1, MAX_COLUMNS) - 1
        last = min(first + _number(attributes.get("Span"), 0, MAX_COLUMNS), MAX_COLUMNS - 1)
        self._column_format = last + 1
        if attributes.get("Hidden") == "1" or attributes.get("Width") == "0":
            self.sheets[-1].hidden_columns.update(range(first, last + 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("Index"), self._next_row + 1, MAX_ROWS) - 1
        last = min(self._row + _number(attributes.get("Span"), 0, MAX_ROWS), MAX_ROWS - 1)
        self._next_row, self._next_column = last + 1, 0
        if attributes.get("Hidden") == "1" or attributes.get("Height") == "0":
            self.sheets[-1].hidden_rows.update(range(self._row, last + 1))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _number(attributes.get("Index"), self._next_column + 1, MAX_COLUMNS) - 1
        across = _number(attributes.get("MergeAcross"), 0, MAX_COLUMNS)
        down = _number(attributes.get("MergeDown"), 0, MAX_ROWS)
        self._next_column = self._column + across + 1
        self._formula = bool(attributes.get("Formula"))
        if across or down:
            self.sheets[-1].merges.append((self._row, self._column, self._row + down, self._column + across))


def _number(text: str | None, default: int, most: int) -> int:
    """A whole number of an attribute; ``default`` where it is left out."""
    if text is None or not text.strip():
        number = default
    else:
        try:
            number = int(float(text))
        except (ValueError, OverflowError):
            raise refusals.damaged("单元格坐标异常", "a cell has no valid address") from None
    if not 0 <= number <= most:
        raise refusals.damaged("单元格坐标超出表格范围", "a cell lies outside what a sheet can be")
    return number


def _value(kind: str, text: str) -> Cell:
    """A cell by its type; what is not of that type (templates fill in anything) stays the text that it is."""
    stripped = text.strip()
    if not stripped:
        return None
    if kind == "Number":
        if sum(map(str.isdigit, stripped)) > _EXACT_DIGITS and stripped.lstrip("-").isdigit():
            return stripped
        try:
            number = float(stripped) if stripped.isascii() and "_" not in stripped else None
        except ValueError:
            return text
        return number if number is not None and math.isfinite(number) else text
    if kind == "Boolean":
        return {"1": True, "0": False}.get(stripped, text)
    if kind == "DateTime":
        return _moment(stripped) or text
    return text


def _moment(text: str) -> Cell:
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    if moment.date() in _ZERO_DAYS:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment
