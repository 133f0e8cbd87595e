"""Who of the newest checks may be one whom an entry means, and what was decided about it.

Codes and identity numbers decide by themselves; whatever met by name only is for a person to decide
(``register.verdicts``), once: every later check goes by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from wagecheck.errors import InputError
from wagecheck.facts.listed import people
from wagecheck.ledgers.companies import company_key
from wagecheck.privacy import Masker, mask_name
from wagecheck.register import runs, shown, verdicts
from wagecheck.register.states import COMPARED
from wagecheck.tasks.refusals import said

if TYPE_CHECKING:
    from wagecheck.register.reader import Reader
    from wagecheck.register.writer import Writer

Row = dict[str, Any]
#: Kinds of match that nobody has to decide.
_SURE: Final = ("uscc", "id")
_COMPANY: Final = "company"
#: The role of somebody about whom an answer stands whom no newest check met (any more) of those that were looked at: an
#: account for some projects sees the answers of all of them, but only the checks of its own.
SOMEBODY: Final = "somebody"


@dataclass(frozen=True)
class Match:
    """A company (or a person of it, by ``role``) that may be the one of ``entry``. Nothing of it is masked but
    ``person``, as the result has it."""

    entry: Row
    contractor: str
    uscc: str | None
    role: str
    person: str | None
    names: tuple[str, ...]
    """The people of the entry that ``person`` may be, by their full names."""
    kind: str
    in_force: bool | None
    projects: tuple[str, ...]
    hand_in: str
    verdict: Row | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """What it is called in a form: the same after the next check."""
        parts = (self.entry["id"], company_key(self.contractor), self.uscc, self.role, self.person)
        return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()[:24]

    def company(self) -> bool:
        """Whether the company itself is meant, not one of its people."""
        return self.role == _COMPANY


def newest(handed_in: Sequence[Row]) -> list[Row]:
    """Of checked hand-ins, newest first, the last one of every site and pay period."""
    kept: dict[tuple[Any, ...], Row] = {}
    for one in handed_in:
        kept.setdefault((one["site"], one["first_day"], one["last_day"]), one)
    return list(kept.values())


@dataclass(frozen=True)
class Found:
    """The matches of checks, those in force first, and answers about whom none of them met; ``lost``: hand-ins whose
    check met an entry that says something else by now, so that nobody can tell which one it was: to be checked again.
    """

    matches: list[Match]
    lost: list[str]


def listed(reader: Reader, told: Sequence[tuple[Row, Mapping[str, Any]]]) -> Found:
    """What hand-ins, newest first, each with ``manifest["listings"]`` of its check, leave to be decided."""
    codes = runs.codes(reader, {one["run"] for one, _ in told if one["run"]})
    entries = reader.all("entry")
    spoken = _spoken(reader)
    found: dict[str, Match] = {}
    lost: dict[str, None] = {}
    for hand_in, listings in told:
        for row in listings.get("entries", ()):
            if row["match"] in _SURE:
                continue
            meant = _meant(row, entries)
            if not meant:
                lost[hand_in["id"]] = None
            for entry in (one for one in meant if one["state"] in COMPARED):
                code = codes.get((hand_in["run"], row["project"], row["contractor"]))
                match = _match(row, entry, code, hand_in["id"])
                known = found.get(match.key)
                if known is None:
                    found[match.key] = replace(match, verdict=_verdict(spoken.get(entry["id"], ()), match))
                else:
                    projects = tuple(dict.fromkeys((*known.projects, *match.projects)))
                    found[match.key] = replace(known, projects=projects, in_force=known.in_force or match.in_force)
    # whoever was said to be somebody else is met by no later check; the answer must stay in sight, to be corrected
    met = {one.verdict["id"] for one in found.values() if one.verdict is not None}
    compared = {entry["id"]: entry for entry in entries if entry["state"] in COMPARED}
    for entry_id in sorted(spoken.keys() & compared.keys()):
        for verdict in (one for one in spoken[entry_id] if one["id"] not in met):
            kept = _kept(verdict, compared[entry_id])
            found[kept.key] = kept
    order = sorted(found.values(), key=lambda one: (one.in_force is False, not one.company()))
    return Found(order, list(lost))


def decide(writer: Writer, match: Match, *, same: bool, which: int | None, reason: str) -> str:
    """Puts the answer on record, gives the id of the verdict. ``which``: the place of the person in ``names``.

    Raises InputError where that is not said, or the reason is missing.
    """
    if not reason.strip():
        raise InputError(*said("no_reason"))
    person = None
    if not match.company():
        which = 0 if len(match.names) == 1 else which
        if which is None or not 0 <= which < len(match.names):
            raise InputError(*said("which_person"))
        person = match.names[which]
    verdict, _ = verdicts.decide(
        writer,
        entry=match.entry["id"],
        same=same,
        contractor=match.contractor,
        uscc=match.uscc,
        person=person,
        reason=reason.strip(),
    )
    return verdict


def differing(one: str, other: str) -> list[tuple[str, bool]]:
    """``one`` in pieces, each with whether ``other`` has it otherwise."""
    pieces = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [(one[start:end], code != "equal") for code, start, end, _, _ in pieces if end > start]


def _match(row: Mapping[str, Any], entry: Row, code: str | None, hand_in: str) -> Match:
    return Match(
        entry=entry,
        contractor=row["contractor"],
        uscc=code,
        role=row["role"],
        person=row["name"],
        names=() if row["role"] == _COMPANY else _names(entry, row["name"]),
        kind="decided" if row["decided"] else row["match"],
        in_force=row["in_force"],
        projects=(row["project"],) if row["project"] else (),
        hand_in=hand_in,
    )


def _kept(verdict: Row, entry: Row) -> Match:
    """What an answer is about that stands alone; ``hand_in`` is empty."""
    person = verdict["person"]
    return Match(
        entry=entry,
        contractor=verdict["contractor"] or verdict["uscc"] or "",
        uscc=verdict["uscc"],
        role=SOMEBODY if person else _COMPANY,
        person=shown.masked(verdict, Masker(b""))["person"] if person else None,
        names=(person,) if person else (),
        kind="decided",
        in_force=None,
        projects=(),
        hand_in="",
        verdict=verdict,
    )


def _meant(row: Mapping[str, Any], entries: Sequence[Row]) -> list[Row]:
    """The entries that a row of a result tells of: of the same name, decision and first day."""
    return [entry for entry in entries if _told(entry) == (row["entry_name"], row["decision_no"], row["from"])]


def _told(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    first = entry["in_force_from"] or entry["decided_on"]
    return entry["name"], entry["decision_no"], None if first is None else first.isoformat()


def _names(entry: Mapping[str, Any], shown: str | None) -> tuple[str, ...]:
    """The people that an entry names whose masked name is the one shown."""
    texts = [entry[name] for name in ("name", "legal_rep", "persons") if entry[name]]
    parts = pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(people(pl.col("text"))).to_series()
    names = dict.fromkeys(name for listed in parts for name in listed if name)
    return tuple(name for name in names if name == shown or mask_name(name) == shown)


def _spoken(reader: Reader) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for verdict in reader.all("verdict", state="decided"):
        found.setdefault(verdict["entry"], []).append(verdict)
    return found


def _verdict(spoken: Sequence[Row], match: Match) -> Row | None:
    """The verdict about the same company (code, else name) and person; the last one of several."""
    names = {company_key(name) for name in match.names} if not match.company() else {None}
    for verdict in reversed(spoken):
        both = verdict["uscc"] and match.uscc
        same = (
            verdict["uscc"] == match.uscc
            if both
            else company_key(verdict["contractor"]) == company_key(match.contractor)
        )
        if same and company_key(verdict["person"]) in names:
            return verdict
    return None


def told(match: Match, masker: Masker) -> Row:
    """The match for people to see, with its ``key``."""
    return {
        "key": match.key,
        "entry": shown.masked(match.entry, masker),
        "verdict": None if match.verdict is None else shown.masked(match.verdict, masker),
        "contractor": masker.text(match.contractor, "free"),
        "projects": [masker.text(name, "free") for name in match.projects],
        "names": [masker.text(name, "free") for name in match.names],
        "uscc": match.uscc,
        "role": match.role,
        "person": match.person,
        "kind": match.kind,
        "in_force": match.in_force,
        "hand_in": match.hand_in,
        "company": match.company(),
    }
