"""What was assumed where values were read, one row per kind of assumption, with the first places."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Final

from wagecheck.wording import Wording

#: Places named per kind; the counts are of all.
_SHOWN: Final = 5


def rows(files: list[dict[str, Any]], t: Wording) -> list[dict[str, Any]]:
    """``text``, ``count`` of cells, ``columns`` concerned, ``places`` (the first), ``more`` columns not named.

    The most frequent kind comes first. ``files``: the inputs of the manifest that the page is about.
    """
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in files:
        for table in file.get("tables", ()):
            place = {"file": file["path"], "sheet": table["sheet"]}
            for told in table.get("assumed", ()):
                kinds[told["note"]].append({**place, **told})
    found = [
        {
            "text": t(key(note)),
            "count": sum(place["count"] for place in places),
            "columns": len(places),
            "places": [_place(place, t) for place in places[:_SHOWN]],
            "more": max(len(places) - _SHOWN, 0),
        }
        for note, places in kinds.items()
    ]
    return sorted(found, key=lambda row: (-row["count"], row["text"]))


def key(note: str) -> str:
    """The key of the sentence for a code of ``intake.values.notes``."""
    return "assumption." + re.sub(r"\W+", "_", note)


def _place(place: dict[str, Any], t: Wording) -> str:
    return t("page.assumed_place", **place)
