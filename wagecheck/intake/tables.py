"""What a table is: which ledger its headings make it, which column is which field, how sure that is.

The kind is decided by the set of fields first; the words of the title, then of the sheet name, then of the file name
settle what the fields leave open. Nothing of the body is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from wagecheck.intake.headers import Header, Heading
from wagecheck.intake.wordings import LedgerWords, Match, dictionary, match, normalise, squeeze, words_found

#: A field that tells a ledger from the others weighs three plain ones; a matrix of days is attendance.
_CORE_WEIGHT: Final = 3.0
_DAYS_WEIGHT: Final = 12.0
_LEAST: Final = 4.0
#: From this weight on a word of the title names a ledger even where its columns are missing (then IN03).
_TELLING_WORD: Final = 4
_HIGHEST: Final = 0.99


@dataclass(frozen=True)
class Mapped:
    """A column taken for a field: zero-based index, heading as written, unit in the heading, confidence 0–1."""

    index: int
    label: str
    unit: str | None
    confidence: float


@dataclass(frozen=True)
class Kind:
    """A table recognised: ledger, columns by field, confidence, and the groups of needed fields that are missing."""

    ledger: str
    columns: dict[str, tuple[Mapped, ...]]
    confidence: float
    missing: tuple[tuple[str, ...], ...] = ()
    score: float = 0.0

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


def assign(headings: Iterable[Heading], words: LedgerWords) -> dict[str, tuple[Mapped, ...]]:
    """Field → columns of a ledger. Each column serves one field, the best first; only additive fields take several."""
    candidates: list[tuple[float, int, int, Heading, Match]] = []
    for heading in headings:
        found = match(heading.label, words.name)
        if found is not None:
            candidates.append((-found.confidence, found.rank, heading.index, heading, found))
    columns: dict[str, list[Mapped]] = {}
    for _, _, index, heading, found in sorted(candidates, key=lambda c: c[:3]):
        taken = columns.setdefault(found.field, [])
        if taken and found.field not in words.additive:
            continue
        unit = normalise(heading.label).unit or normalise(heading.parent).unit
        taken.append(Mapped(index, heading.label, unit, found.confidence))
    return {name: tuple(sorted(found, key=lambda m: m.index)) for name, found in columns.items()}


def classify(header: Header, names: Names) -> Kind | None:
    """The ledger of a table; None where none fits. ``missing`` is filled where title or sheet name it all the same."""
    spoken, near = _spoken(names)
    best: Kind | None = None
    lacking: Kind | None = None
    for words in dictionary().ledgers.values():
        if words.standing and not _may_stand(words, names):
            continue
        kind = candidate(header, words.name, spoken.get(words.name, 0))
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


def candidate(header: Header, ledger: str, weight: int = 0) -> Kind | None:
    """The table read as ``ledger``, named so with ``weight``; None where too little speaks for it."""
    words = dictionary().ledgers[ledger]
    columns = assign(header.headings, words)
    context = dictionary().context
    own = {name: found for name, found in columns.items() if name not in context}
    if not own:
        return None
    with_days = bool(header.days) and words.name == "attendance"
    score = sum(
        max(m.confidence for m in found) * (_CORE_WEIGHT if name in words.core else 1.0) for name, found in own.items()
    )
    score += _DAYS_WEIGHT if with_days else 0.0
    cores = sum(name in words.core for name in own) + with_days
    if words.name == "account_flow" and not ({"payee_name", "payee_account"} & own.keys()):
        score += 2.0  # a cash book without counterparties pays nobody in particular
    missing = tuple(
        group
        for group in words.need
        if not any(name in columns for name in group) and not (with_days and "date" in group)
    )
    if score + weight < _LEAST or (cores == 0 and weight < _TELLING_WORD):
        return None
    known = sum(len(found) for found in columns.values()) + len(header.days)
    share = known / max(len(header.headings) + len(header.days), 1)
    certainty = min(_HIGHEST, 0.35 + 0.35 * share + 0.05 * min(cores, 4) + 0.1 * (weight > 0))
    return Kind(words.name, columns, round(certainty, 2), missing, score + weight)
