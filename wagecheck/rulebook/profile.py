"""A profile: which rules run, how severe they are, how findings add up to a score and a colour. Proposals, not law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from wagecheck.errors import RuleError
from wagecheck.ledgers.catalogue import SIX
from wagecheck.resources import read_toml
from wagecheck.rulebook.reading import Table, choices
from wagecheck.rulebook.rule import SEVERITIES


@dataclass(frozen=True)
class ColourLevel:
    """The colour from a score upwards."""

    start: int
    colour: str
    title: str


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
    severities: Mapping[str, str]
    values: Mapping[str, Decimal]

    def family(self, rule: str) -> str:
        """The family of a rule: its longest listed prefix; the letters of the id where none is listed."""
        prefixes = [prefix for prefix in self.families if rule.startswith(prefix)]
        return self.families[max(prefixes, key=len)] if prefixes else rule.rstrip("0123456789")

    def colour(self, score: int) -> str:
        """The colour of a score."""
        return max((level for level in self.levels if level.start <= score), key=lambda level: level.start).colour


def _levels(score: Table) -> tuple[ColourLevel, ...]:
    found = []
    for row in score.tables("levels"):
        found.append(ColourLevel(int(row.number("from")), row.text("colour"), row.text("title")))
        row.done()
    if not any(level.start == 0 for level in found):
        raise score.wrong("levels 必须有 from = 0 的一级", "levels needs one with from = 0")
    return tuple(found)


def read(path: Path) -> Profile:
    """One profile file. RuleError names the file and the valid keys."""
    table = Table(read_toml(path), f"profiles/{path.name}")
    score = table.table("score")
    weights = score.table("weights")
    families = table.table("families")
    agreement = table.table("agreement", optional=True)
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
        severities={rule: severities.text(rule, among=SEVERITIES) for rule in severities.data},
        values={name: values.number(name) for name in values.data},
    )
    for part in (weights, score, agreement, table):
        part.done()
    return profile


def find(folders: list[Path], name: str) -> Profile:
    """The profile of that name, from the last folder that has it. RuleError lists the profiles there are."""
    found = {path.stem: path for folder in folders for path in sorted((folder / "profiles").glob("*.toml"))}
    if name not in found:
        valid = choices(found, name)
        raise RuleError(f"没有名为 “{name}” 的方案，可选：{valid}", f"no profile named {name!r}; valid: {valid}")
    return read(found[name])
