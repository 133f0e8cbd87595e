"""Layouts: what a sheet says, value for value, in every form in which it is handed in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest

from tests.intake.books import A, B, C, codes, table, tables
from wagecheck.intake import marks
from wagecheck.intake.items import item_kind
from wagecheck.intake.layouts.payments import status_of

OCTOBER = "2026年10月农民工考勤表"
PAY = "2026年10月农民工工资表"


def day_rows(reading, *columns):
    return reading.frames["attendance"].select("name", pl.col("date").dt.day(), *columns).rows()


def october(day: int) -> dt.date:
    return dt.date(2026, 10, day)


# --- attendance: one row per worker -------------------------------------------------------------------------------------

DAY_HEADINGS = [
    ("numbers", list(range(1, 32))),
    ("texts", [str(n) for n in range(1, 32)]),
    ("floats", [float(n) for n in range(1, 32)]),
    ("with 日", [f"{n}日" for n in range(1, 32)]),
    ("dates", [october(n) for n in range(1, 32)]),
    ("written dates", [f"10月{n}日" for n in range(1, 32)]),
]


@pytest.mark.parametrize(("what", "days"), DAY_HEADINGS, ids=[d[0] for d in DAY_HEADINGS])
def test_day_headings_of_every_kind_give_the_same_dates(what, days):
    sheet = table(
        [[OCTOBER], ["序号", "姓名", "身份证号", *days, "出勤天数"], [1, *A, "√", None, 0.5, *["×"] * 28, 1.5]]
    )
    assert day_rows(sheet, "work", "col", "mark") == [("张某甲", 1, D(1), 4, "√"), ("张某甲", 3, D("0.5"), 6, "0.5")]
    assert codes(sheet) == []


MARKS = [
    ("present", "√", D(1)), ("a tick of another font", "✔", D(1)), ("number one", 1, D(1)), ("text one", "1", D(1)),
    ("half a day", 0.5, D("0.5")), ("written half", "半", D("0.5")), ("a day and an evening", 1.5, D("1.5")),
    ("normal", "正常", D(1)), ("absent", "×", None), ("rest", "休", None), ("leave", "事假", None), ("zero", 0, None),
    ("dash", "-", None), ("blank", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "cell", "work"), MARKS, ids=[m[0] for m in MARKS])
def test_marks_by_the_defaults(what, cell, work):
    sheet = table([[OCTOBER], ["姓名", "身份证号", *range(1, 32)], [*A, cell, *[None] * 29, "√"]])
    expected = [("张某甲", 1, work)] if work is not None else []
    assert day_rows(sheet, "work") == [*expected, ("张某甲", 31, D(1))]
    assert codes(sheet) == []


def test_an_unknown_mark_leaves_the_day_open_and_is_named_once_with_its_count():
    sheet = table(
        [[OCTOBER], ["姓名", "身份证号", *range(1, 32)], [*A, "√", "¤", "¤", *[None] * 28], [*B, "¤", *["√"] * 30]]
    )
    assert day_rows(sheet, "work")[:3] == [("张某甲", 1, D(1)), ("张某甲", 2, None), ("张某甲", 3, None)]
    (issue,) = sheet.issues
    assert (issue.code, issue.raw, issue.count, issue.row, issue.col) == ("IN11", "¤", 3, 3, 4)


def test_the_legend_on_the_sheet_goes_before_the_defaults():
    rows = [
        [OCTOBER], ["考勤符号：出勤[/] 旷工[√] 半天[◇]"], ["姓名", "身份证号", *range(1, 32)],
        [*A, "/", "√", "◇", *[None] * 28],
    ]  # fmt: skip
    sheet = table(rows)
    assert day_rows(sheet, "work") == [("张某甲", 1, D(1)), ("张某甲", 3, D("0.5"))]
    assert codes(sheet) == []


LEGENDS = [
    ("brackets after the word", "考勤符号：出勤[/] 迟到[>] 旷工[×]", {"/": 1, ">": 1, "×": 0}),
    ("shift numbers", "特殊班次: 25-请假, 26-出差, 空-节假日", {"25": 0, "26": 1, "空": 0}),
    ("mark before the word", "√出勤 ×旷工 ○休息", {"√": 1, "×": 0, "○": 0}),
    ("quotes and 为", "注：“√”为出勤，“×”为缺勤，“◐”表示半天", {"√": 1, "×": 0, "◐": 0.5}),
    ("blanks between", "√ 出勤  × 旷工", {"√": 1, "×": 0}),
    ("no legend", "1.我单位员工严格按照项目考勤管理规定进行考勤", {}),
    ("a note of another kind", "注：本表一式三份，不得涂改", {}),
]


@pytest.mark.parametrize(("what", "text", "expected"), LEGENDS, ids=[entry[0] for entry in LEGENDS])
def test_legends(what, text, expected):
    found = {mark: float(m.work) for mark, m in marks.legend([text]).items() if m.work is not None}
    assert found == expected


EXPORTED = [
    ("正常", D(1)), ("迟到7分钟", D(1)), ("旷工3小时30分钟;旷工3小时30分钟", D(0)), ("旷工8小时30分钟", D(0)), ("--", D(0)),
    ("缺卡", None), ("缺卡;缺卡", None), ("旷工3小时30分钟", None), ("旷工3小时30分钟;缺卡", None), ("旷工8小时;地点异常", None),
]  # fmt: skip


@pytest.mark.parametrize(("mark", "work"), EXPORTED)
def test_texts_of_clock_in_exports(mark, work):
    found = marks.meaning(mark, {})
    assert found is not None
    assert found.work == work


def test_day_numbers_of_a_period_over_two_months():
    days = [*range(11, 31), *range(1, 11)]
    title = "考勤表（2026年9月11日至2026年10月10日）"
    sheet = table([[title], ["姓名", "身份证号", *days], [*A, "√", *[None] * 19, "√", *[None] * 8, "√"]])
    assert sheet.frames["attendance"]["date"].to_list() == [
        dt.date(2026, 9, 11),
        dt.date(2026, 10, 1),
        dt.date(2026, 10, 10),
    ]


def test_columns_that_turn_over_a_month_named_by_its_end():
    days = [*range(11, 31), *range(1, 11)]
    sheet = table([[OCTOBER], ["姓名", "身份证号", *days], [*A, "√", *[None] * 28, "√"]])
    assert sheet.frames["attendance"]["date"].to_list() == [dt.date(2026, 9, 11), dt.date(2026, 10, 10)]


def test_work_on_a_day_that_the_month_does_not_have():
    sheet = table([["2026年9月考勤表"], ["姓名", "身份证号", *range(1, 32)], [*A, *["√"] * 31]])
    assert sheet.frames["attendance"].height == 30
    assert [(i.code, i.row, i.col) for i in sheet.issues] == [("IN05", 3, 33)]


def test_without_a_month_days_have_no_dates_and_the_sheet_says_so():
    sheet = table([["农民工考勤表"], ["姓名", "身份证号", *range(1, 32)], [*A, *["√"] * 31]])
    assert (sheet.frames["attendance"].height, codes(sheet)) == (0, ["IN14"])


def test_eight_hours_a_day_stay_hours_where_nothing_says_what_a_day_is():
    sheet = table([[OCTOBER], ["姓名", "身份证号", *range(1, 32)], [*A, 8, 8, 3.5, *[None] * 28]])
    assert day_rows(sheet, "work", "hours", "unit") == [
        ("张某甲", 1, None, D(8), "hour"), ("张某甲", 2, None, D(8), "hour"), ("张某甲", 3, None, D("3.5"), "hour"),
    ]  # fmt: skip


DIVISORS = [
    ("its own sum fits eight", 8, [8, 8, 4], 2.5, [D(1), D(1), D("0.5")], "matrix-1÷8"),
    ("its own sum fits nine", 9, [9, 9, 4.5], 2.5, [D(1), D(1), D("0.5")], "matrix-1÷9"),
    ("its own sum fits nothing", 8, [8, 8, 4], 7, [None, None, None], "matrix-1"),
]


@pytest.mark.parametrize(
    ("what", "divisor", "hours", "stated", "work", "layout"), DIVISORS, ids=[d[0] for d in DIVISORS]
)
def test_hours_become_days_only_where_the_sheet_adds_up_so(what, divisor, hours, stated, work, layout):
    sheet = table([[OCTOBER], ["姓名", "身份证号", *range(1, 32), "工日合计"], [*A, *hours, *[None] * 28, stated]])
    assert (sheet.frames["attendance"]["work"].to_list(), sheet.layout) == (work, layout)


def test_a_stated_divisor():
    rows = [[OCTOBER], ["姓名", "身份证号", *range(1, 32)], [*A, 8, 4, *[None] * 29], ["说明：8小时折合一个工日"]]
    assert table(rows).frames["attendance"]["work"].to_list() == [D(1), D("0.5")]


# --- attendance: two and three rows per worker --------------------------------------------------------------------------


def test_two_rows_attendance_and_overtime_with_labels():
    rows = [
        [OCTOBER], ["序号", "姓名", "身份证号", "考勤", *range(1, 32), "出勤天数", "本人签字"],
        [1, *A, "出勤", "√", "√", *[None] * 29, 2, "张某甲"], [None, None, None, "加班", 2, None, 3.5, *[None] * 28],
        [2, *B, "出勤", *[None] * 30, "√", 1, "李某乙"], [None, None, None, "加班"],
    ]  # fmt: skip
    sheet = table(rows)
    assert day_rows(sheet, "work", "overtime_hours", "row", "overtime_row", "overtime_col") == [
        ("张某甲", 1, D(1), D(2), 3, 4, 5), ("张某甲", 2, D(1), None, 3, None, None),
        ("张某甲", 3, None, D("3.5"), 4, 4, 7), ("李某乙", 31, D(1), None, 5, None, None),
    ]  # fmt: skip
    assert sheet.frames["attendance_summary"].select("name", "days", "signature", "row", "dated").rows() == [
        ("张某甲", D(2), "张某甲", 3, True), ("李某乙", D(1), "李某乙", 5, True),
    ]  # fmt: skip
    assert (sheet.layout, codes(sheet)) == ("matrix-2", [])


def test_number_under_the_name_and_remark_lines_that_are_overtime():
    rows = [
        [OCTOBER], ["序号", "姓名\n身份证号", "岗位", "考勤", "日期(单位:小时)", *[None] * 30, "工时小计", "工日合计"],
        [None] * 4 + [str(n) for n in range(1, 32)],
        [1, A[0], "木工", "出勤", 9, 9, *[None] * 29, 18, 2.5], [None, A[1], None, "备注", 4.5, *[None] * 30, 4.5],
        [2, B[0], "钢筋工", "出勤", 9, *[None] * 30, 9, 1], [None, B[1], None, "备注"],
        [3], [], [4],
    ]  # fmt: skip
    sheet = table(rows, merges=((1, 4, 1, 34),))
    people = sheet.frames["attendance_summary"].select(
        "name", "id_number", "id_state", "trade", "hours", "overtime_hours", "days"
    )
    assert people.rows() == [
        (*A, "ok", "木工", D(18), D("4.5"), D("2.5")), (*B, "ok", "钢筋工", D(9), None, D(1)),
    ]  # fmt: skip
    assert day_rows(sheet, "hours", "overtime_hours", "work") == [
        ("张某甲", 1, D(9), D("4.5"), D("1.5")), ("张某甲", 2, D(9), None, D(1)), ("李某乙", 1, D(9), None, D(1)),
    ]  # fmt: skip
    assert ("id_number", 2, 1) in {(c.field, c.col, c.row_offset) for c in sheet.cells}
    assert (sheet.layout, codes(sheet)) == ("matrix-2÷9", [])


def test_three_rows_morning_afternoon_overtime():
    rows = [
        [OCTOBER], ["工号", "姓名", "时段", *range(1, 32)],
        ["S1", A[0], "上午", "√", "√", "×", *[None] * 28], [None, None, "下午", "√", "×", "×"], [None, None, "加班", 2, None, None],
        ["S2", B[0], "上午", *["√"] * 2, *[None] * 29], [None, None, "下午", None, "√"], [None, None, "加班"],
    ]  # fmt: skip
    sheet = table(rows)
    assert day_rows(sheet, "work", "overtime_hours", "overtime_row", "overtime_col") == [
        ("张某甲", 1, D(1), D(2), 5, 4), ("张某甲", 2, D("0.5"), None, None, None),
        ("李某乙", 1, D("0.5"), None, None, None), ("李某乙", 2, D(1), None, None, None),
    ]  # fmt: skip
    assert sheet.layout == "matrix-3"


def test_an_empty_overtime_line_is_no_team():
    rows = [
        [OCTOBER], ["序号", "姓名", "时段", *range(1, 32)],
        [1, A[0], "上午", "√", "√"], [None, None, "下午", "√", "√"], [None, None, "加班"],
        [2, B[0], "上午", "√", "√"], [None, None, "下午", "√", "√"], [None, None, "加班", 2],
    ]  # fmt: skip
    sheet = table(rows)
    assert sheet.layout == "matrix-3"
    assert "team" not in sheet.frames["attendance"].columns or sheet.frames["attendance"]["team"].null_count() == 4


def test_two_rows_without_labels():
    rows = [[OCTOBER], ["序号", "姓名", "身份证号", *range(1, 32)], [1, *A, *["√"] * 31], [None, None, None, 2, *[None] * 29, 3],
            [2, *B, *["√"] * 31], [None, None, None, *[1] * 31]]  # fmt: skip
    sheet = table(rows)
    summed = (
        sheet.frames["attendance"]
        .group_by("name", maintain_order=True)
        .agg(pl.col("work").sum(), pl.col("overtime_hours").sum())
    )
    assert summed.rows() == [("张某甲", D(31), D(5)), ("李某乙", D(31), D(31))]


def test_printed_pages_signatures_and_notes_are_no_workers():
    head = ["序号", "姓名", "身份证号", *range(1, 32), "签字"]
    rows = [
        [OCTOBER], ["编制单位：示例一建筑劳务有限公司"], head, [1, *A, *["√"] * 31], [2, *B, *["√"] * 31], [3], ["合计", None, None, *[2] * 31],
        ["1.以上考勤记录经核对真实有效，如发现弄虚作假愿意承担相应责任。"], ["班组长：", "周某", None, None, "日期："],
        [OCTOBER], ["编制单位：示例一建筑劳务有限公司"], head, [4, *C, *["√"] * 31], ["项目经理（签字）：", "吴某"], [None, "审批后自动生成"],
    ]  # fmt: skip
    sheet = table(rows)
    assert sheet.frames["attendance_summary"].select("name", "row").rows() == [
        ("张某甲", 4),
        ("李某乙", 5),
        ("王某丙", 13),
    ]
    assert (sheet.frames["attendance"].height, codes(sheet)) == (93, [])


SECOND_LINES = [
    ("number, label and few hours", [None, B[1], None, "备注", 2]),
    ("number and label", [None, B[1], None, "备注"]),
    ("nothing but the number", [None, B[1]]),
    ("a masked number", [None, "110199********0029"]),
    ("nothing but a label", [None, None, None, "备注"]),
]


@pytest.mark.parametrize(("what", "line"), SECOND_LINES, ids=[s[0] for s in SECOND_LINES])
@pytest.mark.parametrize(
    "above", [[], [[OCTOBER]], [[], [OCTOBER], ["编制单位：示例一建筑劳务有限公司"]]], ids=["header", "title", "band"]
)
def test_the_second_line_of_the_last_worker_of_a_page_is_no_title_of_the_next(what, line, above):
    head = [["序号", "姓名\n身份证号", "岗位", "考勤", *[str(n) for n in range(1, 32)]]]
    rows = [
        *(above or [[OCTOBER]]), *head, [1, A[0], "木工", "出勤", 8, 8], [None, A[1], None, "备注", 1], [2, B[0], "木工", "出勤", 8, 8], line,
        *above, *head, [3, C[0], "木工", "出勤", 8, 8], [None, C[1], None, "备注", 3],
    ]  # fmt: skip
    sheet = table(rows)
    people = sheet.frames["attendance_summary"].select("name", "id_number").rows()
    assert people == [A, (B[0], line[1]), C]
    hours = sheet.frames["attendance"].group_by("name", maintain_order=True).agg(pl.col("overtime_hours").sum())
    assert hours.rows() == [(A[0], D(1)), (B[0], D(line[4] if len(line) > 4 else 0)), (C[0], D(3))]
    assert codes(sheet) == []


def test_a_next_page_of_another_firm_is_another_table():
    head = ["序号", "姓名", "身份证号", *range(1, 32)]
    rows = [
        [OCTOBER],
        ["单位：示例一建筑劳务有限公司"],
        head,
        [1, *A, "√"],
        [OCTOBER],
        ["单位：示例二建筑劳务有限公司"],
        head,
        [1, *B, "√"],
    ]
    assert [t.table.origin.contractors[0].value for t in tables(rows)] == [
        "示例一建筑劳务有限公司",
        "示例二建筑劳务有限公司",
    ]


def test_attendance_and_pay_on_one_sheet_are_two_tables():
    rows = [["2026年10月考勤及工资表"], ["姓名", "身份证号", *range(1, 32), "出勤天数", "日工资", "应发工资", "实发工资"],
            [*A, *["√"] * 20, *[None] * 11, 20, 300, 6000, 6000]]  # fmt: skip
    days, pay = tables(rows)
    assert (days.ledger, days.frames["attendance"].height) == ("attendance", 20)
    assert pay.frames["payroll"].select("name", "work_days", "daily_rate", "net_pay").rows() == [
        ("张某甲", D(20), D(300), D(6000))
    ]


# --- attendance: lists --------------------------------------------------------------------------------------------------


def test_one_row_per_worker_and_day():
    rows = [["姓名", "身份证号", "日期", "出勤", "加班工时"], [*A, october(1), 1, 2], [*A, october(2), "半天", None],
            [*A, october(3), "×", None], [*B, "2026-10-01", "√", None]]  # fmt: skip
    sheet = table(rows, "考勤明细")
    assert day_rows(sheet, "work", "overtime_hours", "row", "col", "overtime_row", "overtime_col") == [
        ("张某甲", 1, D(1), D(2), 2, 4, 2, 5), ("张某甲", 2, D("0.5"), None, 3, 4, None, None),
        ("李某乙", 1, D(1), None, 5, 4, None, None),
    ]  # fmt: skip
    assert sheet.frames["attendance_summary"].select("name", "dated").rows() == [("张某甲", True), ("李某乙", True)]


def test_punches_two_make_a_day_and_one_leaves_it_open():
    rows = [
        ["姓名", "工号", "打卡时间"],
        [A[0], "G1", "2026-10-01 07:01"],
        [A[0], "G1", "2026-10-01 18:00"],
        [A[0], "G1", "2026-10-02 07:00"],
    ]
    sheet = table(rows, "打卡记录")
    assert day_rows(sheet, "work") == [("张某甲", 1, D(1)), ("张某甲", 2, None)]
    assert sheet.device_export


def test_sums_without_days():
    rows = [
        ["2026年10月考勤汇总表"],
        ["姓名", "身份证号", "应出勤天数", "实际出勤天数", "加班工时"],
        [*A, 26, "22.5", 8],
        ["合计", None, 26, 22.5, 8],
    ]
    sheet = table(rows)
    assert sheet.frames["attendance_summary"].select("days", "overtime_hours", "unit", "dated").rows() == [
        (D("22.5"), D(8), "day", False)
    ]
    assert (sheet.frames["attendance"].height, sheet.layout, codes(sheet)) == (0, "summary", [])


# --- payroll ------------------------------------------------------------------------------------------------------------


def test_payroll_with_title_band_two_header_rows_subtotals_and_sign_off():
    rows = [
        ["工          资           表"],
        ["编制单位：示例一建筑劳务有限公司", None, "所属月份：2026年10月", None, "发放日期：2026年11月18日", None, "金额单位：元"],
        ["序号", "姓名", "身份证号码", "出勤天数", "应付工资", "扣款项", None, "实发工资", "本人签字"],
        [None, None, None, None, None, "借支", "其他", None, None],
        ["001", *A, 22, 6600, 200, 0, 6400, "张某甲"], ["002", *B, 20, "6,000.00", None, "50元", "¥5950", "李某乙"],
        ["小    计", None, None, 42, 12600, 200, 50, 12350], ["003", *C, 10, 3000, None, None, 3000, None], ["004"], ["005"],
        ["合    计：", None, None, 52, 15600, 200, 50, 15350], ["项目经理（签字）：", "赵某", None, "会计：", "钱某"],
    ]  # fmt: skip
    sheet = table(rows, merges=((2, 5, 2, 6),))
    pay = sheet.frames["payroll"]
    assert pay.select(
        "row", "name", "id_number", "work_days", "gross_pay", "net_pay", "signature", "pay_date"
    ).rows() == [
        (5, *A, D(22), D(6600), D(6400), "张某甲", dt.date(2026, 11, 18)),
        (6, *B, D(20), D(6000), D(5950), "李某乙", dt.date(2026, 11, 18)),
        (8, *C, D(10), D(3000), D(3000), None, dt.date(2026, 11, 18)),
    ]
    assert sheet.frames["payroll_item"].select("row", "col", "title", "kind", "amount", "after_gross").rows() == [
        (5, 6, "借支", "advance", D(200), True), (6, 7, "扣款项其他", "deduction", D(50), True),
    ]  # fmt: skip
    assert sheet.totals.filter(pl.col("field") == "net_pay").select("row", "stated", "computed").rows() == [
        (7, D(12350), D(12350)), (11, D(15350), D(15350)),
    ]  # fmt: skip
    assert (sheet.totals["stated"] == sheet.totals["computed"]).all()
    assert codes(sheet) == []


TOTALS = [
    ("teams closed by 合计 each and 总计 at the end", [100, 200, ("木工班组合计", 300), 50, ("钢筋班组合计", 50), ("总计", 350)],
     [(300, 300), (50, 50), (350, 350)]),
    ("rows after 合计 are data and 总计 covers them", [100, ("合计", 100), 70, ("总计", 170)], [(100, 100), (170, 170)]),
    ("a wrong total stands beside the right sum", [100, 200, ("合计", 290)], [(290, 300)]),
    ("a wrong subtotal", [100, 200, ("小计", 310), 50, ("合计", 350)], [(310, 300), (350, 350)]),
    ("the total stands first", [("合计", 300), 100, 200], [(300, 300)]),
    ("page totals", [100, ("本页合计", 100), 200, ("本页合计", 200), ("合计", 300)], [(100, 100), (200, 200), (300, 300)]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "expected"), TOTALS, ids=[t[0] for t in TOTALS])
def test_totals_state_what_they_state_beside_what_they_cover(what, body, expected):
    rows = [[PAY], ["序号", "姓名", "身份证号", "实发工资"]]
    people = 0
    for entry in body:
        if isinstance(entry, tuple):
            rows.append([entry[0], None, None, entry[1]])
        else:
            people += 1
            rows.append([people, f"工某{'甲乙丙丁'[people]}", None, entry])
    sheet = table(rows)
    assert sheet.totals.select("stated", "computed").rows() == [(D(s), D(c)) for s, c in expected]
    assert sheet.frames["payroll"].height == people


def test_columns_in_ten_thousand_yuan_lose_nothing_to_rounding():
    rows = [[PAY], ["序号", "姓名", "身份证号", "高温补贴（万元）", "餐补（万元）", "应发工资（万元）", "实发工资（万元）", "个税（万元）"],
            [1, *A, 0.01234, 0.00001, 0.512345, 0.512345, 0.000015], [2, *B, None, None, "0.6万元", "5000元", None]]  # fmt: skip
    sheet = table(rows)
    assert sheet.frames["payroll"].select("gross_pay", "net_pay", "allowance").rows() == [
        (D("5123.45"), D("5123.45"), D("123.50")), (D(6000), D(5000), None),
    ]  # fmt: skip
    assert sheet.frames["payroll_item"].filter(pl.col("row") == 3).select("title", "amount").rows() == [
        ("高温补贴（万元）", D("123.40")), ("餐补（万元）", D("0.10")), ("个税（万元）", D("0.15")),
    ]  # fmt: skip


def test_a_total_says_how_many_numbers_it_adds_up():
    rows = [[PAY], ["序号", "姓名", "身份证号", "应发工资", "实发工资"], [1, *A, 100, 90], [2, *B, None, 80], ["小计", None, None, 100, 170],
            [3, *C, 50, 50], ["合计", None, None, 150, 220]]  # fmt: skip
    found = table(rows).totals.select("row", "field", "rows").rows()
    assert sorted(found) == [(5, "gross_pay", 1), (5, "net_pay", 2), (7, "gross_pay", 2), (7, "net_pay", 3)]


def test_a_padded_name_is_shown_plain_and_its_key_is_the_same():
    sheet = table(
        [
            [PAY],
            ["序号", "姓名", "身份证号", "实发工资"],
            [1, "陆　某庚", A[1], 100],
            [2, " 陆某庚（班长） ", B[1], 100],
        ]
    )
    assert sheet.frames["payroll"].select("name", "name_key", "remark").rows() == [
        ("陆某庚", "陆某庚", None),
        ("陆某庚", "陆某庚", "班长"),
    ]


ITEMS = [
    ("个税", "", "deduction"), ("社保个人部分", "", "deduction"), ("罚款", "", "deduction"), ("水电费", "", "deduction"),
    ("预支生活费", "", "advance"), ("借支", "其他扣款项", "advance"), ("其他", "扣款", "deduction"), ("高温补贴", "", "earning"),
    ("全勤奖", "", "earning"), ("补发工资", "", "earning"), ("其他", "", "unknown"), ("其他金额（元）", "", "unknown"),
    ("税率%", "", None), ("社保基数", "", None), ("公司人力成本", "", None), ("年龄", "", None), ("约定工资", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("label", "parent", "kind"), ITEMS)
def test_money_columns_by_their_words(label, parent, kind):
    assert item_kind(label, parent) == kind


def test_money_columns_left_and_right_of_gross():
    rows = [[PAY], ["姓名", "身份证号", "基本工资", "加班工资", "高温补贴", "餐补", "应发工资", "个税", "实发工资"],
            [*A, 5000, 300, 100, 50, 5450, 13.5, 5436.5], [*B, 4000, 0, None, None, 4000, 0, 4000]]  # fmt: skip
    sheet = table(rows)
    assert sheet.frames["payroll"].select("base_pay", "overtime_pay", "allowance").rows() == [
        (D(5000), D(300), D(150)), (D(4000), D(0), None),
    ]  # fmt: skip
    assert sheet.frames["payroll_item"].select("row", "title", "kind", "amount", "after_gross").sort("row").rows() == [
        (3, "基本工资", "earning", D(5000), False), (3, "加班工资", "earning", D(300), False), (3, "高温补贴", "earning", D(100), False),
        (3, "餐补", "earning", D(50), False), (3, "个税", "deduction", D("13.5"), True), (4, "基本工资", "earning", D(4000), False),
    ]  # fmt: skip


FAULTS = [
    ("a number typed as a number loses its end", [*A[:1], 110199199003070017, 100], [("IN06", 3, 2)]),
    ("an amount nobody can read", [*A, "五千左右"], [("IN05", 3, 3)]),
    ("money for nobody", [None, None, 500], [("IN04", 3, 1)]),
    ("a worker with a number and no money: the rule of obligatory items speaks", [*A, None], []),
]


@pytest.mark.parametrize(("what", "row", "expected"), FAULTS, ids=[f[0] for f in FAULTS])
def test_what_cannot_be_read_is_named_at_its_cell(what, row, expected):
    sheet = table([[PAY], ["姓名", "身份证号", "实发工资"], row, [*B, 100]])
    assert [(i.code, i.row, i.col) for i in sheet.issues] == expected


def test_a_card_typed_as_a_number():
    sheet = table(
        [
            [PAY],
            ["姓名", "银行卡号", "实发工资"],
            ["张某甲", 6228480012345678901, 100],
            ["李某乙", "6228480012345678902", 100],
        ]
    )
    assert [(i.code, i.row, i.col) for i in sheet.issues] == [("IN07", 3, 2)]
    assert sheet.frames["payroll"]["card_state"].to_list() == ["lossy", "ok"]


def test_formulas_without_a_stored_value():
    sheet = table(
        [[PAY], ["姓名", "应发工资", "实发工资"], ["张某甲", 100, None], ["李某乙", 100, None]],
        uncached=frozenset({(2, 2), (3, 2)}),
    )
    (issue,) = [i for i in sheet.issues if i.code == "IN08"]
    assert (issue.field, issue.col, issue.row, issue.count) == ("net_pay", 3, 3, 2)


def test_hidden_rows_and_columns_are_read_and_named():
    sheet = table(
        [[PAY], ["姓名", "应发工资", "实发工资"], ["张某甲", 1, 1], ["李某乙", 1, 1]],
        hidden_rows=frozenset({3}),
        hidden_columns=frozenset({1}),
    )
    assert sheet.frames["payroll"].height == 2
    assert [(i.code, i.row, i.col) for i in sheet.issues] == [("IN15", 4, None), ("IN15", 2, 2)]


def test_teams_merged_over_their_workers_are_filled_down_and_totals_are_not():
    rows = [[PAY], ["班组", "姓名", "实发工资"], ["木工班组", "张某甲", 1], [None, "李某乙", 2], ["合计", None, 3]]
    sheet = table(rows, merges=((2, 0, 3, 0),))
    assert sheet.frames["payroll"].select("name", "team").rows() == [("张某甲", "木工班组"), ("李某乙", "木工班组")]


# --- rosters ------------------------------------------------------------------------------------------------------------


def test_roster_with_contract_dates_and_a_blank_serial():
    rows = [["花名册"], ["序号", "姓名", "性别", "身份证号码", "工种", "电话", "住址", "合同签订时间", "进场时间", "离场时间", "银行卡号", "开户行"],
            [1, A[0], "男", A[1], "木工", 13800000000, "某市", "2026.3.1", "2026年3月2日", None, "6228480000000000000", "农业银行"], [2], [3]]  # fmt: skip
    (row,) = table(rows, "木工班组").frames["roster"].rows(named=True)
    assert (row["name"], row["gender"], row["trade"], row["phone"], row["bank_name"]) == (
        "张某甲",
        "男",
        "木工",
        "13800000000",
        "农业银行",
    )
    assert (row["contract_signed_on"], row["entry_date"], row["exit_date"]) == (
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 2),
        None,
    )


def test_a_platform_template_with_its_sample_row_has_no_workers():
    rows = [["说明:1、红字为必填项目\n2、请将xxx举例信息数据删除"], ["姓名", "身份证号码", "参建单位名称", "班组名称", "手机号码", "入场日期", "退场日期"],
            ["xxx", "xxx", "xxx", "xxx", "xxx", "1970-01-01", "1970-01-01"]]  # fmt: skip
    sheet = table(rows, merges=((0, 0, 0, 6),))
    assert (sheet.ledger, sheet.frames["roster"].height, codes(sheet)) == ("roster", 0, [])


# --- bank files ---------------------------------------------------------------------------------------------------------

STATUSES = [
    ("代发成功", "success"), ("全部成功", "success"), ("处理中", "pending"), ("FAILNO 交易失败未扣款", "failed"), ("交易失败已扣款", "pending"),
    ("代发失败", "failed"), ("部分成功", "pending"), ("退票", "refunded"), ("已退款", "refunded"), ("撤销", "failed"), ("拒绝处理", "failed"),
    ("待提交", "pending"), ("失败：户名账号不符", "failed"), ("甲乙丙", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "status"), STATUSES)
def test_status_words(written, status):
    assert status_of(written) == status


def paid(rows, name="Sheet1", path="示例一建筑劳务有限公司/银行.xlsx"):
    return (
        table(rows, name, path)
        .frames["payment"]
        .select("document", "payee_name", "amount", "direction", "status")
        .rows()
    )


def test_an_uploaded_batch_proves_nothing():
    rows = [
        ["农业银行代发模板"],
        ["编号", "收款方账号", "收款方户名", "金额", "备注（附言）"],
        [1, "6228480000000000001", "张某甲", 100, "10月工资"],
    ]
    assert paid(rows) == [("batch", "张某甲", D(100), "out", None)]


def test_a_result_by_its_status():
    rows = [["户名", "账号", "金额", "代发结果", "失败原因"], ["张某甲", "6228480000000000001", 100, "成功", None],
            ["李某乙", "6228480000000000002", 200, "失败", "户名账号不符"], ["王某丙", "6228480000000000003", 300, None, None]]  # fmt: skip
    assert paid(rows, "代发结果") == [
        ("result", "张某甲", D(100), "out", "success"), ("result", "李某乙", D(200), "out", "failed"), ("result", "王某丙", D(300), "out", None),
    ]  # fmt: skip


STATEMENTS = [
    ("income and expense columns", ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"],
     [["20261118", "工资", None, 100, 900, "张某甲"], ["20261119", "退汇", 100, None, 1000, "张某甲"]]),
    ("a sign", ["交易日期", "交易发生金额", "账户余额", "对方账号", "对方户名", "摘要"],
     [["20261118", "-100.00", 900, "62284800", "张某甲", "工资"], ["20261119", "100.00", 1000, "62284800", "张某甲", "退汇"]]),
    ("a debit and credit mark", ["交易日期", "借贷标志", "交易金额", "对方户名"],
     [["20261118", "借", 100, "张某甲"], ["20261119", "贷", 100, "张某甲"]]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "body"), STATEMENTS, ids=[s[0] for s in STATEMENTS])
def test_a_booked_statement_is_a_success_and_knows_its_direction(what, head, body):
    assert paid([head, *body], "银行流水") == [
        ("statement", "张某甲", D(100), "out", "success"), ("statement", "张某甲", D(100), "in", "success"),
    ]  # fmt: skip


def test_the_account_above_a_statement_is_the_payers():
    rows = [["账号：420500 0000 0001 户名：示例总承包有限公司农民工工资专用账户"], ["交易日期", "对方户名", "对方账号", "支出", "余额"],
            [october(18), "张某甲", "6228480000000000001", 100, 0]]  # fmt: skip
    row = table(rows, "银行流水").frames["payment"].row(0, named=True)
    assert (row["payer_account"], row["payer_name"]) == ("42050000000001", "示例总承包有限公司农民工工资专用账户")
    assert (row["name"], row["payee_account"], row["paid_on"]) == ("张某甲", "6228480000000000001", october(18))


# --- notices ------------------------------------------------------------------------------------------------------------

NOTICES = [
    ("one band", ["公示时间：2026年11月1日至2026年11月5日"], []),
    ("two bands", ["公示开始日期：2026-11-01", "公示结束日期：2026-11-05"], []),
    ("columns", [], [dt.date(2026, 11, 1), dt.date(2026, 11, 5)]),
]


@pytest.mark.parametrize(("what", "band", "columns"), NOTICES, ids=[n[0] for n in NOTICES])
def test_a_notice_and_when_it_was_posted(what, band, columns):
    head = [
        "姓名",
        "身份证号",
        "出勤天数",
        "应发工资",
        "实发工资",
        *(["公示开始日期", "公示结束日期"] if columns else []),
    ]
    sheet = table(
        [["2026年10月农民工工资公示表"], band, head, ["张某甲", "110199********0017", 22, 6600, 6600, *columns]]
    )
    row = sheet.frames["notice"].row(0, named=True)
    assert (row["notice_from"], row["notice_to"], row["id_state"]) == (
        dt.date(2026, 11, 1),
        dt.date(2026, 11, 5),
        "masked",
    )
