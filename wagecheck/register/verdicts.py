"""Verdicts of a person: this contractor (or this person of it) is, or is not, the one that an entry means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagecheck.ledgers.companies import company_key
from wagecheck.register.reader import Reader
from wagecheck.register.writer import Writer


def on_record(
    reader: Reader, *, entry: str, contractor: str | None, uscc: str | None, person: str | None
) -> Mapping[str, Any] | None:
    """The verdict about the same entry, company (code, else name) and person; None where there is none."""
    for verdict in reader.all("verdict", entry=entry):
        both = verdict["uscc"] and uscc
        company = verdict["uscc"] == uscc if both else company_key(verdict["contractor"]) == company_key(contractor)
        if company and company_key(verdict["person"]) == company_key(person):
            return verdict
    return None


def decide(
    writer: Writer, *, entry: str, same: bool, contractor: str | None, uscc: str | None, person: str | None, reason: str
) -> tuple[str, bool]:
    """Stores a verdict once. Gives its id, and whether anything changed: another answer corrects the one on record."""
    entry = writer.get("entry", entry)["id"]
    known = on_record(writer, entry=entry, contractor=contractor, uscc=uscc, person=person)
    said = {"same": int(same), "contractor": contractor, "uscc": uscc, "person": person}
    if known is None:
        return writer.add("verdict", "decide", reason, entry=entry, state="decided", **said), True
    wider = {name: value for name, value in said.items() if value is not None and value != known[name]}
    if not wider.keys() & {"same", "uscc"}:
        return str(known["id"]), False
    writer.change("verdict", known["id"], "decide", reason, **wider)
    return str(known["id"]), True
