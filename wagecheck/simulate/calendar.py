"""Months and days of rest for made-up submissions.

The made-up world rests on every day on which anybody could be said to rest (all Sundays, all announced days off), so it
needs no fine distinctions. The announced days off stand in ``rules/dictionaries/calendar.toml``.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wagecheck import resources

_DAY = dt.timedelta(days=1)


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every date from first to last, both included."""
    while first <= last:
        yield first
        first += _DAY


@cache
def _announced() -> frozenset[dt.date]:
    """All days off by public notice."""
    years = resources.read_toml(resources.folder("rules") / "dictionaries" / "calendar.toml")["years"]
    return frozenset(day for year in years.values() for first, last in year["off"] for day in days(first, last))


def site_closed(day: dt.date) -> bool:
    """True on Sundays and announced days off: nobody works."""
    return day.weekday() == 6 or day in _announced()


def banks_closed(day: dt.date) -> bool:
    """True on Saturdays, Sundays and announced days off (make-up workdays are not used for paying)."""
    return day.weekday() >= 5 or day in _announced()


def business_day(day: dt.date) -> dt.date:
    """The day itself, or the last business day before it."""
    while banks_closed(day):
        day -= _DAY
    return day


@dataclass(frozen=True, order=True)
class Month:
    """A pay month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """``2026-10``."""
        year, number = text.split("-")
        return cls(int(year), int(number))

    @property
    def first(self) -> dt.date:
        """First day."""
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Last day."""
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def shift(self, months: int) -> Month:
        """The month so many months later (negative: earlier)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """All dates."""
        return tuple(days(self.first, self.last))

    @property
    def chinese(self) -> str:
        """``2026年10月``."""
        return f"{self.year}年{self.number}月"

    def __str__(self) -> str:
        """``2026-10``."""
        return f"{self.year}-{self.number:02d}"
