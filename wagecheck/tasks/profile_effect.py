"""What another profile would change: the same submission judged twice, compared finding by finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from wagecheck.result import Result

_SITE: Final = ("project", "name", "period")
_MONEY: Final = ("owed", "unpaid")
_UNJUDGED: Final = ("not_assessed", "error")
#: New, gone, of rules that are not judged any more, waived before, waived now.
_COUNTS: Final = ("gained", "lost", "dropped", "reopened", "waived")


def effect(before: Result, after: Result) -> dict[str, Any]:
    """Plain data: ``contractors`` with colour, score, money and findings before and after; ``rules`` with the number of
    findings that come, go, are not looked for any more, or weigh more or less; what can be judged by neither.
    """
    from wagecheck.comparison import compare, of_result  # noqa: PLC0415

    was, will = (of_result(result.to_json()) for result in (before, after))
    found = compare(was, will)
    counts: dict[str, Counter[str]] = {}
    for name, findings in zip(
        _COUNTS, (found.new, found.fixed, found.unseen, found.unwaived, found.waived), strict=True
    ):
        for finding in findings:
            counts.setdefault(str(finding["rule"]), Counter())[name] += 1
    weights = {str(finding["fingerprint"]): str(finding["severity"]) for finding in was.findings}
    moved = Counter(
        (str(finding["rule"]), weights[str(finding["fingerprint"])], str(finding["severity"]))
        for finding in will.findings
        if weights.get(str(finding["fingerprint"]), finding["severity"]) != finding["severity"]
    )
    for rule, *_ in moved:
        counts.setdefault(rule, Counter())
    return {
        "contractors": _contractors(before, after),
        "rules": [
            {
                "rule": rule,
                **{name: counts[rule][name] for name in _COUNTS},
                "moved": [[old, new, number] for (of, old, new), number in sorted(moved.items()) if of == rule],
            }
            for rule in sorted(counts)
        ],
        "unjudged": [_unjudged(before), _unjudged(after)],
    }


def total(effects: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """All of them together: contractors whose colour changes, wages owed before and after, findings by rule."""
    rules: dict[str, dict[str, Any]] = {}
    colours: Counter[tuple[str, str]] = Counter()
    owed: list[Decimal | None] = [None, None]
    for one in effects:
        for contractor in one["contractors"]:
            colours[contractor["colour"][0], contractor["colour"][1]] += 1
            for side in (0, 1):
                if contractor["owed"][side] is not None:
                    owed[side] = (owed[side] or Decimal(0)) + Decimal(contractor["owed"][side])
        for rule in one["rules"]:
            mine = rules.setdefault(rule["rule"], {**rule, **dict.fromkeys(_COUNTS, 0), "moved": {}})
            for name in _COUNTS:
                mine[name] += rule[name]
            for old, new, number in rule["moved"]:
                mine["moved"][old, new] = mine["moved"].get((old, new), 0) + number
    for rule in rules.values():
        rule["moved"] = [[old, new, number] for (old, new), number in sorted(rule["moved"].items())]
    return {
        "contractors": sum(colours.values()),
        "changed": sum(number for (old, new), number in colours.items() if old != new),
        "colours": [[old, new, number] for (old, new), number in sorted(colours.items()) if old != new],
        "owed": [None if sum_ is None else f"{sum_:.2f}" for sum_ in owed],
        "rules": [rules[rule] for rule in sorted(rules)],
    }


def _contractors(before: Result, after: Result) -> list[dict[str, Any]]:
    was, will = ({tuple(row[name] for name in _SITE): row for row in _rows(result)} for result in (before, after))
    told = []
    for site in sorted(was.keys() | will.keys(), key=lambda names: tuple(name or "" for name in names)):
        pair = (was.get(site), will.get(site))
        told.append(
            {
                **dict(zip(_SITE, site, strict=True)),
                **{name: [None if row is None else row[name] for row in pair] for name in ("colour", "score", *_MONEY)},
                "findings": [0 if row is None else row["findings"] for row in pair],
            }
        )
    return told


def _rows(result: Result) -> list[dict[str, Any]]:
    names = (*_SITE, "colour", "score", "findings", *_MONEY)
    rows = result.contractors.select(names).iter_rows(named=True)
    return [{**row, **{name: None if row[name] is None else f"{row[name]:.2f}" for name in _MONEY}} for row in rows]


def _unjudged(result: Result) -> int:
    return sum(outcome in _UNJUDGED for outcome in result.outcomes["outcome"])
