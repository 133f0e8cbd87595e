"""A published list beside the register: what is new, what changed, what is on record, what a person must look at.

Nothing is written here. An entry is the same when list, subject (code, else name) and decision number (else the day of
listing) are the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from wagecheck.ledgers.identifiers import organisation_problem, uscc_problem
from wagecheck.register import words
from wagecheck.register.blacklist import DECISIVE
from wagecheck.register.list_identity import agree, identity, named, organisation
from wagecheck.register.list_index import OPEN, Index, near_names
from wagecheck.register.list_rows import Change, Doubt, Row, given_row

_KEYS: Final = ("list", "subject")


def compare(
    rows: pl.DataFrame, records: Sequence[Mapping[str, Any]], *, as_of: dt.date, four_eyes: Collection[str], left: str
) -> list[Row]:
    """Every row of a list (``listing.LISTED``) beside the entries of the register, all of them, in any state.

    ``left`` is the reason of leaving that is put on record where the list says that an entry left.
    """
    many = rows["sheet"].n_unique() > 1
    given = [given_row(row, many=many, as_of=as_of, left=left) for row in rows.to_dicts()]
    return compare_stated(given, records, four_eyes=four_eyes)


def compare_stated(
    given: Sequence[Row], records: Sequence[Mapping[str, Any]], *, four_eyes: Collection[str]
) -> list[Row]:
    """The same for rows that are made already: what they state, and the doubts they carry, are taken as they are."""
    index = Index(records)
    problems = _code_problems(row.stated.get("uscc") for row in given)
    near = near_names(given, index)
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
        if code := organisation(row.stated.get("uscc")):
            known[named(row.stated)].add(code)
    marks = []
    for row in rows:
        codes = known[named(row.stated)]
        code = organisation(row.stated.get("uscc")) or (next(iter(codes)) if len(codes) == 1 else None)
        marks.append(identity(row.stated, code))
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
        agree(name, one.stated[name], after) or agree(name, after, one.stated[name])
        for one in others
        for name, after in leaving[0].stated.items()
        if name in one.stated and name != "in_force_to"
    )
    return leaving[0] if agreed else None


def _beside(row: Row, index: Index, near: Sequence[str], four_eyes: Collection[str]) -> Row:
    """The row with its entry on record, what changed, and the doubts that the register gives."""
    record, doubts = index.record(row.stated), list(row.doubts)
    if record is None:
        doubts += index.other_firms(row.stated)
        doubts += [Doubt("near", name) for name in near]
        return replace(row, kind="doubtful" if doubts else "new", doubts=tuple(doubts))
    changes = [
        Change(name, record[name], after)
        for name, after in row.stated.items()
        if name not in _KEYS and not agree(name, record[name], after)
    ]
    gone = record["left_reason"] is not None or record["state"] == "lifted"
    if record["state"] not in OPEN and not (record["state"] == "lifted" and row.leaving):
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


def _code_problems(codes: Iterable[str | None]) -> dict[str, bool]:
    """Code → whether it is neither a sound credit code nor an organisation code alone."""
    known = sorted({code for code in codes if code})
    frame = pl.DataFrame({"code": known}, schema={"code": pl.String}).select(
        "code", bad=uscc_problem(pl.col("code")).is_not_null() & organisation_problem(pl.col("code")).is_not_null()
    )
    return dict(frame.iter_rows())
