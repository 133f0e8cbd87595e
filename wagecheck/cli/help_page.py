"""Help set out for Chinese characters: each takes two columns of a screen, and lines break between any two of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

import click

#: No line begins with these.
_CLOSING: Final = frozenset("，。；：、！？）》】」』”’…,.;:!?)]}")
#: No line ends with these.
_OPENING: Final = frozenset("（《【「『“‘([{")
_GAP: Final = 2
_FIRST_AT_MOST: Final = 30
_SECOND_AT_LEAST: Final = 20


def width(text: str) -> int:
    """Columns on a screen."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, columns: int) -> list[str]:
    """Lines no wider than ``columns``, but for single words that are; line breaks of the text are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line + piece.rstrip()) > columns:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """What stays together: Latin words with the space behind them, single Chinese characters with their punctuation."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        together = last and (char in _CLOSING or char == " " or last[-1] in _OPENING)
        latin = last and not _wide(char) and not _wide(last[-1]) and last[-1] != " "
        if together or latin:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


class HelpPage(click.HelpFormatter):
    """The formatter of click, measuring in columns."""

    def write_heading(self, heading: str) -> None:
        """A heading with the colon of its language."""
        self.write(" " * self.current_indent + heading + ("：" if _wide(heading[-1]) else ":") + "\n")

    def write_text(self, text: str) -> None:
        """Paragraphs at the present indent."""
        indent = " " * self.current_indent
        for line in wrapped(text, max(self.width - self.current_indent, _SECOND_AT_LEAST)):
            self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_AT_MOST, col_spacing: int = _GAP) -> None:
        """A list of two columns; a first part that is too wide has a line of its own."""
        told = list(rows)
        first_width = min(max((width(first) for first, _ in told), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in told:
            lines = wrapped(second, max(self.width - first_width - self.current_indent, _SECOND_AT_LEAST))
            beside = width(first) <= first_width - col_spacing
            head = first + " " * (first_width - width(first)) + lines[0] if beside else first
            self.write(f"{indent}{head}".rstrip() + "\n")
            for line in lines[1 if beside else 0 :]:
                self.write(f"{indent}{' ' * first_width}{line}".rstrip() + "\n")
