"""Working days between two dates, by the public calendar: weekends and notice days off, make-up workdays on.

Which days are off is data (``rules/dictionaries/calendar.toml``, through ``Settings.calendar``). In years that the
calendar does not know, Saturdays and Sundays are the only days off.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from wagecheck.facts.settings import Calendar

_DAY = dt.timedelta(days=1)


def working_days(after: pl.Expr, until: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Working days after ``after``, up to and including ``until`` (Int32); 0 where it is not later, null for null."""
    first, last = after.dt.offset_by("1d"), until.dt.offset_by("1d")
    ordinary = pl.business_day_count(first, last, holidays=sorted(calendar.off - calendar.makeup))
    count = ordinary + _made_up(last, calendar) - _made_up(first, calendar)
    return pl.when(until > after).then(count).when(until <= after).then(0).cast(pl.Int32)


def known_working_days(after: pl.Expr, until: pl.Expr, calendar: Calendar) -> pl.Expr:
    """The same, null where the calendar does not know every year from ``after`` to ``until``: holidays are not guessed.

    Used where too many days would be held against somebody.
    """
    unknown = ~after.dt.year().is_in(sorted(calendar.years)) | ~until.dt.year().is_in(sorted(calendar.years))
    return pl.when(~unknown | (until <= after)).then(working_days(after, until, calendar))


def _made_up(day: pl.Expr, calendar: Calendar) -> pl.Expr:
    """Make-up workdays before ``day`` that the plain Monday-to-Friday count leaves out."""
    weekend = sorted(made for made in calendar.makeup if made.weekday() >= 5)
    if not weekend:
        return pl.lit(0)
    days = pl.lit(pl.Series(weekend, dtype=pl.Date))
    return days.search_sorted(day, side="left").cast(pl.Int32)


def working_days_between(after: dt.date, until: dt.date, calendar: Calendar) -> int:
    """The same for two dates, counted day by day: the reference that the tests hold the expression against."""
    count = 0
    day = after + _DAY
    while day <= until:
        count += not calendar.is_day_off(day)
        day += _DAY
    return count
