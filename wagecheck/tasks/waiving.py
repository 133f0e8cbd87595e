"""Proposing and approving a waiver, as far as the profile lets anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.register import waivers
from wagecheck.tasks import entry_values
from wagecheck.tasks.refusals import refused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from wagecheck.register.writer import Writer
    from wagecheck.tasks.house import WaiverHouse


def propose(writer: Writer, stated: Mapping[str, Any], *, house: WaiverHouse, today: dt.date) -> str:
    """A proposal; it holds at once where the profile asks for no second person. Gives its id.

    Raises RegisterError, InputError.
    """
    if stated.get("contractor") and not stated.get("fingerprint"):  # that of a finding is the one its files name
        entry_values.name_of(str(stated["contractor"]))
    _ensure_short(stated.get("expires_on"), house, today)
    made = waivers.propose(writer, stated, today=today)
    if not house.four_eyes:
        waivers.approve(writer, made, reason=None, four_eyes=False, today=today)
    return made


def approve(writer: Writer, waiver_id: str, *, reason: str | None, house: WaiverHouse, today: dt.date) -> None:
    """Lets a proposal hold.

    Raises RegisterError where this person cannot, or where its rule is never waived; InputError where it is too long.
    """
    waiver = writer.get("waiver", waiver_id)
    house.refuse(waiver["rule"])
    _ensure_short(waiver["expires_on"], house, today)
    waivers.approve(writer, waiver_id, reason=reason, four_eyes=house.four_eyes, today=today)


def _ensure_short(last: dt.date | None, house: WaiverHouse, today: dt.date) -> None:
    latest = house.latest(today)
    if last is not None and latest is not None and last > latest:
        raise refused("waiver_long", day=last, latest=latest)
