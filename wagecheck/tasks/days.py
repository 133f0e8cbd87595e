"""Dates and pay periods as people type them; nothing here knows what day it is."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from wagecheck.errors import InputError
from wagecheck.wording import Wording

#: Beijing time: what people are shown, and what day it is. A fixed distance, so no list of zones is needed.
CHINA: Final = dt.timezone(dt.timedelta(hours=8))
_MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")


def day(text: str) -> dt.date:
    """A date. InputError says what was not understood."""
    return _date(text, "cli.as_of_bad", text)


def period(text: str | None) -> tuple[dt.date, dt.date] | None:
    """``2026-10`` or ``2026-09-11..2026-10-10`` as first and last day; None when none was given."""
    if text is None:
        return None
    month = _MONTH.match(text.strip())
    if month and 1 <= int(month[2]) <= 12 and int(month[1]) >= 1900:
        year, number = int(month[1]), int(month[2])
        return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])
    first, _, last = text.partition("..")
    span = _date(first, "cli.period_bad", text), _date(last, "cli.period_bad", text)
    if span[0] > span[1]:
        raise not_understood("cli.period_bad", text)
    return span


def months(first: str, last: str) -> tuple[dt.date, dt.date]:
    """The first day of one calendar month and the last of another. InputError says what is wrong with them."""
    start, end = _month(first)[0], _month(last)[1]
    if start > end:
        said = {"first": first, "last": last}
        raise InputError(*(Wording(one)("period_report.from_after_to", **said) for one in ("zh", "en")))
    return start, end


def not_understood(key: str, text: str) -> InputError:
    """The sentence ``key`` about what was typed."""
    return InputError(Wording("zh")(key, text=text), Wording("en")(key, text=text))


def _month(text: str) -> tuple[dt.date, dt.date]:
    try:
        span = period(text) if ".." not in text else None
    except InputError:
        span = None
    if span is None or span[0].day != 1 or len(text.strip()) > len("2026-01"):
        raise not_understood("period_report.bad_month", text)
    return span


def _date(text: str, key: str, whole: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise not_understood(key, whole) from error
