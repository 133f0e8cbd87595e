"""Rows of a published list as the register would state them, with the doubts that a row alone gives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wagecheck.ledgers.identifiers import bare_code_of
from wagecheck.register import words
from wagecheck.register.blacklist import STATED, Leaving

#: Fields of a list under another name in the register.
_RENAMED: Final = {"decided_on": "listed_on", "in_force_from": "starts_on", "in_force_to": "ends_on"}
_CODED: Final = ("level", "subject", "reason_code")


@dataclass(frozen=True)
class Doubt:
    """Why a row needs a person. ``code``: a key ``doubt_…`` of the wording; ``final``: it cannot be taken as it is."""

    code: str
    detail: str = ""
    final: bool = False


@dataclass(frozen=True)
class Change:
    """A field that the list states otherwise than the register."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Row:
    """One entry of a list. ``kind``: new, changed, known, doubtful; ``entry``: its id, where it is on record.

    ``label`` is the row as people name it, with the sheet where the file has several; ``place`` always names the sheet.
    """

    label: str
    kind: str
    stated: Mapping[str, Any]
    leaving: Leaving | None = None
    place: str = ""
    entry: str | None = None
    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def final(self) -> bool:
        """Whether it cannot be taken, not even on purpose."""
        return any(doubt.final for doubt in self.doubts)


def given_row(row: dict[str, Any], *, many: bool, as_of: dt.date, left: str) -> Row:
    """A row of a list as the register would state it, with the doubts that the row alone gives."""
    stated: dict[str, Any] = {
        name: row.get(_RENAMED.get(name, name)) for name in STATED if name in row or name in _RENAMED
    }
    doubts = []
    for name in _CODED:
        said = stated.get(name)
        stated[name] = words.code_of(name, said) if said else None
        if said and stated[name] is None:
            doubts.append(Doubt("word", f"{words.title('field', name)} {said}"))
    if stated["uscc"]:
        stated["uscc"] = bare_code_of(stated["uscc"])
    if not stated["name"] and not stated["uscc"]:
        people = [part for part in re.split(r"[、,，;；/\s]+", stated["persons"] or "") if part]
        stated |= {"subject": "person", "name": "、".join(people), "persons": None}
        if len(people) > 1:
            doubts.append(Doubt("people", "、".join(people), final=True))
    stated["subject"] = stated["subject"] or "enterprise"
    if not stated["name"] and not stated["uscc"]:
        doubts.append(Doubt("nobody", final=True))
    if row["amount_said"]:
        doubts.append(Doubt("amount", row["amount_said"]))
    if row["lost"]:
        doubts.append(Doubt("lost", "、".join(words.title("field", name) for name in row["lost"].split("、"))))
    start = stated["in_force_from"] or stated["decided_on"]
    if start is None:
        doubts.append(Doubt("no_start", final=True))
    decided = stated["decided_on"]
    doubts += [Doubt("future", str(day)) for day in (decided,) if day is not None and day > as_of]
    day = row["left_on"]
    over = row["ends_on"] is not None and row["ends_on"] < as_of
    if row["off"] and day is None and not over:
        doubts.append(Doubt("left_undated"))
    last = min((end for end in (row["ends_on"], day) if end is not None), default=None)
    if start is not None and last is not None and last < start:
        doubts.append(Doubt("order", f"{start} … {last}", final=True))
    if stated["amount"] is not None and stated["amount"] < 0:
        doubts.append(Doubt("negative", final=True))
    leaving = Leaving(day, left) if day is not None or (row["off"] and not over) else None
    place = f"{row['sheet']}!{row['row']}"
    label = place if many else str(row["row"])
    plain = {name: value for name, value in stated.items() if value is not None}
    return Row(label, "new", plain, leaving, place, doubts=tuple(doubts))
