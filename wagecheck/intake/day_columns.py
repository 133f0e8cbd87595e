"""Day columns: the headings 1 … 31, with month and year where they are written.

Some exports write 六 and 日 for the number of a Saturday or Sunday; some days have several columns (上午, 下午).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from wagecheck.intake.grid import Cell, text
from wagecheck.intake.wordings import squeeze

#: Day columns from which a table is a matrix.
FEWEST_DAYS: Final = 5
_DAY = re.compile(r"^(\d{1,2})(?:\.0)?[日号]?(?:[(（]?(?:周|星期)?[一二三四五六日天][)）]?)?$")
_MONTH_DAY = re.compile(
    r"^(?:(\d{4})[年/.-])?(\d{1,2})[月/-](\d{1,2})[日号]?(?:[(（]?(?:周|星期)?[一二三四五六日天][)）]?)?$"
)


@dataclass(frozen=True)
class DayLabel:
    """A day column: the number as printed, and month and year where the heading gives them.

    ``part``: where a day has several columns, the role of this one (morning, afternoon, overtime …), else empty.
    """

    day: int
    month: int | None = None
    year: int | None = None
    part: str = ""


def day_label(cell: Cell) -> DayLabel | None:
    """``1``, ``"1"``, ``1.0``, ``1日``, ``10月1日``, ``2026-10-01`` and real dates; None for anything else."""
    if type(cell) is str:  # most cells are
        return _written_day(cell.strip())
    if isinstance(cell, dt.datetime | dt.date):
        return DayLabel(cell.day, cell.month, cell.year)
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time | dt.timedelta):
        return None
    return _written_day(text(cell))


@lru_cache(maxsize=4096)
def _written_day(cell: str) -> DayLabel | None:
    written = squeeze(cell)
    if match := _DAY.match(written):
        day = int(match.group(1))
        return DayLabel(day) if 1 <= day <= 31 else None
    if match := _MONTH_DAY.match(written):
        year, month, number = match.groups()
        if 1 <= int(month) <= 12 and 1 <= int(number) <= 31:
            return DayLabel(int(number), int(month), int(year) if year else None)
    return None


def completed(days: dict[int, DayLabel], weekdays: Collection[int]) -> dict[int, DayLabel]:
    """``days`` (column → day) with the columns under weekdays that can only be the days between their neighbours.

    A gap counts where the days on both sides leave exactly as many numbers as it has columns; at the beginning it
    counts down to the first of the month at most, at the end up to the thirty-first.
    """
    if not weekdays or not days:
        return days
    found = dict(days)
    for gap in _gaps(sorted(set(weekdays) - days.keys())):
        before, after = days.get(gap[0] - 1), days.get(gap[-1] + 1)
        if before is not None and before.month is None:
            numbers = [before.day + 1 + i for i in range(len(gap))]
            fits = after is None or after.day == numbers[-1] + 1 or after.day == 1
        elif after is not None and after.month is None and before is None:
            numbers = [after.day - len(gap) + i for i in range(len(gap))]
            fits = True
        else:
            continue
        if fits and numbers[0] >= 1 and numbers[-1] <= 31:
            found.update({column: DayLabel(number) for column, number in zip(gap, numbers, strict=True)})
    return found


def parted(days: dict[int, DayLabel], parts: Mapping[int, str]) -> dict[int, DayLabel]:
    """``days`` with the columns beside a day that are parts of it: 上午 and 下午 under one number.

    ``parts``: role of every column whose own heading names one. A day of which only one column does has no parts.
    """
    found = dict(days)
    for column in sorted(parts):
        if column in days or column - 1 not in found or column - 1 not in parts:
            continue
        found[column] = replace(found[column - 1], part=parts[column])
        if column - 1 in days:
            found[column - 1] = replace(found[column - 1], part=parts[column - 1])
    return found


def _gaps(columns: list[int]) -> list[list[int]]:
    gaps: list[list[int]] = []
    for column in columns:
        if gaps and column == gaps[-1][-1] + 1:
            gaps[-1].append(column)
        else:
            gaps.append([column])
    return gaps


def longest_run(days: dict[int, DayLabel]) -> dict[int, DayLabel]:
    """The longest run of neighbouring day columns that count on (…30, 31, 1, 2 …); nothing if it is short."""
    best: list[int] = []
    current: list[int] = []
    for column in sorted(days):
        follows = current and column - current[-1] <= 1 and _follows(days[current[-1]], days[column])
        current = [*current, column] if follows else [column]
        if len(current) > len(best):
            best = current
    return {c: days[c] for c in best} if len(best) >= FEWEST_DAYS else {}


def _follows(before: DayLabel, after: DayLabel) -> bool:
    of_one_day = before.part != "" and after.part != "" and before.day == after.day
    return of_one_day or after.day == before.day + 1 or (after.day == 1 and before.day >= 28)
