"""Waivers in a result: what is accepted for a time stays where it is, and nothing else is let off with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.house_rules import BOOK
from tests.judging_kit import AS_OF, OTHER, PERSON, UNIT, frame, month, worker
from tests.judging_kit import Given as Submission
from wagecheck import facts, judge
from wagecheck.privacy import Masker
from wagecheck.register.view import WAIVERS, View
from wagecheck.result import FINDINGS, OUTCOMES, Result
from wagecheck.rulebook import Rulebook

FIRM = UNIT["contractor"]
ZHANG, LI = (Masker(b"test").worker_key(one["person"]) for one in (PERSON, OTHER))
SHORT = {"paid_total": 4800, "owed": 0}
WAIVER = {"id": "W1", "rule": "BK06", "contractor": FIRM, "reason": "银行更正中", "approved_by": "李四"}


def judged(
    monkeypatch: pytest.MonkeyPatch,
    *waivers: dict[str, Any],
    rows: dict[str, list[dict[str, Any]]] | None = None,
    book: Rulebook = BOOK,
    unmask: bool = False,
) -> Result:
    """张某甲 and 李某乙 got 200 yuan less than the payroll says, and these waivers are on record."""
    given = rows or {
        "contractor_month": [month()],
        "worker_month": [worker(**SHORT), worker(**SHORT, **OTHER)],
    }
    monkeypatch.setattr(facts, "build", lambda *_: {name: frame(name, given.get(name, [])) for name in facts.frames()})
    told = [{**dict.fromkeys(WAIVERS), **WAIVER, "expires_on": dt.date(2026, 12, 31), **one} for one in waivers]
    register = View("登记册.db", None, waivers=pl.DataFrame(told, schema=WAIVERS), events=1, head="0" * 64)
    submission: Any = Submission()
    return judge.judge(submission, book, as_of=AS_OF, masker=Masker(b"test", unmask=unmask), register=register)


def states(result: Result, rule: str = "BK06") -> dict[str, str | None]:
    """Worker → the waiver of his finding."""
    found = result.findings.filter(pl.col("rule") == rule)
    assert found.filter((pl.col("state") == "waived") != pl.col("waiver").is_not_null()).is_empty()
    return dict(found.select("worker_key", "waiver").iter_rows())


def outcome(result: Result, rule: str = "BK06") -> str:
    return str(result.outcomes.filter((pl.col("rule") == rule) & (pl.col("contractor") == FIRM))["outcome"].item())


@pytest.mark.parametrize(
    ("sentence", "waiver", "waived", "problem"),
    [
        ("rule and contractor", {}, [ZHANG, LI], None),
        ("the name written otherwise", {"contractor": f" {FIRM}　"}, [ZHANG, LI], None),
        ("one worker", {"worker_key": LI}, [LI], None),
        ("this period", {"period": "2026-10"}, [ZHANG, LI], None),
        ("this project", {"project": "示例项目 "}, [ZHANG, LI], None),
        ("on its last day", {"expires_on": AS_OF}, [ZHANG, LI], None),
        ("the day after", {"expires_on": AS_OF - dt.timedelta(days=1)}, [], "expired"),
        ("another rule", {"rule": "PB03"}, [], "unused"),
        ("no such rule", {"rule": "ZZ99"}, [], "rule"),
        ("no such worker", {"worker_key": "0" * 16}, [], "worker"),
        ("a slip in the name", {"contractor": "甲劳务限公司"}, [], "contractor"),
        ("another contractor", {"contractor": "远方建设有限公司"}, [], "elsewhere"),
        ("another contractor, of this project", {"contractor": "远方建设有限公司", "project": "示例项目"}, [], "contractor"),
        ("another project", {"project": "示例二期"}, [], "elsewhere"),
        ("another period", {"period": "2026-09"}, [], "elsewhere"),
        ("a finding that is gone", {"fingerprint": "0" * 16}, [], "unused"),
    ],
)  # fmt: skip
def test_what_a_waiver_fits(
    monkeypatch: pytest.MonkeyPatch, sentence: str, waiver: dict[str, Any], waived: list[str], problem: str | None
) -> None:
    result = judged(monkeypatch, waiver)
    assert states(result) == {key: "W1" if key in waived else None for key in (ZHANG, LI)}, sentence
    told = result.manifest["waivers"]
    assert [one["id"] for one in told["used"]] == (["W1"] if waived else [])
    assert [one["findings"] for one in told["used"]] == ([len(waived)] if waived else [])
    assert [one["problem"] for one in told["problems"]] == ([problem] if problem not in (None, "elsewhere") else [])
    assert told["elsewhere"] == (["W1"] if problem == "elsewhere" else [])
    assert outcome(result) == ("waived" if len(waived) == 2 else "fail")


def test_a_waiver_of_one_finding_by_its_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch).findings.filter(pl.col("worker_key") == LI)
    assert states(judged(monkeypatch, {"fingerprint": found["fingerprint"].item()})) == {ZHANG: None, LI: "W1"}


def test_of_two_that_fit_the_oldest_is_named_and_neither_is_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    result = judged(monkeypatch, {"worker_key": LI}, {"id": "W2"})
    assert states(result) == {ZHANG: "W2", LI: "W1"}
    assert result.manifest["waivers"]["problems"] == []


def test_waived_findings_stay_in_counts_and_money_and_leave_score_and_exit_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owing = {"paid_total": 4800, "owed": 200, "days_late": 10, "due_on": dt.date(2026, 11, 18)}
    rows = {"contractor_month": [month()], "worker_month": [worker(**owing)]}
    before = judged(monkeypatch, rows=rows)
    rules = before.findings["rule"].unique().to_list()
    assert "PY18" in rules
    after = judged(monkeypatch, *({"id": f"W{n}", "rule": rule} for n, rule in enumerate(rules)), rows=rows)
    figures = [result.contractors.filter(pl.col("name") == FIRM).row(0, named=True) for result in (before, after)]
    for name in ("findings", "red_line", "serious", "general", "hint", "owed", "paid_share", "six_unified_share"):
        assert figures[0][name] == figures[1][name], name
    assert figures[1]["owed"] == Decimal("200.00")
    assert (figures[0]["score"] > 0, figures[1]["score"], figures[1]["colour"]) == (True, 0, "green")
    assert after.findings.drop("state", "waiver").equals(before.findings.drop("state", "waiver"))
    assert (before.exit_code(), after.exit_code()) == (1, 3)
    assert (before.findings.schema, after.outcomes.schema) == (FINDINGS, OUTCOMES)
    assert after.manifest["counts"]["waived"] == after.findings.height


def test_waived_does_not_hide_what_could_not_be_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = worker(**OTHER, paid_total=None, owed=None)
    rows = {"contractor_month": [month()], "worker_month": [worker(**SHORT), silent]}
    assert outcome(judged(monkeypatch, rows=rows)) == "fail"
    result = judged(monkeypatch, {}, rows=rows)
    assert outcome(result) == "not_assessed"
    assert result.outcomes.filter(pl.col("rule") == "BK06")["reason"].drop_nulls().len() == 1


@pytest.mark.parametrize(("kind", "waived"), [("violation", False), ("signal", True)])
def test_a_violation_that_makes_red_by_itself_is_never_waived(
    monkeypatch: pytest.MonkeyPatch, kind: str, waived: bool
) -> None:
    profile = replace(BOOK.profile, hard_stops=("BK06",))
    rules = tuple(replace(rule, kind=kind, levels=()) if rule.id == "BK06" else rule for rule in BOOK.rules)
    result = judged(monkeypatch, {}, book=replace(BOOK, profile=profile, rules=rules))
    assert states(result) == dict.fromkeys((ZHANG, LI), "W1" if waived else None)
    colour = result.contractors.filter(pl.col("name") == FIRM)["colour"].item()
    told = result.manifest["waivers"]
    if waived:
        assert (colour, told["hard_stops"], told["problems"]) == ("green", ["BK06"], [])
    else:
        assert (colour, told["hard_stops"]) == ("red", [])
        assert [one["problem"] for one in told["problems"]] == ["barred"]


@pytest.mark.parametrize(("unmask", "shown"), [(False, False), (True, True)])
def test_numbers_of_people_in_reasons_are_masked(monkeypatch: pytest.MonkeyPatch, unmask: bool, shown: bool) -> None:
    result = judged(monkeypatch, {"reason": f"本人 {PERSON['id_number']} 住院"}, unmask=unmask)
    assert (PERSON["id_number"] in str(result.manifest["waivers"])) is shown


def test_a_register_without_entries_assesses_no_blacklist(monkeypatch: pytest.MonkeyPatch) -> None:
    result = judged(monkeypatch)
    reasons = set(result.outcomes.filter(pl.col("rule").is_in(["BL01", "BL02"]))["reason"])
    assert {outcome(result, rule) for rule in ("BL01", "BL02")} == {"not_assessed"}
    assert all("还没有任何黑名单条目" in reason for reason in reasons)
