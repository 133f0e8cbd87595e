"""Codes of the register in words for people, and words of people as codes.

The words stand in ``rules/dictionaries/blacklist_words.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from wagecheck.resources import folder, read_toml


@cache
def _words() -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "blacklist_words.toml")


def codes(kind: str) -> tuple[str, ...]:
    """All codes of a kind (state, list, level, subject, reason_code, field, …)."""
    return tuple(_words()[kind])


def title(kind: str, code: str, lang: str = "zh") -> str:
    """A code for people in ``zh`` or ``en``; the code itself where it is not known."""
    words = _words()[kind].get(code)
    return str(words[lang]) if words else code


def code_of(kind: str, text: str | None) -> str | None:
    """The code that a text names by itself, by its title or by another wording; None where it is not known."""
    wanted = _squeezed(text)
    for code, words in _words()[kind].items():
        if wanted in {_squeezed(said) for said in (code, words["zh"], words["en"], *words.get("word", ()))}:
            return str(code)
    return None


def _squeezed(text: str | None) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or "")).casefold()
