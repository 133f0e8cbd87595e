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


@pytest.mark.parametrize(
    ("sentence", "before", "now", "became"),
    [
        ("every row was judged", 0, 0, "fixed"),
        ("a ledger was left out: now rows cannot be judged, perhaps this one", 0, 18, "unseen"),
        ("as many as before could not be judged", 3, 3, "fixed"),
        ("fewer than before could not be judged", 3, 1, "fixed"),
        ("one more than before could not be judged", 3, 4, "unseen"),
        ("nobody knows how many could not be judged before", None, 1, "unseen"),
        ("nobody knows how many before, now all could", None, 0, "fixed"),
    ],
)
@pytest.mark.parametrize("rule", ["BK06", "PJ01"])
def test_what_cannot_be_judged_any_more_is_not_fixed(
    sentence: str, before: int | None, now: int, became: str, rule: str
) -> None:
    verdict = ("P", "甲", "2026-09", rule)
    gone, standing = finding("1", rule=rule), frozenset({"PJ01"})
    old = Judged([gone], {verdict}, standing, unassessed=None if before is None else {verdict: before})
    found = comparison.compare(old, Judged([], {verdict}, standing, unassessed={verdict: now}))
    assert {name for name, one in found.lists().items() if one} == {became}, sentence


def made_with(key: str | None, *findings: dict[str, Any]) -> Judged:
    """A result in which every rule was judged. A finding about nobody has no worker key."""
    verdicts = {("P", firm, "2026-09", rule) for firm in "甲乙" for rule in ("BK06", "PB01", "PJ01")}
    people = [
        {**one, "worker_key": None if one["rule"] == "PB01" else f"{key}-{one['fingerprint']}"} for one in findings
    ]
    return Judged(people, verdicts, frozenset({"PJ01"}), unassessed={}, key=key)


@pytest.mark.parametrize(
    ("sentence", "old", "new", "became"),
    [
        ("perhaps the same man", [finding("1")], [finding("2")], {"unmatched": ["2"], "unmatched_before": ["1"]}),
        ("one of two is mended, nobody knows which", [finding("1"), finding("2")], [finding("3")],
         {"unmatched": ["3"], "unmatched_before": ["1", "2"]}),
        ("nothing of the rule is left: mended", [finding("1"), finding("2")], [], {"fixed": ["1", "2"]}),
        ("the rule found nothing before: new", [], [finding("1")], {"new": ["1"]}),
        ("another contractor is another finding", [finding("1")], [finding("2", contractor="乙")],
         {"fixed": ["1"], "new": ["2"]}),
        ("another rule too", [finding("1")], [finding("2", "PJ01")], {"fixed": ["1"], "new": ["2"]}),
        ("a standing rule in whatever period", [finding("1", "PJ01")], [finding("2", "PJ01", "2026-10")],
         {"unmatched": ["2"], "unmatched_before": ["1"]}),
        ("what is about nobody has one fingerprint under every key", [finding("1", "PB01"), finding("3")],
         [finding("1", "PB01"), finding("4")], {"open": ["1"], "unmatched": ["4"], "unmatched_before": ["3"]}),
        ("waived now, open before or not there", [finding("1")], [finding("2", state="waived")],
         {"unmatched": ["2"], "unmatched_before": ["1"]}),
    ],
)  # fmt: skip
def test_with_another_worker_key_people_cannot_be_matched(
    sentence: str,
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    became: dict[str, list[str]],
) -> None:
    found = comparison.compare(made_with("a", *old), made_with("b", *new))
    told = {name: comparison.marks(found) for name, found in found.lists().items() if found}
    assert told == became, sentence


def test_with_the_same_worker_key_everybody_is_matched() -> None:
    found = comparison.compare(made_with("a", finding("1")), made_with("a", finding("2")))
    assert {name for name, one in found.lists().items() if one} == {"new", "fixed"}


@pytest.mark.parametrize("keys", [(None, "b"), ("a", None), (None, None)], ids=["before", "now", "of neither"])
def test_a_key_that_is_not_told_is_not_said_to_be_another(keys: tuple[str | None, str | None]) -> None:
    """Results of earlier versions: the matter of one man is mended, that of another has come."""
    old, new = (made_with(key, finding(mark)) for key, mark in zip(keys, "12", strict=True))
    assert {name for name, one in comparison.compare(old, new).lists().items() if one} == {"new", "fixed"}


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
    assert judged.unassessed is None
    counted = comparison.of_result(data | {"outcomes": [one | {"unassessed": 2} for one in data["outcomes"]]})
    assert counted.unassessed == {("P", "甲", "2026-09", rule): 2 for rule in "ABCDE"}


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
        **{"unmatched": 0, "unmatched_before": 0, "unmatched_fingerprints": []},
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
