"""What the cells of a column say it is: identity numbers, cards, phones, names, dates, whatever its heading says.

Only a sample of filled cells is looked at; how many, and how large a part must be of one kind, is data
(``rules/headers.toml``, ``[values]``). What a column is used for is decided in ``matching``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from operator import mul
from typing import Any, Final

from wagecheck.intake.grid import Cell, Grid
from wagecheck.intake.wordings import dictionary

#: Numbers of a spreadsheet keep 15 digits: longer ones have the length of what they were, but no check digit.
_SURE_DIGITS: Final = 15
_NOISE = re.compile(r"""[\s\u200b\ufeff'"`‘’“”]+""")
_IDENTITY = re.compile(r"^[1-9]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$")
_HIDDEN_IDENTITY = re.compile(r"^[1-9]\d{2,5}[*●]{8,12}[\dX*]{0,4}$")
_CARD = re.compile(r"^\d{16,19}$")
_PHONE = re.compile(r"^(?:\+?86)?1[3-9]\d{9}$")
_DATE = re.compile(r"^(?:19|20)\d{2}(?:年|[./\-])\d{1,2}(?:月|[./\-])\d{1,2}日?(?:\d{1,2}:\d{2}.*)?$")
_NAME = re.compile(r"^[\u4e00-\u9fa5]{2,4}$|^[\u4e00-\u9fa5]{2,8}·[\u4e00-\u9fa5]{2,8}$")


@dataclass(frozen=True)
class Seen:
    """What a column's cells are: ``kind`` (identity, card, phone, name, date), its share of the sample, and ``sure``:
    the share that a check digit, or the kind itself, leaves no doubt about."""

    kind: str
    share: float
    sure: float
    count: int

    @property
    def certain(self) -> bool:
        """Whether check digits, or the kind itself, leave no doubt."""
        return self.sure >= float(_rules()["share"])

    @property
    def confidence(self) -> float:
        """How sure a column known by its values alone is, 0–1."""
        return round(float(_rules()["confidence"][self.kind]) * (0.75 * self.share + 0.25 * self.sure), 2)


@dataclass(frozen=True)
class Columns:
    """The columns of a table's body, looked at when somebody asks; ``rows`` are zero-based rows of the sheet."""

    grid: Grid
    rows: Sequence[int]
    left: int = 0
    right: int | None = None
    """The columns of one of several tables that stand side by side: from ``left`` up to, not including, ``right``."""
    _seen: dict[tuple[int, bool], Seen | None] = field(default_factory=dict)

    @cached_property
    def width(self) -> int:
        """One more than the last column: of the widest row of the sample, or of the table."""
        if self.right is not None:
            return self.right
        return max((len(self.grid.rows[row]) for row in self.rows[: _rules()["sample"]]), default=0)

    def look(self, index: int, *, closely: bool = True) -> Seen | None:
        """What the cells of a column say; None where they say nothing. Not ``closely``: a glance at the first ones."""
        if (index, closely) not in self._seen:
            wanted = _rules()["sample" if closely else "glance"]
            self._seen[index, closely] = look(list(itertools.islice(self._filled(index), wanted)))
        return self._seen[index, closely]

    def differ(self, one: int, other: int) -> bool | None:
        """Whether two columns say different things in the sample; None where only one of them says anything."""
        pairs = [
            (_plain(row[one]), _plain(row[other]))
            for row in self._sample(max(one, other))
            if row[one] is not None or row[other] is not None
        ]
        if not any(a for a, _ in pairs) or not any(b for _, b in pairs):
            return None
        return any(a != b for a, b in pairs)

    def filled(self, index: int) -> bool:
        """Whether any cell of the column is filled."""
        return next(self._filled(index), None) is not None

    def _filled(self, index: int) -> Iterator[Cell]:
        for row in self.rows:
            cells = self.grid.rows[row]
            if index < len(cells) and cells[index] not in (None, ""):
                yield cells[index]

    def _sample(self, width: int) -> Iterator[list[Cell]]:
        for row in self.rows[: _rules()["sample"]]:
            cells = self.grid.rows[row]
            yield [*cells, *[None] * (width + 1 - len(cells))]


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = dictionary().raw["values"]
    return rules


def look(cells: Sequence[Cell]) -> Seen | None:
    """The kind that at least ``share`` of the cells are of and ``fewest`` of them; None where there is none.

    Names must differ from each other: a column of 水电工 is none.
    """
    rules = _rules()
    filled = [cell for cell in cells if cell is not None and cell != ""]
    glance = rules["glance"]
    told = [one for cell in filled[:glance] if (one := kind_of(cell)) is not None]
    if not told:
        return None
    told += [one for cell in filled[glance:] if (one := kind_of(cell)) is not None]
    kind, count = Counter(name for name, _ in told).most_common(1)[0]
    share = count / len(filled)
    if share < rules["share"] or count < rules["fewest"][kind]:
        return None
    if kind == "name" and len({_plain(cell) for cell in filled}) < rules["share"] * len(filled):
        return None
    sure = sum(certain for name, certain in told if name == kind) / len(filled)
    return Seen(kind, share, sure, count)


def kind_of(cell: Cell) -> tuple[str, bool] | None:
    """The kind of one cell, and whether that is certain; None for everything else (amounts, words, serials)."""
    if type(cell) is str:  # most cells are
        return _text(cell)
    if isinstance(cell, dt.datetime | dt.date):
        return "date", True
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _number(float(cell))
    return None


def _number(number: float) -> tuple[str, bool] | None:
    if not (1e10 <= number < 1e19) or number != int(number):
        return None
    digits = str(int(number))
    if len(digits) > _SURE_DIGITS:
        born = _IDENTITY.match(digits)
        if born and _is_day(*map(int, born.groups())):
            return "identity", False
        return ("card", False) if _CARD.match(digits) else None
    return ("phone", True) if _PHONE.match(digits) else None


@lru_cache(maxsize=8192)
def _text(cell: str) -> tuple[str, bool] | None:
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", cell)).upper()
    if not plain or len(plain) > 24:
        return None
    if plain[0].isdigit() or plain[0] == "+":
        born = _IDENTITY.match(plain)
        if born and _is_day(*map(int, born.groups())) and _has_check_digit(plain):
            return "identity", True
        if _HIDDEN_IDENTITY.match(plain):
            return "identity", False
        if _CARD.match(plain) and _has_luhn_digit(plain):
            return "card", True
        if _PHONE.match(plain):
            return "phone", True
        return ("date", True) if _DATE.match(plain) else None
    return ("name", True) if _NAME.match(plain) and _is_name(plain) else None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


_WEIGHTS: Final = tuple(1 << (17 - place) for place in range(17))


def _has_check_digit(number: str) -> bool:
    """GB 11643, ISO 7064 MOD 11-2: the weighted sum with the check character (X is 10) leaves 1."""
    total: int = sum(map(mul, map(int, number[:17]), _WEIGHTS))
    return (total + (10 if number[17] == "X" else int(number[17]))) % 11 == 1


def _has_luhn_digit(number: str) -> bool:
    """ISO/IEC 7812: every second digit from the right doubled, the sum of all digits divides by ten."""
    return (sum(map(int, number[-1::-2])) + sum(map(int, number[-2::-2].translate(_DOUBLED)))) % 10 == 0


#: A digit doubled, the digits of the result added: 7 → 14 → 5.
_DOUBLED: Final = str.maketrans("0123456789", "0246813579")


@cache
def _names() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    rules = _rules()
    return frozenset(rules["surnames"]), tuple(rules["compound"]), tuple(rules["no_names"])


def _is_name(plain: str) -> bool:
    surnames, compound, others = _names()
    if "·" in plain:
        return True
    return (plain[0] in surnames or plain.startswith(compound)) and not plain.endswith(others)


def _plain(cell: Cell) -> str:
    """A cell for comparing: ``1`` and ``1.0`` are one, blanks do not count."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else _NOISE.sub("", str(cell))
