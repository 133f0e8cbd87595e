"""Rules, numbers and instruments as pages show them: plain rows in the reader's language, nothing decided."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from wagecheck.facts import frames
from wagecheck.rulebook import words
from wagecheck.rulebook.examples import run
from wagecheck.rulebook.fill import filled, number
from wagecheck.rulebook.numerals import article as printed

if TYPE_CHECKING:
    from wagecheck.rulebook import Rulebook
    from wagecheck.rulebook.rule import Rule
    from wagecheck.rulebook.values import Row, Value
    from wagecheck.wording import Wording

#: Where a finding names its person, its day, its amount.
_PLACE: Final = re.compile(r"\{[^{}]*\}")
#: From the worst to the mildest: how a severity looks.
TONES: Final = {"red_line": "red", "serious": "orange", "general": "yellow", "hint": "grey"}


def facets(rule: Rule, t: Wording) -> dict[str, str]:
    """Kind, severity and status in words."""
    english = int(t.lang == "en")
    return {
        "kind": words.KIND[rule.kind][english],
        "severity": words.SEVERITY[rule.severity][english],
        "status": words.STATUS[rule.status][english],
        "tone": TONES[rule.severity],
    }


def row(book: Rulebook, rule: Rule, t: Wording) -> dict[str, Any]:
    """A rule in the list."""
    return {
        "id": rule.id,
        "title": t.pick(rule.title, rule.title_en),
        "law": [book.statutes.text(citation) for citation in rule.law],
        "runs": rule in book.judged,
        "stops": rule.id in book.profile.hard_stops,
        **facets(rule, t),
    }


def page(book: Rulebook, rule: Rule, t: Wording, today: dt.date) -> dict[str, Any]:
    """Everything of one rule."""
    english = int(t.lang == "en")
    who = book.profile.who(rule.id)
    names = [book.profile.english(name) if english else name for name in (who.lead, *who.assist) if name]
    compiled = book.compiled[rule.id]
    return {
        **row(book, rule, t),
        "other_title": rule.title if english else rule.title_en,
        "family": book.profile.family(rule.id),
        "start": rule.start,
        "end": rule.end,
        "articles": [_article(book, citation, t) for citation in rule.law],
        "about": frames()[rule.about].title if rule.about in frames() else rule.about,
        "scope": words.SCOPE[rule.scope][english],
        "where": rule.where,
        "given": rule.given,
        "needs": rule.needs,
        "when": rule.when,
        "levels": [
            {"when": level.when, "kind": words.KIND[kind][english], "severity": words.SEVERITY[severity][english],
             "tone": TONES[severity], "message": _PLACE.sub("…", t.pick(level.message, level.message_en))}
            for level, kind, severity in zip(rule.levels, rule.kinds[1:], rule.severities[1:], strict=True)
        ],
        "money": words.MONEY[rule.money][english] if rule.show.amount or rule.money != "involved" else "",
        "message": _PLACE.sub("…", t.pick(rule.message, rule.message_en)),
        "values": [value(book, book.values.by_name[name], t, today) for name in compiled.values],
        "remedy": filled(t.pick(rule.remedy, rule.remedy_en), book.values, today),
        "exposure": filled(t.pick(rule.exposure, rule.exposure_en), book.values, today),
        "lead": names[0] if names else "",
        "assist": names[1:],
        "false_alarms": rule.false_alarms,
        "examples": [
            {"name": one.example, "messages": [t.pick(shown.message, shown.message_en) for shown in one.findings],
             "outcome": words.OUTCOME[2 if one.fired else 3 if one.not_assessed else 1][english],
             "tone": "red" if one.fired else "grey" if one.not_assessed else "green"}
            for one in run(book, rule.id)
        ],
    }  # fmt: skip


def unit(book: Rulebook, given: str, t: Wording) -> str:
    """The unit of a dated number, in words of the page."""
    return t.pick(given, book.dictionaries["units_en"]["unit"].get(given, given))


def value(book: Rulebook, given: Value, t: Wording, today: dt.date) -> dict[str, Any]:
    """A number with its rows, the newest first, and what holds today where it is the same everywhere."""
    now = None if given.regional else book.values.lookup(given.id, today)
    return {
        "id": given.id,
        "title": t.pick(given.title, given.title_en),
        "unit": unit(book, given.unit, t),
        "regional": given.regional,
        "now": None if now is None or now.amount is None else number(now.amount),
        "why": "" if now is None or now.amount is not None else t.pick(now.zh, now.en),
        "note": given.note,
        "law": [book.statutes.text(citation) for citation in given.law],
        "rules": [rule.id for rule in book.rules if given.id in book.compiled[rule.id].values],
        "set": given.id in book.profile.values,
        "rows": [_amount(book, one, t) for one in sorted(given.rows, key=_newest, reverse=True)],
    }


def instruments(book: Rulebook, t: Wording) -> list[dict[str, Any]]:
    """Every instrument with its articles and the rules that cite them."""
    english = int(t.lang == "en")
    citing: dict[str, list[str]] = {}
    for rule in book.rules:
        for citation in rule.law:
            citing.setdefault(citation, []).append(rule.id)
    return [
        {
            "title": statute.title,
            "kind": words.INSTRUMENT[statute.kind][english],
            "number": statute.number,
            "start": statute.start,
            "end": statute.end,
            "evidence": words.EVIDENCE[statute.evidence][english],
            "note": statute.note,
            "rules": citing.get(statute.name, []),
            "articles": [
                {"name": printed(one.number), "subject": one.subject, "evidence": words.EVIDENCE[one.evidence][english],
                 "rules": citing.get(f"{statute.name}#{one.number}", [])}
                for one in statute.articles.values()
            ],
        }
        for statute in book.statutes.by_name.values()
    ]  # fmt: skip


def _article(book: Rulebook, citation: str, t: Wording) -> dict[str, Any]:
    name, _, article = citation.partition("#")
    statute = book.statutes.by_name[name]
    found = statute.articles.get(article)
    return {
        "text": book.statutes.text(citation),
        "subject": found.subject if found else "",
        "evidence": words.EVIDENCE[found.evidence if found else statute.evidence][int(t.lang == "en")],
        "start": statute.start,
    }


def _amount(book: Rulebook, one: Row, t: Wording) -> dict[str, Any]:
    provinces = book.dictionaries.get("regions", {}).get("province", {})
    return {
        "possible": None if one.possible in (dt.date.min, one.certain) else one.possible,
        "certain": None if one.certain == dt.date.min else one.certain,
        "region": one.region,
        "place": provinces.get(one.region[:2], "") if one.region else "",
        "tier": one.tier,
        "amount": None if one.amount is None else number(one.amount),
        "source": one.source,
        "evidence": words.EVIDENCE[one.evidence][int(t.lang == "en")],
        "checked_on": None if one.checked_on == dt.date.min else one.checked_on,
        "note": one.note,
    }


def _newest(one: Row) -> tuple[str, str, dt.date]:
    return one.region or "", one.tier or "", one.certain
