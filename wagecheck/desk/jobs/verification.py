"""A long audit trail verified in the background; what came out stands in one file of the desk's folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

from wagecheck.desk.desk import Desk
from wagecheck.register import audit
from wagecheck.register.audit import Break, Verified
from wagecheck.register.credentials import moment

TASK: Final = "verify"
#: What the job is about: the trail is one.
SUBJECT: Final = "trail"
_FILE: Final = "verified.json"
#: A broken register may have as many breaks as records.
_MOST: Final = 1_000


def run(desk: Desk, anchor: str | None) -> None:
    """Verifies and writes what was found."""
    with desk.register.reading() as reader:
        found = audit.verify(reader, anchor=anchor)
    told = {
        "at": moment(desk.clock()),
        "anchor": anchor,
        "events": found.events,
        "records": found.records,
        "head": found.head,
        "count": len(found.breaks),
        "breaks": [asdict(one) for one in found.breaks[:_MOST]],
    }
    target = desk.store.root / _FILE
    part = target.with_name(f"{_FILE}.part")
    part.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    part.replace(target)


def made(desk: Desk) -> tuple[dict[str, Any], Verified] | None:
    """When it was verified against which anchor, and what was found; None where there is nothing."""
    try:
        told = json.loads((desk.store.root / _FILE).read_text("utf-8"))
        breaks = tuple(Break(**one) for one in told["breaks"])
        return told, Verified(told["events"], told["records"], told["head"], breaks)
    except (OSError, ValueError, KeyError, TypeError):
        return None
