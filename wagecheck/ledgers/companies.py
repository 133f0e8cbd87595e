"""Names of companies as they are compared: one key for equal names, one fold for names that are nearly equal.

The words stand in ``rules/dictionaries/company_names.toml``. Companies are few: these are plain functions of one name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from wagecheck.resources import folder, read_toml

_BLANK: Final = re.compile(r"\s+")
_BRACKETS: Final = str.maketrans(dict.fromkeys("[{【〔〖「《<", "(") | dict.fromkeys("]}】〕〗」》>", ")"))
_PUNCTUATION: Final = re.compile(r"[^\w]")


@cache
def _words() -> dict[str, Any]:
    return read_toml(folder("rules") / "dictionaries" / "company_names.toml")


def company_key(name: str | None) -> str | None:
    """Equal keys are equal names: NFKC, no blanks, one kind of bracket, upper case. None where nothing is left."""
    if name is None:
        return None
    text = _BLANK.sub("", unicodedata.normalize("NFKC", name)).translate(_BRACKETS).upper()
    return text or None


def company_fold(key: str) -> str:
    """A key without brackets and punctuation, with the legal form in one wording, for near names."""
    text = _PUNCTUATION.sub("", key)
    for written, meant in _words()["same"].items():
        text = text.replace(written, meant)
    return text


def former_keys(text: str | None) -> frozenset[str]:
    """Keys of the former names that one cell lists."""
    if not text:
        return frozenset()
    words = _words()["former"]
    parts = re.split(f"[{re.escape(words['separators'])}]", text)
    keys = set()
    for part in parts:
        name = part.strip()
        for prefix in words["prefixes"]:
            name = name.removeprefix(prefix).strip()
        if key := company_key(name):
            keys.add(key)
    return frozenset(keys)


def is_near(fold: str, other: str) -> bool:
    """Whether two folds are equal or differ by one character that does not tell companies apart (一局 and 二局 do)."""
    if fold == other:
        return True
    words = _words()["near"]
    first, second = _stem(fold), _stem(other)
    if min(len(first), len(second)) < words["min_length"] or Levenshtein.distance(fold, other, score_cutoff=1) > 1:
        return False
    changed = "".join(
        fold[edit.src_pos : edit.src_pos + (edit.tag != "insert")]
        + other[edit.dest_pos : edit.dest_pos + (edit.tag != "delete")]
        for edit in Levenshtein.editops(fold, other)
    )
    return not set(changed) & set(words["telling"])


def _stem(fold: str) -> str:
    for suffix in _words()["near"]["suffixes"]:
        if fold.endswith(suffix):
            return fold.removesuffix(suffix)
    return fold
