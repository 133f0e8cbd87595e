"""Do the examples of a rule notice a slip in it? ``python -m tests.rules.mutations [ID …]`` shows the score.

Every comparison, number, sign of a logical word and named value in the conditions of a rule is changed once, alone;
a change that no example notices survives. What a rule is judged by (``given``, ``when``, its levels) is mutated;
wording is not, nor ``needs``, which mostly repeats what a null in ``when`` says.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wagecheck.errors import RuleError
from wagecheck.rulebook import compile as compiling
from wagecheck.rulebook import examples
from wagecheck.rulebook.load import Rulebook, load
from wagecheck.rulebook.rule import Rule

#: Token of a condition → what it is changed into. Texts in quotes are left alone.
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_FLIPS = (
    (re.compile(r">="), ">"), (re.compile(r"<="), "<"), (re.compile(r"<>"), "="),
    (re.compile(r"(?<![<>])>(?!=)"), ">="), (re.compile(r"<(?![=>])"), "<="), (re.compile(r"(?<![<>])="), "<>"),
    (re.compile(r"\bAND\b"), "OR"), (re.compile(r"\bOR\b"), "AND"), (re.compile(r"\bNOT\b"), ""),
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?![\w.])")
_VALUE = re.compile(r":[a-z_]+")


@dataclass(frozen=True)
class Mutant:
    """A rule with one change and what was changed."""

    change: str
    rule: Rule


def of(rule: Rule) -> Iterator[Mutant]:
    """All mutants of a rule."""
    if rule.where:
        return  # its condition stands in a ledger model
    for key in ("given", "when"):
        text = getattr(rule, key)
        if text is not None:
            for change, changed in _changes(text):
                yield Mutant(f"{key}: {change}", replace(rule, **{key: changed}))
    for number, level in enumerate(rule.levels):
        for change, changed in _changes(level.when):
            levels = (*rule.levels[:number], replace(level, when=changed), *rule.levels[number + 1 :])
            yield Mutant(f"level {number + 1}: {change}", replace(rule, levels=levels))


def _changes(text: str) -> Iterator[tuple[str, str]]:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    spots = [(match, new) for pattern, new in _FLIPS for match in pattern.finditer(text)]
    spots += [(match, f"({match[0]} + 1)") for pattern in (_NUMBER, _VALUE) for match in pattern.finditer(text)]
    for match, new in spots:
        if not any(start <= match.start() < end for start, end in quoted):
            around = text[max(match.start() - 20, 0) : match.end() + 20].strip()
            yield f"“{match[0]}” → “{new}” in “{around}”", text[: match.start()] + new + text[match.end() :]


def survivors(book: Rulebook, rule: Rule) -> tuple[int, list[str]]:
    """How many mutants there are, and those that no example notices."""
    before = _told(book, rule.id)
    alive, total = [], 0
    for mutant in of(rule):
        try:
            compiled = compiling.compile_rule(mutant.rule, book.values.by_name)
        except RuleError:
            continue  # no rule any more: loading refuses it
        total += 1
        rules = tuple(mutant.rule if other.id == rule.id else other for other in book.rules)
        changed = replace(book, rules=rules, compiled={**book.compiled, rule.id: compiled})
        try:
            if _told(changed, rule.id) == before:
                alive.append(mutant.change)
        except Exception:  # a mutant that cannot run is noticed by the dry run
            continue
    return total, alive


def _told(book: Rulebook, rule_id: str) -> list[tuple[object, ...]]:
    results = examples.run(book, rule_id)
    return [(result.fired, result.not_assessed, result.messages) for result in results]


def main(ids: list[str]) -> None:
    """Prints the score of every rule, and the changes that nothing noticed."""
    book = load()
    total = dead = whole = 0
    rules = [rule for rule in book.rules if not ids or rule.id in ids]
    for rule in rules:
        count, alive = survivors(book, rule)
        total, dead, whole = total + count, dead + count - len(alive), whole + (not alive)
        sys.stdout.write(f"{rule.id}: {count - len(alive)} of {count}\n")
        for change in alive:
            sys.stdout.write(f"    {change}\n")
    sys.stdout.write(f"{dead} of {total} changes noticed; {whole} of {len(rules)} rules notice every change\n")


if __name__ == "__main__":
    main(sys.argv[1:])
