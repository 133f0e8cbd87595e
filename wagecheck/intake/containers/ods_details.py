"""What the reader does not tell of an ods (OpenDocument): size, hidden rows and columns, merges, error values.

Rows and cells may be written once and repeated a million times, so the span is measured before anybody allocates it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from wagecheck.intake.containers import markup, refusals
from wagecheck.intake.containers.archive import Archive
from wagecheck.intake.containers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from wagecheck.intake.containers.workbook_details import Position, SheetDetails

_HIDDEN: Final = frozenset({"collapse", "filter"})
_ERROR: Final = re.compile(r"^\s*(#(?:REF|DIV/0|VALUE|NAME|N/A|NUM|NULL)[!?]?|Err:\d{3}|#N/A)\s*$")
#: More cells than this that all failed are no ledger of anybody.
_MOST_ERRORS: Final = 1_000_000
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


def is_encrypted(archive: Archive) -> bool:
    """Whether the package's directory names keys: OpenDocument encrypts every part by itself."""
    return b"encryption-data" in (archive.part("META-INF/manifest.xml") or b"")


def sheet_details(archive: Archive) -> dict[str, SheetDetails]:
    """Details of every sheet by its name.

    Formulas always keep a result in this format, so none counts as uncalculated. Raises ContainerError: ``damaged``
    where the content cannot be read, ``too_large`` where a sheet spans more cells than the limits allow.
    """
    content = archive.part("content.xml")
    if content is None:
        raise refusals.damaged("没有内容部件", "it has no content part")
    scan = _Scan()
    markup.walk(content, scan.start, scan.end, scan.text)
    return {sheet.name: sheet.details() for sheet in scan.sheets}


@dataclass
class _Sheet:
    name: str
    row: int = 0
    column: int = 0
    format_column: int = 0
    height: int = 0
    width: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def details(self) -> SheetDetails:
        return SheetDetails(
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            errors=self.errors,
            merges=tuple(self.merges),
        )


class _Scan:
    """Follows the events of ``content.xml``; ``sheets`` fills up."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._depth = 0
        """Tables around the current place: a cell may hold a table of its own, which is no sheet."""
        self._rows = self._columns = 1
        self._hidden = False
        self._filled = False
        self._failed = False
        self._in_cell = False
        self._text: list[str] = []
        self._ends: list[tuple[int, int]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self.sheets.append(_Sheet(attributes.get("table:name", "")))
            return
        if self._depth != 1:
            return
        sheet = self.sheets[-1]
        if name == "table-column":
            count = _count(attributes.get("table:number-columns-repeated"), MAX_COLUMNS)
            if attributes.get("table:visibility") in _HIDDEN:
                sheet.hidden_columns.update(range(sheet.format_column, min(sheet.format_column + count, MAX_COLUMNS)))
            sheet.format_column += count
        elif name == "table-row":
            self._rows = _count(attributes.get("table:number-rows-repeated"), MAX_ROWS)
            self._hidden = attributes.get("table:visibility") in _HIDDEN
            sheet.column, self._filled, self._ends = 0, False, []
        elif name in _CELLS:
            self._begin_cell(sheet, attributes)

    def _begin_cell(self, sheet: _Sheet, attributes: dict[str, str]) -> None:
        self._columns = _count(attributes.get("table:number-columns-repeated"), MAX_COLUMNS)
        self._in_cell, self._text = True, []
        self._failed = attributes.get("calcext:value-type") == "error"
        across = _count(attributes.get("table:number-columns-spanned"), MAX_COLUMNS)
        down = _count(attributes.get("table:number-rows-spanned"), MAX_ROWS)
        if across > 1 or down > 1:
            sheet.merges.append((sheet.row, sheet.column, sheet.row + down - 1, sheet.column + across - 1))
        if "office:value-type" in attributes:
            self._filled = True
            sheet.width = max(sheet.width, sheet.column + self._columns)

    def text(self, piece: str) -> None:
        if self._in_cell:
            self._text.append(piece)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
        if self._depth != 1:
            return
        sheet = self.sheets[-1]
        if name in _CELLS:
            self._end_cell(sheet)
        elif name == "table-row":
            if self._hidden:
                sheet.hidden_rows.update(range(sheet.row, min(sheet.row + self._rows, MAX_ROWS)))
            if self._filled:
                sheet.height = sheet.row + self._rows
                _refuse_vast(sheet)
                self._repeat_errors(sheet)
            sheet.row += self._rows

    def _repeat_errors(self, sheet: _Sheet) -> None:
        """What is repeated failed in every row."""
        for row in range(sheet.row + 1, sheet.row + self._rows):
            for first, count in self._ends:
                for column in range(first, first + count):
                    sheet.errors[row, column] = sheet.errors[sheet.row, column]

    def _end_cell(self, sheet: _Sheet) -> None:
        shown = "".join(self._text) if self._text else ""
        self._in_cell, self._text = False, []
        error = _ERROR.match(shown) if self._failed else None
        if self._failed:
            _refuse_vast(sheet, sheet.column + self._columns)
            text = error[1] if error else "#ERROR!"
            sheet.errors.update(
                ((sheet.row, column), text) for column in range(sheet.column, sheet.column + self._columns)
            )
            self._ends.append((sheet.column, self._columns))
            if len(sheet.errors) + sum(count for _, count in self._ends) * self._rows > _MOST_ERRORS:
                raise refusals.damaged("错误值过多", "it holds too many error values")
        sheet.column += self._columns


def _count(text: str | None, most: int) -> int:
    """A number of repetitions: 1 where it is left out, never more than a sheet can have."""
    if text is None:
        return 1
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        raise refusals.damaged("重复次数异常", "a number of repetitions is no number")
    return min(max(int(digits[:9]), 1), most)


def _refuse_vast(sheet: _Sheet, width: int = 0) -> None:
    height, width = max(sheet.height, sheet.row + 1 if width else 0), max(sheet.width, width)
    if height * width > MAX_CELLS:
        raise refusals.too_large(
            f"一张工作表跨 {height} 行 {width} 列", f"one sheet spans {height} rows and {width} columns"
        )
