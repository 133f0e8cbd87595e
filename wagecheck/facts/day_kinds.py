"""Ordinary days, rest days and statutory holidays, by the public calendar (``rules/dictionaries/calendar.toml``).

A make-up workday is an ordinary day. Outside the years of the calendar the kind is not known: weekends alone do not
tell a holiday.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from wagecheck.facts.settings import Calendar

ORDINARY: Final = "ordinary"
REST: Final = "rest"
HOLIDAY: Final = "holiday"
_SCHEMA: Final = {"date": pl.Date, "kind": pl.String}


def table(first: dt.date, last: dt.date, calendar: Calendar) -> pl.DataFrame:
    """date, kind (null in a year the calendar does not know) for every date from first to last."""
    dates = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return pl.DataFrame({"date": dates, "kind": [_kind(day, calendar) for day in dates]}, schema=_SCHEMA)


def _kind(day: dt.date, calendar: Calendar) -> str | None:
    if day.year not in calendar.years:
        return None
    if day in calendar.statutory:
        return HOLIDAY
    return REST if calendar.is_day_off(day) else ORDINARY
