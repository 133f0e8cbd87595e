"""Text for parts of a workbook: no character that XML forbids, nothing that a spreadsheet would take for an escape."""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: What a cell holds at most.
LONGEST: Final = 32_767


def clean(text: str) -> str:
    """The text as a cell or a comment may hold it."""
    return _FORBIDDEN.sub("", text)[:LONGEST]


def escaped(text: str) -> str:
    """The same for an XML part, where ``_x0041_`` would be read as a letter."""
    return _ESCAPE.sub("_x005F_", clean(text))
