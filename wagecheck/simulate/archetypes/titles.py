"""Titles and bands above a table, headings in several rows, lines that wait for more people."""

from __future__ import annotations

from collections.abc import Sequence

from wagecheck.simulate.layouts.handwriting import Written
from wagecheck.simulate.records import Record, Value
from wagecheck.simulate.sheets import Column, Sheet

_DIGITS = "〇一二三四五六七八九十"


def title(sheet: Sheet, text: str, width: int) -> None:
    """A text over the whole width."""
    row = sheet.append(text)
    sheet.merges.append((row, 1, row, width))


def band(sheet: Sheet, texts: Sequence[str], columns: Sequence[int], width: int) -> None:
    """Labelled values in one row, each at its column."""
    cells: list[Value] = [None] * width
    for text, column in zip(texts, columns, strict=False):
        cells[column - 1] = text
    sheet.append(*cells)


def rows(sheet: Sheet, headings: Sequence[Column], records: Sequence[Record], written: Written) -> None:
    """Serial number, headings, one row per record."""
    sheet.append("序号", *(column.title for column in headings))
    sheet.header_row = len(sheet.rows)
    body(sheet, headings, records, written)


def body(
    sheet: Sheet, headings: Sequence[Column], records: Sequence[Record], written: Written, *, first: int = 1
) -> None:
    """One row per record, numbered from ``first``."""
    where = {column.field: number for number, column in enumerate(headings, start=2) if column.field}
    for ordinal, record in enumerate(records, start=first):
        cells = (written(record, column.field, ordinal) if column.field else None for column in headings)
        sheet.place(record, sheet.append(ordinal, *cells), where)


def numbered_blanks(sheet: Sheet, after: int, count: int = 3) -> None:
    """Rows that wait for more workers: a number and nothing else."""
    for ordinal in range(after + 1, after + 1 + count):
        sheet.append(ordinal)


def grouped_headings(sheet: Sheet, groups: Sequence[tuple[str | None, Sequence[Column]]]) -> None:
    """Two rows: a group's name over its columns, or one heading merged over both rows."""
    upper: list[Value] = ["序号"]
    lower: list[Value] = [None]
    top = len(sheet.rows) + 1
    sheet.merges.append((top, 1, top + 1, 1))
    for group, members in groups:
        start = len(upper) + 1
        for number, column in enumerate(members):
            text = "姓 名" if column.field == "name" else column.title
            if group is None:
                sheet.merges.append((top, start + number, top + 1, start + number))
            upper.append(text if group is None else group if number == 0 else None)
            lower.append(None if group is None else text)
        if group is not None:
            sheet.merges.append((top, start, top, start + len(members) - 1))
    sheet.append(*upper)
    sheet.append(*lower)
    sheet.header_row = top + 1


def spelled_month(year: int, month: int) -> str:
    """``2026 年 十 月``, as forms with blanks to fill in have it."""
    number = _DIGITS[month] if month <= 10 else f"十{_DIGITS[month - 10]}"
    return f"{year} 年 {number} 月"
