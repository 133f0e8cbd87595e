"""Dates and pay periods as people type them, and the one place where today is read."""

from __future__ import annotations

import calendar
import datetime as dt
import os
import re

from wagecheck.errors import InputError
from wagecheck.wording import Wording

_MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")


def as_of(text: str | None) -> dt.date:
    """``--as-of``, else ``SOURCE_DATE_EPOCH``, else today. Nothing below the command line reads a clock.

    An epoch that is no number of seconds is refused: today instead of it would be another result without a word.
    """
    if text is not None:
        return _date(text, "cli.as_of_bad", text)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return dt.date.today()
    try:
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(epoch))).date()
    except (ValueError, OverflowError) as error:
        raise _error("cli.epoch_bad", epoch) from error


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
        raise _error("cli.period_bad", text)
    return span


def _date(text: str, key: str, whole: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise _error(key, whole) from error


def _error(key: str, text: str) -> InputError:
    return InputError(Wording("zh")(key, text=text), Wording("en")(key, text=text))
