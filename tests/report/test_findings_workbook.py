"""``findings.xlsx``: complete, filterable, masked, no formula, and read back where the clerk filled it in."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from tests.conftest import SAMPLES, Run, check, run
from tests.report.result_kit import at, finding, result
from tests.report.test_outputs import secrets_of
from wagecheck.register import action_plan
from wagecheck.report import findings_workbook, labels
from wagecheck.report.findings_workbook import listing, lists
from wagecheck.report.marked import Copy
from wagecheck.result import MARKS
from wagecheck.wording import Wording

ZH = Wording("zh")
SHEETS = ["概览", "问题清单", "按规则", "按工人", "六统一矩阵", "欠薪台账", "未能判断", "规则清单", "文件清单"]


@pytest.fixture(scope="module")
def severe(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return check(SAMPLES / "severe", tmp_path_factory.mktemp("severe") / "out", "--format", "xlsx,json")


@pytest.fixture(scope="module")
def book(severe: Run) -> openpyxl.Workbook:
    return openpyxl.load_workbook(severe.out / "findings.xlsx")


def rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_every_list_is_there_with_a_frozen_heading_and_a_filter(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref and sheet.auto_filter.ref.startswith("A1:")


def test_every_finding_stands_in_the_list_with_its_values(severe: Run, book: openpyxl.Workbook) -> None:
    listed, found = rows(book["问题清单"]), severe.result["findings"]
    assert [row["fingerprint"] for row in listed] == [one["fingerprint"] for one in found]
    for row, one in zip(listed, found, strict=True):
        assert (row["规则"], row["说明"], row["应为"], row["单元格"]) == (
            one["rule"], one["message"], one["expected"], one["cell"],
        )  # fmt: skip
        assert row["金额（元）"] == (None if one["amount"] is None else float(one["amount"]))


def test_lists_add_up_to_the_result(severe: Run, book: openpyxl.Workbook) -> None:
    told = severe.result
    assert sum(int(row["条数"]) for row in rows(book["按规则"])) == len(told["findings"])
    assert sum(int(row["条数"]) for row in rows(book["按工人"])) == sum(
        one["worker_key"] is not None for one in told["findings"]
    )
    unjudged = [one for one in told["outcomes"] if one["outcome"] in ("not_assessed", "error")]
    assert len(rows(book["未能判断"])) == len(unjudged) > 0
    assert {row["规则"] for row in rows(book["规则清单"])} == {rule["id"] for rule in told["rules"]}
    assert len(rows(book["文件清单"])) == len(told["manifest"]["inputs"])
    owed = sum(float(one["owed"]) for one in told["contractors"] if one["owed"])
    assert sum(float(row["到期未付（元）"]) for row in rows(book["欠薪台账"])) == pytest.approx(owed)


def test_links_lead_to_cells_of_copies_that_are_there(severe: Run, book: openpyxl.Workbook) -> None:
    copies: dict[str, openpyxl.Workbook] = {}
    linked = [cell.hyperlink for row in book["问题清单"].iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) > 40
    for link in linked:
        target = link.target.replace("%20", " ").replace("\\", "/")
        if target not in copies:
            copies[target] = openpyxl.load_workbook(severe.out / target)
        sheet, cell = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", link.location).groups()
        assert copies[target][sheet][cell].coordinate == cell


def test_no_formula_and_no_number_of_a_person_in_any_part(severe: Run) -> None:
    secrets = secrets_of(SAMPLES / "severe")
    with zipfile.ZipFile(severe.out / "findings.xlsx") as package:
        for name in package.namelist():
            text = package.read(name).decode()
            assert "<f>" not in text and "<f " not in text, name
            assert not {secret for secret in secrets if secret in text}, name


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    nasty = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "http://example.org", "\x01\x1f"]
    found = [finding(number, message=text, worker=text) for number, text in enumerate(nasty)]
    findings_workbook.write(result(found), tmp_path / "f.xlsx", [], ZH)
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["问题清单"]
    column = next(cell.column for cell in sheet[1] if cell.value == "说明")
    cells = [sheet.cell(row, column) for row in range(2, 8)]
    assert [cell.data_type for cell in cells[:5]] == ["s"] * 5 and not any(cell.hyperlink for cell in cells)
    assert [cell.value for cell in cells[:5]] == nasty[:5]
    assert all(cell.quotePrefix for cell in cells[:5])  # typed over, it stays a text


def test_the_same_bytes_twice(severe: Run, tmp_path: Path) -> None:
    again = check(SAMPLES / "severe", tmp_path / "out", "--format", "xlsx,json", apart=True)
    for path in severe.out.rglob("*.xlsx"):
        assert path.read_bytes() == (again.out / path.relative_to(severe.out)).read_bytes(), path.name


def test_a_filled_plan_is_read_back(severe: Run, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(severe.out / "findings.xlsx")
    sheet = book["问题清单"]
    head = {cell.value: cell.column for cell in sheet[1]}
    number = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, head["性质"]).value)
    for name, value in {
        "原因": "等待补充协议",
        "整改措施": "下月补签",
        "责任人": "李某",
        "整改期限": dt.date(2027, 1, 31),
    }.items():
        sheet.cell(number, head[name], value)
    book.save(tmp_path / "findings.xlsx")
    (row,) = action_plan.read(tmp_path / "findings.xlsx")
    assert (row.reason, row.measure, row.responsible, row.deadline) == (
        "等待补充协议",
        "下月补签",
        "李某",
        dt.date(2027, 1, 31),
    )
    assert row.fingerprint == sheet.cell(number, head["fingerprint"]).value
    assert row.contractor == sheet.cell(number, head["参建单位"]).value
    done = run(
        "waive", "plan", tmp_path / "findings.xlsx", "--result", severe.out, "--register", tmp_path / "r.db", "--json"
    )
    assert row.fingerprint in done.stdout, done.stderr


def test_a_list_that_is_too_long_goes_on_on_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "ROWS", 4)
    findings_workbook.write(result([finding(number) for number in range(8)]), tmp_path / "f.xlsx", [], ZH)
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    names = [name for name in book.sheetnames if name.startswith("问题清单")]
    assert names == ["问题清单", "问题清单2", "问题清单3"]
    prints = [row["fingerprint"] for name in names for row in rows(book[name])]
    assert prints == [f"{number:016x}" for number in range(8)]
    sheet = book["问题清单3"]
    head = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, head["原因"], "说明")
    book.save(tmp_path / "f.xlsx")
    assert [row.fingerprint for row in action_plan.read(tmp_path / "f.xlsx")] == [f"{7:016x}"]


def test_waived_findings_are_told_apart_and_unknown_is_not_zero(tmp_path: Path) -> None:
    found = [finding(1), finding(2, state="waived", severity="serious")]
    firm = {
        "project": "示例工程", "name": "示例劳务有限公司", "period": "2026-10", "colour": "grey", "score": 0, "workers": 3,
        "owed": None,
    }  # fmt: skip
    findings_workbook.write(result(found, contractors=[firm]), tmp_path / "f.xlsx", [], ZH)
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    first, second = rows(book["问题清单"])
    assert (first["状态"], second["状态"]) == ("未解决", "已豁免")
    assert [row["条数"] for row in rows(book["按工人"])] == [1]
    assert any("无法计算" in map(str, row) for row in book["概览"].iter_rows(values_only=True))
    assert any("已豁免 1 条" in str(row[0]) for row in book["概览"].iter_rows(values_only=True))


def test_a_file_without_a_copy_says_why_and_its_cells_have_no_link(tmp_path: Path) -> None:
    home = tmp_path / "in"
    home.mkdir()
    (home / "a.xlsx").write_bytes(b"x")
    told = result([finding(1, **at("a.xlsx", "表", "A1"))], folder=home)
    findings_workbook.write(
        told, tmp_path / "f.xlsx", [Copy("a.xlsx", 1, "none", reason="有密码", reason_en="locked")], ZH
    )
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert rows(book["文件清单"])[0]["标注副本"] == "有密码"
    assert not any(cell.hyperlink for row in book["问题清单"].iter_rows() for cell in row)
    assert rows(book["问题清单"])[0]["单元格"] == "A1"


def test_english(tmp_path: Path) -> None:
    findings_workbook.write(result([finding(1)]), tmp_path / "f.xlsx", [], Wording("en"))
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert book.sheetnames[:2] == ["Overview", "Findings"]
    assert rows(book["Findings"])[0]["Severity"].endswith("Red line")


def test_a_text_like_the_inside_of_a_cell_stays_a_text(tmp_path: Path) -> None:
    nasty = ["<r>&<x</r>", "<r><t>红</t></r>", "_x0041_", "工" * 40_000]
    findings_workbook.write(
        result([finding(number, message=text) for number, text in enumerate(nasty)]), tmp_path / "f.xlsx", [], ZH
    )
    told = [unescape(row["说明"]) for row in rows(openpyxl.load_workbook(tmp_path / "f.xlsx")["问题清单"])]
    assert told == ["<r>&<x</r> ", "<r><t>红</t></r> ", "_x0041_", "工" * 32_767]


def test_links_end_at_their_number_and_the_overview_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lists.LINKS < 65_530, "more a sheet cannot hold"
    monkeypatch.setattr(lists, "LINKS", 2)
    found = [finding(number, **at("a.xlsx", "工资'表", f"B{number + 1}")) for number in range(4)]
    found.append(finding(5, **at("b.xlsx", "表", "B2")))
    copy = Copy("a.xlsx", 4, "edited", "marked/a.xlsx", sheets={"工资'表": "工资'表"})
    findings_workbook.write(result(found), tmp_path / "f.xlsx", [copy], ZH)
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    sheet = book["问题清单"]
    column = next(cell.column for cell in sheet[1] if cell.value == "单元格")
    cells = [sheet.cell(row, column) for row in range(2, 7)]
    assert [cell.value for cell in cells] == ["B1", "B2", "B3", "B4", "B2"]
    assert [cell.hyperlink and cell.hyperlink.location for cell in cells] == [
        "'工资''表'!B1",
        "'工资''表'!B2",
        *[None] * 3,
    ]
    assert any("前 2 条" in str(row[0]) for row in book["概览"].iter_rows(values_only=True))


def test_arrears_have_the_bands_of_the_profile_by_calendar_months(tmp_path: Path) -> None:
    days = [dt.date(2026, 10, 21), dt.date(2026, 10, 20), dt.date(2026, 9, 21), dt.date(2026, 9, 20), None]
    owing = [
        {"project": "p", "contractor": "c", "period": "2026-09", "name": "张*", "owed": Decimal(9 - n), "due_on": day}
        for n, day in enumerate(days)
    ]
    findings_workbook.write(result([], workers=owing, ageing_months=[1, 2]), tmp_path / "f.xlsx", [], ZH)
    told = [row["账龄"] for row in rows(openpyxl.load_workbook(tmp_path / "f.xlsx")["欠薪台账"])]
    assert told == ["1 个月以内", "1 至 2 个月", "1 至 2 个月", "2 个月以上", "不能确定"]


def test_every_kind_of_mark_is_said_in_words(tmp_path: Path) -> None:
    marks = {f"mark_{name}": mark for name, mark in zip(MARKS, (*labels.SIGNS, *["ok"] * 9), strict=False)}
    worker = {"project": "p", "contractor": "c", "period": "2026-10", "name": "张*"}
    agreed = {**worker, **{f"mark_{name}": "ok" for name in MARKS}}
    findings_workbook.write(result([], workers=[{**worker, **marks}, agreed]), tmp_path / "f.xlsx", [], ZH)
    differing, same = rows(openpyxl.load_workbook(tmp_path / "f.xlsx")["六统一矩阵"])
    assert [differing[ZH(f"ledger.{name}")] for name in MARKS][: len(labels.SIGNS)] == [
        f"{sign} {ZH(f'mark.{mark}')}" for mark, sign in labels.SIGNS.items()
    ]
    assert (differing["六项一致"], same["六项一致"]) == (None, "是")
