"""What runs out in the months ahead: entries of the lists, waivers, orders to pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wagecheck.register import shown, terms

if TYPE_CHECKING:
    import datetime as dt

    from wagecheck.privacy import Masker
    from wagecheck.register.reader import Reader
    from wagecheck.tasks.house import House


@dataclass(frozen=True)
class Expiry:
    """A day on which something runs out."""

    on: dt.date
    kind: Literal["entry", "waiver", "order"]
    record: dict[str, Any]
    """Masked."""
    computed: bool = False
    """The day follows from the term of the list; nobody stated it."""


def ahead(reader: Reader, masker: Masker, *, house: House, on: dt.date, months: int) -> list[Expiry]:
    """By day: what ends from a day on, so many months ahead, and orders to pay that are overdue on it."""
    until = terms.after(on, months)
    assert until is not None
    found = []
    for entry in reader.all("entry", state="in_force"):
        days = terms.days(entry, house.terms)
        if days.end is not None and on <= days.end <= until:
            found.append(Expiry(days.end, "entry", shown.masked(entry, masker), days.end_computed))
    for entry in reader.all("entry", state="lifted"):
        if entry["left_on"] is not None and on <= entry["left_on"] <= until:  # decided, but yet to come
            found.append(Expiry(entry["left_on"], "entry", shown.masked(entry, masker)))
    for waiver in reader.all("waiver", state="approved"):
        if on <= waiver["expires_on"] <= until:
            found.append(Expiry(waiver["expires_on"], "waiver", shown.masked(waiver, masker)))
    for order in reader.all("order", state="open"):
        if order["deadline"] <= until:
            found.append(Expiry(order["deadline"], "order", shown.masked(order, masker)))
    return sorted(found, key=lambda one: (one.on, one.kind, int(one.record["id"][1:])))
