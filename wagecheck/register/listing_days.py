"""Days of a published list: a date, a range, a term, 长期. What cannot be understood is refused, never guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from wagecheck.errors import RegisterError
from wagecheck.intake.grid import Cell
from wagecheck.intake.values import dates
from wagecheck.intake.values.notes import MONTH_ONLY, OPEN_ENDED

_TERM: Final = re.compile(r"^(?P<number>\d{1,2}|[一二三四五六七八九十])(?P<unit>年|个月)$")
#: A day with its year; what may stand around and between the two days of a range.
_DATE: Final = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|([-./])\d{1,2}\1\d{1,2})")
_AROUND: Final = re.compile(r"[自从]?起?(?:至|到|~|—{1,2}|-{1,2}|–)(?:止)?")
_NUMERALS: Final = "一二三四五六七八九十"


class Span(NamedTuple):
    """First and last day of an entry; None where the cell does not tell."""

    first: dt.date | None
    last: dt.date | None


class Where:
    """The sheet an error speaks about, and the rows of its entries as a person counts them."""

    def __init__(self, file: str, sheet: str, rows: Sequence[int]) -> None:
        self._place = f"{file} 「{sheet}」" if sheet else file
        self._rows = rows

    def error(self, offset: int, title: str, cell: Cell) -> RegisterError:
        """A date of the entry of that number (from 0) that cannot be understood."""
        row = self._rows[offset]
        return RegisterError(
            f"黑名单 {self._place} 第 {row} 行的{title}“{cell}”看不懂，请改成 2026-03-02 这样的日期。",
            f"Blacklist {self._place}, row {row}: cannot understand {cell!r} as {title}; write a date like 2026-03-02.",
        )


def days(cells: Sequence[Cell], where: Where, title: str) -> list[dt.date | None]:
    """Plain dates. Raises RegisterError for a cell that is none."""
    parsed = dates(cells)
    for offset in (parsed.bad | (parsed.note == MONTH_ONLY).fill_null(value=False)).arg_true():  # a month is no day
        raise where.error(offset, title, cells[offset])
    return parsed.value.to_list()


def spans(cells: Sequence[Cell], begin: Sequence[dt.date | None], where: Where) -> list[Span]:
    """First and last day of every entry from a date, a range, a term or 长期; ``begin`` are the first days known."""
    parsed = dates(cells)
    found: list[Span] = []
    for offset, (cell, first) in enumerate(zip(cells, begin, strict=True)):
        day, note = parsed.value[offset], parsed.note[offset]
        if day is not None:
            found.append(Span(first, _month_end(day) if note == MONTH_ONLY else day))
        elif not parsed.bad[offset] or note == OPEN_ENDED:
            found.append(Span(first, None))
        else:
            found.append(_written(str(cell), first, where.error(offset, "移出日期或者期限", cell)))
    return found


def _written(text: str, first: dt.date | None, error: RegisterError) -> Span:
    """A range (2026-03-02至2029-03-01) or a term (3年, 6个月) in words. Raises ``error`` for anything else."""
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    term = _TERM.match(compact)
    if term and first is not None:
        number = term["number"]
        count = int(number) if number.isdigit() else _NUMERALS.index(number) + 1
        return Span(first, last_day(first, count * (12 if term["unit"] == "年" else 1)))
    parts = [found.group() for found in _DATE.finditer(compact)]
    if len(parts) == 2 and _AROUND.fullmatch(_DATE.sub("", compact)):
        parsed = dates(parts)
        if parsed.value[0] is not None and parsed.value[1] is not None:
            return Span(parsed.value[0], parsed.value[1])
    raise error


def last_day(first: dt.date, months: int) -> dt.date:
    """Last day of a term of whole months that begins on ``first``."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if first.day > length:
        return dt.date(year, month + 1, length)
    return dt.date(year, month + 1, first.day) - dt.timedelta(days=1)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
