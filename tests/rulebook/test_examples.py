"""Every rule of the house proves itself, and the proof would notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house_rules import BOOK
from tests.rulebook import minimal
from wagecheck import rulebook
from wagecheck.rulebook import examples
from wagecheck.rulebook.rule import Rule

RESULTS = examples.run(BOOK)


@pytest.mark.parametrize("result", RESULTS, ids=[f"{result.rule} {result.example}" for result in RESULTS])
def test_example(result: examples.ExampleResult) -> None:
    assert (result.fired, result.not_assessed) == (result.fires, result.unassessed)
    said = [text for finding in result.findings for text in (finding.message, finding.message_en)]
    assert [text for text in said if "—" in text] == [], "a placeholder without a value"


@pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.id for rule in BOOK.rules])
def test_wording_of_the_house(rule: Rule) -> None:
    texts = [rule.title, rule.message, rule.remedy, rule.exposure, *(level.message for level in rule.levels)]
    for word in ("造假", "伪造", "犯罪", "诈骗"):
        assert not any(word in text for text in texts), word
    if rule.exposure and "罚款" in rule.exposure:
        assert "如逾期不改正" in rule.exposure or "可能" in rule.exposure


WRONG = [
    ("an example that should fire and does not", "paid_total = 4800", "paid_total = 5000"),
    (
        "an example that should be silent and fires",
        "net_pay = 5000, paid_total = 5000",
        "net_pay = 5000, paid_total = 4000",
    ),
    ("an example that cannot be assessed", "net_pay = 5000, paid_total = 5000", "paid_total = 5000"),
]


@pytest.mark.parametrize(("case", "old", "new"), WRONG, ids=[case[0] for case in WRONG])
def test_a_false_example_is_noticed(case: str, old: str, new: str, tmp_path: Path) -> None:
    book = rulebook.load(minimal.write(tmp_path, rule=minimal.RULE.replace(old, new, 1)))
    assert [result.ok for result in examples.run(book)].count(False) == 1
