"""A profile: which rules run, how severe they are, how findings add up to a score and a colour. Proposals, not law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

from wagecheck.errors import RuleError
from wagecheck.ledgers.catalogue import SIX
from wagecheck.register import words
from wagecheck.resources import read_toml
from wagecheck.rulebook.reading import Table, choices
from wagecheck.rulebook.rule import SEVERITIES

_T = TypeVar("_T")
#: What a score can come to; grey is no score.
COLOURS: Final = ("green", "yellow", "orange", "red")


@dataclass(frozen=True)
class ColourLevel:
    """The colour from a score upwards."""

    start: int
    colour: str
    title: str


@dataclass(frozen=True)
class Responsible:
    """Who must act on a finding: the department in the lead and those that assist."""

    lead: str
    assist: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conclusion:
    """When signals about people add up: several independent families for a worker, several workers for a company."""

    rules: tuple[str, ...] = ()
    """Rules that say something about whether a person worked there; empty: nothing is concluded."""
    min_families: int = 0
    min_workers: int = 0
    min_months: int = 0


@dataclass(frozen=True)
class Profile:
    """One file of ``profiles/``."""

    name: str
    title: str
    title_en: str
    preview: bool
    exclude: tuple[str, ...]
    cap_per_family: int
    weights: Mapping[str, int]
    levels: tuple[ColourLevel, ...]
    hard_stops: tuple[str, ...]
    families: Mapping[str, str]
    agreement: Mapping[str, tuple[str, ...]]
    """Ledger of the six unifications → rules whose finding means that it differs from the others."""
    absence: Mapping[str, tuple[str, ...]]
    """The same → rules whose finding says that it lacks the worker."""
    departments: Mapping[str, str]
    """Department → its English name."""
    responsible: Mapping[str, Responsible]
    """Prefix of rule ids → who must act."""
    severities: Mapping[str, str]
    values: Mapping[str, Decimal]
    four_eyes: tuple[str, ...] = ("group",)
    """Lists whose entries are put in force by somebody else than who proposed them."""
    four_eyes_waivers: bool = True
    """Whether a waiver is approved by somebody else than who proposed it."""
    conclusion: Conclusion = field(default_factory=Conclusion)
    judged_from: dt.date | None = None
    """Pay months before this day are most likely slips: rules not yet in force then are not assessed, not left out."""
    ageing_months: tuple[int, ...] = ()
    """Bands of the ageing of arrears: their ends, in months after the due day. After the last one no end."""

    def family(self, rule: str) -> str:
        """The family of a rule: its longest listed prefix; the letters of the id where none is listed."""
        return _longest(self.families, rule) or rule.rstrip("0123456789")

    def who(self, rule: str) -> Responsible:
        """Who must act on a finding of the rule, by its longest listed prefix; nobody where none is listed."""
        return _longest(self.responsible, rule) or Responsible("")

    def english(self, department: str) -> str:
        """The English name of a department, or its own where none is given."""
        return self.departments.get(department, department)

    def colour(self, score: int) -> str:
        """The colour of a score."""
        return max((level for level in self.levels if level.start <= score), key=lambda level: level.start).colour


def _longest(listed: Mapping[str, _T], rule: str) -> _T | None:
    prefixes = [prefix for prefix in listed if rule.startswith(prefix)]
    return listed[max(prefixes, key=len)] if prefixes else None


def _responsible(table: Table, departments: Mapping[str, str]) -> dict[str, Responsible]:
    found = {}
    for prefix in table.data:
        row = table.table(prefix)
        lead, assist = row.text("lead", among=departments), row.texts("assist", ())
        for name in assist:
            if name not in departments:
                raise row.unknown("assist", name, departments)
        row.done()
        found[prefix] = Responsible(lead, assist)
    return found


def _conclusion(table: Table) -> Conclusion:
    """The part ``conclusion``; what is given must be whole."""
    if not table.data:
        return Conclusion()
    numbers = {name: int(table.number(name)) for name in ("min_families", "min_workers", "min_months")}
    found = Conclusion(table.texts("rules"), **numbers)
    table.done()
    return found


def _ageing(table: Table) -> tuple[int, ...]:
    """The part ``ageing``: whole months, rising."""
    if not table.data:
        return ()
    months = tuple(int(number) for number in table.numbers("months", unknown="") if number and number == int(number))
    if not months or months != tuple(sorted(set(months))) or months[0] < 1 or len(months) != len(table.data["months"]):
        raise table.wrong("months 是从小到大的整月数", "months are whole months, rising")
    table.done()
    return months


def _lists(table: Table) -> tuple[str, ...]:
    chosen, known = table.texts("four_eyes", ("group",)), words.codes("list")
    for name in chosen:
        if name not in known:
            raise table.unknown("four_eyes", name, known)
    return chosen


def _levels(score: Table) -> tuple[ColourLevel, ...]:
    found = []
    for row in score.tables("levels"):
        found.append(ColourLevel(int(row.number("from")), row.text("colour", among=COLOURS), row.text("title")))
        row.done()
    if not any(level.start == 0 for level in found):
        raise score.wrong("levels 必须有 from = 0 的一级", "levels needs one with from = 0")
    return tuple(found)


def read(path: Path) -> Profile:
    """One profile file. RuleError names the file and the valid keys."""
    table = Table(read_toml(path), f"profiles/{path.name}")
    score = table.table("score")
    weights = score.table("weights")
    if any(isinstance(weight, int | Decimal) and weight < 0 for weight in weights.data.values()):
        raise weights.wrong("分值不能小于 0", "a weight cannot be below 0")
    families = table.table("families")
    agreement = table.table("agreement", optional=True)
    absence = table.table("absence", optional=True)
    named = table.table("departments", optional=True)
    departments = {name: named.text(name) for name in named.data}
    severities = table.table("severities", optional=True)
    values = table.table("values", optional=True)
    profile = Profile(
        name=table.text("name", among=[path.stem]),
        title=table.text("title"),
        title_en=table.text("title_en"),
        preview=table.flag("preview", True),
        exclude=table.texts("exclude", ()),
        cap_per_family=int(score.number("cap_per_family")),
        weights={severity: int(weights.number(severity)) for severity in SEVERITIES},
        levels=_levels(score),
        hard_stops=score.texts("hard_stops", ()),
        families={prefix: families.text(prefix) for prefix in families.data},
        agreement={ledger: agreement.texts(ledger, ()) for ledger in SIX},
        absence={ledger: absence.texts(ledger, ()) for ledger in SIX},
        departments=departments,
        responsible=_responsible(table.table("responsible", optional=True), departments),
        severities={rule: severities.text(rule, among=SEVERITIES) for rule in severities.data},
        values={name: values.number(name) for name in values.data},
        conclusion=_conclusion(table.table("conclusion", optional=True)),
        judged_from=table.maybe_date("judged_from"),
        ageing_months=_ageing(table.table("ageing", optional=True)),
        four_eyes=_lists(table),
        four_eyes_waivers=table.flag("four_eyes_waivers", True),
    )
    for part in (weights, score, agreement, absence, table):
        part.done()
    return profile


def find(folders: list[Path], name: str) -> Profile:
    """The profile of that name, from the last folder that has it. RuleError lists the profiles there are."""
    found = {path.stem: path for folder in folders for path in sorted((folder / "profiles").glob("*.toml"))}
    if name not in found:
        valid = choices(found, name)
        raise RuleError(f"没有名为 “{name}” 的方案，可选：{valid}", f"no profile named {name!r}; valid: {valid}")
    return read(found[name])
