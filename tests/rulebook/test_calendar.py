"""The calendar of the rules against an independent public one, day by day, and against its own law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.house_rules import BOOK
from wagecheck.judging import settings

CALENDAR = settings.build(BOOK, dt.date(2026, 11, 28)).calendar
YEARS = sorted(CALENDAR.years)
every_year = pytest.mark.parametrize("year", YEARS)


def days(year: int) -> Iterator[dt.date]:
    return (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366 if year % 4 == 0 else 365))


@every_year
def test_days_off_are_those_of_a_public_calendar(year: int) -> None:
    """chinesecalendar is written from the same yearly notices by others; it is no part of the product."""
    public = pytest.importorskip("chinese_calendar")
    differing = [day for day in days(year) if public.is_holiday(day) is not CALENDAR.is_day_off(day)]
    assert differing == []


@every_year
def test_statutory_holidays_are_as_many_as_the_law_says(year: int) -> None:
    """国务院令第795号: from 2025 on New Year's Eve and the second of May too."""
    statutory = [day for day in days(year) if day in CALENDAR.statutory]
    assert len(statutory) == (13 if year >= 2025 else 11)
    assert all(CALENDAR.is_day_off(day) for day in statutory)
    assert (dt.date(year, 5, 2) in statutory) is (year >= 2025)


@every_year
def test_a_make_up_day_is_a_weekend_on_which_people_work(year: int) -> None:
    makeup = [day for day in days(year) if day in CALENDAR.makeup]
    assert makeup
    assert all(day.weekday() >= 5 and day not in CALENDAR.off and not CALENDAR.is_day_off(day) for day in makeup)


@every_year
def test_days_off_taken_from_weekdays_are_statutory_or_made_up_for(year: int) -> None:
    """Moving days off neither adds nor takes any: off on weekdays = statutory days that fall in a week + make-up days.

    A statutory day on a weekend is made up for by a weekday.
    """
    off = [day for day in days(year) if day in CALENDAR.off and day.weekday() < 5]
    assert len(off) == len([d for d in days(year) if d in CALENDAR.statutory or d in CALENDAR.makeup])
