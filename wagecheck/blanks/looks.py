"""How the workbooks look: fonts, fills, borders, and widths of Chinese text."""

from __future__ import annotations

import math
import unicodedata
from typing import Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT: Final = "微软雅黑"
_SIDE: Final = Side(style="thin", color="A6A6A6")
BORDER: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
BOTTOM: Final = Border(bottom=_SIDE)

TITLE: Final = Font(name=FONT, size=16, bold=True, color="1F3864")
HEADING: Final = Font(name=FONT, size=10, bold=True, color="1F3864")
MUST: Final = Font(name=FONT, size=10, bold=True, color="C00000")
BODY: Final = Font(name=FONT, size=10)
SMALL: Final = Font(name=FONT, size=9, color="595959")
CHAPTER: Final = Font(name=FONT, size=12, bold=True, color="1F3864")

HEAD_FILL: Final = PatternFill("solid", fgColor="DCE6F1")
BAND_FILL: Final = PatternFill("solid", fgColor="F2F2F2")
EXAMPLE_FILL: Final = PatternFill("solid", fgColor="FFF9E7")
WARNING_FILL: Final = PatternFill("solid", fgColor="FFE699")

CENTRE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT: Final = Alignment(horizontal="left", vertical="center", wrap_text=True)
TOP: Final = Alignment(horizontal="left", vertical="top", wrap_text=True)
RIGHT: Final = Alignment(horizontal="right", vertical="center")
#: Alignment of a value by its kind.
BY_KIND: Final = {"money": RIGHT, "ratio": RIGHT}

TAB_FORM: Final = "1F6FB2"
TAB_OTHER: Final = "A6A6A6"


def columns_of(text: str) -> int:
    """Width of a text in characters of a spreadsheet: Chinese ones are two wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """Lines that a wrapped text takes in a cell of this width."""
    return sum(max(1, math.ceil(columns_of(line) * 1.08 / max(width - 1, 1))) for line in text.split("\n"))
