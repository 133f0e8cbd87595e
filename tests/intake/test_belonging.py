"""Whose a record is: short names, teams, several firms in one workbook, a month over several files, overlapping lists."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest

from tests.facts.ledger_kit import SETTINGS
from tests.house_rules import BOOK
from tests.intake.books import HOME, A, B, C, read, workbook
from wagecheck import judge
from wagecheck.facts import build
from wagecheck.intake import origins
from wagecheck.intake.bands import Bands
from wagecheck.privacy import Masker

HENGDA, HONGTU, JIASHE = "湖北恒达建筑劳务有限公司", "宏图建设工程有限公司", "某某架设工程有限公司"
PAY = [["姓名", "身份证号", "实发工资"], [*A, 100], [*B, 200]]
OCTOBER = "2026年10月"


def pay(title=f"{OCTOBER}农民工工资表", rows=PAY):
    return [[title], *rows]


def project(path, *contractors):
    return workbook(
        path / "项目信息.xlsx",
        项目=[["项目名称", "总承包单位", "建设单位"], ["示例一期工程", "示例总承包有限公司", "示例建设单位"]],
        参建单位=[["单位名称", "统一社会信用代码", "曾用名"], *([c, None, None] for c in contractors)],
    )


def told(submission, ledger="payroll"):
    return submission.sources.filter(pl.col("ledger") == ledger).select("contractor", "contractor_from", "team").rows()


SHORT = [
    ("in a file name", "恒达劳务10月工资.xlsx", "2026年", "表", (HENGDA, "file", None)),
    ("in a file name, set off", "2026年10月工资表-恒达.xlsx", "", "表", (HENGDA, "file", None)),
    ("in a sheet name", "2026年10月工资表.xlsx", "", "恒达劳务", (HENGDA, "sheet", None)),
    ("in a title", "工资表.xlsx", "恒达劳务2026年10月", "表", (HENGDA, "title", None)),
    ("with a team", "2026年10月工资表-恒达木工班组.xlsx", "", "表", (HENGDA, "file", "木工班组")),
    ("beside a team", "2026年10月工资表-恒达劳务-木工班组.xlsx", "", "表", (HENGDA, "file", "木工班组")),
    ("in brackets", "2026年10月工资表（恒达）.xlsx", "", "表", (HENGDA, "file", None)),
]


@pytest.mark.parametrize(("what", "file", "title", "sheet", "expected"), SHORT, ids=[s[0] for s in SHORT])
def test_a_short_name_means_the_listed_firm(what, file, title, sheet, expected, tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    workbook(tmp_path / file, **{sheet: pay(f"{title}农民工工资表") if title else pay()})
    submission = read(tmp_path)
    assert told(submission) == [expected]
    assert submission.issues.height == 0


def test_without_a_list_full_names_elsewhere_tell_what_a_short_one_means(tmp_path):
    workbook(
        tmp_path / f"花名册-{HENGDA}.xlsx",
        花名册=[["姓名", "身份证号", "工种", "进场时间"], [*A, "木工", "2026-03-01"]],
    )
    workbook(tmp_path / "恒达劳务10月工资.xlsx", 表=pay())
    assert told(read(tmp_path)) == [(HENGDA, "file", None)]


UNTOLD = [
    ("a team", "2026年6月份农民工考勤表、工资表-架设队.xlsx", "架设队"),
    ("a team of a trade that a firm is named for", "2026年10月工资表-木工班组.xlsx", "木工班组"),
    ("a word that no firm is called", "2026年10月工资表-鸿运.xlsx", None),
    ("a word of the project's own name", "2026年10月工资表-示例一期.xlsx", None),
]


@pytest.mark.parametrize(("what", "file", "team"), UNTOLD, ids=[u[0] for u in UNTOLD])
def test_what_no_listed_firm_is_called_is_a_team_or_an_issue(what, file, team, tmp_path):
    project(tmp_path, HENGDA, "某某木工劳务有限公司", "示例一期建设有限公司")
    workbook(tmp_path / file, 表=[["农民工工资表"], *PAY])
    submission = read(tmp_path)
    assert told(submission) == [(None, None, team)]
    assert submission.issues.select("code", "field").rows() == [("IN14", "contractor")]


def test_a_word_that_fits_two_firms_is_an_issue(tmp_path):
    project(tmp_path, HENGDA, "恒达防水工程有限公司")
    workbook(tmp_path / "恒达10月工资.xlsx", 表=pay())
    submission = read(tmp_path)
    assert told(submission) == [(None, None, None)]
    assert submission.issues.select("code", "field").rows() == [("IN14", "contractor")]


def test_a_listed_firm_that_is_called_like_a_team(tmp_path):
    project(tmp_path, "某某架设队", HENGDA)
    workbook(tmp_path / "2026年6月份农民工考勤表、工资表-架设队.xlsx", 表=[["农民工工资表"], *PAY])
    submission = read(tmp_path)
    assert told(submission) == [("某某架设队", "file", None)]
    assert submission.issues.height == 0


def test_a_short_name_that_contradicts_its_folder_is_told(tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    workbook(tmp_path / HONGTU / "恒达劳务10月工资.xlsx", 表=pay())
    submission = read(tmp_path)
    assert told(submission) == [(HENGDA, "file", None)]
    assert submission.issues.select("code", "field").rows() == [("IN14", "contractor")]


def test_teams_in_file_names():
    files = ["木工班组花名册-2023.03.17.xlsx", "花名册-木工班组(22人)2023.03.09进场.xlsx", "花名册-木工班组总.xlsx"]
    for file in files:
        found = origins.of_table(file, "Sheet1", Bands())
        assert [t.value for t in found.teams] == ["木工班组"], file
        assert found.contractors == []


# --- several firms in one workbook ----------------------------------------------------------------------------------------


def test_a_sheet_for_every_firm_by_its_short_name(tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    workbook(tmp_path / "2026年10月工资表.xlsx", 恒达=pay(), 宏图=pay())
    submission = read(tmp_path)
    assert told(submission) == [(HENGDA, "sheet", None), (HONGTU, "sheet", None)]
    assert submission.issues.height == 0


COLUMNS = [("单位", "恒达劳务", "宏图建设"), ("劳务公司", HENGDA, HONGTU), ("分包队伍", "恒达", "宏图")]


@pytest.mark.parametrize(("heading", "first", "second"), COLUMNS)
def test_a_column_for_firms(heading, first, second, tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    workbook(
        tmp_path / "工资表.xlsx", 表=[[f"{OCTOBER}工资表"], [heading, *PAY[0]], [first, *A, 100], [second, *B, 200]]
    )
    submission = read(tmp_path)
    assert submission.ledgers["payroll"].select("name", "contractor").rows() == [(A[0], HENGDA), (B[0], HONGTU)]
    assert submission.issues.height == 0


def test_a_column_of_units_or_teams_is_none_of_firms(tmp_path):
    rows = [[f"{OCTOBER}工资表"], ["单位", *PAY[0]], ["木工班组", *A, 100], ["钢筋班组", *B, 200]]
    workbook(tmp_path / HOME / "工资表.xlsx", 表=rows)
    units = [["姓名", "身份证号", "合同编号", "单位", "单价"], [*A, "H1", "工日", 300], [*B, "H2", "工日", 300]]
    workbook(tmp_path / HOME / "劳动合同台账.xlsx", 表=units)
    submission = read(tmp_path)
    assert submission.ledgers["payroll"].select("name", "contractor", "team").rows() == [
        (A[0], HOME, "木工班组"), (B[0], HOME, "钢筋班组"),
    ]  # fmt: skip
    assert set(submission.ledgers["contract"]["contractor"]) == {HOME}
    assert submission.issues.height == 0


def test_a_sheet_that_says_nothing_belongs_where_the_rest_of_its_file_does(tmp_path):
    attendance = [[f"{OCTOBER}农民工考勤表"], [f"单位：{HOME}"], ["姓名", "身份证号", *range(1, 32)], [*A, *["√"] * 31]]
    workbook(tmp_path / "资料.xlsx", 考勤表=attendance, 工资表=PAY)
    submission = read(tmp_path)
    row = submission.ledgers["payroll"].row(0, named=True)
    assert (row["contractor"], row["period_start"], row["period_end"]) == (
        HOME,
        dt.date(2026, 10, 1),
        dt.date(2026, 10, 31),
    )
    assert submission.issues.height == 0


def test_in_a_file_of_two_firms_a_sheet_that_says_nothing_is_an_issue(tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    workbook(tmp_path / "资料.xlsx", 恒达=pay(), 宏图=pay(), 表=pay())
    submission = read(tmp_path)
    assert told(submission)[2] == (None, None, None)
    assert submission.issues.select("code", "sheet", "field").rows() == [("IN14", "表", "contractor")]


def test_a_statement_of_the_dedicated_account_needs_no_contractor(tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    workbook(tmp_path / "恒达劳务10月工资.xlsx", 表=pay(rows=[PAY[0], PAY[1]]))
    workbook(tmp_path / "宏图建设10月工资.xlsx", 表=pay(rows=[PAY[0], PAY[2]]))
    rows = [["户名：示例总承包有限公司"], ["交易日期", "支出", "余额", "对方户名", "摘要"],
            [dt.date(2026, 11, 14), 100, 900, A[0], "10月工资"], [dt.date(2026, 11, 14), 200, 700, B[0], "10月工资"]]  # fmt: skip
    workbook(tmp_path / "银行流水.xlsx", 银行流水=rows)
    submission = read(tmp_path)
    assert submission.issues.height == 0
    paid = build(submission, None, SETTINGS)["payment_row"].collect()
    assert paid.select("contractor", "name", "amount").sort("amount").rows() == [
        (HENGDA, A[0], D(100)),
        (HONGTU, B[0], D(200)),
    ]


def test_a_batch_belongs_to_the_firm_that_pays(tmp_path):
    project(tmp_path, HENGDA, HONGTU)
    rows = [
        ["付款账号", "付款账号名称", "收款账号", "收款账号名称", "金额"],
        ["3200000000000000011", HENGDA, "6228480000000000017", A[0], 100],
    ]
    workbook(tmp_path / "批量支付.xls.xlsx", Sheet1=rows)
    assert told(read(tmp_path), "payment") == [(HENGDA, "column", None)]


# --- a month over several files, overlapping lists --------------------------------------------------------------------------

ROSTER = ["序号", "姓名", "身份证号", "工种", "电话", "进场时间"]
LONG = [*ROSTER, "银行卡号", "日工资"]


def test_a_month_over_several_files_counts_every_record_once(tmp_path):
    head = ["姓名", "身份证号", "出勤天数", "应发工资", "实发工资"]
    workbook(
        tmp_path / HOME / "10月工资表（一）.xlsx",
        表=[[f"{OCTOBER}工资表"], head, [*A, 20, 100, 100], [*B, 20, 200, 200]],
    )
    workbook(tmp_path / HOME / "10月工资表（二）.xlsx", 表=[[f"{OCTOBER}工资表"], head, [*C, 20, 300, 300]])
    submission = read(tmp_path)
    frames = build(submission, None, SETTINGS)
    month = frames["worker_month"].collect()
    assert month.select("name", "net_pay").sort("net_pay").rows() == [(A[0], D(100)), (B[0], D(200)), (C[0], D(300))]
    result = judge.judge(submission, BOOK, as_of=dt.date(2026, 12, 10), masker=Masker(b"test"))
    assert not {"IN10", "IN12", "IN14", "IN16"} & set(result.findings["rule"])


def test_a_worker_on_three_overlapping_rosters_is_one_worker(tmp_path):
    folder = tmp_path / HOME
    first = [1, *A, "木工", "13800000001", "2026-03-01"]
    workbook(
        folder / "木工班组花名册-2023.03.17.xlsx", Sheet1=[ROSTER, first, [2, *B, "木工", "13800000002", "2026-03-02"]]
    )
    workbook(folder / "花名册-木工班组(2人)2023.03.09进场.xlsx", Sheet1=[ROSTER, first])
    workbook(
        folder / "花名册-木工班组总.xlsx",
        Sheet1=[
            LONG,
            [*first, "6228480000000000017", 300],
            [2, *B, "木工", "13800000002", "2026-03-02", "6228480000000000025", 300],
        ],
    )
    workbook(folder / "10月工资表.xlsx", 表=pay())
    submission = read(tmp_path)
    assert submission.issues.height == 0
    assert set(submission.ledgers["roster"]["team"]) == {"木工班组"}
    month = build(submission, None, SETTINGS)["worker_month"].collect()
    assert month.select("name", "net_pay").sort("net_pay").rows() == [(A[0], D(100)), (B[0], D(200))]


def test_overlapping_rosters_make_no_rule_speak(tmp_path):
    """The same worker with the same facts on two lists: nothing to say about identities, cards or doubles."""
    folder = tmp_path / HOME
    short = [ROSTER, [1, *A, "木工", "13800000001", "2026-03-01"], [2, *B, "木工", "13800000002", "2026-03-02"]]
    long = [
        LONG,
        *(
            [*row, card, 300]
            for row, card in zip(short[1:], ("6228480000000000017", "6228480000000000025"), strict=True)
        ),
    ]
    workbook(folder / "10月工资表.xlsx", 表=pay())
    workbook(folder / "木工班组花名册-2023.03.17.xlsx", Sheet1=short)
    one = judge.judge(read(tmp_path), BOOK, as_of=dt.date(2026, 12, 10), masker=Masker(b"test"))
    workbook(folder / "花名册-木工班组总.xlsx", Sheet1=long)
    two = judge.judge(read(tmp_path), BOOK, as_of=dt.date(2026, 12, 10), masker=Masker(b"test"))
    about_lists = {"IN12", "IN14", "IN16", "SU03", "SU04", "RN02", "RN07", "FR36"}
    spoken = [sorted(set(result.findings["rule"])) for result in (one, two)]
    assert spoken[0] == spoken[1]
    assert not about_lists & set(spoken[1])


# --- several folders above a file -----------------------------------------------------------------------------------------

QINGSONG = "示例青松建筑劳务有限公司"
FOLDERS = [
    ("a packed folder is no firm", f"in2/{QINGSONG}/薪酬表.xlsx", QINGSONG, []),
    ("nor before a short name", "in2/青松劳务/薪酬表.xlsx", "青松劳务", []),
    ("a project is none before a firm", f"示例一期工程/{QINGSONG}/薪酬表.xlsx", QINGSONG, []),
    ("a folder alone is the firm, whatever it is called", "in2/薪酬表.xlsx", "in2", []),
    ("the first of two firms", f"{QINGSONG}/示例总承包有限公司/薪酬表.xlsx", QINGSONG, []),
    ("a short name gives way to no loose word", "恒达/建筑资料/薪酬表.xlsx", "恒达", []),
    ("a team below a firm is not told", f"{QINGSONG}/木工班组/薪酬表.xlsx", QINGSONG, []),
    ("a team above is", f"木工班组/{QINGSONG}/薪酬表.xlsx", QINGSONG, ["木工班组"]),
]


@pytest.mark.parametrize(("what", "path", "firm", "teams"), FOLDERS, ids=[f[0] for f in FOLDERS])
def test_the_folder_that_names_the_firm(what, path, firm, teams):
    found = origins.of_table(path, "Sheet1", Bands())
    assert [one.value for one in found.contractors if one.source == "folder"] == [firm]
    assert [one.value for one in found.teams if one.source == "folder"] == teams
