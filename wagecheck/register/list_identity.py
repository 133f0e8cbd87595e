"""When two rows of a list, or a row and an entry, are the same: subject (code, else name), decision (else its day)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from wagecheck.ledgers.companies import company_key
from wagecheck.ledgers.identifiers import bare_code_of

#: Where an organisation code (GB 11714) stands inside a credit code; a list may state it alone.
_ORGANISATION: Final = slice(8, 17)
_ORGANISATION_LENGTH: Final = 9


def identity(stated: Mapping[str, Any], code: str | None) -> tuple[Any, ...]:
    """What makes two rows of a file the same entry."""
    person = stated.get("person_id") if stated["subject"] == "person" else None
    return stated["list"], code or company_key(stated.get("name")), _decision(stated) or _day(stated), person


def named(stated: Mapping[str, Any]) -> tuple[Any, ...]:
    """The same by its name alone, for a row that states no code."""
    return stated["list"], company_key(stated.get("name")), _decision(stated) or _day(stated)


def other_person(stated: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether two people of one name have numbers that differ."""
    own, other = record["person_id"], stated.get("person_id")
    person = stated["subject"] == "person"
    return bool(person and own and other and not agree("person_id", own, other) and not agree("person_id", other, own))


def same_decision(stated: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether both are about one decision: its number, or the day where one of them states no number."""
    own, other = _decision(stated), _decision(record)
    return own == other if own and other else _day(stated) == _day(record)


def organisation(code: str | None) -> str | None:
    """The organisation code of a credit code, or the code itself where it is one (or nothing that is known)."""
    bare = bare_code_of(code or "")
    return (bare[_ORGANISATION] if len(bare) == 18 else bare) or None


def agree(field: str, before: Any, after: Any) -> bool:
    """Equal but for blanks, width and case.

    A number partly masked is the same where its open digits fit, an organisation code where the credit code holds it.
    """
    if not isinstance(before, str) or not isinstance(after, str):
        return bool(before == after)
    if field == "uscc" and len(after) == _ORGANISATION_LENGTH:
        return organisation(before) == after
    own, other = _bare(before), _bare(after)
    if own == other:
        return True
    return "*" in other and re.fullmatch(re.sub(r"(\\\*)+", ".*", re.escape(other)), own, re.DOTALL) is not None


def _decision(stated: Mapping[str, Any]) -> str | None:
    """A decision number without blanks, with one kind of bracket."""
    return company_key(stated.get("decision_no"))


def _day(stated: Mapping[str, Any]) -> dt.date | None:
    day: dt.date | None = stated.get("decided_on") or stated.get("in_force_from")
    return day


def _bare(text: str) -> str:
    return company_key(text) or ""
