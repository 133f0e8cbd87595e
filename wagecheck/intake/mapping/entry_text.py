"""A mapping file written from what it says: entries and places as they were read, after some of them were changed.

``writer`` makes the first draft of an entry from a table; this is for entries that somebody chose field by field.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from wagecheck.intake.mapping.reader import OPEN, choices
from wagecheck.intake.mapping.sheet_mapping import IGNORE, Entry, Place
from wagecheck.intake.mapping.writer import head
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.wording import Wording


def whole(entries: Sequence[Entry], places: Sequence[Place], t: Wording) -> str:
    """The text of a file that says exactly this; it reads back as the same."""
    return head(t) + "".join(_entry(one) for one in entries) + "".join(_place(one) for one in places)


def _entry(entry: Entry) -> str:
    lines = ["", "[[sheet]]", f"fingerprint = {_text(entry.fingerprint)}"]
    if entry.seen:
        lines += ["seen = [", *(f"  {_text(one)}," for one in entry.seen), "]"]
    lines.append(f"ledger = {_text(entry.ledger or OPEN)}{_said(TITLES.get(entry.ledger or ''))}")
    if entry.header_row is not None:
        lines.append(f"header_row = {entry.header_row}")
    titles = choices(entry.ledger if entry.ledger != IGNORE else None)
    lines.append("[sheet.columns]")
    # the name of a field and not its wording, which two fields may share
    lines += [f"{_text(key)} = {_text(name)}{_said(titles.get(name))}" for key, name in entry.columns]
    return "\n".join(lines) + "\n"


def _place(place: Place) -> str:
    span = None if place.span is None else f"{place.span.start}..{place.span.end}"
    said = {
        "file": place.file, "sheet": place.sheet, "contractor": place.contractor, "team": place.team, "period": span,
    }  # fmt: skip
    return "\n[[place]]\n" + "".join(f"{name} = {_text(value)}\n" for name, value in said.items() if value)


def _said(title: str | None) -> str:
    return f"  # {title}" if title else ""


def _text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
