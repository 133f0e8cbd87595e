"""``findings.sarif`` is SARIF 2.1.0, says where, and never turns a signal into an error or silence into a pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import jsonschema
import pytest

from tests.conftest import SAMPLES, check
from tests.report.result_kit import at, finding, result
from tests.report.test_outputs import secrets_of
from wagecheck.report import sarif
from wagecheck.wording import Wording

LEVELS = {"red_line": {"error", "warning"}, "serious": {"error", "warning"}, "general": {"warning"}, "hint": {"note"}}
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))


def sound(log: dict[str, Any], told: dict[str, Any]) -> None:
    """What the standard asks for and no schema can say: everything that is pointed at is there and is the right one."""
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    paths = [file["path"] for file in told["manifest"]["inputs"]]
    assert [unquote(one["location"]["uri"]) for one in run["artifacts"]] == paths
    for note in run["invocations"][0]["toolExecutionNotifications"]:
        assert rules[note["associatedRule"]["index"]] == note["associatedRule"]["id"]
        assert note["message"]["text"]
    for one, found in zip(run["results"], told["findings"], strict=True):
        assert rules[one["ruleIndex"]] == one["ruleId"] == found["rule"]
        assert one["message"]["text"] == found["message"]
        assert one["partialFingerprints"] == {"wagecheck/v1": found["fingerprint"]}
        assert one["level"] in LEVELS[found["severity"]]
        assert not (found["kind"] == "signal" and one["level"] == "error")
        assert [at["physicalLocation"]["artifactLocation"]["uri"] for at in one["locations"]] == (
            [quote(found["file"])] if found["file"] else []
        )
        for number, location in enumerate(one.get("relatedLocations", [])):
            assert location["id"] == number
        for location in (*one["locations"], *one.get("relatedLocations", [])):
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            parts = urlsplit(uri)
            assert uri.isascii() and " " not in uri
            assert not (parts.scheme or parts.netloc or parts.query or parts.fragment or uri.startswith("/"))
            assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
            assert paths[place["artifactLocation"]["index"]] == unquote(uri)
            assert all(place["region"][name] >= 1 for name in place.get("region", {}))
        assert ("suppressions" in one) == (found["state"] == "waived")


@pytest.mark.parametrize("sample", ["clean", "typical", "severe", "messy"])
def test_samples_validate_against_the_published_schema(sample: str, tmp_path: Path) -> None:
    done = check(SAMPLES / sample, tmp_path / "out", "--format", "json,sarif")
    text = (done.out / "findings.sarif").read_text("utf-8")
    log = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    sound(log, done.result)
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


def test_names_that_look_like_addresses_stay_relative_paths() -> None:
    names = ["a:b/表.xlsx", "甲#1?.xlsx", "100%.xlsx", "资料.zip/内\\外.xlsx"]
    log = sarif.log(result([finding(n, **at(name, "表", "A1")) for n, name in enumerate(names)]), Wording("zh"))
    for name, one in zip(names, log["runs"][0]["results"], strict=True):
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        parts = urlsplit(uri)
        assert unquote(parts.path) == name and not (parts.scheme or parts.query or parts.fragment)


def test_messages_are_in_the_language_that_is_named() -> None:
    for lang, named, text in (("zh", "zh-CN", "到账少"), ("en", "en-US", "short")):
        (run,) = sarif.log(result([finding(1)]), Wording(lang))["runs"]
        (one,) = run["results"]
        assert run["tool"]["driver"]["language"] == named and text in one["message"]["text"]
