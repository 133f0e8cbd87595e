"""How severities look in workbooks: fills that are told apart in grey print too, and a sign beside the word."""

from __future__ import annotations

from typing import Final, NamedTuple

from wagecheck.report import labels


class Look(NamedTuple):
    """``colour`` RRGGBB of a fill, ``pattern`` as SpreadsheetML names it."""

    colour: str
    pattern: str = "solid"


#: From dark to light, so that grey print keeps the order; the mildest is dotted.
FILLS: Final = {
    "red_line": Look("E88E86"),
    "serious": Look("F6C28B"),
    "general": Look("FFF0A0"),
    "hint": Look("BFBFBF", "gray125"),
}
#: The signs of the pages; a hint is no verdict, so it does not share the sign of what cannot be told.
SIGNS: Final = {**{severity: labels.MARKS[tone] for severity, tone in labels.TONES.items()}, "hint": "○"}
HEADER: Final = "DCE6F1"
LINK: Final = "0563C1"
