"""What became of a mapping file, in sentences for pages and screens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from wagecheck.wording import Wording

_SHEET: Final = re.compile(r"\[\[sheet\]\] [0-9a-f]+（(.+)）")


def sentences(used: Mapping[str, Any] | None, t: Wording) -> list[str]:
    """``used`` is ``manifest["mapping"]``: entries that applied, sheets left out, entries and columns of no effect."""
    if not used:
        return []
    joint = "; " if t.lang == "en" else "；"
    told = [t("mapping.used", path=used["path"], used=used["used"])]
    if used["left_out"]:
        told.append(t("mapping.left_out_sheets", sheets=joint.join(used["left_out"])))
    for key in ("unused", "stale"):
        if used[key]:
            named = joint.join(map(_readable, used[key]))
            told.append(t(f"mapping.{key}", count=len(used[key]), entries=named))
    return told


def _readable(entry: str) -> str:
    """An entry by the file and sheet it was made for; its fingerprint says nothing to people where these are known."""
    found = _SHEET.fullmatch(entry)
    return found.group(1) if found else entry
