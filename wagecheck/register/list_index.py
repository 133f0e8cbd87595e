"""The entries of the register as rows of a list look for them: by code, by name, by nearly the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from wagecheck.ledgers.companies import company_fold, company_key, former_keys, is_near
from wagecheck.register.list_identity import organisation, other_person, same_decision
from wagecheck.register.list_rows import Doubt, Row

#: States of an entry about which nothing has ended.
OPEN: Final = ("in_force", "under_review", "proposed")


class Index:
    """Entries of the register by list and code, and by list and name."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self._codes: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        self._names: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for record in records:
            if code := organisation(record["uscc"]):
                self._codes[record["list"], code].append(record)
            if key := company_key(record["name"]):
                self._names[record["list"], key].append(record)

    def record(self, stated: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The entry that a row is about: one that still holds before one that has ended, the latest first."""
        code, key, name = organisation(stated.get("uscc")), company_key(stated.get("name")), stated["list"]
        found = list(self._codes.get((name, code), ())) if code else []
        if key:
            named = self._names.get((name, key), ())
            found += [one for one in named if not (code and organisation(one["uscc"])) and one not in found]
        same = [one for one in found if same_decision(stated, one) and not other_person(stated, one)]
        order = sorted(same, key=lambda one: (one["state"] not in (*OPEN, "lifted"), one["state"] == "lifted"))
        return order[0] if order else None

    def other_firms(self, stated: Mapping[str, Any]) -> list[Doubt]:
        """Entries of the list with the same name and another code, or the same code and another name."""
        code, key, name = organisation(stated.get("uscc")), company_key(stated.get("name")), stated["list"]
        if not code or not key:
            return []
        doubts = []
        for one in self._names.get((name, key), ()):
            if organisation(one["uscc"]) not in (None, code):
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


def near_names(given: Sequence[Row], index: Index) -> list[list[str]]:
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
                code = organisation(given[number].stated.get("uscc"))
                found[number] += [
                    f"{one['id']} {one['name']}"
                    for one in entries
                    if not (code and organisation(one["uscc"])) and one["state"] not in ("rejected", "revoked")
                ]
    return found


def _parts(fold: str) -> set[str]:
    return {fold, *(fold[:place] + fold[place + 1 :] for place in range(len(fold)))}
