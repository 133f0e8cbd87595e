"""The header dictionary ``rules/headers.toml``: which wording is which field, in which ledger.

Here a text is normalised and one wording is compared with the known ones. Which row is a header row and which ledger a
sheet is, is decided in ``headers`` and ``tables``. No wording stands in Python.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any, Final, Literal

from rapidfuzz.distance import OSA

from wagecheck import resources

#: How a column was told: by its whole heading, by words in it, by its cells, by a spelling near a known one, by the
#: clerk; ``ambiguous`` where it could be told in two ways and none is clearly better.
How = Literal["exact", "part", "values", "spelling", "pinned", "ambiguous"]
#: Confidence of a match: the exact wording, a known wording at the end of a longer one, inside it, one slip of the pen.
EXACT: Final = 1.0
ENDING: Final = 0.85
PART: Final = 0.7
NEAR: Final = 0.6
#: Shorter wordings differ too little from each other to be guessed by their spelling.
_SHORTEST_SPELLING: Final = 5
_BRACKETS = re.compile(r"[(\[【<]([^()\[\]【】<>]*)[)\]】>]")
#: 状态(0-成功,1-失败): what the values mean, no part of the name.
_LEGEND = re.compile(r"(?:[,;、/]?-?\d{1,2}[^\d,;、]{1,12}){2,}")
_SLASH_UNIT = re.compile(r"/(元|天|日|工日|小时|时|人|万元)$")
#: 交易日期[ Transaction Date ], 姓名Name: the same in English.
_GLOSS = re.compile(r"[A-Za-z][A-Za-z'’./&-]{2,}")
_TRAILING_GLOSS = re.compile(r"(?<=[一-龥)])/?[A-Za-z][A-Za-z'’./&-]{2,}$")
_DROPPED = re.compile(r"[\s*:：﹡★\u200b\ufeff]+")


@dataclass(frozen=True)
class Heading:
    """A normalised heading and the unit that stood in it (``万元``, ``小时`` …)."""

    text: str
    unit: str | None = None


@dataclass(frozen=True)
class Match:
    """The field a heading stands for. ``rank`` is the place of the wording in its list (earlier wins).

    ``others``: fields that it may as well stand for, being named in it in the same way. ``vague``: the wording gives
    way to any other heading of its field.
    """

    field: str
    confidence: float
    rank: int = 0
    how: How = "exact"
    others: tuple[str, ...] = ()
    vague: bool = False


@dataclass(frozen=True)
class LedgerWords:
    """What the dictionary knows of one ledger."""

    name: str
    words: dict[str, int]
    sheets: tuple[str, ...]
    core: frozenset[str]
    need: tuple[tuple[str, ...], ...]
    people: bool
    standing: bool
    additive: frozenset[str]
    money: frozenset[str]
    """Amounts that are read on the way to a ledger column and are none themselves."""
    weak: frozenset[str] = frozenset()
    """Core fields that tell nothing by themselves: a name with a price per day may be a price list."""
    single: frozenset[str] = frozenset()
    """Fields of which two different columns are never settled by the order of their wordings."""
    exact: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Normalised wording → (field, rank), context and person columns included."""

    @cached_property
    def titles(self) -> dict[str, str]:
        """Field → its usual wording, in the order of the dictionary."""
        return {name: wording for wording, (name, _) in reversed(self.exact.items())}


@dataclass(frozen=True)
class Dictionary:
    """``rules/headers.toml``, normalised once."""

    raw: dict[str, Any]
    ledgers: dict[str, LedgerWords]
    context: frozenset[str]
    wordings: frozenset[str]
    """Every known wording of every ledger: the vocabulary by which header rows are found."""

    @property
    def bands(self) -> dict[str, list[str]]:
        """Labels of title and band rows by what they give."""
        return self.raw["bands"]  # type: ignore[no-any-return]

    @property
    def rows(self) -> dict[str, list[str]]:
        """Words of rows that are no records."""
        return self.raw["rows"]  # type: ignore[no-any-return]

    @property
    def names(self) -> dict[str, Any]:
        """Words of folders and files."""
        return self.raw["names"]  # type: ignore[no-any-return]

    @property
    def items(self) -> dict[str, list[str]]:
        """Words of the money columns of a payroll."""
        return self.raw["items"]  # type: ignore[no-any-return]


@cache
def _raw() -> dict[str, Any]:
    return resources.read_toml(resources.folder("rules") / "headers.toml")


@cache
def _cleaning() -> tuple[frozenset[str], dict[int, str], re.Pattern[str]]:
    rules = _raw()["normalise"]
    units = frozenset(_squeeze(unit) for unit in rules["units"])
    drop = re.compile("|".join(re.escape(word) for word in sorted(rules["drop"], key=len, reverse=True)))
    return units, str.maketrans(rules["variants"]), drop


def _squeeze(text: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


@cache
def normalise(text: str) -> Heading:
    """A heading as it is compared: full width → half width, blanks, 必填, ``*``, ``：`` and units dropped, 帳 → 账.

    ``实发工资\\n（单位：元）`` → ``Heading("实发工资", "单位元")``.
    """
    units, variants, drop = _cleaning()
    squeezed = _squeeze(text).translate(variants)
    unit: str | None = None

    def strip(match: re.Match[str]) -> str:
        nonlocal unit
        inside = match.group(1)
        if inside in units:
            unit = inside
            return ""
        spare = not inside or drop.fullmatch(inside) or _LEGEND.fullmatch(inside) or _GLOSS.fullmatch(inside)
        return "" if spare else match.group(0)

    clean = _TRAILING_GLOSS.sub("", drop.sub("", _BRACKETS.sub(strip, squeezed)))
    if clean.isascii():
        clean = clean.lower()
    slash = _SLASH_UNIT.search(clean)
    if slash and slash.start() > 0:
        unit = slash.group(1)
        clean = clean[: slash.start()]
    return Heading(clean, unit)


@cache
def dictionary() -> Dictionary:
    """The dictionary of this installation."""
    raw = _raw()
    shared = dict(raw["context"])
    ledgers = {
        name: _ledger(name, table, shared, raw["person"] if table.get("people") else {})
        for name, table in raw["ledger"].items()
    }
    vocabulary = frozenset(wording for ledger in ledgers.values() for wording in ledger.exact)
    return Dictionary(raw, ledgers, frozenset(shared), vocabulary)


def _ledger(
    name: str, table: dict[str, Any], context: dict[str, list[str]], person: dict[str, list[str]]
) -> LedgerWords:
    exact: dict[str, tuple[str, int]] = {}
    for fields in (table["fields"], person, context):  # the ledger's own meaning of a wording goes first
        for field_name, aliases in fields.items():
            for rank, alias in enumerate(aliases):
                exact.setdefault(normalise(alias).text, (field_name, rank))
    return LedgerWords(
        name=name,
        words={_squeeze(word): int(weight) for word, weight in table.get("words", {}).items()},
        sheets=tuple(_squeeze(sheet) for sheet in table.get("sheets", ())),
        core=frozenset(table.get("core", ())),
        need=tuple(tuple(group) for group in table.get("need", ())),
        people=bool(table.get("people", False)),
        standing=bool(table.get("standing", False)),
        additive=frozenset(table.get("additive", ())),
        money=frozenset(table.get("money", ())),
        weak=frozenset(table.get("weak", ())),
        single=frozenset(table.get("single", ())),
        exact=exact,
    )


@cache
def is_foreign(heading: str) -> bool:
    """Whether a normalised heading speaks about somebody or something else (紧急联系人, 上月)."""
    return any(word in heading for word in dictionary().raw["normalise"]["foreign"])


@cache
def unneeded() -> frozenset[str]:
    """Normalised headings that are known and that no ledger needs (年龄, 照片)."""
    return frozenset(normalise(word).text for word in dictionary().raw["others"]["headings"])


@cache
def _vague() -> frozenset[str]:
    return frozenset(normalise(word).text for word in dictionary().raw["normalise"]["vague"])


@cache
def match(text: str, ledger: str) -> Match | None:
    """The field that the heading ``text`` stands for in ``ledger``; None where the dictionary does not know it."""
    words = dictionary().ledgers[ledger]
    heading = normalise(text).text
    if not heading or len(heading) > 30:
        return None
    if heading in words.exact:
        field_name, rank = words.exact[heading]
        return Match(field_name, EXACT, rank, vague=heading in _vague())
    raw = dictionary().raw["normalise"]
    if heading in unneeded() or is_foreign(heading):
        return None
    return _by_parts(heading, words) or _by_spelling(heading, words, raw["telling"])


def _by_parts(heading: str, words: LedgerWords) -> Match | None:
    """The longest known wording at the end of the heading, else the longest inside it (at least three characters)."""
    for start in range(1, len(heading) - 2):
        if heading[start:] in words.exact:
            return Match(words.exact[heading[start:]][0], ENDING, start, "part")
    for length in range(len(heading) - 1, 3, -1):
        inside = {heading[start : start + length] for start in range(len(heading) - length + 1)} & words.exact.keys()
        if inside:  # of several the one that the dictionary names first; the others are no worse
            fields = list(dict.fromkeys(words.exact[wording][0] for wording in words.exact if wording in inside))
            return Match(fields[0], PART, len(heading) - length, "part", tuple(fields[1:]))
    return None


def _by_spelling(heading: str, words: LedgerWords, telling: str) -> Match | None:
    """One slip in a wording of five characters or more: a character wrong, missing, too many, or two exchanged.

    What differs must not make an opposite (应发, 实发).
    """
    if len(heading) < _SHORTEST_SPELLING:
        return None
    for wording in _of_length(words.name, len(heading)):
        if OSA.distance(wording, heading, score_cutoff=1) > 1:
            continue
        before, after = Counter(wording), Counter(heading)
        changed = (before - after) + (after - before)  # nothing where two characters changed places
        if not any(char in telling for char in changed):
            field_name, rank = words.exact[wording]
            return Match(field_name, NEAR, rank, "spelling")
    return None


@cache
def _of_length(ledger: str, length: int) -> tuple[str, ...]:
    """Wordings that one slip can turn into a heading of this length."""
    exact = dictionary().ledgers[ledger].exact
    return tuple(w for w in exact if len(w) >= _SHORTEST_SPELLING and abs(len(w) - length) <= 1)


@lru_cache(maxsize=4096)  # folders, sheets and titles are called alike all over a submission
def words_found(text: str) -> dict[str, int]:
    """Ledger → weight of the heaviest of its title words found in ``text`` (a title, sheet, file or folder name)."""
    squeezed = _squeeze(text)
    found: dict[str, int] = {}
    for name, ledger in dictionary().ledgers.items():
        weight = max((w for word, w in ledger.words.items() if word in squeezed), default=0)
        if squeezed in ledger.sheets:
            weight = max(weight, 8)
        if weight:
            found[name] = weight
    return found


def squeeze(text: str) -> str:
    """NFKC without any blanks, ``*`` and colons: how words of titles, rows and marks are compared."""
    return _squeeze(text)
