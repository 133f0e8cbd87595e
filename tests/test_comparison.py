"""What became of the findings of an earlier result."""

from __future__ import annotations

from typing import Any

import pytest

from wagecheck import comparison
from wagecheck.comparison import Judged


def finding(
    mark: str, rule: str = "BK06", period: str = "2026-09", contractor: str = "甲", state: str = "open"
) -> dict[str, Any]:
    site = {"project": "P", "contractor": contractor, "period": period}
    return {"fingerprint": mark, "rule": rule, "state": state, **site}


SEEN: set[comparison.Verdict] = {("P", "甲", "2026-09", "BK06"), ("P", "甲", "2026-10", "PJ01")}


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
        ("open before, waived now", finding("1"), finding("1", state="waived"), "waived"),
        ("not there before, and waived at once", None, finding("2", state="waived"), "waived"),
        ("the waiver ended", finding("1", state="waived"), finding("1"), "unwaived"),
        ("waived before and now", finding("1", state="waived"), finding("1", state="waived"), "still_waived"),
        ("waived before, gone now", finding("1", state="waived"), None, "fixed"),
        ("waived before, not looked at again", finding("1", state="waived", period="2026-08"), None, "unseen"),
    ],
)
def test_what_became_of_a_finding(
    sentence: str, old: dict[str, Any] | None, new: dict[str, Any] | None, became: str
) -> None:
    before = Judged([old] if old else [], set(), frozenset())
    now = Judged([new] if new else [], SEEN, frozenset({"PJ01"}))
    found = comparison.compare(before, now)
    told = found.lists()
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


@pytest.mark.parametrize(
    ("sentence", "found", "is_first"),
    [
        ("its rule was judged before, and held", finding("1"), False),
        ("its period was not handed in before", finding("1", period="2026-10"), True),
        ("a standing rule was judged before, in another period", finding("1", rule="PJ01", period="2026-11"), False),
        ("another contractor", finding("1", contractor="乙"), True),
    ],
)
def test_new_ones_that_nobody_looked_for_before_are_told_apart(
    sentence: str, found: dict[str, Any], is_first: bool
) -> None:
    before = Judged([], SEEN, frozenset({"PJ01"}))
    told = comparison.compare(before, Judged([found], set(), frozenset()))
    assert (told.new, told.first_looked) == ([found], frozenset({"1"} if is_first else ())), sentence


def test_what_the_manifest_is_told() -> None:
    before = Judged([finding("1"), finding("2"), finding("3"), finding("8")], SEEN, frozenset(), "2026-10-20", "R7")
    now = Judged(
        [finding("1"), finding("2", state="waived"), finding("4"), finding("5", state="waived")], SEEN, frozenset()
    )
    found = comparison.compare(before, now)
    assert comparison.told(found, before) == {
        "earlier_as_of": "2026-10-20",
        "earlier_run": "R7",
        **{"new": 1, "open": 1, "fixed": 2, "waived": 2, "unwaived": 0, "still_waived": 0, "unseen": 0},
        "first_looked": 0,
        "new_fingerprints": ["4"],
        "first_looked_fingerprints": [],
        "waived_fingerprints": ["2", "5"],
        "waived_new_fingerprints": ["5"],
        "unwaived_fingerprints": [],
        "fixed_findings": [finding("3"), finding("8")],
        "unseen_findings": [],
    }


def test_a_whole_result_and_a_bare_one_are_read() -> None:
    row = {"project": "P", "contractor": "甲", "period": "2026-09", "rule": "BK06"}
    whole = comparison.of_result(
        {
            "findings": [finding("1")],
            "outcomes": [{**row, "outcome": "fail"}, {**row, "rule": "BK07", "outcome": "not_assessed"}],
            "rules": [{"id": "PJ01", "standing": True}, {"id": "BK06", "standing": False}],
            "manifest": {"as_of": "2026-11-21"},
        }
    )
    assert whole == Judged([finding("1")], {("P", "甲", "2026-09", "BK06")}, frozenset({"PJ01"}), "2026-11-21")
    assert comparison.of_result({"findings": []}) == Judged([], set(), frozenset(), None)


def test_what_is_gone_is_told_in_the_order_of_its_marks() -> None:
    both = [finding("2", state="waived"), finding("1", state="waived")]
    nothing = Judged([], set(), frozenset())
    found = comparison.compare(nothing, Judged(both, set(), frozenset()))
    assert [one["fingerprint"] for one in found.waived] == ["1", "2"]
