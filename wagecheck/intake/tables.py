"""What a table is: which ledger its headings make it, which column is which field, how sure that is.

The kind is decided by the set of fields first (``matching``); the words of the title, then of the sheet name, then of
the file name settle what the fields leave open. A kind that the clerk has pinned is not decided at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from wagecheck.intake.column_values import Columns
from wagecheck.intake.headers import Header, Heading
from wagecheck.intake.matching import Assignment, Doubt, Mapped, Pins, assign
from wagecheck.intake.wordings import LedgerWords, dictionary, match, squeeze, words_found

__all__ = ["Kind", "Mapped", "Names", "candidate", "classify", "is_instruction", "pinned"]

#: A field that tells a ledger from the others weighs three plain ones; a matrix of days is attendance.
_CORE_WEIGHT: Final = 3.0
_DAYS_WEIGHT: Final = 12.0
_LEAST: Final = 4.0
#: From this weight on a word of the title names a ledger even where its columns are missing (then IN03).
_TELLING_WORD: Final = 4
_HIGHEST: Final = 0.99


@dataclass(frozen=True)
class Kind:
    """A table recognised: ledger, columns by field, confidence, and the groups of needed fields that are missing."""

    ledger: str
    columns: dict[str, tuple[Mapped, ...]]
    confidence: float
    missing: tuple[tuple[str, ...], ...] = ()
    score: float = 0.0
    doubts: tuple[Doubt, ...] = ()
    """Fields that are not used because nothing settles which column they are."""
    ignored: frozenset[int] = frozenset()
    """Columns that the clerk has left out."""

    def first(self, name: str) -> Mapped | None:
        """The column of a field, None where the table has none."""
        found = self.columns.get(name)
        return found[0] if found else None


@dataclass(frozen=True)
class Names:
    """The texts around a table that may name its kind, nearest first."""

    title: str
    sheet: str
    file: str
    folders: Sequence[str] = field(default_factory=tuple)
    project_file: bool = False


def classify(header: Header, names: Names, cells: Columns | None = None, pins: Pins | None = None) -> Kind | None:
    """The ledger of a table; None where none fits. ``missing`` is filled where title or sheet name it all the same."""
    spoken, near = _spoken(names)
    best: Kind | None = None
    lacking: Kind | None = None
    for words in dictionary().ledgers.values():
        if words.standing and not _may_stand(words, names):
            continue
        kind = candidate(header, words.name, spoken.get(words.name, 0), cells, pins)
        if kind is None:
            continue
        if not kind.missing and (best is None or kind.score > best.score):
            best = kind
        elif (
            kind.missing
            and near.get(words.name, 0) >= _TELLING_WORD
            and (lacking is None or kind.score > lacking.score)
        ):
            lacking = kind
    if _is_other(names, near):
        return None
    if lacking is not None and (best is None or lacking.score > best.score + _CORE_WEIGHT):
        return lacking
    return best


def is_instruction(text: str) -> bool:
    """Whether a sheet or title names something that stands beside the ledgers (个税, 税率表, 填写说明)."""
    squeezed = squeeze(text)
    return any(word in squeezed for word in dictionary().raw["others"]["words"])


def _is_other(names: Names, near: dict[str, int]) -> bool:
    return not near and (is_instruction(names.title) or is_instruction(names.sheet))


def _spoken(names: Names) -> tuple[dict[str, int], dict[str, int]]:
    """Words of the nearest text that has any, and those of title and sheet alone."""
    near = words_found(names.title) or words_found(names.sheet)
    if near:
        return near, near
    for text in (names.file, *reversed(list(names.folders))):
        found = words_found(text)
        if found:
            return found, {}
    return {}, {}


def _may_stand(words: LedgerWords, names: Names) -> bool:
    return names.project_file or squeeze(names.sheet) in words.sheets or (words.name == "account_flow")


def pinned(header: Header, ledger: str, cells: Columns | None, pins: Pins) -> Kind:
    """The table as the clerk says: no score decides; what is needed and not there is still ``missing``."""
    words = dictionary().ledgers[ledger]
    found = assign(_headings(header, cells, pins), words, cells, pins)
    return Kind(ledger, found.columns, 1.0, _missing(header, words, found), 0.0, found.doubts, pins.ignored)


def candidate(
    header: Header, ledger: str, weight: int = 0, cells: Columns | None = None, pins: Pins | None = None
) -> Kind | None:
    """The table read as ``ledger``, named so with ``weight``; None where too little speaks for it."""
    words = dictionary().ledgers[ledger]
    if pins is None and weight < _TELLING_WORD and not _may_be(header, words):
        return None
    found = assign(_headings(header, cells, pins), words, cells, pins)
    context = dictionary().context
    # a column in doubt is there all the same: the table is no less of its kind
    there = {**found.columns, **{doubt.field: doubt.columns for doubt in found.doubts}}
    own = {name: columns for name, columns in there.items() if name not in context}
    if not own:
        return None
    with_days = bool(header.days) and words.name == "attendance"
    # values alone make no ledger: many sheets hold numbers and names
    core = {name for name in own.keys() & words.core if own[name][0].how != "values"}
    score = sum(
        max(m.confidence for m in columns) * (_CORE_WEIGHT if name in core else 1.0) for name, columns in own.items()
    )
    score += _DAYS_WEIGHT if with_days else 0.0
    cores = len(core) + with_days
    if words.name == "account_flow" and not ({"payee_name", "payee_account"} & own.keys()):
        score += 2.0  # a cash book without counterparties pays nobody in particular
    if score + weight < _LEAST or (weight < _TELLING_WORD and not with_days and core <= words.weak):
        return None
    known = sum(len(columns) for columns in there.values()) + len(header.days)
    share = min(1.0, known / max(len(header.headings) + len(header.days), 1))
    certainty = min(_HIGHEST, 0.35 + 0.35 * share + 0.05 * min(cores, 4) + 0.1 * (weight > 0))
    missing = _missing(header, words, found)
    ignored = pins.ignored if pins else frozenset()
    return Kind(words.name, found.columns, round(certainty, 2), missing, score + weight, found.doubts, ignored)


def _may_be(header: Header, words: LedgerWords) -> bool:
    """Whether any heading may be a field that tells the ledger; most ledgers are out before a cell is looked at."""
    if header.days and words.name == "attendance":
        return True
    found = (match(heading.label, words.name) for heading in header.headings)
    return any(one is not None and not words.core.isdisjoint((one.field, *one.others)) for one in found)


def _missing(header: Header, words: LedgerWords, found: Assignment) -> tuple[tuple[str, ...], ...]:
    """Groups of fields of which the table has none."""
    with_days = bool(header.days) and words.name == "attendance"
    return tuple(
        group
        for group in words.need
        if not any(name in found.columns for name in group) and not (with_days and "date" in group)
    )


def _headings(header: Header, cells: Columns | None, pins: Pins | None) -> tuple[Heading, ...]:
    """The headings, and the columns without one that the clerk has pinned or whose cells say what they are."""
    there = {heading.index for heading in header.headings} | header.days.keys()
    bare = set(pins.columns) - there if pins else set()
    if cells is not None:
        bare |= {c for c in range(cells.left, cells.width) if c not in there and cells.look(c, closely=False)}
    return (*header.headings, *(Heading(c, "") for c in sorted(bare))) if bare else header.headings
