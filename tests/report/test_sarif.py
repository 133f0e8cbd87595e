"""``findings.sarif`` is SARIF 2.1.0, says where, and never turns a signal into an error or silence into a pass."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from tests.conftest import SAMPLES, check
from tests.report.result_kit import at, finding, result
from tests.report.test_outputs import secrets_of
from wagecheck.report import sarif
from wagecheck.wording import Wording

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))


@pytest.mark.parametrize("sample", ["clean", "typical", "severe", "messy"])
def test_samples_validate_against_the_published_schema(sample: str, tmp_path: Path) -> None:
    done = check(SAMPLES / sample, tmp_path / "out", "--format", "json,sarif")
    text = (done.out / "findings.sarif").read_text("utf-8")
    log = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    assert [one["ruleId"] for one in run["results"]] == [one["rule"] for one in done.result["findings"]]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    unjudged = [one for one in done.result["outcomes"] if one["outcome"] == "not_assessed"]
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == len(unjudged)
    assert not {secret for secret in secrets_of(SAMPLES / sample) if secret in text}


def test_places_are_rows_and_columns_of_files_by_encoded_names() -> None:
    found = finding(1, **at("甲/工资 表.xlsx", "工资表", "AB12"), also=[at("b.xlsx", "流水", "E40")])
    (one,) = sarif.log(result([found]), Wording("zh"))["runs"][0]["results"]
    place = one["locations"][0]["physicalLocation"]
    assert (
        unquote(place["artifactLocation"]["uri"]) == "甲/工资 表.xlsx" and " " not in place["artifactLocation"]["uri"]
    )
    assert place["region"] == {"startLine": 12, "startColumn": 28}
    assert one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "工资表!AB12"
    assert one["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 40, "startColumn": 5}


@pytest.mark.parametrize(
    ("severity", "kind", "level"),
    [
        ("red_line", "violation", "error"),
        ("red_line", "signal", "warning"),
        ("general", "data", "warning"),
        ("hint", "signal", "note"),
    ],
)
def test_levels(severity: str, kind: str, level: str) -> None:
    (one,) = sarif.log(result([finding(1, severity=severity, kind=kind)]), Wording("zh"))["runs"][0]["results"]
    assert one["level"] == level


def test_waived_findings_are_suppressed_and_new_ones_are_new() -> None:
    found = [finding(1, state="waived", waiver="W3"), finding(2)]
    told = result(found, compared={"new_fingerprints": [f"{2:016x}"]})
    first, second = sarif.log(told, Wording("en"))["runs"][0]["results"]
    assert first["suppressions"][0] == {"kind": "external", "status": "accepted", "justification": "W3"}
    assert "suppressions" not in second
    assert (first["baselineState"], second["baselineState"]) == ("unchanged", "new")


def test_a_rule_that_failed_makes_the_run_unsuccessful() -> None:
    outcome = {"project": "p", "contractor": "c", "period": "2026-10", "rule": "BK06", "count": 0, "reason": "列不存在"}
    log = sarif.log(result([], outcomes=[{**outcome, "outcome": "error"}]), Wording("zh"))
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"
