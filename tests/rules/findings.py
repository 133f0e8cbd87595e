"""What the examples of all rules find, one line per finding: ``python -m tests.rules.findings`` writes it anew.

The record ``findings.csv`` holds what an example does not state itself: which wording, kind and severity a row gets and
the figures it shows. A change of it is read like a change of a rule.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from wagecheck.rulebook import examples
from wagecheck.rulebook.load import load

RECORD = Path(__file__).with_name("findings.csv")
COLUMNS = ("rule", "example", "row", "level", "kind", "severity", "expected", "actual", "amount")


def lines(results: Iterable[examples.ExampleResult]) -> list[tuple[str, ...]]:
    """The findings of examples in the columns of the record; row numbers count from 1, level 0 is the rule's own."""
    return [
        (result.rule, result.example, str(row), str(said.level), said.kind, said.severity,
         said.expected or "", said.actual or "", "" if said.amount is None else str(said.amount))
        for result in results
        for row, said in zip(result.fired, result.findings, strict=True)
    ]  # fmt: skip


def recorded() -> dict[str, list[tuple[str, ...]]]:
    """The record by rule."""
    by_rule: dict[str, list[tuple[str, ...]]] = {}
    with RECORD.open(encoding="utf-8", newline="") as file:
        for line in list(csv.reader(file))[1:]:
            by_rule.setdefault(line[0], []).append(tuple(line))
    return by_rule


def write(found: Sequence[tuple[str, ...]]) -> None:
    """Writes the record."""
    with RECORD.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *found])


if __name__ == "__main__":
    write(lines(examples.run(load())))
