"""What the reader does not tell of an xlsb (MS-XLSB): size, hidden rows and columns, merges, error values, formulas."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.archive import Archive
from wagecheck.intake.containers.biff_details import ERRORS
from wagecheck.intake.containers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from wagecheck.intake.containers.workbook_details import Position, SheetDetails, targets

_ROW_HEADER: Final = 0
_ERROR: Final = 3
_FORMULA_ERROR: Final = 11
#: Cells with a value: numbers, texts, truth values, errors, results of formulas; 1 is an empty cell with a style.
_CELLS: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62})
_COLUMN_INFO: Final = 60
_BUNDLE_SHEET: Final = 156
_DIMENSION: Final = 148
_MERGE: Final = 176
_HIDDEN_ROW: Final = 0x10


def sheet_details(archive: Archive) -> dict[str, SheetDetails]:
    """Details of every worksheet by its name. Formulas keep their results; whether one was ever calculated is unknown.

    Raises ContainerError: ``damaged``, ``too_large`` where a sheet spans more cells than the limits allow.
    """
    book = archive.part("xl/workbook.bin") or b""
    parts = targets(archive.part("xl/_rels/workbook.bin.rels") or b"")
    details: dict[str, SheetDetails] = {}
    try:
        for kind, at, _ in _records(book):
            if kind == _BUNDLE_SHEET:
                relation, after = _string(book, at + 8)
                name, _ = _string(book, after)
                target = parts.get(relation, "")
                data = archive.part(target) if "/worksheets/" in f"/{target}" else None
                if data is not None:
                    details[name] = _scan(data)
    except (struct.error, IndexError) as error:
        raise refusals.damaged("工作簿数据不完整", "its workbook stream is cut off") from error
    return details


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, offset of the content and its length of every record; both numbers are written in groups of seven bits."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while shift < 28:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + length > end:
            raise struct.error("record cut off")
        yield kind, at, length
        at += length


def _string(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    if end > len(data):
        raise struct.error("text cut off")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _scan(data: bytes) -> SheetDetails:
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    errors: dict[Position, str] = {}
    merges: list[tuple[int, int, int, int]] = []
    row = height = width = 0
    for kind, at, length in _records(data):
        if kind == _ROW_HEADER and length >= 12:
            row, _, tall = struct.unpack_from("<IIH", data, at)
            if data[at + 11] & _HIDDEN_ROW or tall == 0:
                hidden_rows.add(row)
        elif kind in _CELLS and length >= 8:
            (column,) = struct.unpack_from("<I", data, at)
            height, width = max(height, row + 1), max(width, column + 1)
            if kind in (_ERROR, _FORMULA_ERROR):
                errors[row, column] = ERRORS.get(data[at + 8], "#ERROR!")
        elif kind == _COLUMN_INFO and length >= 18:
            first, last, wide, _, options = struct.unpack_from("<4IH", data, at)
            if options & 0x1 or wide == 0:
                hidden_columns.update(range(first, min(last, MAX_COLUMNS - 1) + 1))
        elif kind == _MERGE and length >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", data, at)
            merges.append((top, left, bottom, right))
        elif kind == _DIMENSION and length >= 16:  # the reader allocates what is declared here
            first, last, left, right = struct.unpack_from("<4I", data, at)
            if not (first <= last < MAX_ROWS and left <= right < MAX_COLUMNS):
                raise refusals.damaged("声明的大小超出表格范围", "it declares more than a sheet can be")
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise refusals.damaged("单元格坐标超出表格范围", "a cell lies outside what a sheet can be")
    if height * width > MAX_CELLS:
        raise refusals.too_large(
            f"一张工作表跨 {height} 行 {width} 列", f"one sheet spans {height} rows and {width} columns"
        )
    return SheetDetails(frozenset(hidden_rows), frozenset(hidden_columns), frozenset(), errors, merges=tuple(merges))
