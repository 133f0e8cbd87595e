"""The clerk's corrections (``mapping.toml``): which table is which ledger, which column which field, whose a file is.

An entry holds for every table of the same shape (``shapes.fingerprint``), this month and the next. A place holds for
files and sheets by name. Reading such a file is in ``mapping_reader``, writing one in ``mapping_writer``.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from wagecheck.errors import InputError
from wagecheck.intake.headers import Heading
from wagecheck.intake.matching import Pins
from wagecheck.intake.origins import Origin, Span, Told
from wagecheck.intake.wordings import normalise

NAME: Final = "mapping.toml"
#: The ledger of a table, and the field of a column, that is left out.
IGNORE: Final = "ignore"
_LETTER = re.compile(r"^([A-Z]{1,3})(?:[\s:：.、]+(.*))?$", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """What is settled of one shape.

    ``ledger``: None as the program finds, ``ignore`` left out. ``header_row``: as people count, 0 for none, None as
    found.
    ``columns``: key as written (``C 身份证号``, ``C``, ``身份证号``) → field or ``ignore``.
    """

    number: int
    line: int
    fingerprint: str
    ledger: str | None = None
    header_row: int | None = None
    columns: tuple[tuple[str, str], ...] = ()
    seen: tuple[str, ...] = ()

    def on(self, headings: Sequence[Heading], width: int) -> tuple[Pins, tuple[str, ...]]:
        """The pins of a table of ``width`` columns with these headings, and the keys of columns that it has not."""
        columns: dict[int, str] = {}
        ignored: set[int] = set()
        stale: list[str] = []
        for key, name in self.columns:
            index = _column(key, headings)
            if index is None or index >= width:
                stale.append(key)
            elif name == IGNORE:
                ignored.add(index)
            else:
                columns[index] = name
        return Pins(columns, frozenset(ignored)), tuple(stale)


@dataclass(frozen=True)
class Place:
    """What is settled of files by name (``*`` stands for anything): contractor, team, pay period."""

    number: int
    line: int
    file: str
    sheet: str | None = None
    contractor: str | None = None
    team: str | None = None
    span: Span | None = None

    def holds(self, path: str, sheet: str) -> bool:
        """Whether a sheet of the file ``path`` (``/`` separated) is meant."""
        named = fnmatch.fnmatchcase(path, self.file) or fnmatch.fnmatchcase(PurePosixPath(path).name, self.file)
        return named and (self.sheet is None or fnmatch.fnmatchcase(sheet.strip(), self.sheet.strip()))


@dataclass(frozen=True)
class SheetMapping:
    """A mapping file as it was read; ``path`` as it is shown to people, ``file`` where it is."""

    path: str
    file: Path
    sha256: str
    entries: tuple[Entry, ...] = ()
    places: tuple[Place, ...] = ()
    _by_fingerprint: Mapping[str, Entry] = field(default_factory=dict, repr=False)

    def entry(self, fingerprint: str) -> Entry | None:
        """What is settled of a shape."""
        return self._by_fingerprint.get(fingerprint)

    def settle(self, origin: Origin, path: str, sheet: str) -> tuple[Origin, tuple[int, ...]]:
        """The origin of a table with what is settled of its file, and the numbers of the places that say so.

        What is settled stands alone: nothing contradicts it.
        """
        held = [place for place in self.places if place.holds(path, sheet)]
        for place in held:
            if place.contractor:
                origin = replace(origin, contractors=[Told("mapping", place.contractor)])
            if place.team:
                origin = replace(origin, teams=[Told("mapping", place.team)])
            if place.span:
                origin = replace(origin, spans=[("mapping", place.span)])
        return origin, tuple(place.number for place in held)


@dataclass(frozen=True)
class Use:
    """What became of a mapping: entries used, those that nothing fits, columns that the tables no longer have."""

    path: str
    sha256: str
    used: int
    unused: tuple[str, ...]
    stale: tuple[str, ...]
    left_out: tuple[str, ...]


def beside(paths: Sequence[Path]) -> Path | None:
    """The ``mapping.toml`` of the submission: in the folder of a path, else in the folder above it; None without one.

    Raises InputError where two paths have different ones.
    """
    found: dict[Path, None] = {}
    for path in paths:
        folder = path.resolve() if path.is_dir() else path.resolve().parent
        place = next((one / NAME for one in (folder, folder.parent) if (one / NAME).is_file()), None)
        if place is not None:
            found[place] = None
    if len(found) > 1:
        told = "、".join(map(str, found))
        raise InputError(
            f"找到几份识别对照表：{told}。请用 --mapping 指定一份。",
            f"several mapping files: {told}; choose one with --mapping",
        )
    return next(iter(found), None)


def _column(key: str, headings: Sequence[Heading]) -> int | None:
    """The column that a key means: by its heading, by its letter where several have this heading or there is none."""
    lettered = _LETTER.match(key.strip())
    letter = _number(lettered.group(1)) - 1 if lettered else None
    written = (lettered.group(2) or "") if lettered else key
    wanted = normalise(written).text
    whole = normalise(key).text
    named = [h.index for h in headings if normalise(h.label).text in (wanted, whole) and normalise(h.label).text]
    if len(named) == 1:
        return named[0]
    if letter is None or (named and letter not in named) or (wanted and not named):
        return None
    return letter


def _number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
