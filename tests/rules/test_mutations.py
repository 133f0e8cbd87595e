"""A slip in a rule file makes a test fail: every change of :mod:`tests.rules.mutations` is noticed."""

from __future__ import annotations

import pytest

from tests.house_rules import BOOK
from tests.rules import mutations


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules])
def test_every_change_of_a_rule_is_noticed(rule: str) -> None:
    """Add an example for each change listed here, or simplify the condition; ``equivalent.toml`` is the last resort."""
    _, alive = mutations.survivors(BOOK, BOOK.rule(rule))
    assert mutations.unlisted(BOOK.rule(rule), alive) == []
    listed = {change for listed, change in mutations.equivalent() if listed == rule}
    assert listed - set(alive) == set(), "equivalent.toml lists a change that is noticed or no longer there"


@pytest.mark.parametrize("value", sorted(BOOK.values.by_name))
def test_every_change_of_a_value_is_noticed(value: str) -> None:
    assert mutations.survivors_of_value(BOOK.values.by_name[value])[1] == []


def test_equivalent_changes_are_of_rules() -> None:
    assert {rule for rule, _ in mutations.equivalent()} <= {rule.id for rule in BOOK.rules}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("a > 0", ["a >= 0", "a > (0 + 1)"]),
        ("a >= :x AND b <> 'AND 5'", ["a > :x AND b <> 'AND 5'", "a >= :x AND b = 'AND 5'", "a >= :x OR b <> 'AND 5'",
                                      "a >= (:x + 1) AND b <> 'AND 5'"]),
        ("NOT a OR b = 2", ["NOT a OR b <> 2", "NOT a AND b = 2", " a OR b = 2", "NOT a OR b = (2 + 1)"]),
        ("a < '2026-07-01'", ["a <= '2026-07-01'", "a < '2026-07-02'"]),
        (":x IS NOT NULL", [":x IS  NULL"]),
        ("COALESCE(a IS NULL, false)", ["COALESCE(a IS NOT NULL, false)", "COALESCE(a IS NULL, true)"]),
        ("a - b * 2", ["a + b * 2", "a - b / 2", "a - b * (2 + 1)"]),
        ("a IN ('x')", ["a NOT IN ('x')"]),
    ],
)  # fmt: skip
def test_what_is_changed(text: str, changes: list[str]) -> None:
    assert [changed for _, changed in mutations.changes(text)] == changes
