"""Texts of Excel 5 and 95 files (BIFF5): bytes of a code page, which the reader takes for something else."""

from __future__ import annotations

import codecs
import struct
from typing import Final

from wagecheck.intake.containers.biff_details import (
    BOUND_SHEET,
    CODE_PAGE,
    FORMULA,
    LABEL,
    RICH_TEXT,
    TEXT_RESULT,
    records,
)
from wagecheck.intake.containers.workbook_details import Position

_BIFF5: Final = 0x0500
_MAC: Final = {10000: "mac_roman", 10002: "big5", 10008: "gb18030", 32768: "mac_roman", 32769: "cp1252"}
#: In China a file that names no code page, or the Western one, and holds other bytes than ASCII, is Chinese.
_USUAL: Final = "gb18030"


def is_biff5(book: bytes) -> bool:
    """Whether the workbook stream is that of Excel 5 or 95."""
    return len(book) >= 8 and struct.unpack_from("<H", book, 4)[0] == _BIFF5


def texts(book: bytes) -> list[tuple[str, dict[Position, str]]]:
    """Name and texts by place (zero-based) of every sheet, in workbook order. Raises struct.error when cut off."""
    encoding = _USUAL
    sheets: list[tuple[str, int]] = []
    for kind, at, length in records(book, 0, frozenset({CODE_PAGE, BOUND_SHEET})):
        if kind == CODE_PAGE and length >= 2:
            encoding = _encoding(struct.unpack_from("<H", book, at)[0])
        elif kind == BOUND_SHEET and length >= 7:
            start, _, size = struct.unpack_from("<IHB", book, at)
            sheets.append((_decoded(book[at + 7 : at + 7 + size], encoding), start))
    return [(name, _cells(book, start, encoding)) for name, start in sheets]


def _cells(book: bytes, start: int, encoding: str) -> dict[Position, str]:
    found: dict[Position, str] = {}
    formula: Position | None = None
    for kind, at, length in records(book, start, frozenset({LABEL, RICH_TEXT, FORMULA, TEXT_RESULT})):
        if kind == FORMULA and length >= 4:
            row, column = struct.unpack_from("<HH", book, at)
            formula = row, column
        elif kind == TEXT_RESULT and length >= 2 and formula is not None:
            (size,) = struct.unpack_from("<H", book, at)
            found[formula] = _decoded(book[at + 2 : at + 2 + size], encoding)
        elif kind in (LABEL, RICH_TEXT) and length >= 8:
            row, column, _, size = struct.unpack_from("<4H", book, at)
            found[row, column] = _decoded(book[at + 8 : at + 8 + size], encoding)
    return found


def _encoding(page: int) -> str:
    name = _MAC.get(page, f"cp{page}")
    if name in ("cp936", "cp1252"):
        return _USUAL
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _USUAL


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")
