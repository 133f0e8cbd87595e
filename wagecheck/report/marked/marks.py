"""Which cells of which file the findings speak of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wagecheck.report import labels
from wagecheck.result import Result

Row = Mapping[str, Any]

_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LETTERS: Final = 26


@dataclass(frozen=True, eq=False)
class Entry:
    """One finding in one file: its cells there as (sheet, cell or None), the finding's own place first.

    Equal only to itself, so that very many of them can be told apart at once.
    """

    finding: Row
    places: tuple[tuple[str | None, str | None], ...]

    @property
    def severity(self) -> str:
        """``hint`` where the finding is waived: it no longer counts."""
        return "hint" if self.finding["state"] == "waived" else str(self.finding["severity"])


@dataclass
class FileMarks:
    """All findings of one file, worst first."""

    entries: list[Entry] = field(default_factory=list)

    def cells(self, sheet: str) -> dict[str, list[Entry]]:
        """The marked cells of a sheet with their findings, worst first; sheets are called as the result calls them."""
        found: dict[str, dict[Entry, None]] = {}
        for entry in self.entries:
            for name, cell in entry.places:
                if name == sheet and cell is not None:
                    found.setdefault(cell, {})[entry] = None
        return {cell: list(entries) for cell, entries in found.items()}

    def sheets(self) -> list[str]:
        """The sheets that have a marked cell."""
        return list(dict.fromkeys(name for entry in self.entries for name, cell in entry.places if name and cell))


def by_file(result: Result) -> dict[str, FileMarks]:
    """Every file that a finding points at, by its path in the submission; a finding may stand in several files."""
    order = {severity: index for index, severity in enumerate(labels.SEVERITIES)}
    entries: dict[str, list[Entry]] = defaultdict(list)
    for finding in result.findings.iter_rows(named=True):
        for file, places in _places(finding).items():
            entries[file].append(Entry(finding, tuple(places)))
    return {
        file: FileMarks(sorted(entries[file], key=lambda one: (one.finding["state"] == "waived", order[one.severity])))
        for file in sorted(entries)
    }


def _places(finding: Row) -> dict[str, list[tuple[str | None, str | None]]]:
    found: dict[str, list[tuple[str | None, str | None]]] = {}
    own = {name: finding[name] for name in ("file", "sheet", "cell")}
    for place in (own, *(finding["also"] or ())):
        if place["file"]:
            here = found.setdefault(place["file"], [])
            spot = (place["sheet"], place["cell"] if _CELL.fullmatch(place["cell"] or "") else None)
            if spot not in here:
                here.append(spot)
    return found


def position(cell: str) -> tuple[int, int]:
    """``H12`` → (12, 8): row and column from 1."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(f"no cell: {cell!r}")
    column = 0
    for letter in match[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), column


def letters(column: int) -> str:
    """8 → ``H``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def worst(entries: Iterable[Entry]) -> str:
    """The worst severity of some findings."""
    found = {entry.severity for entry in entries}
    return next(severity for severity in labels.SEVERITIES if severity in found)
