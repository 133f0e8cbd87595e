"""The examples find what the record says: wording, kind, severity and every figure shown."""

from __future__ import annotations

import pytest

from tests.house_rules import BOOK
from tests.rules import findings
from wagecheck.rulebook import examples

RECORD = findings.recorded()


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules])
def test_examples_find_what_the_record_says(rule: str) -> None:
    """Where a rule or an example changed on purpose: ``python -m tests.rules.findings``, and read the difference."""
    assert findings.lines(examples.run(BOOK, rule)) == RECORD[rule]


def test_the_record_holds_no_other_rules() -> None:
    assert set(RECORD) == {rule.id for rule in BOOK.rules}
