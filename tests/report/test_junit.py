"""``junit.xml``: a case per rule, contractor and period; not assessed is skipped with its reason, never passed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.conftest import SAMPLES, check
from tests.report.result_kit import at, finding, result
from tests.report.test_outputs import secrets_of
from wagecheck.report import junit
from wagecheck.wording import Wording

KEY = {"project": "示例工程", "contractor": "示例劳务有限公司", "period": "2026-10"}


def test_the_sample_says_every_outcome_once(tmp_path: Path) -> None:
    done = check(SAMPLES / "severe", tmp_path / "out", "--format", "json,junit")
    text = (done.out / "junit.xml").read_text("utf-8")
    root = ET.fromstring(text)
    count = {
        name: sum(one["outcome"] == name for one in done.result["outcomes"])
        for name in ("fail", "not_assessed", "waived", "error")
    }
    assert int(root.get("tests")) == len(done.result["outcomes"]) == len(root.findall(".//testcase"))
    assert int(root.get("failures")) == count["fail"] == len(root.findall(".//failure")) > 0
    assert int(root.get("skipped")) == count["not_assessed"] + count["waived"] > 0
    assert int(root.get("errors")) == count["error"]
    assert not {secret for secret in secrets_of(SAMPLES / "severe") if secret in text}


def test_each_outcome_has_its_element(tmp_path: Path) -> None:
    outcomes = [
        {**KEY, "rule": f"BK{number:02}", "outcome": outcome, "count": 1, "reason": "缺少银行流水\x01"}
        for number, outcome in enumerate(["pass", "fail", "waived", "not_assessed", "error"], start=6)
    ]
    found = [finding(number, rule="BK07", message=f"第{number}条", **at("a.xlsx", "表", "H12")) for number in range(60)]
    junit.write(result(found, outcomes=outcomes), tmp_path / "j.xml", Wording("zh"))
    root = ET.parse(tmp_path / "j.xml").getroot()
    cases = {case.get("name").split()[0]: [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {"BK06": [], "BK07": ["failure"], "BK08": ["skipped"], "BK09": ["skipped"], "BK10": ["error"]}
    failure = root.find(".//failure")
    assert failure.text.startswith("[红线] 第0条 a.xlsx 表 H12") and "另有 10 条" in failure.text
    assert "缺少银行流水" in root.findall(".//skipped")[1].get("message")
