"""What became of the findings of an earlier result."""

from __future__ import annotations

from typing import Any

import pytest

from wagecheck import comparison
from wagecheck.comparison import Judged


def finding(mark: str, rule: str = "BK06", period: str = "2026-09", contractor: str = "甲") -> dict[str, Any]:
    return {"fingerprint": mark, "rule": rule, "project": "P", "contractor": contractor, "period": period}


SEEN = {("P", "甲", "2026-09", "BK06"), ("P", "甲", "2026-10", "PJ01")}


@pytest.mark.parametrize(
    ("sentence", "old", "new", "became"),
    [
        ("still there", finding("1"), finding("1"), "open"),
        ("gone, and its rule was judged again", finding("1"), None, "fixed"),
        ("gone, but this period was not handed in", finding("1", period="2026-08"), None, "unseen"),
        ("gone, but its rule could not be judged", finding("1", rule="BK07"), None, "unseen"),
        ("gone, but another contractor was judged", finding("1", contractor="乙"), None, "unseen"),
        ("a standing rule counts in any period", finding("1", rule="PJ01", period="2026-09"), None, "fixed"),
        ("not there before", None, finding("2"), "new"),
    ],
)
def test_what_became_of_a_finding(
    sentence: str, old: dict[str, Any] | None, new: dict[str, Any] | None, became: str
) -> None:
    before = Judged([old] if old else [], set(), frozenset())
    now = Judged([new] if new else [], SEEN, frozenset({"PJ01"}))
    found = comparison.compare(before, now)
    told = {name: getattr(found, name) for name in ("new", "open", "fixed", "unseen")}
    assert told == {name: [new or old] if name == became else [] for name in told}, sentence


def test_a_result_says_what_it_judged() -> None:
    row = {"project": "P", "contractor": "甲", "period": "2026-09"}
    data = {
        "findings": [finding("1")],
        "outcomes": [
            {**row, "rule": "A", "outcome": "fail"}, {**row, "rule": "B", "outcome": "pass"},
            {**row, "rule": "C", "outcome": "waived"}, {**row, "rule": "D", "outcome": "not_assessed"},
            {**row, "rule": "E", "outcome": "error"},
        ],
        "rules": [{"id": "A", "standing": True}, {"id": "B", "standing": False}],
    }  # fmt: skip
    judged = comparison.of_result(data)
    assert {verdict[3] for verdict in judged.assessed} == {"A", "B", "C"}
    assert judged.standing == {"A"}
