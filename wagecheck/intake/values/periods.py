"""Pay periods: months and ranges of days or months, as they stand in cells, titles, sheet names and file names."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, compact, finish, in_turn, is_blank, split
from wagecheck.intake.values.dates import EPOCH, FIRST_SERIAL, LAST_SERIAL
from wagecheck.intake.values.notes import MONTH_OF_DATE, OCTOBER, YEAR_ASSUMED
from wagecheck.intake.values.numerals import arabic
from wagecheck.intake.values.period_wordings import DOTTED, LISTS, LONE_YEAR, MONTHS, NUMBER, ONE_DAY, PARTS, RANGES

#: A longer range (term of a contract, time of building) is no pay period.
_LONGEST: Final = dt.timedelta(days=366)
_QUARTERS: Final = dict(zip("1234一二三四", (1, 2, 3, 4) * 2, strict=True))
#: First and last day, None the last of the month.
_DAYS_OF: Final[dict[str, tuple[int, int | None]]] = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, None),
    "上半月": (1, 15),
    "下半月": (16, None),
}


class Reading(NamedTuple):
    """First and last day of a period, and what was assumed (``values.notes``) or None."""

    start: dt.date
    end: dt.date
    note: str | None = None


#: Months are named, but they are no period: 2026年3、5月.
_NONE: Final = Reading(dt.date.max, dt.date.min)


@dataclass(frozen=True)
class ParsedPeriods(Parsed):
    """Periods read: ``value`` (``Date``) is the first day, ``end`` (``Date``) the last."""

    end: pl.Series


def period(value: Cell, *, year_hint: int | None = None) -> tuple[dt.date, dt.date] | None:
    """First and last day of the period a cell names; None where it names none. Never raises.

    Besides everything ``find_period`` finds: dates and serials (their month), 202610.0, 2017.06 (and 2017.1 = October),
    and with a year hint a bare month number.
    """
    reading = read_period(value, year_hint=year_hint)
    return None if reading is None else (reading.start, reading.end)


def find_period(text: str, *, year_hint: int | None = None) -> tuple[dt.date, dt.date] | None:
    """First and last day of the first period named in a title, sheet name or file name; None where there is none.

    Day ranges count before month ranges, those before parts of a month (3月上旬), lists (3、4月) and single months.
    One full date (``2023.03.17``) is no period. A wording without year (``10月份``, ``3月11日-4月10日``) takes the only
    year that stands in the text, else ``year_hint``; a range over New Year then ends in that year. Two-digit years,
    months beyond 12 and ranges of more than a year are refused.
    """
    reading = _find(text, year_hint)
    return None if reading is None else (reading.start, reading.end)


def periods(cells: Sequence[Cell], *, year_hint: int | None = None) -> ParsedPeriods:
    """A column of periods (工资月份, 补发月份): ``value`` is the first day, ``end`` the last.

    Every distinct cell is read once.
    """
    unread = pl.lit(None, dtype=pl.Date)
    answer = in_turn(split(cells), unread, lambda frame: _periods(frame, year_hint), end=unread)
    return ParsedPeriods.of(answer)


def _periods(frame: pl.DataFrame, year_hint: int | None) -> pl.DataFrame:
    readings = [
        read_period(next((part for part in parts if part is not None), None), year_hint=year_hint)
        for parts in frame.select("text", "number", "date", "moment").iter_rows()
    ]
    schema = {"start": pl.Date, "end": pl.Date, "assumed": pl.String}
    found = pl.DataFrame([reading or (None, None, None) for reading in readings], schema=schema, orient="row")
    nothing = is_blank(compact(pl.col("text")))
    return finish(frame.hstack(found), pl.col("start"), nothing, pl.col("assumed"), end=pl.col("end"))


def read_period(value: Cell, *, year_hint: int | None = None) -> Reading | None:
    """``period`` with the note of what was assumed."""
    if isinstance(value, dt.date):
        return _month_of(value)
    if isinstance(value, str):
        return _find(value, year_hint) or _from_text(_normal(value), year_hint)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, year_hint)
    return None


def _normal(text: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return arabic(" ".join(plain.split()))


def _find(text: str, year_hint: int | None) -> Reading | None:
    text = _normal(text)
    years = set(LONE_YEAR.findall(text))
    hint = int(years.pop()) if len(years) == 1 else year_hint
    readers: tuple[tuple[tuple[re.Pattern[str], ...], Callable[..., Reading | None]], ...] = (
        (RANGES, _range),
        (PARTS, _part),
        (LISTS, _list),
        (MONTHS, _month),
        (DOTTED, _range),
    )
    for patterns, reader in readers:
        for pattern in patterns:
            for match in pattern.finditer(text):
                reading = reader(match.groupdict(), hint)
                if reading is not None:
                    return None if reading is _NONE else reading
    return None


def _range(part: dict[str, str | None], hint: int | None) -> Reading | None:
    first_month = int(part["m1"] or 0)
    last_month = int(part.get("m2") or first_month)
    if part.get("y1"):
        first_year = int(part["y1"] or 0)
        last_year = int(part.get("y2") or first_year + (last_month < first_month))
    elif hint is not None:
        first_year, last_year = hint - (last_month < first_month), hint
    else:
        return None
    start = _date(first_year, first_month, part.get("d1") or 1)
    end = _date(last_year, last_month, part["d2"]) if part.get("d2") else _last_day(last_year, last_month)
    if start is None or end is None or not dt.timedelta(0) <= end - start <= _LONGEST:
        return None
    return Reading(start, end, None if part.get("y1") else YEAR_ASSUMED)


def _part(part: dict[str, str | None], hint: int | None) -> Reading | None:
    """A third or half of a month, a quarter of a year."""
    year = part.get("y1") or hint
    if year is None:
        return None
    note = None if part.get("y1") else YEAR_ASSUMED
    if quarter := part.get("quarter") or part.get("q"):
        first = 3 * _QUARTERS[quarter[-1]] - 2
        whole = _whole_month(int(year), first, note), _whole_month(int(year), first + 2, note)
        return None if whole[0] is None or whole[1] is None else Reading(whole[0].start, whole[1].end, note)
    month = _whole_month(int(year), int(part["m1"] or 0), note)
    if month is None:
        return None
    first_day, last_day = _DAYS_OF[part["part"] or ""]
    last = month.end if last_day is None else month.start.replace(day=last_day)
    return Reading(month.start.replace(day=first_day), last, note)


def _list(part: dict[str, str | None], hint: int | None) -> Reading | None:
    """Months that follow each other; others are no period (with a year), or no list of months (without)."""
    year = part.get("y1") or hint
    counted = part["first"] is not None and part["more"] is not None and not part["y1"]
    months = [int(month) for month in re.findall(r"\d+", part["months"] or "")]
    following = all(after - before == 1 for before, after in pairwise(months))
    if not following or year is None or counted:
        return _NONE if part["y1"] or (counted and following) else None
    note = None if part.get("y1") else YEAR_ASSUMED
    first, last = _whole_month(int(year), months[0], note), _whole_month(int(year), months[-1], note)
    return None if first is None or last is None else Reading(first.start, last.end, note)


def _month(part: dict[str, str | None], hint: int | None) -> Reading | None:
    year = part.get("y1") or hint
    if year is None:
        return None
    return _whole_month(int(year), int(part["m1"] or 0), None if part.get("y1") else YEAR_ASSUMED)


def _whole_month(year: int, month: int, note: str | None = None) -> Reading | None:
    start, end = _date(year, month, 1), _last_day(year, month)
    return None if start is None or end is None else Reading(start, end, note)


def _month_of(day: dt.date) -> Reading | None:
    return _whole_month(day.year, day.month, None if day.day == 1 else MONTH_OF_DATE)


def _last_day(year: int, month: int) -> dt.date | None:
    return _date(year, month, calendar.monthrange(year, month)[1]) if _date(year, month, 1) else None


def _date(year: int | str, month: int | str, day: int | str | None) -> dt.date | None:
    try:
        date = dt.date(int(year), int(month), int(day or 0))
    except ValueError:
        return None
    return date if 1900 <= date.year <= 2100 else None


def _from_text(text: str, year_hint: int | None) -> Reading | None:
    if whole := ONE_DAY.fullmatch(text):
        day = _date(*(part for part in whole.groups() if part))
        return None if day is None else _month_of(day)
    return _from_number(float(text), year_hint) if NUMBER.fullmatch(text) else None


def _from_number(number: float, year_hint: int | None) -> Reading | None:
    whole = int(number) if 0 < number < 1e9 else 0
    hundredths = round(number * 100) if whole else 0
    reading = None
    if number != whole and 1900 <= whole <= 2100 and abs(number * 100 - hundredths) < 0.000_1:
        year, month = divmod(hundredths, 100)
        reading = _whole_month(year, month, OCTOBER if month == 10 else None)
    elif FIRST_SERIAL <= number <= LAST_SERIAL + 1:
        reading = _month_of(EPOCH + dt.timedelta(days=whole))
    elif number == whole and 1 <= whole <= 12 and year_hint is not None:
        reading = _whole_month(year_hint, whole, YEAR_ASSUMED)
    elif number == whole and 190_000 < whole < 210_100:
        reading = _whole_month(*divmod(whole, 100))
    elif number == whole and 19_000_000 < whole < 21_010_000:
        day = _date(whole // 10_000, whole // 100 % 100, whole % 100)
        reading = None if day is None else _month_of(day)
    return reading
