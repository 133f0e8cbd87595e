"""A record of the register with its codes in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wagecheck.register import words

_KINDS: Final = ("state", "list", "level", "subject", "reason_code")


def worded(record: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The record with its codes in words."""
    return {
        name: words.title(name, value, lang) if name in _KINDS and isinstance(value, str) else value
        for name, value in record.items()
    }
