"""What the reader does not tell of an xls (MS-XLS): hidden rows and columns, error values, uncalculated formulas."""

from __future__ import annotations

import datetime as dt
import struct
from typing import Final

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.limits import MAX_CELLS
from wagecheck.intake.containers.workbook_details import Position, SheetDetails

Record = tuple[int, int, int]
"""Kind, offset of the content, its length."""

_BOF: Final = 0x0809
_EOF: Final = 0x000A
BOUND_SHEET: Final = 0x0085
_FILE_PASS: Final = 0x002F
_ROW: Final = 0x0208
_COLUMN_INFO: Final = 0x007D
FORMULA: Final = 0x0006
_BOOL_ERROR: Final = 0x0205
#: NUMBER, LABEL, LABELSST, RK, MULRK, RSTRING: with formulas and errors the cells that hold something.
_VALUES: Final = frozenset({0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, 0x00D6})
_MULTIPLE: Final = 0x00BD
LABEL: Final = 0x0204
RICH_TEXT: Final = 0x00D6
TEXT_RESULT: Final = 0x0207
_COLUMNS: Final = 256
_ROWS: Final = 65_536
_DIMENSIONS: Final = 0x0200
_SHARED_STRINGS: Final = 0x00FC
CODE_PAGE: Final = 0x0042
_BIFF8: Final = 0x0600
#: Code page 1200, UTF-16.
UNICODE: Final = b"\xb0\x04"

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_ERROR_RESULT: Final = 2
_EMPTY_RESULT: Final = 3
_CALCULATE_ON_LOAD: Final = 0x2


def is_encrypted(book: bytes) -> bool:
    """True if the workbook stream asks for a password in its first records."""
    return any(kind == _FILE_PASS for kind, _, _ in records(book, 0))


def misleading_code_page(book: bytes) -> int | None:
    """Offset of the code page of a BIFF8 workbook that names another than Unicode, else None.

    BIFF8 holds all texts in Unicode, but some programs (exports of DingTalk) still name their code page, 936, and the
    reader believes them.
    """
    if len(book) < 8 or struct.unpack_from("<H", book, 4)[0] != _BIFF8:
        return None
    for kind, at, length in records(book, 0):
        if kind == CODE_PAGE and length >= 2 and book[at : at + 2] != UNICODE:
            return at
    return None


def sheet_details(book: bytes) -> list[SheetDetails]:
    """Details of every sheet of a workbook stream, in workbook order, charts and macros included.

    Raises struct.error when the stream is cut off, ContainerError when cells lie outside what a sheet can be or span
    more than the limits allow.
    """
    starts = []
    for kind, at, _ in records(book, 0):
        if kind == BOUND_SHEET:
            starts.append(struct.unpack_from("<I", book, at)[0])
        elif kind == _SHARED_STRINGS and struct.unpack_from("<I", book, at + 4)[0] > len(book):
            raise refusals.damaged("字符串表的数目不实", "it declares more strings than it can hold")
    if len(set(starts)) < len(starts):  # each would be read again, by the reader too
        raise refusals.damaged("几张工作表写在同一处", "several sheets stand in one place")
    return [_scan(book, start) for start in starts]


def records(book: bytes, start: int, wanted: frozenset[int] | None = None, *, nested: bool = False) -> list[Record]:
    """Kind, offset and length of the wanted records of one substream; of those inside it (charts) where ``nested``."""
    wanted = _WANTED if wanted is None else wanted
    found: list[Record] = []
    at, depth, end = start, 0, len(book)
    unpack = struct.Struct("<HH").unpack_from
    while at + 4 <= end:
        kind, length = unpack(book, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind in wanted and (nested or depth == 1):
            found.append((kind, at + 4, length))
        at += 4 + length
    return found


_CELLS: Final = _VALUES | {FORMULA, _BOOL_ERROR}
_SHEET: Final = frozenset({_DIMENSIONS, _ROW, _COLUMN_INFO})
_WANTED: Final = _CELLS | _SHEET | {BOUND_SHEET, _FILE_PASS, _SHARED_STRINGS, CODE_PAGE}


def _scan(book: bytes, start: int) -> SheetDetails:
    _refuse_vast(book, records(book, start, nested=True))
    cells = records(book, start)
    rows: set[int] = set()
    columns: set[int] = set()
    errors: dict[Position, str] = {}
    for kind, at, length in cells:
        if kind == _ROW and length >= 16:
            row, tall, options = (struct.unpack_from("<H", book, at + place)[0] for place in (0, 6, 12))
            if options & 0x20 or tall & 0x7FFF == 0:
                rows.add(row)
        elif kind == _COLUMN_INFO and length >= 10:
            first, last, wide, _, options = struct.unpack_from("<5H", book, at)
            if options & 0x1 or wide == 0:
                columns.update(range(first, min(last, _COLUMNS - 1) + 1))
        elif kind == _BOOL_ERROR and length >= 8:
            row, column, _, code, is_error = struct.unpack_from("<3HBB", book, at)
            if is_error:
                errors[row, column] = ERRORS.get(code, "#ERROR!")
    uncached, failed = _formulas(book, cells)
    return SheetDetails(frozenset(rows), frozenset(columns), uncached, errors | failed)


def _refuse_vast(book: bytes, cells: list[Record]) -> None:
    """Refuse a sheet whose filled cells span more than the limit, before anybody allocates that span."""
    height = width = 0
    for kind, at, length in cells:
        if kind == _DIMENSIONS and length >= 12:  # the reader allocates what is declared here
            first, last, first_column, wide = struct.unpack_from("<IIHH", book, at)
            if not (first <= last <= _ROWS and first_column <= wide <= _COLUMNS):
                raise refusals.damaged("声明的大小超出表格范围", "it declares more than a sheet can be")
        if kind in _CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", book, at)
            if kind == _MULTIPLE:
                (column,) = struct.unpack_from("<H", book, at + length - 2)
            height, width = max(height, row + 1), max(width, column + 1)
    if width > _COLUMNS:
        raise refusals.damaged("单元格坐标超出表格范围", "a cell lies outside what a sheet can be")
    if height * width > MAX_CELLS:
        raise refusals.too_large(
            f"一张工作表跨 {height} 行 {width} 列", f"one sheet spans {height} rows and {width} columns"
        )


def _formulas(book: bytes, cells: list[Record]) -> tuple[frozenset[Position], dict[Position, str]]:
    """Formulas never calculated, and those whose result is an error."""
    zeros: set[Position] = set()
    empties: set[Position] = set()
    errors: dict[Position, str] = {}
    count = 0
    for kind, at, length in cells:
        if kind != FORMULA or length < 16:
            continue
        row, column, _, result, options = struct.unpack_from("<3H8sH", book, at)
        count += 1
        if result[6:] != b"\xff\xff":
            if options & _CALCULATE_ON_LOAD and not any(result):
                zeros.add((row, column))
        elif result[0] == _ERROR_RESULT:
            errors[row, column] = ERRORS.get(result[2], "#ERROR!")
        elif result[0] == _EMPTY_RESULT:
            empties.add((row, column))
    # writers that calculate nothing give every formula an empty text (xlwt), or 0 to be calculated on opening (POI)
    return frozenset(zeros | (empties if len(empties) == count else set())), errors


def properties(summary: bytes) -> dict[str, str]:
    """Author, dates and program of the ``SummaryInformation`` stream (MS-OLEPS); {} where it cannot be read."""
    found: dict[str, str] = {}
    try:
        (section,) = struct.unpack_from("<I", summary, 44)
        (count,) = struct.unpack_from("<I", summary, section + 4)
        places = dict(struct.iter_unpack("<II", summary[section + 8 : section + 8 + 8 * min(count, 64)]))
        encoding = "gb18030"
        if 1 in places:
            (page,) = struct.unpack_from("<H", summary, section + places[1] + 4)
            encoding = {65001: "utf-8", 1200: "utf-16-le", 1252: "cp1252"}.get(page, "gb18030")
        for key, name in _TEXTS.items():
            if key in places:
                kind, length = struct.unpack_from("<II", summary, section + places[key])
                text = summary[section + places[key] + 8 : section + places[key] + 8 + min(length, 1024)]
                if kind == 0x1E and text.strip(b"\0"):
                    found[name] = text.decode(encoding, "replace").rstrip("\0")
        for key, name in _TIMES.items():
            if key in places:
                (ticks,) = struct.unpack_from("<Q", summary, section + places[key] + 4)
                if ticks:
                    moment = dt.datetime(1601, 1, 1) + dt.timedelta(microseconds=ticks // 10)
                    found[name] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    except (struct.error, OverflowError, ValueError):
        return found
    return found


_TEXTS: Final = {4: "creator", 8: "last_modified_by", 18: "application"}
_TIMES: Final = {12: "created", 13: "modified"}
