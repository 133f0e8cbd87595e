"""Waivers with their state on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.privacy import Masker
from wagecheck.register import shown, waivers

if TYPE_CHECKING:
    import datetime as dt

    from wagecheck.register.reader import Reader

STATES = ("proposed", "approved", "expired", "ended")


def listed(reader: Reader, day: dt.date, *, state: str | None = None) -> list[dict[str, Any]]:
    """All waivers, or those in a ``state`` on the day, without the numbers of people that somebody wrote into them."""
    masker = Masker(b"")
    rows = [{**shown.masked(one, masker), "state": waivers.on(one, day)} for one in reader.all("waiver")]
    return [row for row in rows if state in (None, row["state"])]
