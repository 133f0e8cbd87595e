"""What became of a mapping file, in sentences for pages and screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagecheck.wording import Wording


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
            told.append(t(f"mapping.{key}", count=len(used[key]), entries=joint.join(used[key])))
    return told
