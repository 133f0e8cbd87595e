"""Blank workbooks that nobody filled, and examples that somebody typed into."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import check, run
from wagecheck import blanks
from wagecheck.intake import submission as intake
from wagecheck.ledgers.catalogue import LEDGERS
from wagecheck.simulate import submission

FIRM = "示例青松建筑劳务有限公司"


@pytest.mark.parametrize("contractors", [[], [FIRM]])
def test_an_untouched_form_says_nothing(tmp_path: Path, contractors: list[str]) -> None:
    """Neither people nor problems: neither the example nor the serial numbers are records."""
    blanks.write(tmp_path, contractors=contractors, rows=20)
    given = intake.read([tmp_path])
    assert given.issues.height == 0
    named = {name: given.ledgers[name].height for name in LEDGERS if given.ledgers[name].height}
    assert named == ({"contractor": 1} if contractors else {})
    assert {file.status for file in given.files} == {"read"}


def test_untouched_forms_beside_a_submission_change_nothing(tmp_path: Path) -> None:
    made = submission.make(workers=12, contractors=1, months=1, seed=5)
    for name in ("alone", "beside"):
        submission.save(made.draw(), tmp_path / name)
    firm = made.world.contractors[0].name
    blanks.write(tmp_path / "beside", contractors=[firm], ledgers=[one for one in blanks.LEDGERS if one != "project"])
    alone, beside = (check(tmp_path / name, tmp_path / f"{name}-out").result for name in ("alone", "beside"))
    assert beside["findings"] == alone["findings"] == []
    assert beside["outcomes"] == alone["outcomes"]
    assert beside["contractors"] == alone["contractors"]


def test_a_ledger_left_blank_was_not_submitted(tmp_path: Path) -> None:
    """The notice of a finished month stands in the folder as an empty form: SU01 says that it is missing."""
    made = submission.make(workers=12, contractors=1, months=1, seed=5)
    files = [file for file in made.draw() if "公示" not in file.path]
    submission.save(files, tmp_path / "in")
    blanks.write(tmp_path / "in", contractors=[made.world.contractors[0].name], ledgers=["notice"])
    done = check(tmp_path / "in", tmp_path / "out")
    assert {finding["rule"] for finding in done.result["findings"]} == {"SU01"}
    assert "公示" in done.result["findings"][0]["message"]


@pytest.mark.parametrize(
    ("sentence", "file", "heading", "value", "row"),
    [
        ("a real identity number", "03 花名册", "身份证号码", "110198199003070011", 2),
        ("a real phone", "03 花名册", "联系电话", "13800138000", 1),
        ("a real name", "06 银行代发明细", "收款户名", "王小明", 3),
        ("a name with a dot on the notice", "07 工资公示表", "姓名", "阿布都·热合曼", 1),
    ],
)
def test_real_people_in_the_example_are_named_and_not_read(
    tmp_path: Path, sentence: str, file: str, heading: str, value: str, row: int
) -> None:
    blanks.write(tmp_path, contractors=[FIRM], rows=5)
    path = tmp_path / FIRM / f"{file}.xlsx"
    book = load_workbook(path)
    ws = book["填写示例"]
    cell = next(c for line in ws.iter_rows(max_row=10) for c in line if str(c.value).lstrip("*") == heading)
    ws.cell(cell.row + row, cell.column).value = value
    book.save(path)
    given = intake.read([tmp_path])
    told = given.issues.select("code", "sheet", "row", "count").rows()
    assert told == [("IN02", "填写示例", cell.row + row, 1)], sentence
    assert value not in given.issues["detail"][0]
    assert sum(given.ledgers[name].height for name in ("roster", "payment", "notice")) == 0


def test_only_blank_forms_are_no_green_light(tmp_path: Path) -> None:
    """Nothing was handed in, so nothing was assessed: that must not look like a pass."""
    blanks.write(tmp_path / "in", contractors=[FIRM], project="示例滨江路一期工程", rows=5)
    done = run("check", tmp_path / "in", "-o", tmp_path / "out", "--as-of", "2026-11-21")
    assert done.returncode == 2, done.stdout
    assert "没有可以核对的内容" in done.stderr
    assert not (tmp_path / "out").exists()
