"""What the newest checks say of the waivers: how many findings each covered, or why it fits nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from wagecheck.desk.desk import Desk

#: Problems that say that the waiver itself is wrong; the others are told where nothing used it.
WRONG: Final = ("barred", "rule", "contractor", "worker")


@dataclass
class Use:
    """Of one waiver, over the newest checked hand-in of every project."""

    findings: int = 0
    problem: str = ""
    """barred · rule · contractor · worker · unused; empty where it was used, or no check has seen it."""


def of(desk: Desk, checked: Iterable[Mapping[str, Any]]) -> dict[str, Use]:
    """Waiver id → use; ``checked`` are checked hand-ins, of which the newest of every site counts."""
    newest = {one["site"]: one["id"] for one in sorted(checked, key=lambda one: (one["last_day"], int(one["id"][1:])))}
    uses: dict[str, Use] = {}
    for hand_in in newest.values():
        told = _told(desk.store.hand_in(hand_in).result / "manifest.json")
        for waiver in told.get("used", ()):
            uses.setdefault(waiver["id"], Use()).findings += waiver["findings"]
        for waiver in told.get("problems", ()):
            use = uses.setdefault(waiver["id"], Use())
            if use.problem not in WRONG and waiver["problem"] != "expired":
                use.problem = waiver["problem"]
    for use in uses.values():
        if use.findings and use.problem not in ("barred",):
            use.problem = ""
    return uses


def _told(path: Path) -> Mapping[str, Any]:
    try:
        stamp = path.stat()
        return _read(path, stamp.st_mtime_ns, stamp.st_size)
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=512)
def _read(path: Path, _changed: int, _size: int) -> Mapping[str, Any]:
    return dict(json.loads(path.read_text("utf-8")).get("waivers") or {})
