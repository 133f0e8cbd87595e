"""Orders to pay by a deadline as people type them: recorded, and put on record as paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wagecheck.register import orders
from wagecheck.tasks import days, decision_days, entry_values
from wagecheck.tasks.refusals import refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from wagecheck.register.writer import Writer
    from wagecheck.tasks.house import House

_DATES: Final = ("ordered_on", "deadline")


def stated(given: Mapping[str, str | None]) -> dict[str, Any]:
    """What was typed of an order, with its types; amounts are yuan. InputError names what was not understood."""
    values: dict[str, Any] = {name: text.strip() for name, text in given.items() if text and text.strip()}
    for name in _DATES:
        if name in values:
            values[name] = days.day(values[name])
    for name, read in (
        ("uscc", entry_values.code),
        ("amount", entry_values.amount),
        ("contractor", entry_values.name_of),
    ):
        if name in values:
            values[name] = read(values[name])
    if "deadline" not in values:
        raise refused("no_deadline")
    return values


def add(writer: Writer, values: Mapping[str, Any], *, house: House, today: dt.date) -> str:
    """Records what ``stated`` gave; gives its id. RegisterError or InputError where it cannot be an order."""
    ordered, deadline, bounds = values.get("ordered_on"), values["deadline"], house.bounds
    decision_days.ensure_past("ordered_on", ordered, today=today, bounds=bounds)
    decision_days.ensure_late_enough("deadline", deadline, bounds)
    latest = None if bounds.order is None else (ordered or today) + bounds.order
    if latest is not None and deadline > latest:
        raise refused("far", field=decision_days.named("deadline"), day=deadline, latest=latest)
    fields = ("contractor", "uscc", "project", "authority", "order_no", "ordered_on", "amount", "reason")
    return orders.add(writer, deadline=deadline, **{name: values.get(name) for name in fields})


def settle(writer: Writer, order: str, *, settled_on: dt.date, reason: str, house: House, today: dt.date) -> None:
    """It was paid in full on a day. RegisterError, InputError."""
    decision_days.ensure_past("settled_on", settled_on, today=today, bounds=house.bounds)
    orders.settle(writer, order, settled_on=settled_on, reason=reason)
