"""Comments on headings: whether the column is obligatory and why, what is expected, which rules look at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openpyxl.cell import Cell
from openpyxl.comments import Comment

from wagecheck.blanks import looks
from wagecheck.blanks.common import common

_WIDTH: Final = 300
_LINE: Final = 19
#: Points of the comment's width that a character takes.
_CHARACTER: Final = 7


def put(cell: Cell, note: str, must: str, rules: Sequence[str]) -> None:
    """Puts the comment on a heading; ``must`` is the reason, empty where the column may be left blank."""
    labels = common()["labels"]
    lines = [f"{labels['must'] if must else labels['may']}。{note}"]
    lines += [f"{labels['reason']}{must}"] if must else []
    lines += [labels["rules"], *rules] if rules else []
    text = "\n".join(lines)
    height = _LINE * (looks.lines_of(text, _WIDTH / _CHARACTER) + 1)
    cell.comment = Comment(text, "wagecheck", width=_WIDTH, height=height)
