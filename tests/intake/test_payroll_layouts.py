"""Payrolls, rosters and templates as they are really laid out: bands, groups, blocks side by side, sections, sample rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest

from tests.intake.books import HOME, A, B, C, codes, grid, read, table, tables, workbook
from wagecheck.intake.sheets import read as read_sheet

NEW = ("赵某丁", "110199197505050048")
CARDS = ("6228480000000000017", "6228480000000000025", "6228480000000000033")
TITLE = "2026年10月农民工工资表"
HEAD = ["序号", "姓名", "身份证号", "出勤天数", "应发工资", "实发工资", "本人签字"]
GUID = "3f2504e0-4f89-11d3-9a0c-0305e82c33"


def pays(reading, *columns):
    return reading.frames["payroll"].select("name", *columns).rows()


# --- header and titles ----------------------------------------------------------------------------------------------------


def test_a_heading_may_stand_on_the_upper_row_while_its_neighbours_stand_on_the_lower():
    rows = [[TITLE], ["序号", "姓名", "身份证号", "出勤天数", "应发", None, "扣款", None, "实发工资"],
            [None, None, None, None, "基本工资", "应付工资", "借支", "其他", None], [1, *A, 20, 4000, 4000, 2, 0, 3998], ["002"], ["003"]]  # fmt: skip
    sheet = table(rows, merges=((1, 4, 1, 5), (1, 6, 1, 7)))
    assert pays(sheet, "work_days", "base_pay", "gross_pay", "net_pay") == [(A[0], D(20), D(4000), D(4000), D(3998))]
    items = sheet.frames["payroll_item"].filter(pl.col("amount") != 0)
    assert items.select("title", "kind", "amount").rows() == [
        ("基本工资", "earning", D(4000)),
        ("借支", "advance", D(2)),
    ]
    assert codes(sheet) == []


def test_a_column_that_adds_up_its_group_is_no_money_of_its_own():
    rows = [[TITLE], ["姓名", "身份证号", "补贴", None, None, "预支", None, None, "应发工资", "实发工资"],
            [None, None, "餐补", "高温", "小计", "生活费", "借支", "小计", None, None], [*A, 100, 200, 300, 10, 20, 30, 5000, 4970]]  # fmt: skip
    sheet = table(rows, merges=((1, 2, 1, 4), (1, 5, 1, 7)))
    assert sheet.frames["payroll_item"].select("title", "kind", "amount").rows() == [
        ("餐补", "earning", D(100)), ("高温", "earning", D(200)), ("生活费", "advance", D(10)), ("借支", "advance", D(20)),
    ]  # fmt: skip


PLACES = [
    ("in column B", [[None, TITLE], [None, *HEAD], [None, 1, *A, 20, 100, 90], [None, "合计", None, None, 20, 100, 90]], 3, 7),
    ("below an empty row", [[], [TITLE], HEAD, [1, *A, 20, 100, 90]], 4, 6),
    ("at the top", [HEAD, [1, *A, 20, 100, 90]], 2, 6),
    ("below key and value rows", [[TITLE], ["项目名称", "示例工程"], ["发放月份", "2026年10月"], ["金额单位", "元"], HEAD, [1, *A, 20, 100, 90]], 6, 6),
    ("with two lines of signatures", [[TITLE], HEAD, [1, *A, 20, 100, 90], ["项目经理：", None, "会计：", None, "制表：钱某"], ["日期：2026年11月5日"]], 3, 6),
]  # fmt: skip


@pytest.mark.parametrize(("what", "rows", "row", "col"), PLACES, ids=[p[0] for p in PLACES])
def test_a_table_may_stand_anywhere(what, rows, row, col):
    sheet = table(rows, "工资表", f"{HOME}/2026年10月工资表.xlsx")
    assert pays(sheet, "row", "gross_pay", "net_pay") == [(A[0], row, D(100), D(90))]
    assert next(cell.col for cell in sheet.cells if cell.field == "net_pay") == col
    assert codes(sheet) == []


# --- side by side ---------------------------------------------------------------------------------------------------------

SIDE = ["序号", "姓名", "身份证号", "实发工资"]


@pytest.mark.parametrize("gap", [[], [None]], ids=["touching", "apart"])
def test_two_blocks_side_by_side_are_two_tables(gap):
    rows = [[TITLE], [*SIDE, *gap, *SIDE], [1, *A, 100, *gap, 3, *C, 300], [2, *B, 200, *gap, 4, *NEW, 400],
            ["合计", None, None, 300, *gap, None, None, None, None], [*[None] * 4, *gap, "合计", None, None, 700]]  # fmt: skip
    left, right = tables(rows)
    assert pays(left, "row", "net_pay") == [(A[0], 3, D(100)), (B[0], 4, D(200))]
    assert pays(right, "row", "id_number", "net_pay") == [(C[0], 3, C[1], D(300)), (NEW[0], 4, NEW[1], D(400))]
    assert [next(c.col for c in t.cells if c.field == "net_pay") for t in (left, right)] == [4, 8 + len(gap)]
    assert [t.totals.select("row", "stated", "computed").rows() for t in (left, right)] == [
        [(5, D(300), D(300))], [(6, D(700), D(700))],
    ]  # fmt: skip
    assert codes(left) == codes(right) == []


def test_cards_listed_beside_a_payroll_in_another_order_are_not_given_to_their_neighbours():
    rows = [
        [TITLE],
        [*SIDE, None, "姓名", "银行卡号"],
        [1, *A, 100, None, B[0], CARDS[1]],
        [2, *B, 200, None, A[0], CARDS[0]],
    ]
    found = read_sheet(grid(rows), f"{HOME}/工资表.xlsx")
    (pay,) = [t for t in found.tables if t.ledger == "payroll"]
    assert pay.frames["payroll"].select("name", "bank_card").rows() == [(A[0], None), (B[0], None)]
    named = [(i.code, i.row, i.col) for i in found.issues]
    assert named == [("IN02", 2, 6)] or [t.ledger for t in found.tables] != ["payroll"]


def test_a_name_repeated_beside_the_signature_is_one_table():
    rows = [
        [TITLE],
        [*SIDE, None, "姓名", "签字"],
        [1, *A, 100, None, A[0], "张某甲"],
        [2, *B, 200, None, B[0], "李某乙"],
    ]
    sheet = table(rows)
    assert pays(sheet, "net_pay", "signature") == [(A[0], D(100), "张某甲"), (B[0], D(200), "李某乙")]


def test_whom_to_call_in_an_emergency_is_no_worker():
    rows = [["花名册"], ["姓名", "电话", "身份证号", "工种", "进场时间", "紧急联系人", None], [None, None, None, None, None, "姓名", "电话"],
            [A[0], "13800000001", A[1], "木工", "2026-03-01", "钱某", "13800000009"],
            [B[0], "13800000002", B[1], "木工", "2026-03-01", "孙某", "13800000008"]]  # fmt: skip
    sheet = table(rows, "花名册", merges=((1, 5, 1, 6),))
    assert sheet.frames["roster"].select("name", "phone").rows() == [(A[0], "13800000001"), (B[0], "13800000002")]


def test_a_spare_sheet_of_names_and_cards_is_named(tmp_path):
    workbook(
        tmp_path / HOME / "2026年10月工资表.xlsx",
        工资表=[HEAD, [1, *A, 20, 100, 90]],
        Sheet3=[[A[0], CARDS[0]], [B[0], CARDS[1]]],
    )
    submission = read(tmp_path)
    assert submission.issues.select("code", "sheet").rows() == [("IN02", "Sheet3")]


# --- sections -------------------------------------------------------------------------------------------------------------

SECTIONS = [
    ("a name alone", ["木工班组"], ["钢筋班组"]),
    ("numbered", ["一、木工班组"], ["二、钢筋班组"]),
    ("a number beside it", ["一", "木工班组"], ["二", "钢筋班组"]),
    ("a label", ["班组：木工班组"], ["班组：钢筋班组"]),
    ("in the column of names", [None, "木工班组"], [None, "钢筋班组"]),
]


@pytest.mark.parametrize(("what", "first", "second"), SECTIONS, ids=[s[0] for s in SECTIONS])
def test_rows_that_head_a_team(what, first, second):
    rows = [[TITLE], HEAD, first, [1, *A, 20, 100, 100], ["小计", None, None, 20, 100, 100], second, [2, *B, 20, 100, 100],
            ["合计", None, None, 40, 200, 200], [3, *C, 5, 50, 50], ["总计", None, None, 45, 250, 250]]  # fmt: skip
    sheet = table(rows)
    records = sheet.frames["payroll"]
    assert records.select("row", "name", "team").rows() == [
        (4, A[0], "木工班组"),
        (7, B[0], "钢筋班组"),
        (9, C[0], None),
    ]
    assert (sheet.totals["stated"] == sheet.totals["computed"]).all()
    assert codes(sheet) == []


def test_rows_that_head_the_people_of_a_firm(tmp_path):
    other = "示例二建筑劳务有限公司"
    rows = [[TITLE], HEAD, [HOME], [1, *A, 20, 100, 100], ["小计", None, None, 20, 100, 100], [2, *B, 20, 100, 100],
            ["合计", None, None, 40, 200, 200], [other], [3, *C, 5, 50, 50], ["合计", None, None, 5, 50, 50]]  # fmt: skip
    workbook(tmp_path / "工资表.xlsx", 工资表=rows)
    submission = read(tmp_path)
    assert submission.ledgers["payroll"].select("name", "contractor").rows() == [
        (A[0], HOME),
        (B[0], HOME),
        (C[0], other),
    ]
    assert submission.issues.height == 0


def test_what_is_merged_down_is_filled_and_totals_are_not():
    rows = [[TITLE], ["部门", "班组", *HEAD], ["甲部", "木工班组", 1, *A, 20, 100, 100], [None, None, 2, *B, 20, 100, 100],
            [None, "钢筋班组", 3, *C, 20, 100, 100], ["合计", None, None, None, None, 60, 300, 300]]  # fmt: skip
    sheet = table(rows, merges=((2, 0, 4, 0), (2, 1, 3, 1), (5, 0, 5, 4)))
    assert sheet.frames["payroll"].select("name", "department", "team").rows() == [
        (A[0], "甲部", "木工班组"), (B[0], "甲部", "木工班组"), (C[0], "甲部", "钢筋班组"),
    ]  # fmt: skip
    merged_amount = [[TITLE], HEAD, [1, *A, 20, 100, 300], [2, *B, 20, 200, None]]
    sheet = table(merged_amount, merges=((2, 5, 3, 5),))
    assert pays(sheet, "net_pay") == [(A[0], D(300)), (B[0], None)]


# --- several periods in one sheet -----------------------------------------------------------------------------------------

SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
PERIODS = [
    ("columns 年 and 月", ["年", "月", *HEAD], [2026, 9], [2026, 10]),
    ("a column 时间", ["时间", *HEAD], ["2026年9月"], ["2026年10月"]),
    ("a column of months", ["所属月份", *HEAD], ["2026-09"], [202610]),
    ("a column of first days", ["时间", *HEAD], [SEPTEMBER], [OCTOBER]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "first", "second"), PERIODS, ids=[p[0] for p in PERIODS])
def test_periods_in_columns(what, head, first, second):
    sheet = table([head, [*first, 1, *A, 20, 100, 100], [*second, 1, *A, 20, 100, 100]], "工资表")
    assert sheet.frames["payroll"]["period_start"].to_list() == [SEPTEMBER, OCTOBER]
    assert codes(sheet) == []


def test_a_column_of_days_paid_is_no_pay_period():
    sheet = table([["时间", *HEAD], [dt.date(2026, 11, 15), 1, *A, 20, 100, 100]], "2026年10月工资表")
    assert "period_start" not in sheet.frames["payroll"].columns
    assert sheet.table.origin.span.start == OCTOBER


def test_bands_that_repeat_with_another_month():
    page = [HEAD, [1, *A, 20, 100, 100], ["合计", None, None, 20, 100, 100]]
    found = tables([["2026年9月工资表"], *page, [], ["2026年10月工资表"], *page])
    assert [(t.table.origin.span.start, t.frames["payroll"]["row"].to_list()) for t in found] == [
        (SEPTEMBER, [3]),
        (OCTOBER, [8]),
    ]


# --- templates of platforms -----------------------------------------------------------------------------------------------

PEOPLE = ["*姓名（必填）", "*身份证号码", "班组", "手机号", "入场日期"]
WORKER = [*A, "木工班", "13800000001", "2026-03-01"]
SAMPLES = [
    ("xxx", ["xxx", "xxx", "xxx", "xxx", "1970-01-01"]),
    ("upper case", ["XXX", "XXX", "XXX", "13800000000", "1970-01-01"]),
    ("示例", ["示例", "110101199001010000", "xxx", "13800000000", "1970-01-01"]),
    ("样例 in front of a name", ["样例：张三", "110101199001010000", "木工班", "13800000000", "2024-01-01"]),
    ("例 in brackets", ["（例）张三", "110101199001010000", "木工班", "13800000000", "2024-01-01"]),
    ("示例 and a name", ["示例张三", "110101199001010000", "木工班", "13800000000", "2024-01-01"]),
]
INSTRUCTIONS = [
    ("none", []),
    ("说明", [["说明:1、红字为必填项目\n2、请将xxx举例信息数据删除"]]),
    ("填写说明", [["填写说明\n1、带*的为必填项；2、日期格式为2024-01-01"]]),
    ("注意事项", [["注意：请勿修改表头，每次最多导入200行"]]),
]


@pytest.mark.parametrize(("which", "above"), INSTRUCTIONS, ids=[i[0] for i in INSTRUCTIONS])
@pytest.mark.parametrize(("what", "sample"), SAMPLES, ids=[s[0] for s in SAMPLES])
def test_sample_rows_are_no_workers(what, sample, which, above):
    sheet = table(
        [*above, PEOPLE, sample, WORKER],
        "项目人员",
        f"{HOME}/人员导入模板.xlsx",
        merges=((0, 0, 0, 4),) if above else (),
    )
    assert (sheet.ledger, sheet.table.header.bottom) == ("roster", len(above))
    assert sheet.frames["roster"].select("name", "entry_date").rows() == [(A[0], dt.date(2026, 3, 1))]
    assert codes(sheet) == []


def test_a_sample_marked_in_the_first_column():
    head = ["序号", "*姓名", "*身份证号码", "*所属月份", "*应发工资", "*实发工资"]
    sheet = table(
        [head, ["示例", "张三", "110101199001010000", "2026-01", 5000, 5000], [1, *A, "2026-10", 100, 90]], "薪资导入"
    )
    assert pays(sheet, "net_pay") == [(A[0], D(90))]


KEPT = [("a firm", "示例一建筑劳务有限公司"), ("a team", "示例木工班组"), ("a project", "样例一期工程")]


@pytest.mark.parametrize(("what", "said"), KEPT, ids=[k[0] for k in KEPT])
def test_what_only_begins_like_a_sample_is_kept(what, said):
    sheet = table([["单位名称", *HEAD], [said, 1, *A, 20, 100, 90]], "工资表")
    assert pays(sheet, "net_pay") == [(A[0], D(90))]


def test_a_round_trip_with_its_marks():
    rows = [
        ["姓名", "身份证号", "应发工资", "实发工资", "唯一标记"],
        [*A, 100, 90, GUID + "01"],
        [*B, 110, 100, GUID + "02"],
    ]
    sheet = table(rows, "Sheet1", f"{HOME}/2026年10月薪资.xlsx")
    assert pays(sheet, "gross_pay", "net_pay") == [(A[0], D(100), D(90)), (B[0], D(110), D(100))]
    assert codes(sheet) == []


def test_a_template_with_empty_spare_sheets_and_no_rows_says_nothing(tmp_path):
    workbook(
        tmp_path / HOME / "薪资输入项导入.xlsx",
        Sheet1=[["姓名", "身份证号", "应发工资", "实发工资"]],
        Sheet2=[],
        Sheet3=[],
    )
    workbook(tmp_path / HOME / "2026年10月工资表.xlsx", 表=[HEAD, [1, *A, 20, 100, 90]])
    submission = read(tmp_path)
    assert submission.ledgers["payroll"].height == 1
    assert submission.issues.height == 0
