"""File names that every system can hold: one per contractor, readable, never colliding."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST = 60


def safe_name(text: str) -> str:
    """The text as a file name: forbidden characters become _, trailing dots go, long names are cut."""
    cleaned = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")[:_LONGEST].strip(" .")
    if not cleaned:
        return "未命名"
    return f"_{cleaned}" if _RESERVED.match(cleaned.split(".")[0]) else cleaned


def page_names(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """``(project, contractor)`` → ``<contractor>.html``; names that collide get a short hash of the whole key."""
    names: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for key in sorted(set(keys)):
        name = safe_name(key[1])
        if name.casefold() in taken:
            name += "_" + hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:6]
        taken.add(name.casefold())
        names[key] = f"{name}.html"
    return names
