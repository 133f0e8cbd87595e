"""Entering an entry that was decided, or proposing one; nothing is entered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.errors import RegisterError
from wagecheck.register import blacklist
from wagecheck.register.list_comparison import compare_stated
from wagecheck.register.list_rows import Row
from wagecheck.tasks import decision_days
from wagecheck.tasks.entry_values import DATES
from wagecheck.tasks.refusals import said
from wagecheck.wording import Wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from wagecheck.register.writer import Writer
    from wagecheck.tasks.house import House


class OnRecordError(RegisterError):
    """The entry, or one like it, is on record. ``hint``: key of what the command line adds; ``entry``: its id."""

    def __init__(self, key: str, entry: str | None, **values: tuple[str, str]) -> None:
        zh = said(key, id=entry, **{name: value[0] for name, value in values.items()})[0]
        en = said(key, id=entry, **{name: value[1] for name, value in values.items()})[1]
        super().__init__(zh, en)
        self.hint = f"{key}_hint"
        self.entry = entry


def needs_day(house: House, list_name: str, *, proposal: bool) -> bool:
    """Whether an entry of a list needs a first day: it is in force at once, nobody else decides it."""
    return not proposal and list_name not in house.four_eyes


def enter(
    writer: Writer,
    values: Mapping[str, Any],
    house: House,
    *,
    proposal: bool,
    note: str | None,
    anyway: bool,
    today: dt.date,
) -> tuple[str, str]:
    """The id of the new entry and its state. ``anyway``: also where one like it is on record.

    Raises OnRecordError where it is on record, InputError or RegisterError where it cannot be.
    """
    decision_days.ensure_entry(values, today=today, house=house)
    why = note or values.get("reason")
    if not anyway:
        _refuse_like(writer, values, house.four_eyes)
    if proposal:
        entry = blacklist.propose(writer, values, reason=why)
    else:
        entry = blacklist.add(writer, values, reason=why, four_eyes=house.four_eyes)
    return entry, str(writer.get("entry", entry)["state"])


def amend(
    writer: Writer, entry_id: str, changed: Mapping[str, Any], house: House, *, reason: str | None, today: dt.date
) -> None:
    """Corrects what an entry states; its days are looked at where one of them is corrected.

    Raises InputError, RegisterError.
    """
    entry = writer.get("entry", entry_id)
    if changed.keys() & set(DATES):
        decision_days.ensure_entry(
            {**entry, **changed}, today=today, house=house, ends=changed.get("in_force_to") is not None
        )
    blacklist.amend(writer, entry["id"], changed, reason=reason, four_eyes=house.four_eyes)


def _refuse_like(writer: Writer, values: Mapping[str, Any], four_eyes: Collection[str]) -> None:
    """OnRecordError where the entry, or one like it, is on record."""
    row = Row("1", "new", {"subject": "enterprise", **values})
    found = compare_stated([row], writer.all("entry"), four_eyes=four_eyes)[0]
    if found.entry is not None:
        raise OnRecordError("entered_already", found.entry)
    if found.doubts:
        zh, en = (
            "；".join(t(f"register.doubt_{doubt.code}", detail=doubt.detail) for doubt in found.doubts)
            for t in (Wording("zh"), Wording("en"))
        )
        raise OnRecordError("like", None, why=(zh, en))
