"""The screen after a check of very many contractors: the worst, how many there are, and no sentence sixteen times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.result_kit import result
from tests.report.test_overview_page import firm
from wagecheck.cli import summary
from wagecheck.wording import Wording


def test_the_worst_are_listed_and_the_others_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    firms = [firm(f"示例{number}号", score=number, colour="red" if number == 7 else "green") for number in range(120)]
    summary.show(result([], contractors=firms), tmp_path, Wording("zh"), formats=("html",))
    told = capsys.readouterr().out
    assert sum("示例" in line for line in told.splitlines()) == 50
    assert "示例7号" in told and "示例119号" in told and "示例3号" not in told
    assert "最需要看的 50 行，共 120 行" in told
    summary.show(result([], contractors=firms[:50]), tmp_path, Wording("zh"), formats=("html",))
    assert "共 50 行" not in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_sentence_says_why_tables_have_no_copy(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none = {"findings": 1, "how": "none", "copy": None, "coloured": 0}
    names = ["attendance", "contract", "notice", "payroll"]
    marked = [{"file": name, **none, "reason": "导出表不做副本。", "reason_en": "no copies."} for name in names]
    marked += [{"file": "甲.xlsx", **none, "reason": "要密码。", "reason_en": "needs a password."}]
    told = result([], contractors=[firm()], marked=marked)
    summary.show(told, tmp_path, Wording("zh" if lang == "zh" else "en"), formats=("html",))
    lines = [line for line in capsys.readouterr().out.splitlines() if "payroll" in line or "甲.xlsx" in line]
    joint = "、" if lang == "zh" else ", "
    assert [line for line in lines if "payroll" in line] == [
        line for line in lines if line.startswith(joint.join(names))
    ]
    assert sum("payroll" in line for line in lines) == 1 and sum("甲.xlsx" in line for line in lines) == 1
