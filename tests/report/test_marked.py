"""Marked copies: nothing of the submitter's is lost, every finding is on its cell, and nothing else changes."""

from __future__ import annotations

import functools
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from msoffcrypto.format.ooxml import OOXMLFile

from tests.conftest import SAMPLES, Run, check
from tests.pool_kit import Here
from tests.report.result_kit import at, finding, result
from tests.report.test_outputs import secrets_of
from wagecheck.intake import apart, files, submission
from wagecheck.intake.containers import read_workbook
from wagecheck.report import marked
from wagecheck.report.marked import copies, marks
from wagecheck.wording import Wording

ZH = Wording("zh")
FILE = "工资表.xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def picture() -> bytes:
    """A png of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def rich(path: Path) -> None:
    """A workbook with everything that must survive."""
    with xlsxwriter.Workbook(path) as book:
        bold, wrap = book.add_format({"bold": True, "bg_color": "#C6EFCE"}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet("工资 '甲'表")
        sheet.merge_range("A1:F1", "2026年10月工资发放表", bold)
        for row in range(2, 12):
            sheet.write_row(row, 0, [f"张某{row}", "110199199003070017", 4_800 + row, 200], bold if row % 2 else None)
            sheet.write_formula(row, 4, f"=C{row + 1}-D{row + 1}", wrap, 4_600 + row)
        sheet.set_column("A:A", 18.5)
        sheet.set_column("F:G", None, None, {"hidden": True})
        sheet.set_row(3, 33)
        sheet.data_validation("D3:D12", {"validate": "list", "source": ["是", "否"]})
        sheet.conditional_format("C3:C12", {"type": "data_bar", "data_bar_2010": True, "bar_axis_color": "#0070C0"})
        sheet.conditional_format("D3:D12", {"type": "cell", "criteria": ">", "value": 100, "format": bold})
        sheet.write_comment("B3", "本人已核对", {"author": "李某"})
        sheet.insert_image("H3", "p.png", {"image_data": io.BytesIO(picture())})
        sheet.print_area("A1:F12")
        sheet.repeat_rows(0, 1)
        sheet.set_landscape()
        sheet.set_footer("&C第 &P 页")
        sheet.autofilter("A2:F12")
        sheet.protect("", {"format_cells": True})
        other = book.add_worksheet("图")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='工资 ''甲''表'!$C$3:$C$12"})
        other.insert_chart("A1", chart)
        other.activate()
        book.add_worksheet("隐藏").hide()
        book.define_name("合计", "='工资 ''甲''表'!$C$12")


SHEET = "工资 '甲'表"


def mark(folder: Path, out: Path, *findings: dict, **manifest: object) -> list[marked.Copy]:
    return marked.write(result(findings, folder=folder, **manifest), files.listed([folder]), out, ZH)


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "in"
    home.mkdir()
    rich(home / FILE)
    return home


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_everything_but_formats_comments_and_the_first_sheet_is_as_it_was(folder: Path, tmp_path: Path) -> None:
    before = parts(folder / FILE)
    found = [
        finding(1, **at(FILE, SHEET, "C5")),
        finding(2, **at(FILE, SHEET, "B3")),
        finding(3, **at(FILE, SHEET, "J40")),
    ]
    (copy,) = mark(folder, tmp_path / "out", *found)
    assert copy.how == "edited" and copy.coloured == 3
    after = parts(tmp_path / "out" / str(copy.copy))
    may_change = {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/comments1.xml",
        "xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip
    assert {name for name in before if before[name] != after.get(name)} <= may_change
    assert set(after) - set(before) == {"xl/worksheets/sheetW1.xml"}
    # of the sheet itself only formats differ, and the new row at the end
    assert bare(after["xl/worksheets/sheet1.xml"], new={"J40"}) == bare(before["xl/worksheets/sheet1.xml"])
    # the other sheet loses its selection: typing would otherwise go to two sheets at once
    assert after["xl/worksheets/sheet2.xml"] == before["xl/worksheets/sheet2.xml"].replace(
        b'tabSelected="1"', b'tabSelected="0"'
    )


def bare(data: bytes, new: frozenset[str] | set[str] = frozenset()) -> bytes:
    root = etree.fromstring(data)
    for cell in list(root.iter(f"{MAIN}c")):
        cell.attrib.pop("s", None)
        if cell.get("r") in new:
            row = cell.getparent()
            row.remove(cell)
            if not len(row):
                row.getparent().remove(row)
    return etree.tostring(root, method="c14n")


def test_formulas_merges_and_settings_survive(folder: Path, tmp_path: Path) -> None:
    (copy,) = mark(folder, tmp_path / "out", finding(1, **at(FILE, SHEET, "E5")))
    old, new = (openpyxl.load_workbook(path) for path in (folder / FILE, tmp_path / "out" / str(copy.copy)))
    assert new.sheetnames == ["检查结果", *old.sheetnames]
    was, now = old[SHEET], new[SHEET]
    assert now["E5"].value == was["E5"].value == "=C5-D5"
    assert now["E5"].alignment.wrap_text and now["E5"].fill.fgColor.rgb == "FFE88E86"
    assert str(now.merged_cells) == str(was.merged_cells) and now.print_area == was.print_area
    assert now.print_title_rows == was.print_title_rows and now.protection.sheet
    assert {k: d.width for k, d in now.column_dimensions.items()} == {
        k: d.width for k, d in was.column_dimensions.items()
    }
    assert str(now.data_validations.dataValidation[0].sqref) == "D3:D12"
    assert new.defined_names["合计"].attr_text == old.defined_names["合计"].attr_text
    assert new.active.title == "检查结果" and new["隐藏"].sheet_state == "hidden"
    assert [sheet.title for sheet in new if sheet.sheet_view.tabSelected] == ["检查结果"]


def test_every_finding_has_its_comment_and_its_line_with_a_link(folder: Path, tmp_path: Path) -> None:
    found = [
        finding(1, **at(FILE, SHEET, "C5")),
        finding(2, severity="hint", kind="signal", message="需核实的事。", **at(FILE, SHEET, "C5")),
        finding(3, state="waived", message="豁免的事。", **at(FILE, SHEET, "D6")),
        finding(4, message="另一处。", **at("别处.xlsx", "表", "A1"), also=[at(FILE, SHEET, "D7")]),
        finding(5, message="整张表的事。", **at(FILE, SHEET)),
    ]
    copy = next(one for one in mark(folder, tmp_path / "out", *found) if one.file == FILE)
    book = openpyxl.load_workbook(tmp_path / "out" / str(copy.copy))
    sheet, told = book[SHEET], book["检查结果"]
    text = sheet["C5"].comment.text
    assert "红线 BK06 银行实发与工资表实发不一致" in text and "应为：5000.00" in text and "怎么办：补足差额。" in text
    assert "疑似，需核实" in text and "需核实的事。" in text
    assert "已豁免" in sheet["D6"].comment.text and "怎么办" not in sheet["D6"].comment.text
    assert "另一处。" in sheet["D7"].comment.text
    assert sheet["C5"].fill.fgColor.rgb == "FFE88E86" and sheet["D6"].fill.patternType == "gray125"
    lines = [row for row in told.iter_rows(min_row=8) if row[0].value]
    assert len(lines) == 5
    links = {row[5].value: row[5].hyperlink.location for row in lines if row[5].hyperlink}
    assert links == {cell: f"'工资 ''甲''表'!{cell}" for cell in ("C5", "D6", "D7")}
    assert any("交还提交人" in str(row[0].value) for row in told.iter_rows(max_row=7))


def test_a_comment_that_stands_there_keeps_its_words(folder: Path, tmp_path: Path) -> None:
    (copy,) = mark(folder, tmp_path / "out", finding(1, **at(FILE, SHEET, "B3")))
    comment = openpyxl.load_workbook(tmp_path / "out" / str(copy.copy))[SHEET]["B3"].comment
    assert comment.text.startswith("本人已核对\n") and "到账少 200.00 元" in comment.text
    boxes = parts(tmp_path / "out" / str(copy.copy))["xl/drawings/vmlDrawing1.vml"]
    assert boxes.count(b"<x:Row>2</x:Row>") == 1


def test_a_cell_inside_a_merged_range_is_marked_where_it_shows(folder: Path, tmp_path: Path) -> None:
    (copy,) = mark(folder, tmp_path / "out", finding(1, **at(FILE, SHEET, "D1")))
    sheet = openpyxl.load_workbook(tmp_path / "out" / str(copy.copy))[SHEET]
    assert sheet["A1"].comment is not None and sheet["A1"].fill.fgColor.rgb == "FFE88E86" and sheet["A1"].font.bold


def test_texts_that_look_like_formulas_or_markup_stay_texts(folder: Path, tmp_path: Path) -> None:
    nasty = '=HYPERLINK("http://x")<b>&_x0041_\x01'
    (copy,) = mark(folder, tmp_path / "out", finding(1, message=nasty, **at(FILE, SHEET, "C5")))
    package = parts(tmp_path / "out" / str(copy.copy))
    assert b"<f" not in package["xl/worksheets/sheetW1.xml"].replace(b"<font", b"")
    book = openpyxl.load_workbook(tmp_path / "out" / str(copy.copy))
    told = next(row[8] for row in book["检查结果"].iter_rows(min_row=8))
    assert told.data_type != "f" and "<b>&" in told.value
    assert "<b>&" in book[SHEET]["C5"].comment.text


def test_the_sheet_of_results_never_takes_a_name_that_is_there(tmp_path: Path) -> None:
    home = tmp_path / "in"
    home.mkdir()
    with xlsxwriter.Workbook(home / "a.xlsx") as book:
        book.add_worksheet("检查结果").write(0, 0, "原有")
    (copy,) = mark(home, tmp_path / "out", finding(1, **at("a.xlsx", "检查结果", "A1")))
    assert openpyxl.load_workbook(tmp_path / "out" / str(copy.copy)).sheetnames == ["检查结果2", "检查结果"]


def test_other_formats_become_xlsx_with_identifiers_as_text(tmp_path: Path) -> None:
    home = tmp_path / "in"
    home.mkdir()
    (home / "流水.csv").write_text("姓名,卡号,金额\n张某,6222020200001234567,0100\n=1+1,2,3\n", "utf-8")
    (copy,) = mark(home, tmp_path / "out", finding(1, **at("流水.csv", "流水", "B2")))
    assert (copy.how, copy.copy) == ("converted", "marked/流水.csv.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out" / str(copy.copy))["流水"]
    assert [cell.value for cell in sheet[2]] == ["张某", "6222020200001234567", "0100"]
    assert sheet["A3"].data_type == "s" and sheet["B2"].comment is not None


@pytest.mark.parametrize(
    "path", sorted((SAMPLES / "messy").rglob("*.*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_copy_of_every_kind_of_file_reads_as_the_original(path: Path, tmp_path: Path) -> None:
    if path.suffix == ".zip":
        return
    grids = read_workbook(path.read_bytes(), path.stem).grids
    places = [at(path.name, grid.name, cell) for grid in grids for cell in ("A1", "B3", "D4")]
    found = [finding(number, **place) for number, place in enumerate(places)]
    home = tmp_path / "in"
    home.mkdir()
    (home / path.name).write_bytes(path.read_bytes())
    (copy,) = mark(home, tmp_path / "out", *found)
    assert copy.how == ("edited" if path.suffix == ".xlsx" else "converted")
    again = read_workbook((tmp_path / "out" / str(copy.copy)).read_bytes(), "x").grids[1:]
    assert len(again) == len(grids)
    for old, new in zip(grids, again, strict=True):
        assert [trimmed(row) for row in new.rows[: old.height]] == [trimmed(row) for row in old.rows]
        assert sorted(new.merges) == sorted(old.merges)
    assert copy.coloured >= 2 * len(grids)


def trimmed(row: list[object]) -> list[object]:
    """Without the blanks at the end, which some containers write; numbers of twelve digits are texts in a copy."""
    cells = [f"{cell:.0f}" if isinstance(cell, float) and abs(cell) >= 1e11 else cell for cell in row]
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return [None if cell == "" else cell for cell in cells]


def test_a_file_under_a_password_gets_no_open_copy(folder: Path, tmp_path: Path) -> None:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO((folder / FILE).read_bytes())).encrypt("密码", locked)
    (folder / FILE).write_bytes(locked.getvalue())
    (copy,) = mark(folder, tmp_path / "out", finding(1, **at(FILE, SHEET, "C5")))
    assert copy.copy is None and "密码" in str(copy.reason)
    assert not list((tmp_path / "out").rglob("*.xlsx"))


def test_a_file_changed_since_gets_none(folder: Path, tmp_path: Path) -> None:
    told = result([finding(1, **at(FILE, SHEET, "C5"))], folder=folder)
    rich(folder / "other.xlsx")
    (folder / FILE).write_bytes((folder / FILE).read_bytes() + b"\0")
    (copy,) = marked.write(told, files.listed([folder]), tmp_path / "out", ZH)
    assert copy.copy is None and "改动" in str(copy.reason)


def test_caps_say_so(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.pool, "_shared", Here())  # where the caps below are known
    monkeypatch.setattr(copies, "COMMENTS", 2)
    found = [finding(row, severity="hint", **at(FILE, SHEET, f"C{row}")) for row in range(3, 7)]
    (copy,) = mark(folder, tmp_path / "out", *found, finding(99, **at(FILE, SHEET, "C9")))
    book = openpyxl.load_workbook(tmp_path / "out" / str(copy.copy))
    cells = [cell for row in book[SHEET].iter_rows() for cell in row if cell.comment and "BK06" in cell.comment.text]
    assert [cell.coordinate for cell in cells] == ["C3", "C9"]  # the worst first
    assert any("另有 3 格" in str(row[0].value) for row in book["检查结果"].iter_rows(max_row=7))
    assert copy.coloured == 5
    monkeypatch.setattr(copies, "SHEET_BYTES", 10)
    (copy,) = mark(folder, tmp_path / "out2", *found)
    assert copy.coloured == 0
    book = openpyxl.load_workbook(tmp_path / "out2" / str(copy.copy))
    assert any("太大，没有上色" in str(row[0].value) for row in book["检查结果"].iter_rows(max_row=7))


def test_cells_are_numbered_as_people_do() -> None:
    assert marks.position("AB12") == (12, 28) and marks.letters(28) == "AB" and marks.letters(26) == "Z"


@pytest.fixture(scope="module")
def severe(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return check(SAMPLES / "severe", tmp_path_factory.mktemp("severe") / "out", "--format", "xlsx,json")


def test_marked_copies_read_as_what_was_submitted(severe: Run) -> None:
    """A clerk who hands in the marked copies by mistake is judged by the same ledgers."""
    copies = {path.name: path for path in (severe.out / "marked").rglob("*.xlsx")}
    assert len(copies) >= 8
    old, new = submission.read([SAMPLES / "severe"]), submission.read([severe.out / "marked"])
    for name in ("contract", "payroll", "identity", "roster"):
        assert new.ledgers[name].drop("src", strict=False).equals(old.ledgers[name].drop("src", strict=False)), name
    assert not new.issues.filter(new.issues["sheet"] == "检查结果").height


def test_what_is_added_to_a_copy_is_masked(severe: Run) -> None:
    secrets = secrets_of(SAMPLES / "severe")
    for path in (severe.out / "marked").rglob("*.xlsx"):
        for name, data in parts(path).items():
            if re.search(r"comments|sheetW|vmlDrawing", name):
                assert not {secret for secret in secrets if secret in data.decode()}, (path.name, name)


def test_every_place_of_a_finding_is_coloured_and_the_manifest_tells_of_every_file(severe: Run) -> None:
    told = {copy["file"]: copy for copy in severe.result["manifest"]["marked"]}
    places = [
        place for found in severe.result["findings"] for place in (found, *(found["also"] or ())) if place["file"]
    ]
    assert {place["file"] for place in places} == set(told)
    assert told["示例玉兰建筑劳务有限公司/进场教育签到.xlsx"]["copy"] is None
    for place in places:
        copy = told[place["file"]]["copy"]
        if copy and place["cell"]:
            sheet = opened(severe.out / copy)[place["sheet"]]
            cell = sheet[place["cell"]]
            shown = next((r.start_cell for r in sheet.merged_cells.ranges if place["cell"] in r), cell)
            assert shown.comment is not None, place


@functools.cache
def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)
