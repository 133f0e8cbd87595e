"""``findings.csv`` in a spreadsheet: no cell becomes a formula, no fingerprint a number; a filled plan is read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.report.result_kit import finding, result
from wagecheck.register import action_plan
from wagecheck.report import exports
from wagecheck.wording import Wording

ZH = Wording("zh")


def written(out: Path, *found: dict[str, object]) -> list[dict[str, str]]:
    exports.write_findings_csv(result(found), out, ZH)
    return list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－A1", "＠SUM(A1)", "\t=1"]
)
def test_what_begins_like_a_formula_is_defused(text: str, tmp_path: Path) -> None:
    (row,) = written(tmp_path / "f.csv", finding(1, expected=text, actual="-12.50"))
    assert row["应为"] == "'" + text
    assert row["实为"] == "-12.50", "a number stays one"


@pytest.mark.parametrize("mark", ["2264648897762085", "12345e7890123456", "0000000000000012"])
def test_a_fingerprint_like_a_number_survives_the_spreadsheet(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    (row,) = written(path, finding(1, fingerprint=mark))
    assert row["fingerprint"] == f"'{mark}"
    head, line = path.read_text("utf-8-sig").splitlines()
    filled = dict(zip(next(csv.reader([head])), next(csv.reader([line])), strict=True)) | {"原因": "等待补充协议"}
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        sheet = csv.writer(stream)
        sheet.writerows([list(filled), list(filled.values())])
    assert [one.fingerprint for one in action_plan.read(path)] == [mark]


def test_other_fingerprints_stand_as_they_are(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "f.csv", finding(1, fingerprint="7815d4378c05da11"))
    assert row["fingerprint"] == "7815d4378c05da11"
