"""The instruments that rules cite: official names, numbers, dates, articles, and how well each has been checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wagecheck.resources import read_toml
from wagecheck.rulebook.numerals import article as printed
from wagecheck.rulebook.reading import Table

EVIDENCE: Final = ("verified", "secondary", "unverified")
KINDS: Final = ("law", "regulation", "ministry_rule", "interpretation", "standard", "company_rule")
UNCHECKED: Final = "（依据待核）"


@dataclass(frozen=True)
class Article:
    """One article: how well it was checked and, in our words, what it says."""

    number: str
    evidence: str
    subject: str


@dataclass(frozen=True)
class Statute:
    """One instrument. ``start``/``end`` are the days it is in force."""

    name: str
    kind: str
    number: str
    start: dt.date
    end: dt.date | None
    evidence: str
    note: str
    title: str
    """As printed: 《name》, or the text of the key ``printed``."""
    articles: Mapping[str, Article] = field(default_factory=dict)


@dataclass(frozen=True)
class Statutes:
    """All instruments by name."""

    by_name: Mapping[str, Statute]

    def check(self, citation: str, table: Table) -> None:
        """Raises RuleError (naming the table's file and the valid choices) unless the citation is registered."""
        name, _, number = citation.partition("#")
        statute = self.by_name.get(name)
        if statute is None:
            raise table.unknown("law（statutes.toml）", name, self.by_name)
        if number and number not in statute.articles:
            raise table.unknown(f"law（statutes.toml）{name}", number, statute.articles)

    def text(self, citation: str) -> str:
        """As printed in a finding: 《保障农民工工资支付条例》第三十一条, with 依据待核 where it was not verified."""
        name, _, number = citation.partition("#")
        statute = self.by_name[name]
        evidence = statute.articles[number].evidence if number else statute.evidence
        return statute.title + (printed(number) if number else "") + (UNCHECKED if evidence == "unverified" else "")


def _statute(table: Table) -> Statute:
    articles = table.table("articles", optional=True)
    found = {}
    for number in articles.data:
        row = articles.table(number)
        found[number] = Article(number, row.text("evidence", among=EVIDENCE), row.text("subject"))
        row.done()
    statute = Statute(
        name=table.text("name"),
        kind=table.text("kind", among=KINDS),
        number=table.text("number"),
        start=table.date("from"),
        end=table.maybe_date("to"),
        evidence=table.text("evidence", among=EVIDENCE),
        note=table.text("note", ""),
        title=table.text("printed", f"《{table.text('name')}》"),
        articles=found,
    )
    table.done()
    return statute


def load(paths: list[Path]) -> Statutes:
    """Reads the given files; a later file may add instruments or replace one of the same name."""
    by_name: dict[str, Statute] = {}
    for path in paths:
        table = Table(read_toml(path), path.name)
        mine: set[str] = set()
        for row in table.tables("statute"):
            statute = _statute(row)
            if statute.name in mine:
                raise row.wrong(f"《{statute.name}》登记了两次", f"{statute.name} is listed twice")
            mine.add(statute.name)
            by_name[statute.name] = statute
        table.done()
    return Statutes(by_name)
