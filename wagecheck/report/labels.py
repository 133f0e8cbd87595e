"""Small facts about how things are shown: order, tones, signs, caps. Numbers here are about pages, never about law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from wagecheck.result import RuleInfo
from wagecheck.wording import Wording

#: From worst to mildest; the order of every list on a page.
SEVERITIES: Final = ("red_line", "serious", "general", "hint")
TONES: Final = {"red_line": "red", "serious": "orange", "general": "yellow", "hint": "grey"}
COLOURS: Final = ("red", "orange", "yellow", "grey", "green")
#: Shapes, so that colours can be told apart in grey print.
MARKS: Final = {"red": "▲", "orange": "◆", "yellow": "●", "green": "✓", "grey": "?"}
SIGNS: Final = {"ok": "✓", "differs": "≠", "missing": "✗", "not_submitted": "–", "unclear": "?"}
SIX: Final = ("identity", "contract", "roster", "attendance", "pay", "notice")

#: Kinds of money that are added up per contractor, beside what is owed.
ADDED: Final = ("shortfall", "refund", "exposure", "funding")

#: Columns read with less confidence than this are marked for a second look.
SURE: Final = 0.95
#: What one page lists at most; totals are always of everything.
ROWS_PER_RULE: Final = 50
WORKERS_PER_MATRIX: Final = 200
PLACES_PER_ROW: Final = 4
TODO_ITEMS: Final = 6


#: What became of files that took part, or that the clerk himself leaves out (``submission.InputFile``).
_SETTLED: Final = frozenset({"read", "unpacked", "copy", "left_out"})


def unread(inputs: Iterable[Mapping[str, Any]]) -> list[str]:
    """Paths of the files that took no part in the check, of the inputs of a manifest."""
    return [file["path"] for file in inputs if file["status"] not in _SETTLED]


def money(value: Decimal | None) -> str:
    """``1234567.5`` → ``1,234,567.50``; empty for None."""
    return "" if value is None else f"{value:,.2f}"


def period(text: str | None, t: Wording) -> str:
    """A pay period as people write it; empty for None. ``2026-09-11..2026-10-10`` is how machines write a range."""
    first, mark, last = (text or "").partition("..")
    return t("cli.period_span", first=first, last=last) if mark else first


def laws(texts: tuple[str, ...] | list[str]) -> str:
    """Citations joined, the name of an instrument said once: 《甲》第一条、第二条；《乙》第三条."""
    grouped: dict[str, list[str]] = {}
    for text in texts:
        name, mark, article = text.partition("》")
        grouped.setdefault(name + mark, []).append(article)
    return "；".join(name + "、".join(article for article in articles if article) for name, articles in grouped.items())


def who(rule: RuleInfo, t: Wording) -> str:
    """Who must act: the department in the lead, then those that assist; empty where the profile names nobody."""
    lead = t.pick(rule.responsible, rule.responsible_en)
    assist = rule.assist_en if t.lang == "en" else rule.assist
    if not lead:
        return ""
    joint = ", " if t.lang == "en" else "、"
    return t("page.who_text", lead=lead, assist=joint.join(assist)) if assist else lead


def owed(amount: Decimal | None, workers: int, unknown: str) -> str:
    """Money past due of a contractor: a dash where it has no workers, ``unknown`` where it cannot be told."""
    if amount is None:
        return unknown if workers else "–"
    return money(amount)
