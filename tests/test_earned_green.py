"""A contractor of whom nothing came in is no green one: the program could not judge it, and says so everywhere."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.conftest import ROOT, check
from tests.house_rules import BOOK
from tests.kept_checks import frame
from tests.report.result_kit import result
from wagecheck.judging import earned_green, without_workers
from wagecheck.judging import settings as full
from wagecheck.report.overview import head
from wagecheck.result import CONTRACTORS, OUTCOMES
from wagecheck.wording import Wording

SETTINGS = full.build(BOOK, dt.date(2026, 11, 21))
P, GENERAL = "一标段", "示例总包（集团）有限公司"
SHEET = pl.Schema(dict.fromkeys(("project", "name", "general_contractor"), pl.String))
PARTIES = pl.Schema(dict.fromkeys(("project", "name", "corp_type"), pl.String))
UNITS = [
    {"project": P, "name": "示例监理公司", "corp_type": " 监 理单位"},
    {"name": "示例钢材（商贸）公司", "corp_type": "材料分包"},
    {"project": "二标段", "name": "示例检测公司", "corp_type": "检测单位"},
    {"project": P, "name": "示例幕墙公司", "corp_type": "专业分包"},
    {"project": P, "name": "示例无类公司"},
    *(
        {"project": P, "name": f"示例{one}公司", "corp_type": one}
        for one in (
            "其他专业分包",
            "设备安装分包",
            "幕墙设计施工分包",
            "总包指定分包",
            "劳务分包及材料加工",
            "专业承包2009",
        )
    ),
]
NAMED = {"name": P, "general_contractor": GENERAL}
#: What a contractor's rows say (name, period, colour, workers, owed), its outcomes, the sheet 项目, its colours.
Row = tuple[str, str, str, int, str | None]
CASES: list[tuple[str, list[Row], list[str], list[dict[str, Any]], list[str]]] = [
    ("its papers were judged", [("甲", "2026-10", "green", 3, "0.00")], ["pass"], [NAMED], ["green"]),
    ("only the workbook names it", [("甲", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["grey"]),
    ("with findings", [("甲", "2026-10", "yellow", 0, None)], ["pass", "fail"], [NAMED], ["yellow"]),
    ("no rule came to a verdict", [("甲", "2026-10", "green", 3, "0.00")], ["not_assessed"], [NAMED], ["grey"]),
    ("a rule failed, no other", [("甲", "2026-10", "green", 3, "0.00")], ["error"], [NAMED], ["grey"]),
    ("waived is judged", [("甲", "2026-10", "green", 3, "0.00")], ["waived"], [NAMED], ["green"]),
    ("workers, their pay unknown", [("甲", "2026-10", "green", 3, None)], ["pass", "not_assessed"], [NAMED], ["green"]),
    ("pay of nobody known by name", [("甲", "2026-10", "green", 0, "0.00")], ["pass"], [NAMED], ["green"]),
    ("the general contractor", [(GENERAL, "2026-10", "green", 0, None)], ["pass"], [NAMED], ["green"]),
    ("its brackets", [("示例总包(集团)有限公司", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["green"]),
    ("that of another project", [(GENERAL, "2026-10", "green", 0, None)], ["pass"],
     [{"name": P, "general_contractor": "别的总包"}, {"name": "二标段", "general_contractor": GENERAL}], ["grey"]),
    ("a sheet that names no project serves all", [(GENERAL, "2026-10", "green", 0, None)], ["pass"],
     [{"general_contractor": GENERAL}], ["green"]),
    ("the project itself", [(P, "2026-10", "green", 0, None)], ["pass"], [{"name": P}], ["green"]),
    ("the project, where a general contractor is named", [(P, "2026-10", "green", 0, None)], ["pass"], [NAMED], ["grey"]),
    ("supervision", [("示例监理公司", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["green"]),
    ("a supplier", [("示例钢材(商贸)公司", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["green"]),
    ("a supplier of another project", [("示例检测公司", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["grey"]),
    ("a subcontractor", [("示例幕墙公司", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["grey"]),
    ("of no type", [("示例无类公司", "2026-10", "green", 0, None)], ["pass"], [NAMED], ["grey"]),
    ("a supplier, no rule about it", [("示例钢材(商贸)公司", "2026-10", "green", 0, None)], ["not_assessed"], [NAMED],
     ["green"]),
    ("the general contractor, no verdict", [(GENERAL, "2026-10", "green", 0, None)], ["not_assessed"], [NAMED],
     ["grey"]),
    *(
        (f"a subcontractor, {one['corp_type']}", [(one["name"], "2026-10", "green", 0, None)], ["pass"], [NAMED], ["grey"])
        for one in UNITS[5:]
    ),
    ("no sheet", [("甲", "2026-10", "green", 0, None)], ["pass"], [], ["grey"]),
    ("it came in October", [("甲", "2026-09", "green", 0, None), ("甲", "2026-10", "green", 3, "0.00")], ["pass"],
     [NAMED], ["green", "green"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rows", "outcomes", "sheet", "colours"), CASES, ids=[one[0] for one in CASES])
def test_green_is_earned(
    sentence: str, rows: list[Row], outcomes: list[str], sheet: list[dict[str, Any]], colours: list[str]
) -> None:
    figures = frame(
        [
            {"project": P, "name": name, "period": period, "colour": colour, "workers": workers,
             "owed": None if owed is None else Decimal(owed)}
            for name, period, colour, workers, owed in rows
        ],
        CONTRACTORS,
    )  # fmt: skip
    name = rows[0][0]
    about = {"contractor": name, "period": "2026-10"}
    said = [{**about, "project": P, "rule": f"R{n}", "outcome": one} for n, one in enumerate(outcomes)]
    others = [{**about, "project": "二标段", "rule": "R9", "outcome": "pass"}]
    none = without_workers.of(
        [P], frame(sheet, SHEET), frame(UNITS, PARTIES), SETTINGS.standing_words["without_workers"]
    )
    told = earned_green.told(figures, frame(said + others, OUTCOMES), none)
    assert told["colour"].to_list() == colours, sentence
    assert told.drop("colour").equals(figures.drop("colour"))


def test_a_contractor_that_handed_in_nothing_is_told_everywhere(tmp_path: Path) -> None:
    """Of two on the project workbook one has a folder."""
    given, gone = tmp_path / "in", "示例青松建筑劳务有限公司"
    shutil.copytree(ROOT / "samples" / "clean", given)
    shutil.rmtree(given / gone)
    shutil.rmtree(given / "示例磐石建筑劳务有限公司")
    run = check(given, tmp_path / "out")
    assert {one["name"]: one["colour"] for one in run.result["contractors"]}[gone] == "grey"
    assert "无法判断" in run.stdout
    pages = {path.stem: path.read_text("utf-8") for path in (run.out / "contractors").glob("*.html")}
    own = next(text for name, text in pages.items() if gone in name)
    assert "无法判断：材料不足" in own
    assert "交齐，再核对一次" in own
    assert "没有发现问题" not in own
    assert "2 家单位材料不足，无法判断" in (run.out / "index.html").read_text("utf-8")


def overview(*colours: str, unjudged: int = 0) -> tuple[str, int]:
    """The first sentence about contractors of these colours without findings, and the exit code."""
    figures = [
        {"project": P, "name": f"单位{n}", "period": "2026-10", "colour": colour, "workers": 1, "findings": 0,
         "owed": Decimal(0), "red_line": 0, "serious": 0, "general": 0, "hint": 0}
        for n, colour in enumerate(colours)
    ]  # fmt: skip
    outcomes = [{"rule": f"R{n}", "outcome": "not_assessed"} for n in range(unjudged)]
    made = result([], contractors=figures, outcomes=outcomes)
    return str(head.section(made, Wording("zh"))["verdict"]), made.exit_code()


@pytest.mark.parametrize(
    ("colours", "unjudged", "said", "code"),
    [
        (["green", "green"], 0, "2 家单位的记录全部一致，没有发现问题。", 0),
        (
            ["green", "grey"],
            0,
            "1 家单位的记录全部一致，没有发现问题。1 家单位材料不足，无法判断，请催其补齐。",
            3,
        ),
        (["grey"], 4, "1 家单位材料不足，无法判断，请催其补齐。", 3),
    ],
)
def test_the_first_sentence_of_all(colours: list[str], unjudged: int, said: str, code: int) -> None:
    assert overview(*colours, unjudged=unjudged) == (said, code)
