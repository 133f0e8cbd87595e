"""Would a slip in a rule file make a test fail? ``python -m tests.rules.mutations [ID … | NAME …]`` shows the score.

Every comparison, sum, number, date, truth, logical word and named value of what a rule is judged by (``given``, ``when``,
its levels) or shows (``show``), every first day (``in_force``), and every amount and date of a value is changed once,
alone. A change survives if no example of the rule notices it: the examples then find the same rows, the same wording and
the same figures, as ``findings.csv`` records them; days and values are noticed by ``figures.csv`` and ``first_days.csv``.
Wording is not changed, nor ``needs``, which mostly repeats what a null in ``when`` says. ``equivalent.toml`` lists changes
that mean the same.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.rules import figures, findings
from wagecheck.errors import RuleError
from wagecheck.rulebook import compile as compiling
from wagecheck.rulebook import examples
from wagecheck.rulebook.load import Rulebook, load
from wagecheck.rulebook.rule import Rule
from wagecheck.rulebook.values import Row, Value

#: Token of a condition → what it is changed into. Texts in quotes are left alone, but for dates.
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_FLIPS = (
    (re.compile(r">="), ">"), (re.compile(r"<="), "<"), (re.compile(r"<>"), "="),
    (re.compile(r"(?<![<>])>(?!=)"), ">="), (re.compile(r"<(?![=>])"), "<="), (re.compile(r"(?<![<>])="), "<>"),
    (re.compile(r"\bIS NULL\b"), "IS NOT NULL"), (re.compile(r"(?<!NOT )\bBETWEEN\b"), "NOT BETWEEN"),
    (re.compile(r"(?<!NOT )\bIN\b(?= \()"), "NOT IN"), (re.compile(r"(?<!NOT )\bLIKE\b"), "NOT LIKE"),
    (re.compile(r"\btrue\b"), "false"), (re.compile(r"\bfalse\b"), "true"), (re.compile(r" \+ "), " - "),
    (re.compile(r" - "), " + "), (re.compile(r" \* "), " / "), (re.compile(r" / "), " * "),
    (re.compile(r"\bAND\b"), "OR"), (re.compile(r"\bOR\b"), "AND"), (re.compile(r"\bNOT\b"), ""),
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?![\w.])")
_VALUE = re.compile(r":[a-z_]+\b(?! IS)")
_DATE = re.compile(r"(?<=')\d{4}-\d{2}-\d{2}(?=')")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Mutant:
    """A rule with one change and what was changed."""

    change: str
    rule: Rule


def of(rule: Rule) -> Iterator[Mutant]:
    """All mutants of a rule."""
    yield Mutant(f"in_force: from {rule.start + _DAY}", replace(rule, start=rule.start + _DAY))
    if rule.end is not None:
        yield Mutant(f"in_force: to {rule.end - _DAY}", replace(rule, end=rule.end - _DAY))
    if rule.where:
        return  # its condition stands in a ledger model
    for change, changed in changes(rule.given or ""):
        yield Mutant(f"given: {change}", replace(rule, given=changed))
    for change, changed in changes(rule.when):
        yield Mutant(f"when: {change}", replace(rule, when=changed))
    for number, level in enumerate(rule.levels):
        for change, changed in changes(level.when):
            levels = (*rule.levels[:number], replace(level, when=changed), *rule.levels[number + 1 :])
            yield Mutant(f"level {number + 1}: {change}", replace(rule, levels=levels))
    for change, changed in changes(rule.show.expected or ""):
        yield Mutant(f"show.expected: {change}", replace(rule, show=replace(rule.show, expected=changed)))
    for change, changed in changes(rule.show.actual or ""):
        yield Mutant(f"show.actual: {change}", replace(rule, show=replace(rule.show, actual=changed)))
    for change, changed in changes(rule.show.amount or ""):
        yield Mutant(f"show.amount: {change}", replace(rule, show=replace(rule.show, amount=changed)))


def changes(text: str) -> Iterator[tuple[str, str]]:
    """An expression with one token changed, and what was changed."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    spots = [(match, new) for pattern, new in _FLIPS for match in pattern.finditer(text)]
    spots += [(match, f"({match[0]} + 1)") for pattern in (_NUMBER, _VALUE) for match in pattern.finditer(text)]
    spots = [(match, new) for match, new in spots if not any(first <= match.start() < last for first, last in quoted)]
    spots += [(match, str(dt.date.fromisoformat(match[0]) + _DAY)) for match in _DATE.finditer(text)]
    for match, new in spots:
        around = text[max(match.start() - 20, 0) : match.end() + 20].strip()
        yield f"“{match[0]}” → “{new}” in “{around}”", text[: match.start()] + new + text[match.end() :]


@cache
def equivalent() -> frozenset[tuple[str, str]]:
    """Rule and change of every mutant that means the same as the rule: ``equivalent.toml`` says why."""
    entries = tomllib.loads(Path(__file__).with_name("equivalent.toml").read_text("utf-8")).get("equivalent", [])
    for entry in entries:
        if set(entry) != {"rule", "change", "why"} or not entry["why"].strip():
            raise ValueError(f"equivalent.toml: rule, change and why are needed, not {entry}")
    return frozenset((entry["rule"], entry["change"]) for entry in entries)


def survivors(book: Rulebook, rule: Rule) -> tuple[int, list[str]]:
    """How many mutants there are, and those that no example and no table notices."""
    before = _told(book, rule.id)
    alive, total = [], 0
    for mutant in of(rule):
        try:
            compiled = compiling.compile_rule(mutant.rule, book.values.by_name)
        except RuleError:
            continue  # no rule any more: loading refuses it
        total += 1
        if (mutant.rule.start, mutant.rule.end) != (rule.start, rule.end):
            alive += [mutant.change] if figures.first_days().get(rule.id, ("",))[0] != rule.start else []
            continue
        changed = replace(book, rules=(mutant.rule,), compiled={**book.compiled, rule.id: compiled})
        try:
            if _told(changed, rule.id) == before:
                alive.append(mutant.change)
        except Exception:  # a mutant that cannot run is noticed by the dry run
            continue
    return total, alive


def unlisted(rule: Rule, alive: Sequence[str]) -> list[str]:
    """The survivors of a rule that are not listed as equivalent."""
    return [change for change in alive if (rule.id, change) not in equivalent()]


def _told(book: Rulebook, rule_id: str) -> list[object]:
    results = examples.run(book, rule_id)
    return [[(result.fired, result.not_assessed) for result in results], findings.lines(results)]


def of_value(value: Value) -> Iterator[tuple[str, Value]]:
    """A value with one amount or one date changed, and what was changed."""
    for number, row in enumerate(value.rows):
        place = "/".join(part for part in (row.region, row.tier) if part) or "nationwide"
        for change, changed in _of_row(row):
            rows = (*value.rows[:number], changed, *value.rows[number + 1 :])
            yield f"{place} from {row.certain}: {change}", replace(value, rows=rows)


def _of_row(row: Row) -> Iterator[tuple[str, Row]]:
    if row.amount is not None:
        more = row.amount + Decimal("0.01")
        yield f"{row.amount} → {more}", replace(row, amount=more)
    if row.possible == row.certain:
        yield f"{row.certain} → a day later", replace(row, possible=row.possible + _DAY, certain=row.certain + _DAY)
        return
    yield f"surely from {row.certain} → a day later", replace(row, certain=row.certain + _DAY)
    if row.possible != dt.date.min:
        yield f"possibly from {row.possible} → a day later", replace(row, possible=row.possible + _DAY)


def survivors_of_value(value: Value) -> tuple[int, list[str]]:
    """How many mutants of a value there are, and those that the table of figures does not notice."""
    stated = figures.stated().get(value.id)
    mutants = list(of_value(value))
    return len(mutants), [change for change, mutant in mutants if stated in (None, figures.of(mutant))]


def main(names: list[str]) -> None:
    """Prints the score of every rule and value, and the changes that nothing noticed."""
    book = load()
    scores: dict[str, tuple[int, list[str]]] = {}
    for rule in book.rules:
        if not names or rule.id in names:
            count, alive = survivors(book, rule)
            new = unlisted(rule, alive)
            scores[rule.id] = count - len(alive) + len(new), new
            _print(rule.id, *scores[rule.id])
    values = {name: survivors_of_value(value) for name, value in sorted(book.values.by_name.items())
              if not names or name in names}  # fmt: skip
    for name, (count, alive) in values.items():
        if alive:
            _print(name, count, alive)
    for kind, found in (("rules", scores), ("values", values)):
        total, dead = sum(count for count, _ in found.values()), sum(n - len(alive) for n, alive in found.values())
        whole = sum(not alive for _, alive in found.values())
        if found:
            sys.stdout.write(f"{dead} of {total} changes noticed; {whole} of {len(found)} {kind} notice every change\n")
    listed = [pair for pair in equivalent() if pair[0] in scores]
    sys.stdout.write(f"{len(listed)} changes mean the same and are not counted (equivalent.toml)\n")


def _print(name: str, count: int, alive: list[str]) -> None:
    sys.stdout.write(f"{name}: {count - len(alive)} of {count}\n")
    for change in alive:
        sys.stdout.write(f"    {change}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
