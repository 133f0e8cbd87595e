"""Which column of an export table is which field: by its whole name, never by its cells, and never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wagecheck.intake.exports import wordings
from wagecheck.intake.issues import Issue
from wagecheck.ledgers.catalogue import TITLES


@dataclass(frozen=True)
class Columns:
    """``places``: field → zero-based place of its column; ``unknown``: places of columns that nobody knows.

    ``refusal``: why the table cannot be read at all, None where it can.
    """

    names: tuple[str, ...]
    places: dict[str, int]
    unknown: tuple[int, ...] = ()
    refusal: Issue | None = None

    def header(self, field: str) -> str:
        """The name of a field's column as it is written."""
        return self.names[self.places[field]]


def told(ledger: str, names: Sequence[str]) -> Columns:
    """The columns of a table of ``ledger``; refused where two fill one field or one that is needed is missing."""
    known = wordings.fields_of(ledger)
    spare = wordings.unneeded(ledger)
    places: dict[str, int] = {}
    unknown: list[int] = []
    for place, name in enumerate(names):
        fields = known.get(wordings.plain(name), ())
        if not fields and wordings.plain(name) not in spare | known.keys():
            unknown.append(place)
        for field in fields:
            if field in places:
                return Columns(tuple(names), {}, refusal=_twice(ledger, field, names, (places[field], place)))
            places[field] = place
    instead = wordings.raw()["instead"]
    for field, other in {**instead["all"], **instead.get(ledger, {})}.items():
        if field not in places and other in places:
            places[field] = places.pop(other)
    missing = [need for need in wordings.raw()["needs"][ledger] if not _has(need, places)]
    refusal = _missing(ledger, missing) if missing else None
    return Columns(tuple(names), places, tuple(unknown), refusal)


def repeated(names: Sequence[str]) -> Issue | None:
    """IN02 where two columns are called the same."""
    again = [name for name, count in Counter(names).items() if count > 1]
    if not again:
        return None
    shown = "”“".join(again[:3])
    return Issue(
        "IN02",
        f"有两栏同名：“{shown}”，不知道以哪一栏为准，整张表没有采用；请只保留一栏，或把另一栏改名后重新导出",
        f"two columns are called the same ({', '.join(again[:3])}), so the table was not used; keep one or rename it",
    )


def repeated_somewhere() -> Issue:
    """The same where the container does not say which."""
    return Issue(
        "IN02",
        "有两栏同名，不知道以哪一栏为准，整张表没有采用；请只保留一栏，或把另一栏改名后重新导出",
        "two columns are called the same, so the table was not used; keep one or rename it",
    )


def _has(need: str, places: dict[str, int]) -> bool:
    fields = set(need.split("|"))
    if wordings.PERIOD in fields and {"period_start", "period_end"} <= places.keys():
        return True
    return bool(fields & places.keys())


def _twice(ledger: str, field: str, names: Sequence[str], places: tuple[int, int]) -> Issue:
    one, other = (names[place] for place in places)
    called = wordings.title(ledger, field)
    return Issue(
        "IN02",
        f"“{one}”和“{other}”两栏都是{called}，不知道以哪一栏为准，整张表没有采用；请只保留一栏后重新导出",
        f"both {one!r} and {other!r} are the field {field}, so the table was not used; keep one of them",
        field=field,
    )


def _missing(ledger: str, missing: Sequence[str]) -> Issue:
    said = "、".join("/".join(wordings.title(ledger, field) for field in need.split("|")) for need in missing)
    fields = ", ".join(" or ".join(need.split("|")) for need in missing)
    return Issue(
        "IN03",
        f"这张{TITLES[ledger]}导出表没有必需的栏目：{said}。导出表的每一行都要写明项目、参建单位和所属期；请补上后重新导出",
        f"this export of the ledger {ledger} lacks columns it cannot be read without: {fields}; add them",
        field=missing[0].split("|")[0],
    )
