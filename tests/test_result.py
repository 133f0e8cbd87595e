"""A result: exit codes, JSON, comparison with an earlier run."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, WORKERS, Result, RuleInfo


def rule(rule_id: str, *, standing: bool = False) -> RuleInfo:
    texts = dict.fromkeys(("title", "title_en", "remedy", "remedy_en", "exposure", "exposure_en"), "")
    return RuleInfo(
        id=rule_id,
        kind="violation",
        severity="serious",
        status="stable",
        family="银行",
        standing=standing,
        law=(),
        **texts,
    )


def frame(schema: pl.Schema, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def finding(mark: str, severity: str = "serious", **more: Any) -> dict[str, Any]:
    base = {"rule": "BK06", "project": "项目", "contractor": "甲", "period": "2026-10", "state": "open"}
    return {**base, "fingerprint": mark, "severity": severity, **more}


def outcome(told: str, rule_id: str = "BK06", period: str = "2026-10") -> dict[str, Any]:
    return {"project": "项目", "contractor": "甲", "period": period, "rule": rule_id, "outcome": told}


def result(findings: list[dict[str, Any]], outcomes: list[dict[str, Any]]) -> Result:
    return Result(
        frame(FINDINGS, findings),
        frame(OUTCOMES, outcomes),
        frame(CONTRACTORS, []),
        frame(WORKERS, []),
        (rule("BK06"), rule("RN02", standing=True)),
        {"version": "0"},
    )


CODES = [
    ("all assessed, nothing found", [], ["pass"], "general", 0),
    ("a finding at the threshold", [finding("a", "general")], ["fail"], "general", 1),
    ("a finding above it", [finding("a", "red_line")], ["fail"], "general", 1),
    ("a finding below it", [finding("a", "hint")], ["fail"], "general", 0),
    ("a finding below it counts for hint", [finding("a", "hint")], ["fail"], "hint", 1),
    ("only red lines matter", [finding("a", "serious")], ["fail"], "red_line", 0),
    ("never", [finding("a", "red_line")], ["fail"], "never", 0),
    ("a waived finding", [finding("a", state="waived")], ["waived"], "general", 0),
    ("something not assessed", [], ["pass", "not_assessed"], "general", 3),
    ("found and not assessed", [finding("a")], ["fail", "not_assessed"], "general", 1),
    ("never, but not assessed", [finding("a")], ["fail", "not_assessed"], "never", 3),
    ("a rule failed", [finding("a")], ["fail", "error"], "general", 2),
]


@pytest.mark.parametrize(("case", "findings", "outcomes", "fail_on", "code"), CODES, ids=[case[0] for case in CODES])
def test_exit_code(case: str, findings: list[dict[str, Any]], outcomes: list[str], fail_on: str, code: int) -> None:
    assert result(findings, [outcome(told) for told in outcomes]).exit_code(fail_on) == code


def test_an_unknown_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match="fatal"):
        result([], []).exit_code("fatal")


def test_json_is_plain_and_money_is_text() -> None:
    place = {"ledger": "payment", "file": "流水.xlsx", "sheet": "流水", "row": 40, "cell": "E40"}
    data = result([finding("a", amount=Decimal("200.00"), also=[place], law=["《条例》"])], [outcome("fail")]).to_json()
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert data["findings"][0]["amount"] == "200.00"
    assert data["findings"][0]["also"] == [place]
    assert list(data) == ["findings", "outcomes", "contractors", "rules", "manifest"]


COMPARISONS = [
    ("a new finding", [], [finding("a")], [outcome("fail")], (1, 0, 0, 0)),
    ("still open", [finding("a")], [finding("a")], [outcome("fail")], (0, 1, 0, 0)),
    ("fixed", [finding("a")], [], [outcome("pass")], (0, 0, 1, 0)),
    ("one of two fixed", [finding("a"), finding("b")], [finding("b")], [outcome("fail")], (0, 1, 1, 0)),
    ("not looked at again", [finding("a")], [], [outcome("not_assessed")], (0, 0, 0, 1)),
    ("another month", [finding("a")], [], [outcome("pass", period="2026-11")], (0, 0, 0, 1)),
    (
        "a standing fact in another month",
        [finding("a", rule="RN02")],
        [],
        [outcome("pass", "RN02", "2026-11")],
        (0, 0, 1, 0),
    ),
]


@pytest.mark.parametrize(
    ("case", "before", "now", "outcomes", "counts"), COMPARISONS, ids=[case[0] for case in COMPARISONS]
)
def test_comparison(
    case: str,
    before: list[dict[str, Any]],
    now: list[dict[str, Any]],
    outcomes: list[dict[str, Any]],
    counts: tuple[int, int, int, int],
) -> None:
    earlier = result(before, [outcome("fail")]).to_json()
    compared = result(now, outcomes).compared_with(earlier).manifest["compared"]
    assert tuple(compared[key] for key in ("new", "open", "fixed", "unseen")) == counts
