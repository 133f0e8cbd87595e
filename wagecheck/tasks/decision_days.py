"""Days that a person types of a decision: a slip of the hand is told before it decides who is listed, and until when.

Published lists are not held to it: what they say is compared row by row (``register.list_comparison``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.register import terms, words
from wagecheck.tasks.refusals import refused
from wagecheck.wording import Wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from wagecheck.tasks.house import Bounds, House


def named(field: str) -> tuple[str, str]:
    """A field for people; ``revoked_on`` is no field of its own, but people are asked for it."""
    if field in words.codes("field"):
        return words.title("field", field), words.title("field", field, "en")
    return Wording("zh")(f"desk_stated.field_{field}"), Wording("en")(f"desk_stated.field_{field}")


def ensure_past(field: str, day: dt.date | None, *, today: dt.date, bounds: Bounds) -> None:
    """Of what was decided or done: not still to come, not absurdly long ago. Raises InputError."""
    if day is not None and day > today:
        raise refused("future", field=named(field), day=day, today=today)
    ensure_late_enough(field, day, bounds)


def ensure_late_enough(field: str, day: dt.date | None, bounds: Bounds) -> None:
    """Not absurdly long ago. Raises InputError."""
    if day is not None and bounds.first is not None and day < bounds.first:
        raise refused("early", field=named(field), day=day, first=bounds.first)


def ensure_entry(values: Mapping[str, Any], *, today: dt.date, house: House, ends: bool = True) -> None:
    """The days of an entry, all of them. Raises InputError.

    ``ends``: whether somebody states its last day, or decides by it; one that a published list gave is left alone.
    """
    decided, first = values.get("decided_on"), values.get("in_force_from")
    ensure_past("decided_on", decided, today=today, bounds=house.bounds)
    ensure_late_enough("in_force_from", first, house.bounds)
    _ensure_near("in_force_from", first, today, house.bounds)
    if decided is not None and first is not None and first < decided:
        raise refused("before_decision", field=named("in_force_from"), day=first, decided=decided)
    if ends:
        _ensure_short(values.get("in_force_to"), first or decided or today, house.bounds)


def ensure_leaving(entry: Mapping[str, Any], day: dt.date, *, today: dt.date, house: House) -> None:
    """The last day of an entry on its list: not after its own end, which it would outlast. Raises InputError."""
    end = terms.days(entry, house.terms).end
    if end is not None and day > end:
        raise refused("after_end", id=entry["id"], day=day, end=end)
    _ensure_near("left_on", day, today, house.bounds)


def _ensure_short(last: dt.date | None, start: dt.date, bounds: Bounds) -> None:
    """The last day counts from the first one: the same day so many years later is the latest."""
    latest = terms.after(start, bounds.longest_months)
    if last is not None and latest is not None and last > latest:
        raise refused("long", field=named("in_force_to"), day=last, start=start, latest=latest)


def _ensure_near(field: str, day: dt.date | None, today: dt.date, bounds: Bounds) -> None:
    if day is not None and bounds.ahead is not None and day > today + bounds.ahead:
        raise refused("far", field=named(field), day=day, latest=today + bounds.ahead)
