"""What letters need of the law: the terms of ``rules/letters.toml``, read strictly, citations as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.resources import folder, read_toml
from wagecheck.rulebook import statutes
from wagecheck.rulebook.reading import Table
from wagecheck.rulebook.rule import SEVERITIES

FILE: Final = "letters.toml"


@dataclass(frozen=True)
class Matter:
    """One concern of the trade union; ``rules`` are ids or their beginnings."""

    title: str
    title_en: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class LetterTerms:
    """Per kind of letter: the law as printed, days (calendar days after the check), departments, rules."""

    correction_law: tuple[str, ...]
    correction_days: Mapping[str, int]
    """Severity → days."""
    copies: tuple[str, ...]
    copies_en: tuple[str, ...]
    union_law: tuple[str, ...]
    union_severities: tuple[str, ...]
    union_reply_days: int
    union_matters: tuple[Matter, ...]
    advance_law: tuple[str, ...]
    listing_law: tuple[str, ...]
    listing_rules: tuple[str, ...]
    opinions: tuple[str, ...]
    opinions_en: tuple[str, ...]
    evidence_law: tuple[str, ...]


def load(base: Path | None = None) -> LetterTerms:
    """Reads the file of the package (or of ``base``). RuleError names the key and the valid choices."""
    place = base or folder("rules")
    cited = statutes.load([place / "statutes.toml"])
    whole = Table(read_toml(place / FILE), FILE)

    def law(table: Table) -> tuple[str, ...]:
        citations = table.texts("law")
        for citation in citations:
            cited.check(citation, table)
        return tuple(map(cited.text, citations))

    correction, union = whole.table("correction"), whole.table("union")
    advance, listing, evidence = whole.table("advance"), whole.table("listing"), whole.table("evidence")
    days = correction.table("days")
    matters = union.tables("matter")
    severities = union.texts("severities")
    for name in severities:
        if name not in SEVERITIES:
            raise union.unknown("severities", name, SEVERITIES)
    terms = LetterTerms(
        correction_law=law(correction),
        correction_days={name: int(days.number(name)) for name in SEVERITIES},
        copies=correction.texts("copies"),
        copies_en=correction.texts("copies_en"),
        union_law=law(union),
        union_severities=severities,
        union_reply_days=int(union.number("reply_days")),
        union_matters=tuple(Matter(one.text("title"), one.text("title_en"), one.texts("rules")) for one in matters),
        advance_law=law(advance),
        listing_law=law(listing),
        listing_rules=listing.texts("rules"),
        opinions=listing.texts("opinions"),
        opinions_en=listing.texts("opinions_en"),
        evidence_law=law(evidence),
    )
    for table in (*matters, days, correction, union, advance, listing, evidence, whole):
        table.done()
    return terms
