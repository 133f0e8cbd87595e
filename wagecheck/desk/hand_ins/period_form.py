"""Project and pay period as somebody types them in a form: when a hand-in begins, and when it is moved."""

from __future__ import annotations

import datetime as dt
from typing import Final

from wagecheck.desk.forms import Form
from wagecheck.errors import InputError
from wagecheck.wording import both

#: The fields of the form.
_FIELDS: Final = ("site", "month", "first_day", "last_day")


def typed(sent: Form) -> dict[str, str]:
    """What stands in the form, to be shown again where it is refused."""
    return {name: sent.text(name) for name in _FIELDS}


def days(sent: Form) -> tuple[dt.date, dt.date]:
    """Exact days where they are given, else the month. Raises InputError where neither is."""
    first, last = sent.day("first_day"), sent.day("last_day")
    if first and last:
        return first, last
    month = sent.month("month")
    if month is None or first or last:
        raise InputError(*both("desk_hand_in.no_period"))
    return month
