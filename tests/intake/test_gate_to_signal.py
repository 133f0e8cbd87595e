"""From the log of a gate to the signal: seconds and machines that are read are judged (FR17)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import check
from tests.intake.books import workbook

CREW = ("张某甲", "李某乙", "王某丙", "赵某丁", "陈某戊", "杨某己")
HEAD = ["姓名", "班组", "通行时间", "进出方向", "通行设备", "识别方式"]


def log(step: int, *, turned: bool = False, seconds: bool = True, device: str | None = "1号闸机") -> list[list[object]]:
    """Three mornings at a gate, the same people so many seconds apart; the order of the second day may be another."""
    rows: list[list[object]] = [HEAD]
    for day in (12, 13, 14):
        order = CREW[3:] + CREW[:3] if turned and day == 13 else CREW
        for place, name in enumerate(order):
            come = f"2026-10-{day} 06:5{day - 10}:{place * step:02d}"
            leave = f"2026-10-{day} 18:{place * 7 + day % 5:02d}:{place * 11 % 60:02d}"
            for moment, way in ((come, "进"), (leave, "出")):
                rows.append([name, "木工班", moment if seconds else moment[:-3], way, device, "人脸"])
    return rows


LOGS = [
    ("two seconds apart, always in the same order", log(2), "fail"),
    ("a queue, four seconds apart", log(4), "pass"),
    ("two seconds apart, in another order on one day", log(2, turned=True), "pass"),
    ("no seconds", log(2, seconds=False), "not_assessed"),
    ("no machine named", log(2, device=None), "not_assessed"),
]


@pytest.mark.parametrize(("sentence", "rows", "outcome"), LOGS, ids=[case[0] for case in LOGS])
def test_one_hand_for_several_people(tmp_path: Path, sentence: str, rows: list[list[object]], outcome: str) -> None:
    folder = tmp_path / "示例项目" / "示例一建筑劳务有限公司"
    folder.mkdir(parents=True)
    workbook(folder / "闸机通行记录2026年10月.xlsx", 通行记录=rows)
    result = check(tmp_path / "示例项目", tmp_path / "out").result
    told = {one["outcome"] for one in result["outcomes"] if one["rule"] == "FR17"}
    assert told == {outcome}, sentence
    found = [finding for finding in result["findings"] if finding["rule"] == "FR17"]
    assert [(one["ledger"], one["file"].split("/")[-1]) for one in found] == (
        [("attendance", "闸机通行记录2026年10月.xlsx")] if outcome == "fail" else []
    )
    for one in found:
        assert "1号闸机" in one["message"]
        assert "需核实" in one["message"]
        assert {one["cell"], *(place["cell"] for place in one["also"])} == {
            f"C{row}" for row in range(2, len(rows) + 1, 2)
        }
