"""Days that follow from an entry and are never stored: its state, its end by the term of the list, early removal.

Source: 拖欠农民工工资失信联合惩戒对象名单管理暂行办法, 信用修复管理办法. Which of their readings of early removal
prevails is not verified: both are shown, a person decides.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wagecheck.register.listing_days import last_day

#: The only list with a term and an early removal.
STATUTORY: Final = "statutory"


@dataclass(frozen=True)
class Terms:
    """Numbers of ``rules/values``: term in months, months before early removal may be asked for (two readings)."""

    term_months: int | None
    early_exit_months: int | None
    publicity_months: int | None


@dataclass(frozen=True)
class Days:
    """``end_computed``: the end follows from the term of the list. None: not known, or there is no such day."""

    start: dt.date | None
    end: dt.date | None
    end_computed: bool
    early_exit_on: dt.date | None
    publicity_until: dt.date | None


def days(entry: Mapping[str, Any], terms: Terms) -> Days:
    """The days of an entry."""
    start = entry["in_force_from"] or entry["decided_on"]
    end, computed = entry["in_force_to"], False
    if start is None or entry["list"] != STATUTORY:
        return Days(start, end, computed, None, None)
    if end is None and terms.term_months is not None:
        end, computed = last_day(start, terms.term_months), True
    return Days(start, end, computed, after(start, terms.early_exit_months), after(start, terms.publicity_months))


def state(entry: Mapping[str, Any], on: dt.date, terms: Terms) -> str:
    """The state on a day: an entry in force whose last day (stated, or by the term) has passed is ``expired``.

    One whose last day on the list (``left_on``) is still to come is in force until then, as checks see it.
    """
    if entry["state"] == "lifted" and entry["left_on"] is not None and entry["left_on"] >= on:
        return "in_force"
    end = days(entry, terms).end
    if entry["state"] == "in_force" and end is not None and end < on:
        return "expired"
    return str(entry["state"])


def after(start: dt.date, months: int | None) -> dt.date | None:
    """The same day so many months later, or the last day of a shorter month; as the facts of a check count."""
    if months is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
