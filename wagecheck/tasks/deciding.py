"""The steps that only a person takes with an entry: approve, reject, review, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wagecheck.errors import InputError
from wagecheck.register import blacklist
from wagecheck.tasks import days, decision_days
from wagecheck.tasks.refusals import said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from wagecheck.register.writer import Writer
    from wagecheck.tasks.house import House

STEPS: Final = ("approve", "reject", "review", "revoke")
_DATES: Final = ("decided_on", "in_force_from", "in_force_to")


def decided(step: str, given: Mapping[str, str | None]) -> dict[str, Any]:
    """What an approval states beside its reason (decision_no, authority, and days), with its types.

    Raises InputError where a day is not understood, or where something is stated with another step.
    """
    values = {name: days.day(text) if name in _DATES else text for name, text in given.items() if text}
    if values and step != "approve":
        raise InputError(*said("only_approve"))
    return values


def decide(
    writer: Writer,
    entry_id: str,
    step: str,
    *,
    house: House,
    reason: str | None,
    left_on: dt.date,
    stated: Mapping[str, Any],
    today: dt.date,
) -> tuple[str, str]:
    """Takes a step of ``STEPS``; gives the id of the entry and its state now. Only a review needs no reason.

    ``stated`` is what ``decided`` gave, ``left_on`` the day on which an entry was taken back.
    Raises RegisterError where this step cannot be taken, or not by this person; InputError where a day cannot be.
    """
    kept = writer.get("entry", entry_id)
    entry = str(kept["id"])
    if step == "approve":  # also what was proposed or imported before: from now on it counts
        decision_days.ensure_entry({**kept, **stated}, today=today, house=house)
    if step == "revoke":
        decision_days.ensure_past("revoked_on", left_on, today=today, bounds=house.bounds)
    if step == "approve":
        blacklist.approve(writer, entry, reason=reason, four_eyes=house.four_eyes, **stated)
    elif step == "review":
        blacklist.review(writer, entry, reason=reason)
    elif step == "reject":
        blacklist.reject(writer, entry, reason=reason or "")
    else:
        blacklist.revoke(writer, entry, reason=reason or "", left_on=left_on)
    return entry, str(writer.get("entry", entry)["state"])


def lift(writer: Writer, entry_id: str, *, house: House, reason: str, left_on: dt.date, today: dt.date) -> str:
    """Takes an entry off its list; ``left_on`` is its last day there, which may be some time ahead. Gives its id.

    Raises RegisterError, InputError.
    """
    kept = writer.get("entry", entry_id)
    decision_days.ensure_leaving(kept, left_on, today=today, house=house)
    blacklist.lift(writer, kept["id"], reason=reason, left_on=left_on)
    return str(kept["id"])
