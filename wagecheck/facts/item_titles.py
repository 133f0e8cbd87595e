"""What a money column of a payroll is, by its heading: lawful, unlawful or unexplained deduction, advance, allowance.

The words are data (``rules/dictionaries/deductions.toml``, through ``Settings``). Headings are few, amounts are many:
the distinct headings are classed once and joined back.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from wagecheck.facts.settings import Settings

_BLANKS = re.compile(r"\s+")
_UNIT = re.compile(r"[（(][^（()）]*[)）]")


def bare(title: pl.Expr) -> pl.Expr:
    """A heading as words are looked for in it: NFKC, without blanks and without a unit in brackets."""
    return title.str.normalize("NFKC").str.replace_all(r"\s", "").str.replace_all(r"[（(][^（()）]*[)）]", "")


def classes(items: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Distinct title, kind and after_gross of ``items`` → class.

    ``class`` is lawful, unlawful, deposit, premium (work-injury and accident insurance, SI03), unexplained or advance
    for money taken off, overtime, special or earning for money added, other for what is neither (kind unknown, no word
    of the dictionary).
    """
    keys = ["title", "kind", "after_gross"]
    distinct = items.select(keys).unique()
    found = [_class(title or "", kind, after, settings) for title, kind, after in distinct.iter_rows()]
    return distinct.with_columns(pl.Series("class", found, dtype=pl.String))


def _class(title: str, kind: str | None, after_gross: bool | None, settings: Settings) -> str:
    text = _UNIT.sub("", _BLANKS.sub("", unicodedata.normalize("NFKC", title)))
    if kind == "earning":
        return (
            "overtime"
            if _has(text, settings.overtime_words)
            else ("special" if _has(text, settings.special_allowances) else "earning")
        )
    words = {
        "lawful": settings.lawful_deductions,
        "unlawful": settings.unlawful_deductions,
        "advance": settings.advance_words,
    }
    meant = [name for name, known in words.items() if _has(text, known)]
    if kind == "advance":
        return "advance" if meant in ([], ["advance"]) else "unexplained"
    if kind == "deduction" or (after_gross and (meant or _has(text, settings.unexplained_deductions))):
        if meant == ["unlawful"] and _has(text, settings.deposit_words):
            return "deposit"
        if meant == ["unlawful"] and _has(text, settings.standing_words.get("injury_charge", ())):
            return "premium"
        return meant[0] if len(meant) == 1 else "unexplained"
    return "other"


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
