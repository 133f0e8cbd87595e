"""Who pays wages that are owed: the steps of ``rules/liability.toml``, read strictly; which hold, judging says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.resources import read_toml
from wagecheck.rulebook import template
from wagecheck.rulebook.reading import Table
from wagecheck.rulebook.rule import MONEY
from wagecheck.rulebook.statutes import Statutes
from wagecheck.rulebook.template import Template

FILE: Final = "liability.toml"
EMPLOYERS: Final = ("general_contractor", "subcontractor", "unknown")
SUBJECTS: Final = ("contractor", "project")
#: What the sentences may name.
FIELDS: Final = ("contractor", "general_contractor", "owner", "law")


@dataclass(frozen=True)
class Step:
    """One sentence and when it applies; all conditions that are given must hold."""

    id: str
    title: str
    title_en: str
    law: tuple[str, ...]
    employer: str | None
    """One of EMPLOYERS; None: whoever employs."""
    rules: tuple[str, ...]
    """Applies only where one of these rules has found something; empty: always."""
    of: str
    """About whom they must have found it: this contractor, or its project."""
    uscc: tuple[str, ...]
    names: tuple[str, ...]
    """The credit code starts so, or the name holds these words; both empty: any employer."""
    text: Template
    text_en: Template


@dataclass(frozen=True)
class Liability:
    """The steps in the order in which they are said, and the kinds of money (see ``rule.MONEY``) they are about."""

    money: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def read(path: Path, statutes: Statutes, rules: Collection[str]) -> Liability:
    """Reads the file. RuleError names the key and the valid choices."""
    table = Table(read_toml(path), path.name)
    money = table.texts("money")
    for name in money:
        if name not in MONEY:
            raise table.unknown("money", name, MONEY)
    steps = tuple(_step(row, statutes, rules) for row in table.tables("step"))
    table.done()
    return Liability(money, steps)


def _step(row: Table, statutes: Statutes, rules: Collection[str]) -> Step:
    step = Step(
        id=row.text("id"),
        title=row.text("title"),
        title_en=row.text("title_en"),
        law=row.texts("law"),
        employer=row.text("employer", among=EMPLOYERS) if row.has("employer") else None,
        rules=row.texts("rules", ()),
        of=row.text("of", "contractor", among=SUBJECTS),
        uscc=row.texts("uscc", ()),
        names=row.texts("names", ()),
        text=_sentence(row, "text"),
        text_en=_sentence(row, "text_en"),
    )
    row.done()
    for citation in step.law:
        statutes.check(citation, row)
    for rule in step.rules:
        if rule not in rules:
            raise row.unknown("rules", rule, rules)
    return step


def _sentence(row: Table, key: str) -> Template:
    try:
        parsed = template.parse(row.text(key))
    except ValueError as error:
        raise row.wrong(f"{key} 的占位符写法有误：{error}", f"{key}: cannot read placeholder: {error}") from None
    for field in parsed.fields:
        if field not in FIELDS:
            raise row.unknown(key, f"{{{field}}}", (f"{{{name}}}" for name in FIELDS))
    return parsed
