"""Which column of a table is which field: what its heading says, what its cells say, what the clerk has pinned.

In this order: the whole heading is a known wording; words in it are; the cells are of a kind that only one field has
(identity numbers, cards, phones, names, dates); the spelling comes near. Pins go before everything. Cells overrule a
heading that was only guessed and one that says nothing of its cells (工号, 备注); where they contradict a heading that
is sure, that heading's field is not used. Two columns of which none is clearly better are shown and not used either.

Confidence, 0–1: 1.0 pinned, or a whole known wording. 0.85 and 0.7 a known wording at the end of, inside a longer
heading; 0.6 a spelling near a known one; each of these three becomes 0.95 where the cells are of the field's kind. By
the cells alone: up to 0.9, times the share of cells of that kind (``column_values``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from wagecheck.intake.column_values import Columns, Seen
from wagecheck.intake.headers import Heading
from wagecheck.intake.parsing import home
from wagecheck.intake.wordings import NEAR, How, LedgerWords, Match, dictionary, is_foreign, match, normalise
from wagecheck.ledgers.catalogue import column_metadata, schema
from wagecheck.ledgers.provenance import column_letters

#: A guessed heading whose cells are of the field's kind.
CONFIRMED: Final = 0.95
PINNED: Final = 1.0
#: A column better by this is clearly better.
CLEARLY: Final = 0.05
_KIND_OF_MASK: Final = {"id": "identity", "card": "card", "phone": "phone", "name": "name"}


@dataclass(frozen=True)
class Mapped:
    """A column taken for a field: zero-based index, heading as written, unit in the heading, confidence 0–1, and how.

    ``rivals``: what else was possible: other fields of this column, other columns of this field.
    """

    index: int
    label: str
    unit: str | None
    confidence: float
    how: How = "exact"
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """A field that is not used because nothing settles which column it is.

    ``why``: ``columns`` two columns of this field say different things · ``fields`` one column may be two fields ·
    ``values`` the cells contradict the heading (then ``found`` is what the cells are).
    """

    field: str
    why: str
    columns: tuple[Mapped, ...]
    found: str | None = None


@dataclass(frozen=True)
class Assignment:
    """Field → columns, and the fields that nothing settles."""

    columns: dict[str, tuple[Mapped, ...]]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Pins:
    """What the clerk has settled of one table: column index → field, and the columns that are left out."""

    columns: Mapping[int, str] = field(default_factory=dict)
    ignored: frozenset[int] = frozenset()


class _Claim(NamedTuple):
    field: str
    confidence: float
    how: How
    rank: int
    heading: Heading
    vague: bool = False
    rivals: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[float, bool, int, int]:
        """The better claim first."""
        return (-self.confidence, self.vague, self.rank, self.heading.index)

    def mapped(self, rivals: Iterable[str] = (), how: How | None = None) -> Mapped:
        unit = normalise(self.heading.label).unit or normalise(self.heading.parent).unit
        told = tuple(dict.fromkeys((*self.rivals, *rivals)))
        return Mapped(self.heading.index, self.heading.label, unit, self.confidence, how or self.how, told)


@dataclass
class _Sheet:
    """The claims of one table for one ledger, as they come in."""

    words: LedgerWords
    cells: Columns | None
    claims: list[_Claim] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    free: list[Heading] = field(default_factory=list)
    """Columns that a heading does not bind: unknown ones, and those whose field says nothing of its cells."""


def assign(
    headings: Sequence[Heading], words: LedgerWords, cells: Columns | None = None, pins: Pins | None = None
) -> Assignment:
    """The columns of a table read as a ledger. Each column serves one field; only additive fields take several.

    Without ``cells`` headings alone decide. Columns without heading may be among ``headings`` with an empty label.
    """
    sheet = _Sheet(words, cells)
    pinned = {index: name for index, name in pins.columns.items() if name in words.titles} if pins else {}
    ignored = pins.ignored if pins else frozenset()
    for heading in headings:
        if heading.index in ignored:
            continue
        if heading.index in pinned:
            sheet.claims.append(_Claim(pinned[heading.index], PINNED, "pinned", -1, heading))
        else:
            _claim(sheet, heading, frozenset(pinned.values()))
    _from_values(sheet)
    return _settled(sheet)


def _claim(sheet: _Sheet, heading: Heading, pinned: frozenset[str]) -> None:
    """What heading and cells say of one column."""
    words = sheet.words
    if is_foreign(normalise(heading.parent).text):
        return  # 姓名 and 电话 under 紧急联系人
    found = match(heading.label, words.name) if heading.label else None
    if found is None:
        if not is_foreign(normalise(heading.label).text):
            sheet.free.append(heading)
        return
    found = _by_unit(found, heading, words.name)
    if found.field in pinned and found.field not in words.additive:
        return
    claim = _Claim(found.field, found.confidence, found.how, found.rank, heading, found.vague)
    expected = expected_kind(words.name, found.field)
    if sheet.cells is None or expected == "number":
        seen = None
    else:
        seen = sheet.cells.look(heading.index, closely=found.how != "exact")
    if found.others:
        chosen = _by_kind((found.field, *found.others), seen, words.name)
        if chosen is None:
            column = claim.mapped((_title(words, f) for f in found.others), "ambiguous")
            sheet.doubts += [Doubt(name, "fields", (column,)) for name in (found.field, *found.others)]
            return
        claim = claim._replace(field=chosen, confidence=CONFIRMED)
    elif seen is not None and seen.kind == expected and found.how != "exact":
        claim = claim._replace(confidence=CONFIRMED)
    elif expected is not None and _contradicts(seen, expected):
        _contradicted(sheet, claim, found.how == "exact")
        return
    elif seen is not None and seen.kind in _telling() and seen.certain and expected is None:
        sheet.free.append(heading)  # 工号, 备注: kept as what they say unless their values are missed
    sheet.claims.append(claim)


def _by_unit(found: Match, heading: Heading, ledger: str) -> Match:
    """工资 in 元/天 is a rate: a heading that says little means what its unit says."""
    unit = normalise(heading.label).unit
    if not found.vague or unit is None:
        return found
    fields = dictionary().raw["by_unit"].get(ledger, {}).items()
    told = next((name for name, units in fields if unit in units), None)
    return found if told is None else replace(found, field=told, vague=False)


def _contradicted(sheet: _Sheet, claim: _Claim, strong: bool) -> None:
    """The cells are certainly something else than the heading says."""
    closely = sheet.cells.look(claim.heading.index) if sheet.cells else None
    if closely is None or not _contradicts(closely, expected_kind(sheet.words.name, claim.field) or ""):
        sheet.claims.append(claim)  # only the first cells did
        return
    sheet.free.append(claim.heading)
    if strong:
        column = claim.mapped((), "ambiguous")
        sheet.doubts.append(Doubt(claim.field, "values", (column,), closely.kind))


def _contradicts(seen: Seen | None, expected: str) -> bool:
    """Whether cells are certainly of another kind than the one expected."""
    if seen is None or seen.kind == expected or seen.kind not in _telling() or not seen.certain:
        return False
    return seen.kind not in dictionary().raw["values"]["alike"].get(expected, ())


def _from_values(sheet: _Sheet) -> None:
    """Fields that no heading claims, by the cells of columns that are free."""
    if sheet.cells is None or not sheet.free:
        return
    claimed = {claim.field for claim in sheet.claims if claim.confidence > NEAR}
    fields = _value_fields(sheet.words.name)
    wanted = {kind: name for kind, name in fields.items() if name in sheet.words.titles and name not in claimed}
    if not wanted:
        return
    taken = {claim.heading.index: claim for claim in sheet.claims}
    for heading in sheet.free:
        told = sheet.cells.look(heading.index)
        if told is None or told.kind not in wanted:
            continue
        before = taken.get(heading.index)
        rivals = (_title(sheet.words, before.field),) if before else ()
        sheet.claims.append(_Claim(wanted[told.kind], told.confidence, "values", 0, heading, rivals=rivals))


def _settled(sheet: _Sheet) -> Assignment:
    """One column for every field, the best; a field whose best two are equally good and differ is a doubt."""
    by_field: dict[str, list[_Claim]] = {}
    by_values = {claim.heading.index for claim in sheet.claims if claim.how == "values"}
    for claim in sorted(sheet.claims, key=lambda claim: claim.order):
        if claim.heading.index in by_values and claim.how not in ("values", "pinned"):
            continue  # the cells have another use for this column
        by_field.setdefault(claim.field, []).append(claim)
    columns: dict[str, tuple[Mapped, ...]] = {}
    doubts = list(sheet.doubts)
    for name, claims in by_field.items():
        if name in sheet.words.additive:
            columns[name] = tuple(sorted((claim.mapped() for claim in claims), key=lambda column: column.index))
            continue
        pinned = [claim for claim in claims if claim.how == "pinned"]
        if len(pinned) == 1:
            columns[name] = (pinned[0].mapped(),)
            continue
        # two columns that the clerk calls the same field are as much in doubt as two equal headings
        equals = _unlike(sheet, pinned) or [claims[0], *(c for c in claims[1:] if _rival(sheet, claims[0], c))]
        if len(equals) > 1:
            doubts.append(Doubt(name, "columns", tuple(claim.mapped(how="ambiguous") for claim in equals)))
            continue
        best, *others = _filled_first(sheet, claims)
        columns[name] = (best.mapped(_label(claim) for claim in others if _is_equal(sheet, best, claim)),)
    settled = tuple(doubt for doubt in doubts if doubt.field not in columns or doubt.why == "values")
    return Assignment(columns, settled)


def _filled_first(sheet: _Sheet, claims: list[_Claim]) -> list[_Claim]:
    """An empty column gives way to a filled one that is as good."""
    cells = sheet.cells
    if len(claims) < 2 or cells is None or cells.filled(claims[0].heading.index):
        return claims
    enough = claims[0].confidence - CLEARLY
    return sorted(claims, key=lambda claim: claim.confidence < enough or not cells.filled(claim.heading.index))


def _unlike(sheet: _Sheet, pinned: list[_Claim]) -> list[_Claim]:
    """The pinned columns of one field where any says something else than the first."""
    first, cells = pinned[0].heading.index if pinned else 0, sheet.cells
    differ = cells is not None and any(cells.differ(first, claim.heading.index) for claim in pinned[1:])
    return pinned if differ else []


def _rival(sheet: _Sheet, best: _Claim, other: _Claim) -> bool:
    """Whether ``other`` is as good as the best column of a field and says something else.

    The dictionary's order settles two different whole wordings (户籍地址, 现住址) unless the field is one whose mistake
    costs money (``single``); the same wording twice, or words inside two headings, nothing settles.
    """
    words = sheet.words
    if not _is_equal(sheet, best, other):
        return False
    same = normalise(best.heading.label).text == normalise(other.heading.label).text
    if not same and best.how == "exact" and best.field not in words.single:
        return False
    return sheet.cells is not None and sheet.cells.differ(best.heading.index, other.heading.index) is True


def _is_equal(sheet: _Sheet, best: _Claim, other: _Claim) -> bool:
    """Whether a column is as good for a field as the best one, by its heading; words of any kind are not compared."""
    if expected_kind(sheet.words.name, best.field) is None or best.vague != other.vague:
        return False
    return abs(best.confidence - other.confidence) < CLEARLY


def _by_kind(fields: Sequence[str], seen: Seen | None, ledger: str) -> str | None:
    """The only one of some fields whose kind the cells are of."""
    fitting = [name for name in fields if seen is not None and expected_kind(ledger, name) == seen.kind]
    return fitting[0] if len(fitting) == 1 else None


@cache
def expected_kind(ledger: str, name: str) -> str | None:
    """What the cells of a field are: identity, card, phone, name, date, number; None for words of any kind."""
    of = home(ledger, name)
    dtype = schema(of).get(name)
    if dtype is None:
        return None
    if dtype == pl.Date:
        return "date"
    if dtype != pl.String:
        return "number"
    mask = column_metadata(of, name)["mask"] or ""
    return _KIND_OF_MASK.get(mask) if mask != "name" or name in ("name", "payee_name") else None


@cache
def _telling() -> frozenset[str]:
    return frozenset(dictionary().raw["values"]["telling"])


@cache
def _value_fields(ledger: str) -> dict[str, str]:
    values = dictionary().raw["values"]
    return {**values["fields"], **values["of"].get(ledger, {})}


def _title(words: LedgerWords, name: str) -> str:
    """The usual wording of a field."""
    return words.titles.get(name, name)


def _label(claim: _Claim) -> str:
    return f"{column_letters(claim.heading.index + 1)} {' '.join(claim.heading.label.split())}".strip()
