"""A published list beside the register: what is new, what changed, what is on record, what a person must look at.

Nothing is written here. An entry is the same when list, subject (code, else name) and decision number (else the day of
listing) are the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from wagecheck.ledgers.companies import company_fold, company_key, former_keys, is_near
from wagecheck.ledgers.identifiers import bare_code_of, organisation_problem, uscc_problem
from wagecheck.register import words
from wagecheck.register.blacklist import DECISIVE, STATED, Leaving

#: Where an organisation code (GB 11714) stands inside a credit code; a list may state it alone.
_ORGANISATION: Final = slice(8, 17)
_ORGANISATION_LENGTH: Final = 9
#: Fields of a list under another name in the register.
_RENAMED: Final = {"decided_on": "listed_on", "in_force_from": "starts_on", "in_force_to": "ends_on"}
_CODED: Final = ("level", "subject", "reason_code")
_OPEN: Final = ("in_force", "under_review", "proposed")
_KEYS: Final = ("list", "subject")


@dataclass(frozen=True)
class Doubt:
    """Why a row needs a person. ``code``: a key ``doubt_…`` of the wording; ``final``: it cannot be taken as it is."""

    code: str
    detail: str = ""
    final: bool = False


@dataclass(frozen=True)
class Change:
    """A field that the list states otherwise than the register."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Row:
    """One entry of a list. ``kind``: new, changed, known, doubtful; ``entry``: its id, where it is on record.

    ``label`` is the row as people name it, with the sheet where the file has several; ``place`` always names the sheet.
    """

    label: str
    kind: str
    stated: Mapping[str, Any]
    leaving: Leaving | None = None
    place: str = ""
    entry: str | None = None
    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def final(self) -> bool:
        """Whether it cannot be taken, not even on purpose."""
        return any(doubt.final for doubt in self.doubts)


def compare(
    rows: pl.DataFrame, records: Sequence[Mapping[str, Any]], *, as_of: dt.date, four_eyes: Collection[str], left: str
) -> list[Row]:
    """Every row of a list (``listing.LISTED``) beside the entries of the register, all of them, in any state.

    ``left`` is the reason of leaving that is put on record where the list says that an entry left.
    """
    many = rows["sheet"].n_unique() > 1
    given = [_given(row, many=many, as_of=as_of, left=left) for row in rows.to_dicts()]
    return compare_stated(given, records, four_eyes=four_eyes)


def compare_stated(
    given: Sequence[Row], records: Sequence[Mapping[str, Any]], *, four_eyes: Collection[str]
) -> list[Row]:
    """The same for rows that are made already: what they state, and the doubts they carry, are taken as they are."""
    index = _Index(records)
    problems = _code_problems(row.stated.get("uscc") for row in given)
    near = _near_names(given, index)
    twins = _twins(given)
    found = []
    for number, row in enumerate(given):
        code, same = row.stated.get("uscc"), twins[number]
        doubts = [*row.doubts, *([Doubt("code", code)] if code and problems[code] else [])]
        equal = [one for one in same if one.stated == row.stated and one.leaving == row.leaving]
        left = _leaver(row, same)
        if equal[0] is not row or (left is not None and left is not row):
            double = Doubt("repeated", equal[0].label) if left is None or left is row else Doubt("leaves", left.label)
            found.append(replace(row, kind="known", doubts=(double,)))
            continue
        stated = row.stated
        if left is row:
            stated = {name: value for one in (*same, row) for name, value in one.stated.items()}
        elif other := next((one for one in same if one not in equal), None):
            doubts.append(Doubt("twice", other.label))
        whole = replace(row, stated=stated, doubts=tuple(doubts))
        found.append(_beside(whole, index, near[number], four_eyes))
    return found


def doubled(rows: Sequence[Row]) -> tuple[Row, Row] | None:
    """Two of these rows that are the same entry."""
    return next(((same[0], row) for row, same in zip(rows, _twins(rows), strict=True) if same[0] is not row), None)


def _twins(rows: Sequence[Row]) -> list[list[Row]]:
    """For every row the rows of the file that are the same entry, itself among them.

    One without a code is that of its name where all others of its name and decision have one code.
    """
    known: defaultdict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in rows:
        if code := _organisation(row.stated.get("uscc")):
            known[_named(row.stated)].add(code)
    marks = []
    for row in rows:
        codes = known[_named(row.stated)]
        code = _organisation(row.stated.get("uscc")) or (next(iter(codes)) if len(codes) == 1 else None)
        marks.append(_identity(row.stated, code))
    groups: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row, mark in zip(rows, marks, strict=True):
        groups[mark].append(row)
    return [groups[mark] for mark in marks]


def _leaver(row: Row, same: Sequence[Row]) -> Row | None:
    """The one row that says that the entry has left, where ``row`` says nothing else than it does.

    Lists come with a sheet of those that have left, which still stand in the other sheet.
    """
    leaving = [one for one in same if one.leaving is not None]
    if len(leaving) != 1 or len(same) == 1 or leaving[0].final:
        return None
    others = same if row is leaving[0] else (row,)
    agreed = all(
        _same(name, one.stated[name], after) or _same(name, after, one.stated[name])
        for one in others
        for name, after in leaving[0].stated.items()
        if name in one.stated and name != "in_force_to"
    )
    return leaving[0] if agreed else None


def _given(row: dict[str, Any], *, many: bool, as_of: dt.date, left: str) -> Row:
    """A row of a list as the register would state it, with the doubts that the row alone gives."""
    stated: dict[str, Any] = {
        name: row.get(_RENAMED.get(name, name)) for name in STATED if name in row or name in _RENAMED
    }
    doubts = []
    for name in _CODED:
        said = stated.get(name)
        stated[name] = words.code_of(name, said) if said else None
        if said and stated[name] is None:
            doubts.append(Doubt("word", f"{words.title('field', name)} {said}"))
    if stated["uscc"]:
        stated["uscc"] = bare_code_of(stated["uscc"])
    if not stated["name"] and not stated["uscc"]:
        people = [part for part in re.split(r"[、,，;；/\s]+", stated["persons"] or "") if part]
        stated |= {"subject": "person", "name": "、".join(people), "persons": None}
        if len(people) > 1:
            doubts.append(Doubt("people", "、".join(people), final=True))
    stated["subject"] = stated["subject"] or "enterprise"
    if not stated["name"] and not stated["uscc"]:
        doubts.append(Doubt("nobody", final=True))
    if row["amount_said"]:
        doubts.append(Doubt("amount", row["amount_said"]))
    if row["lost"]:
        doubts.append(Doubt("lost", "、".join(words.title("field", name) for name in row["lost"].split("、"))))
    start = stated["in_force_from"] or stated["decided_on"]
    if start is None:
        doubts.append(Doubt("no_start", final=True))
    decided = stated["decided_on"]
    doubts += [Doubt("future", str(day)) for day in (decided,) if day is not None and day > as_of]
    day = row["left_on"]
    over = row["ends_on"] is not None and row["ends_on"] < as_of
    if row["off"] and day is None and not over:
        doubts.append(Doubt("left_undated"))
    last = min((end for end in (row["ends_on"], day) if end is not None), default=None)
    if start is not None and last is not None and last < start:
        doubts.append(Doubt("order", f"{start} … {last}", final=True))
    if stated["amount"] is not None and stated["amount"] < 0:
        doubts.append(Doubt("negative", final=True))
    leaving = Leaving(day, left) if day is not None or (row["off"] and not over) else None
    place = f"{row['sheet']}!{row['row']}"
    label = place if many else str(row["row"])
    plain = {name: value for name, value in stated.items() if value is not None}
    return Row(label, "new", plain, leaving, place, doubts=tuple(doubts))


def _beside(row: Row, index: _Index, near: Sequence[str], four_eyes: Collection[str]) -> Row:
    """The row with its entry on record, what changed, and the doubts that the register gives."""
    record, doubts = index.record(row.stated), list(row.doubts)
    if record is None:
        doubts += index.other_firms(row.stated)
        doubts += [Doubt("near", name) for name in near]
        return replace(row, kind="doubtful" if doubts else "new", doubts=tuple(doubts))
    changes = [
        Change(name, record[name], after)
        for name, after in row.stated.items()
        if name not in _KEYS and not _same(name, record[name], after)
    ]
    gone = record["left_reason"] is not None or record["state"] == "lifted"
    if record["state"] not in _OPEN and not (record["state"] == "lifted" and row.leaving):
        ended = Doubt("ended", f"{record['id']} {words.title('state', record['state'])}")
        return replace(row, kind="doubtful", entry=None, doubts=(*doubts, ended))
    if row.leaving and not gone:
        changes.append(Change("left_on", None, row.leaving.on))
    elif row.leaving and row.leaving.on is not None and record["left_on"] != row.leaving.on:
        changes.append(Change("left_on", record["left_on"], row.leaving.on))
    if not changes:
        return replace(row, kind="known", entry=record["id"], doubts=())
    if record["state"] == "lifted":
        fields = "、".join(words.title("field", change.field) for change in changes)
        doubts.append(Doubt("closed", f"{record['id']} {fields}", final=True))
    doubts += [Doubt("other_name", f"{record['id']} {c.before}") for c in changes if c.field == "name" and c.before]
    doubts += [Doubt("other_code", f"{record['id']} {c.before}") for c in changes if c.field == "uscc" and c.before]
    decisive = [c.field for c in changes if c.field in DECISIVE]
    if record["state"] == "in_force" and record["list"] in four_eyes and decisive:
        fields = "、".join(words.title("field", name) for name in decisive)
        doubts.append(Doubt("four_eyes", f"{record['id']} {fields}", final=True))
    kind = "doubtful" if doubts else "changed"
    return replace(row, kind=kind, entry=record["id"], changes=tuple(changes), doubts=tuple(doubts))


class _Index:
    """Entries of the register by list and code, and by list and name."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self._codes: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        self._names: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for record in records:
            if code := _organisation(record["uscc"]):
                self._codes[record["list"], code].append(record)
            if key := company_key(record["name"]):
                self._names[record["list"], key].append(record)

    def record(self, stated: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The entry that a row is about: one that still holds before one that has ended, the latest first."""
        code, key, name = _organisation(stated.get("uscc")), company_key(stated.get("name")), stated["list"]
        found = list(self._codes.get((name, code), ())) if code else []
        if key:
            named = self._names.get((name, key), ())
            found += [one for one in named if not (code and _organisation(one["uscc"])) and one not in found]
        same = [one for one in found if _same_decision(stated, one) and not _other_person(stated, one)]
        order = sorted(same, key=lambda one: (one["state"] not in (*_OPEN, "lifted"), one["state"] == "lifted"))
        return order[0] if order else None

    def other_firms(self, stated: Mapping[str, Any]) -> list[Doubt]:
        """Entries of the list with the same name and another code, or the same code and another name."""
        code, key, name = _organisation(stated.get("uscc")), company_key(stated.get("name")), stated["list"]
        if not code or not key:
            return []
        doubts = []
        for one in self._names.get((name, key), ()):
            if _organisation(one["uscc"]) not in (None, code):
                doubts.append(Doubt("other_code", f"{one['id']} {one['uscc']}"))
        formers = former_keys(stated.get("former_names"))
        for one in self._codes.get((name, code), ()):
            other = company_key(one["name"])
            if other and other != key and key not in former_keys(one["former_names"]) and other not in formers:
                doubts.append(Doubt("other_name", f"{one['id']} {one['name']}"))
        return doubts

    def names(self) -> Iterable[tuple[str, str, list[Mapping[str, Any]]]]:
        """List, key and entries of every name."""
        for (name, key), entries in self._names.items():
            yield name, key, entries


def _near_names(given: Sequence[Row], index: _Index) -> list[list[str]]:
    """Entries of the same list whose name is nearly that of a row, where no code tells them apart: id and name.

    Names that differ by one character share a name with one character taken out, so only those are compared.
    """
    by_part: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    keys = [company_key(row.stated.get("name")) for row in given]
    folds = [company_fold(key or "") for key in keys]
    for number, (row, fold) in enumerate(zip(given, folds, strict=True)):
        if fold and row.stated["subject"] == "enterprise":
            for part in _parts(fold):
                by_part[row.stated["list"], part].add(number)
    found: list[list[str]] = [[] for _ in given]
    if not by_part:
        return found
    for name, key, entries in index.names():
        fold = company_fold(key)
        numbers = set().union(*(by_part.get((name, part), ()) for part in _parts(fold)))
        for number in sorted(numbers):
            if keys[number] != key and is_near(folds[number], fold):
                code = _organisation(given[number].stated.get("uscc"))
                found[number] += [
                    f"{one['id']} {one['name']}"
                    for one in entries
                    if not (code and _organisation(one["uscc"])) and one["state"] not in ("rejected", "revoked")
                ]
    return found


def _parts(fold: str) -> set[str]:
    return {fold, *(fold[:place] + fold[place + 1 :] for place in range(len(fold)))}


def _code_problems(codes: Iterable[str | None]) -> dict[str, bool]:
    """Code → whether it is neither a sound credit code nor an organisation code alone."""
    known = sorted({code for code in codes if code})
    frame = pl.DataFrame({"code": known}, schema={"code": pl.String}).select(
        "code", bad=uscc_problem(pl.col("code")).is_not_null() & organisation_problem(pl.col("code")).is_not_null()
    )
    return dict(frame.iter_rows())


def _identity(stated: Mapping[str, Any], code: str | None) -> tuple[Any, ...]:
    """What makes two rows of a file the same entry."""
    person = stated.get("person_id") if stated["subject"] == "person" else None
    return stated["list"], code or company_key(stated.get("name")), _decision(stated) or _day(stated), person


def _named(stated: Mapping[str, Any]) -> tuple[Any, ...]:
    return stated["list"], company_key(stated.get("name")), _decision(stated) or _day(stated)


def _other_person(stated: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether two people of one name have numbers that differ."""
    own, other = record["person_id"], stated.get("person_id")
    person = stated["subject"] == "person"
    return bool(person and own and other and not _same("person_id", own, other) and not _same("person_id", other, own))


def _same_decision(stated: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    own, other = _decision(stated), _decision(record)
    return own == other if own and other else _day(stated) == _day(record)


def _decision(stated: Mapping[str, Any]) -> str | None:
    """A decision number without blanks, with one kind of bracket."""
    return company_key(stated.get("decision_no"))


def _day(stated: Mapping[str, Any]) -> dt.date | None:
    day: dt.date | None = stated.get("decided_on") or stated.get("in_force_from")
    return day


def _organisation(code: str | None) -> str | None:
    """The organisation code of a credit code, or the code itself where it is one (or nothing that is known)."""
    bare = bare_code_of(code or "")
    return (bare[_ORGANISATION] if len(bare) == 18 else bare) or None


def _same(field: str, before: Any, after: Any) -> bool:
    """Equal but for blanks, width and case.

    A number partly masked is the same where its open digits fit, an organisation code where the credit code holds it.
    """
    if not isinstance(before, str) or not isinstance(after, str):
        return bool(before == after)
    if field == "uscc" and len(after) == _ORGANISATION_LENGTH:
        return _organisation(before) == after
    own, other = _bare(before), _bare(after)
    if own == other:
        return True
    return "*" in other and re.fullmatch(re.sub(r"(\\\*)+", ".*", re.escape(other)), own, re.DOTALL) is not None


def _bare(text: str) -> str:
    return company_key(text) or ""
