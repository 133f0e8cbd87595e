"""Submissions: folders, names, periods and contradictions; every file is listed, nothing is skipped in silence."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from decimal import Decimal as D

import polars as pl
import pytest
import xlwt

from tests.conftest import check
from tests.intake.books import HOME, A, B, read, workbook
from wagecheck.errors import InputError
from wagecheck.intake import origins
from wagecheck.intake.bands import Bands
from wagecheck.intake.bands import read as read_bands
from wagecheck.intake.firm_names import canonical, company_key, same_name, split_company
from wagecheck.intake.origins import Told, contradictions
from wagecheck.ledgers.catalogue import LEDGERS, schema

PAY = [["姓名", "身份证号", "实发工资"], [*A, 100], [*B, 200]]
OTHER = "示例二建筑劳务有限公司"


def pay(month="2026年10月", rows=PAY):
    return [[f"{month}农民工工资表"], *rows]


def project(path, *contractors, name="示例一期工程", general="示例总承包有限公司"):
    return workbook(
        path / "项目信息.xlsx",
        项目=[["项目名称", "总承包单位", "建设单位"], [name, general, "示例建设单位"]],
        参建单位=[["单位名称", "统一社会信用代码", "曾用名"], *([c, None, None] for c in contractors)],
    )


def test_every_ledger_is_there_with_its_schema(tmp_path):
    workbook(tmp_path / HOME / "工资表.xlsx", 工资表=pay())
    submission = read(tmp_path)
    assert list(submission.ledgers) == list(LEDGERS)
    assert all(submission.ledgers[name].schema == schema(name) for name in LEDGERS)
    assert submission.issues.height == 0


def test_files_are_listed_with_hash_size_rows_and_status(tmp_path):
    path = workbook(tmp_path / HOME / "工资表.xlsx", 工资表=pay())
    (tmp_path / HOME / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 64)
    workbook(tmp_path / "说明.xlsx", 说明=[["请按时提交"]])
    (tmp_path / "answers.json").write_text("{}")
    for litter in ("~$工资表.xlsx", ".DS_Store", "Thumbs.db"):
        (tmp_path / litter).write_bytes(b"x")
    submission = read(tmp_path)
    assert [(f.path, f.rows, f.status) for f in submission.files] == [
        ("answers.json", 0, "ignored"), (f"{HOME}/工资表.xlsx", 2, "read"), (f"{HOME}/照片.jpg", 0, "unreadable"), ("说明.xlsx", 0, "unrecognised"),
    ]  # fmt: skip
    listed = submission.files[1]
    assert (listed.size, listed.sha256) == (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
    found = submission.issues.select("code", "file", "contractor").sort("code").rows()
    assert found == [("IN01", f"{HOME}/照片.jpg", HOME), ("IN02", "说明.xlsx", None)]


def test_a_result_folder_of_ours_is_no_submission(tmp_path):
    workbook(tmp_path / HOME / "工资表.xlsx", 工资表=pay())
    workbook(tmp_path / "out" / "marked" / "工资表.xlsx", 工资表=pay())
    told = {"version": "0.1.0", "as_of": "2026-11-21", "rules_hash": "0" * 64, "inputs": [], "counts": {}}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(told))
    assert len(read(tmp_path).files) == 1


def test_a_result_of_pages_alone_is_known_by_its_manifest(tmp_path):
    workbook(tmp_path / "in" / HOME / "工资表.xlsx", 工资表=pay())
    first = check(tmp_path / "in", tmp_path / "out", "--format", "html", register=False)
    assert first.code == 1, first.stderr
    assert not (tmp_path / "out" / "result.json").exists()
    (tmp_path / "out").rename(tmp_path / "in" / "上次核对")
    assert [file.path for file in read(tmp_path / "in").files] == [f"{HOME}/工资表.xlsx"]


@pytest.mark.parametrize(
    "manifest", ["{}", "[]", '{"version": "1", "inputs": []}', "[" * 100_000, "9" * 10_000, "\xff", "", "{" * 9]
)
def test_what_is_only_called_manifest_hides_nothing(tmp_path, manifest):
    workbook(tmp_path / HOME / "工资表.xlsx", 工资表=pay())
    (tmp_path / HOME / "manifest.json").write_text(manifest)
    assert {file.status for file in read(tmp_path).files} == {"read", "ignored"}


REFUSED = [
    ("a path that is not there", lambda p: p / "没有", ["没有"]),
    ("a folder without files", lambda p: (p / "空").mkdir() or p / "空", ["空"]),
    ("files without any ledger", lambda p: workbook(p / "信.xlsx", 信=[["您好"]]), ["信.xlsx"]),
    ("nothing that opens", lambda p: (p / "a.pdf").write_bytes(b"%PDF-1.7 ...") and p / "a.pdf", ["a.pdf", "PDF"]),
    (
        "a payroll without amounts",
        lambda p: workbook(p / "表.xlsx", 工资表=[["工资表"], ["姓名", "身份证号", "基本工资"], [*A, 1]]),
        ["表.xlsx", "实发"],
    ),
    ("an empty sheet", lambda p: workbook(p / "空.xlsx", Sheet1=[]), ["空.xlsx"]),
    ("a note of a program", lambda p: (p / "a.json").write_text("{}") and p / "a.json", ["a.json"]),
    (
        "more than three files",
        lambda p: [workbook(p / f"信{n}.xlsx", 信=[["您好"]]) for n in range(5)] and p,
        ["信0.xlsx", "信2.xlsx", "2"],
    ),
]


@pytest.mark.parametrize(("what", "make", "words"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_no_submission_is_refused_in_two_languages(what, make, words, tmp_path):
    with pytest.raises(InputError) as error:
        read(make(tmp_path))
    for sentence in (error.value.zh, error.value.en):
        assert all(word in sentence for word in words), sentence


def test_places_are_rows_as_people_count_them(tmp_path):
    workbook(tmp_path / HOME / "工资表.xlsx", 工资表=pay())
    submission = read(tmp_path)
    assert submission.ledgers["payroll"]["row"].to_list() == [3, 4]
    source = submission.sources.row(0, named=True)
    assert (source["file"], source["sheet"], source["header_row"], source["first_row"], source["last_row"]) == (
        f"{HOME}/工资表.xlsx",
        "工资表",
        2,
        3,
        4,
    )
    cells = submission.cells.filter(pl.col("field") == "net_pay").row(0, named=True)
    assert (cells["src"], cells["col"], cells["row_offset"], cells["header"]) == (1, 3, 0, "实发工资")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_in_every_encoding_gives_the_same_values(encoding, tmp_path):
    path = tmp_path / HOME / "2026年10月工资表.csv"
    path.parent.mkdir()
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(PAY)
    submission = read(tmp_path)
    assert submission.ledgers["payroll"].select("name", "id_number", "net_pay", "row", "period_start").rows() == [
        (*A, D(100), 2, dt.date(2026, 10, 1)), (*B, D(200), 3, dt.date(2026, 10, 1)),
    ]  # fmt: skip


def test_an_old_xls_gives_the_same_values(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("工资表")
    for r, row in enumerate(pay()):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    (tmp_path / HOME).mkdir()
    book.save(str(tmp_path / HOME / "工资表.xls"))
    assert read(tmp_path).ledgers["payroll"].select("name", "net_pay").rows() == [(A[0], D(100)), (B[0], D(200))]


# --- whose is it --------------------------------------------------------------------------------------------------------

WHOSE = [
    ("the folder", f"{HOME}/工资表.xlsx", pay(), HOME, "folder"),
    ("the folder under a month", f"2026年10月/{HOME}/工资表.xlsx", pay(), HOME, "folder"),
    ("the folder above a kind of ledger", f"{HOME}/工资表/10月.xlsx", pay(), HOME, "folder"),
    ("a numbered folder", f"01 {HOME}/工资表.xlsx", pay(), HOME, "folder"),
    ("the file name", f"2026年10月工资表-{HOME}.xlsx", pay(), HOME, "file"),
    ("ledger words glued to the file name", f"工资表{HOME}.xlsx", pay(), HOME, "file"),
    ("the band", "工资表.xlsx", [["工资表"], [f"编制单位：{HOME}", "所属月份：2026年10月"], *PAY], HOME, "band"),
    ("the title", "工资表.xlsx", pay(f"{HOME}2026年10月"), HOME, "title"),
    ("a column", "工资表.xlsx", [["2026年10月工资表"], ["参建单位名称", *PAY[0]], [HOME, *A, 1]], HOME, "column"),
    ("a short folder name of a listed firm", "示例一/工资表.xlsx", pay(), HOME, "folder"),
    (
        "other brackets and another ending",
        f"{HOME.replace('有限公司', '有限责任公司')}/工资表.xlsx",
        pay(),
        HOME,
        "folder",
    ),
]


@pytest.mark.parametrize(("what", "file", "rows", "name", "source"), WHOSE, ids=[w[0] for w in WHOSE])
def test_the_contractor_is_told_by(what, file, rows, name, source, tmp_path):
    project(tmp_path, HOME, OTHER)
    workbook(tmp_path / file, 表=rows)
    submission = read(tmp_path)
    row = submission.sources.filter(pl.col("ledger") == "payroll").row(0, named=True)
    assert (row["contractor"], row["contractor_from"], row["project"]) == (name, source, "示例一期工程")
    assert set(submission.ledgers["payroll"]["contractor"]) == {name}
    assert submission.issues.height == 0


def test_a_sheet_per_contractor(tmp_path):
    project(tmp_path, HOME, OTHER)
    workbook(tmp_path / "2026年10月工资表.xlsx", **{HOME: pay(), OTHER: pay()})
    submission = read(tmp_path)
    told = submission.sources.filter(pl.col("ledger") == "payroll").select("contractor", "contractor_from").rows()
    assert told == [(HOME, "sheet"), (OTHER, "sheet")]
    assert submission.issues.height == 0


def test_several_contractors_in_one_sheet(tmp_path):
    project(tmp_path, HOME, OTHER)
    rows = [["2026年10月工资表"], ["分包单位", *PAY[0]], [HOME, *A, 1], [OTHER, *B, 2]]
    workbook(tmp_path / "工资表.xlsx", 表=rows)
    submission = read(tmp_path)
    assert submission.ledgers["payroll"].select("name", "contractor").rows() == [(A[0], HOME), (B[0], OTHER)]
    assert submission.issues.height == 0


def test_another_employer_in_a_contract_is_no_contradiction_but_a_fact(tmp_path):
    project(tmp_path, HOME, OTHER)
    rows = [["姓名", "身份证号码", "合同编号", "合同签订日期", "用人单位"], [*A, "H1", "2026-03-01", OTHER]]
    workbook(tmp_path / HOME / "劳动合同台账.xlsx", 合同=rows)
    submission = read(tmp_path)
    assert submission.ledgers["contract"].select("contractor", "employer").rows() == [(HOME, OTHER)]
    assert submission.issues.height == 0


CONTRADICTED = [
    (
        "band and folder name two firms",
        f"{OTHER}/工资表.xlsx",
        [[f"编制单位：{HOME}", "所属月份：2026年10月"], *PAY],
        "contractor",
        HOME,
    ),
    (
        "column and folder name two firms",
        f"{OTHER}/工资表.xlsx",
        [["2026年10月工资表"], ["分包单位", *PAY[0]], [HOME, *A, 1]],
        "contractor",
        HOME,
    ),
    ("title and file name two months", f"{HOME}/2026年9月工资表.xlsx", pay("2026年10月"), "period", HOME),
    ("nothing names a firm", "工资表.xlsx", pay(), "contractor", None),
    ("nothing names a month", f"{HOME}/工资表.xlsx", PAY, "period", HOME),
]


@pytest.mark.parametrize(("what", "file", "rows", "field", "name"), CONTRADICTED, ids=[c[0] for c in CONTRADICTED])
def test_contradictions_and_silence_are_issues(what, file, rows, field, name, tmp_path):
    project(tmp_path, HOME, OTHER)
    workbook(tmp_path / file, 表=rows)
    submission = read(tmp_path)
    assert submission.issues.select("code", "field", "contractor").rows() == [("IN14", field, name)]


def test_the_general_contractor_in_a_title_contradicts_nobody(tmp_path):
    project(tmp_path, HOME)
    workbook(tmp_path / HOME / "工资表.xlsx", 表=[["示例总承包有限公司示例一期工程项目部2026年10月工资表"], *PAY])
    submission = read(tmp_path)
    assert (set(submission.ledgers["payroll"]["contractor"]), submission.issues.height) == ({HOME}, 0)


def test_a_former_name_is_the_firm_of_today(tmp_path):
    workbook(
        tmp_path / "项目信息.xlsx",
        项目=[["项目名称", "总承包单位", "建设单位"], ["示例一期工程", "示例总承包有限公司", "示例建设单位"]],
        参建单位=[["单位名称", "统一社会信用代码", "曾用名"], [HOME, None, "旧日劳务有限公司"]],
    )
    workbook(tmp_path / "旧日劳务有限公司" / "工资表.xlsx", 表=pay())
    assert set(read(tmp_path).ledgers["payroll"]["contractor"]) == {HOME}


SAME = [
    ("恒达劳务", "湖北恒达建筑劳务有限公司", True), ("示例（武汉）劳务有限公司", "示例(武汉)劳务有限责任公司", True),
    ("示例一建筑劳务有限公司", "示例二建筑劳务有限公司", False), ("甲建筑", "乙建筑", False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_names_of_firms(one, other, same):
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_short_name_that_fits_two_firms_stays_as_it_is():
    assert canonical("示例", [HOME, OTHER]) == "示例"
    assert canonical("示例二", [HOME, OTHER]) == OTHER
    assert company_key("（示例） 劳务有限公司") == "示例劳务"


def test_contradictions_keep_the_nearest_source_first():
    told = [Told("band", HOME), Told("file", "示例一建筑劳务"), Told("folder", OTHER)]
    assert [t.source for t in contradictions(told)] == ["band", "folder"]
    assert contradictions(told[:2]) == []


SPLIT = [
    ("甲建设有限公司乙项目部", "甲建设有限公司", "乙项目部"), ("2026年10月甲劳务有限公司工资表", "甲劳务有限公司", "工资表"),
    ("甲建设集团有限公司-乙工程项目部-2026年5月打卡考勤表", "甲建设集团有限公司", "乙工程项目部-2026年5月打卡考勤表"), ("农民工工资表", None, "农民工工资表"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "company", "rest"), SPLIT)
def test_a_company_at_the_beginning_of_a_title(written, company, rest):
    assert split_company(written) == (company, rest)


# --- which period -------------------------------------------------------------------------------------------------------

PERIODS = [
    ("title", f"{HOME}/工资表.xlsx", "表", pay("2026年10月"), (dt.date(2026, 10, 1), dt.date(2026, 10, 31)), "title"),
    ("band", f"{HOME}/工资表.xlsx", "表", [["所属期：2026年9月11日至2026年10月10日"], *PAY], (dt.date(2026, 9, 11), dt.date(2026, 10, 10)), "band"),
    ("sheet, year from the file", f"{HOME}/工资台账2026.xlsx", "3月11日-4月10日工资表", PAY, (dt.date(2026, 3, 11), dt.date(2026, 4, 10)), "sheet"),
    ("file", f"{HOME}/2026年10月工资表.xlsx", "表", PAY, (dt.date(2026, 10, 1), dt.date(2026, 10, 31)), "file"),
    ("folder", f"2026年10月/{HOME}/工资表.xlsx", "表", PAY, (dt.date(2026, 10, 1), dt.date(2026, 10, 31)), "folder"),
    ("column", f"{HOME}/工资表.xlsx", "表", [["所属月份", *PAY[0]], ["2026-10", *A, 1]], (dt.date(2026, 10, 1), dt.date(2026, 10, 31)), "column"),
    ("year and month columns", f"{HOME}/工资表.xlsx", "工资表", [["年", "月", *PAY[0]], [2026, 10, *A, 1]], (dt.date(2026, 10, 1), dt.date(2026, 10, 31)), "column"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "file", "sheet", "rows", "span", "source"), PERIODS, ids=[p[0] for p in PERIODS])
def test_the_pay_period_is_told_by(what, file, sheet, rows, span, source, tmp_path):
    workbook(tmp_path / file, **{sheet: rows})
    submission = read(tmp_path)
    row = submission.sources.row(0, named=True)
    assert ((row["period_start"], row["period_end"]), row["period_from"]) == (span, source)
    assert submission.ledgers["payroll"].select("period_start", "period_end").row(0) == span
    assert submission.issues.height == 0


def test_standing_ledgers_belong_to_no_pay_period(tmp_path):
    rows = [["姓名", "身份证号", "进场时间", "工种"], [*A, "2026-03-01", "木工"]]
    workbook(tmp_path / HOME / "2026年10月花名册.xlsx", 花名册=rows)
    assert read(tmp_path).ledgers["roster"]["period_start"].to_list() == [None]


def test_bands_in_one_cell_over_several_and_with_spaced_labels():
    from tests.intake.books import grid  # noqa: PLC0415

    rows = [
        ["单 位：甲公司    项目名称：乙项目  所属月份：2026年10月"],
        ["日期：", dt.date(2026, 5, 31), "班组：", "木工班组"],
        ["金额单位：元"],
    ]
    found = read_bands(grid(rows), 0, 3)
    assert (found.text("contractor"), found.text("project"), found.text("period"), found.text("team")) == (
        "甲公司",
        "乙项目",
        "2026年10月",
        "木工班组",
    )
    assert found.title == ""


def test_a_team_in_the_file_name():
    told = origins.of_table("2026年6月份农民工考勤表、工资表-架设队.xlsx", "考勤表", Bands())
    assert ([t.value for t in told.teams], told.contractors) == (["架设队"], [])


# --- projects -----------------------------------------------------------------------------------------------------------


def test_every_path_is_a_project_of_its_own(tmp_path):
    for folder, name in (("甲", "甲期工程"), ("乙", "乙期工程")):
        project(tmp_path / folder, HOME, name=name)
        workbook(tmp_path / folder / HOME / "工资表.xlsx", 表=pay())
    submission = read(tmp_path / "甲", tmp_path / "乙")
    found = submission.sources.filter(pl.col("ledger") == "payroll").select("file", "project").sort("project").rows()
    assert found == [(f"乙/{HOME}/工资表.xlsx", "乙期工程"), (f"甲/{HOME}/工资表.xlsx", "甲期工程")]
    nested = read(tmp_path)
    assert sorted(set(nested.sources["project"])) == ["乙期工程", "甲期工程"]
    assert submission.issues.height == nested.issues.height == 0


def test_without_a_project_workbook_the_band_names_the_project_else_the_folder(tmp_path):
    workbook(tmp_path / "工地" / HOME / "工资表.xlsx", 表=[["项目名称：示例三期工程", "所属月份：2026年10月"], *PAY])
    assert set(read(tmp_path / "工地").sources["project"]) == {"示例三期工程"}
    workbook(tmp_path / "工地二" / HOME / "工资表.xlsx", 表=pay())
    assert set(read(tmp_path / "工地二").sources["project"]) == {"工地二"}


def test_a_project_workbook_that_stands_elsewhere(tmp_path):
    described = project(tmp_path / "别处", HOME).rename(tmp_path / "别处" / "总表.xlsx")
    workbook(tmp_path / "提交" / "示例一" / "工资表.xlsx", 表=pay())
    submission = read(tmp_path / "提交", project_file=described)
    assert set(submission.sources["project"]) == {"示例一期工程"}
    assert set(submission.ledgers["payroll"]["contractor"]) == {HOME}
    with pytest.raises(InputError):
        read(tmp_path / "提交", project_file=tmp_path / "没有.xlsx")


def test_one_file_is_a_submission(tmp_path):
    path = workbook(tmp_path / f"2026年10月工资表-{HOME}.xlsx", 表=pay())
    submission = read(path)
    assert [f.path for f in submission.files] == [path.name]
    assert submission.ledgers["payroll"].height == 2


STANDING = {
    "项目": [["项目名称", "施工合同金额（万元）", "开工日期", "人工费用拨付周期（天）", "近两年是否拖欠工资"], ["示例一期工程", 1200.5, "2026-03-01", 30, "否"]],
    "专户": [["账户名称", "账号", "开户银行", "开户日期"], ["示例总承包有限公司示例一期工程农民工工资专用账户", "42050000000001", "示例银行", "2026-03-05"]],
    "专户流水": [["交易日期", "摘要", "收入", "支出", "余额", "对方户名"], ["2026-11-18", "代发工资", None, 100, 900, "张某甲"]],
    "保证金": [["存储方式", "保函编号", "存储比例", "保证金金额（元）", "是否见索即付"], ["银行保函", "BH1", "1.5%", 180000, "是"]],
    "参保名单": [["姓名", "身份证号码", "参建单位名称", "险种"], [*A, HOME, "工伤保险"]],
    "告示牌": [["建设单位", "施工总承包单位", "分包单位", "当地最低工资标准（元/月）", "工资支付日期"], ["甲", "乙", "丙", 2210, "次月18日"]],
}  # fmt: skip


def test_the_sheets_of_the_project_workbook(tmp_path):
    workbook(tmp_path / "项目信息.xlsx", **STANDING)
    ledgers = read(tmp_path).ledgers
    assert ledgers["project"].select("contract_amount", "start_on", "labor_fee_cycle_days", "arrears_in_two_years").rows() == [
        (D(12005000), dt.date(2026, 3, 1), 30, False),
    ]  # fmt: skip
    assert ledgers["account"].select("number", "opened_on").rows() == [("42050000000001", dt.date(2026, 3, 5))]
    assert ledgers["account_flow"].select("booked_on", "amount_out", "payee_name").rows() == [
        (dt.date(2026, 11, 18), D(100), "张某甲")
    ]
    assert ledgers["guarantee"].select("ratio", "amount", "on_demand").rows() == [(D("0.0150"), D(180000), True)]
    assert ledgers["insurance"].select("name", "insurer_contractor", "kind").rows() == [("张某甲", HOME, "工伤保险")]
    assert ledgers["board"].select("minimum_wage", "pay_day").rows() == [(D(2210), "次月18日")]
    assert read(tmp_path).issues.height == 0


def test_an_upright_form_keeps_the_places_of_its_cells(tmp_path):
    form = [
        ["项目名称", "示例一期工程"],
        ["项目所在地", "某市"],
        ["建设单位", "甲"],
        ["总承包单位", "乙"],
        ["开工日期", "2026-03-01"],
    ]
    workbook(tmp_path / "项目信息.xlsx", 项目=form)
    submission = read(tmp_path)
    assert submission.ledgers["project"].select("name", "owner", "start_on", "row").rows() == [
        ("示例一期工程", "甲", dt.date(2026, 3, 1), 1)
    ]
    place = submission.cells.filter(pl.col("field") == "start_on").row(0, named=True)
    assert (place["col"], place["row_offset"]) == (2, 4)


def test_two_processes_read_what_one_reads(tmp_path, monkeypatch):
    monkeypatch.setattr("wagecheck.intake.files._GROUP_BYTES", 0)  # else files so small go to one process
    for n in range(3):
        workbook(tmp_path / HOME / f"2026年{n + 8}月工资表.xlsx", 表=PAY)
    one, two = read(tmp_path), read(tmp_path, jobs=2)
    assert one.sources.equals(two.sources)
    assert one.ledgers["payroll"].equals(two.ledgers["payroll"])
    assert one.files == two.files
