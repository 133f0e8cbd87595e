"""File names that every system can hold: one per contractor, readable, never colliding."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])$", re.IGNORECASE)
_LONGEST = 60
#: Files of the result that stand beside folders named after contractors.
_OURS = frozenset({"index.html", "letters.json"})


def safe_name(text: str) -> str:
    """The text as a file name: forbidden characters become _, trailing dots go, long names are cut."""
    cleaned = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")[:_LONGEST].strip(" .")
    if not cleaned:
        return "未命名"
    return f"_{cleaned}" if _RESERVED.match(cleaned.split(".")[0].strip()) else cleaned


def page_names(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """``(project, contractor)`` → ``<contractor>.html``; names that collide get a short hash of the whole key."""
    names: dict[tuple[str, str], str] = {}
    taken = set(_OURS)
    for key in sorted(set(keys)):
        name = free_name(safe_name(key[1]), "\x1f".join(key), taken)
        taken.add(name.casefold())
        names[key] = f"{name}.html"
    return names


def free_name(name: str, key: str, taken: Container[str], ending: str = "") -> str:
    """The name, or with a short hash of ``key`` where ``taken`` (in small letters, with the ending) has it already."""
    found, tries = name, 0
    while (found + ending).casefold() in taken:
        mark = hashlib.sha256(f"{key}{tries or ''}".encode()).hexdigest()[:6]
        found = f"{name}_{mark}"
        tries += 1
    return found
