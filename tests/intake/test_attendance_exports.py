"""Attendance as machines give it: punch-clock blocks, standard reports, monthly and daily exports, gate logs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest

from tests.intake.books import HOME, A, B, C, codes, grid, read, table, tables, workbook
from wagecheck.intake.sheets import read as read_sheet


def dated(reading, *columns):
    return reading.frames["attendance"].select("name", pl.col("date").dt.strftime("%m-%d"), *columns).rows()


def spread(*pairs, width=20):
    """Labels and values as a clock spreads them over the columns: (column, cell)."""
    row = [None] * width
    for column, cell in pairs:
        row[column] = cell
    return row


# --- punch-clock blocks -------------------------------------------------------------------------------------------------

WEEK = "考勤日期：2017-10-16～2017-10-22"
DAYS = list(range(16, 23))


def label(no, name, team="木工班"):
    return spread((0, "工号："), (2, no), (5, "姓名："), (7, name), (10, "部门："), (12, team))


A_WEEK = ["07:01\n18:02", "07:00\n11:58\n13:01\n18:00", "06:59", None, None, "08:5118:31", "07:00 07:03"]
READ_A = [("张某甲", "10-16", D(1)), ("张某甲", "10-17", D(1)), ("张某甲", "10-18", None), ("张某甲", "10-21", D(1)),
          ("张某甲", "10-22", None)]  # fmt: skip
BLOCKS = [
    ("days under every worker", [["考勤记录表"], [WEEK], label("1", A[0]), DAYS, A_WEEK, label("2", B[0]), DAYS, ["07:00\n18:00"]]),
    ("days above every worker", [["考勤记录表"], [WEEK], DAYS, label("1", A[0]), A_WEEK, DAYS, label("2", B[0]), ["07:00\n18:00"]]),
    ("days once at the top", [["考勤记录表"], [WEEK, None, "制表时间：2017-10-23"], DAYS, label(1.0, A[0]), A_WEEK, label(2.0, B[0]), ["07:00\n18:00"]]),
    ("days as text with weekdays below", [["考 勤 记 录 表"], [WEEK], [str(d) for d in DAYS], list("一二三四五六日"), label("1", A[0]), A_WEEK, label("2", B[0]), ["07:00\n18:00"]]),
    ("all labels in one cell", [[f"刷卡记录  {WEEK}"], ["工号：1  姓名：张某甲  部门：木工班"], DAYS, A_WEEK, [], ["工号:2  姓名:李某乙  部门:木工班"], DAYS, ["07:00\n18:00"]]),
    ("one row for every punch", [["考勤记录表"], [WEEK], DAYS, label("1", A[0]),
        ["07:01", "07:00", "06:59", None, None, "08:51", "07:00"], ["18:02", "11:58", None, None, None, "18:31", "07:03"], [None, "18:00"],
        label("2", B[0]), ["07:00"], ["18:00"]]),
    ("times of day", [["考勤记录表"], [WEEK], DAYS, label("1", A[0]),
        [dt.time(7, 1), dt.time(7, 0), dt.time(6, 59), None, None, dt.time(8, 51), dt.time(7)], [dt.time(18, 2), dt.time(18, 0), None, None, None, dt.time(18, 31), dt.time(7, 3)],
        label("2", B[0]), [dt.time(7)], [dt.time(18)]]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "rows"), BLOCKS, ids=[b[0] for b in BLOCKS])
def test_blocks_of_a_punch_clock(what, rows):
    sheet = table(rows, "考勤记录")
    assert dated(sheet, "work") == [*READ_A, ("李某乙", "10-16", D(1))]
    people = sheet.frames["attendance_summary"].select("name", "worker_no", "dated", "unit")
    assert people.rows() == [("张某甲", "1", True, "day"), ("李某乙", "2", True, "day")]
    assert (sheet.layout, sheet.device_export, codes(sheet)) == ("punch blocks", True, [])


def test_the_times_are_kept_as_the_mark_with_their_cell():
    sheet = table(BLOCKS[0][1], "考勤记录")
    first = sheet.frames["attendance"].row(1, named=True)
    assert (first["mark"], first["row"], first["col"]) == ("07:00 11:58 13:01 18:00", 5, 2)
    assert sheet.frames["attendance_summary"]["row"].to_list() == [3, 6]
    assert {c.field: c.col for c in sheet.cells} == {"name": 8, "worker_no": 3}


def test_a_pay_cycle_over_two_months_and_nobody_who_never_came_is_lost():
    days = [*range(11, 32), *range(1, 11)]
    rows = [["考勤记录表"], ["考勤周期：2026-03-11～2026-04-10"], label("1", A[0]), days, ["07:00\n18:00", *[None] * 20, "07:10\n18:10"],
            label("2", B[0]), days, [], label("3", C[0]), days, [None] * 30 + ["休"]]  # fmt: skip
    sheet = table(rows, "考勤记录")
    assert dated(sheet, "work") == [("张某甲", "03-11", D(1)), ("张某甲", "04-01", D(1))]
    assert sheet.frames["attendance_summary"]["name"].to_list() == ["张某甲", "李某乙", "王某丙"]
    assert codes(sheet) == []


def test_two_periods_on_one_sheet_are_two_tables():
    second = "考勤日期：2017-10-23～2017-10-29"
    rows = [["考勤记录表"], [WEEK], DAYS, label("1", A[0]), ["07:00\n18:00"],
            ["考勤记录表"], [second], list(range(23, 30)), label("1", A[0]), ["07:30\n18:30"]]  # fmt: skip
    found = tables(rows, "考勤记录")
    assert [dated(t) for t in found] == [[("张某甲", "10-16")], [("张某甲", "10-23")]]


def test_a_printed_page_of_the_same_period_goes_on():
    rows = [["考勤记录表"], [WEEK], DAYS, label("1", A[0]), ["07:00\n18:00"], ["考勤记录表"], [WEEK], DAYS, label("2", B[0]), ["07:30\n18:30"],
            ["制表人：周某"]]  # fmt: skip
    assert dated(table(rows, "考勤记录")) == [("张某甲", "10-16"), ("李某乙", "10-16")]


def test_an_identity_number_as_the_number_of_the_worker():
    sheet = table([["考勤记录表"], [WEEK], DAYS, label(A[1], A[0]), ["07:00\n18:00"]])
    assert sheet.frames["attendance"].select("id_number", "id_state", "worker_no").rows() == [(A[1], "ok", None)]


FAULTY_BLOCKS = [
    ("times of a number without a name", spread((0, "工号："), (2, "7"), (5, "姓名："), (10, "部门：")), ["07:00\n18:00"], ["IN04"]),
    ("an unknown mark", label("1", A[0]), ["07:00\n18:00", "¤"], ["IN11"]),
    ("an unknown mark alone", label("1", A[0]), [None, "¤"], ["IN11"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "labels", "times", "expected"), FAULTY_BLOCKS, ids=[f[0] for f in FAULTY_BLOCKS])
def test_what_is_wrong_in_a_block_is_told(what, labels, times, expected):
    assert codes(table([["考勤记录表"], [WEEK], DAYS, labels, times])) == expected


def test_a_block_without_any_period_says_so():
    sheet = table([["考勤记录表"], DAYS, label("1", A[0]), ["07:00\n18:00"]])
    assert (sheet.frames["attendance"].height, codes(sheet)) == (0, ["IN14"])


NO_BLOCKS = [
    ("a wage slip", [["姓名：张某甲", "工号：1", "部门：木工班"], ["应发工资", "实发工资"], [5000, 4800]]),
    ("a form", [["姓名：", "张某甲", "部门：", "木工班"], ["进场日期：", "2026-10-01"]]),
]


@pytest.mark.parametrize(("what", "rows"), NO_BLOCKS, ids=[n[0] for n in NO_BLOCKS])
def test_forms_with_the_same_labels_are_no_export(what, rows):
    assert all(t.layout != "punch blocks" for t in tables(rows))


# --- one day in several exports -----------------------------------------------------------------------------------------


def clock(span, *people):
    """A block export: (name, number, {day: times}) of every worker."""
    first, last = span.split("～")
    days = list(range(int(first[-2:]), int(last[-2:]) + 1))
    rows = [["考勤记录表"], [f"考勤日期：{span}"]]
    for name, number, times in people:
        rows += [label(number, name), days, [times.get(day) for day in days]]
    return rows


def test_overlapping_exports_of_one_clock_count_a_day_once(tmp_path):
    folder = tmp_path / "项目" / HOME
    full = {5: "07:00\n18:00", 6: "07:00\n18:00", 7: "07:00", 8: "07:00"}
    workbook(
        folder / "打卡1.xlsx", 考勤记录=clock("2026-10-01～2026-10-08", (A[0], "1", full), (B[0], "2", {8: "07:00"}))
    )
    later = {7: "07:00\n18:00", 8: "18:30", 9: "07:00\n18:00"}
    workbook(
        folder / "打卡2.xlsx", 考勤记录=clock("2026-10-07～2026-10-15", (A[0], "1", later), (B[0], "9", {8: "18:00"}))
    )
    days = read(tmp_path / "项目").ledgers["attendance"]
    found = days.select("name", pl.col("date").dt.day(), "mark", "work", "src").sort("name", "date", "src").rows()
    assert found == [
        ("张某甲", 5, "07:00 18:00", D(1), 1), ("张某甲", 6, "07:00 18:00", D(1), 1), ("张某甲", 7, "07:00 18:00", D(1), 1),
        ("张某甲", 8, "07:00 18:30", D(1), 1), ("张某甲", 9, "07:00 18:00", D(1), 2),
        ("李某乙", 8, "07:00", None, 1), ("李某乙", 8, "18:00", None, 2),  # another number: another 李某乙
    ]  # fmt: skip


def test_the_sheets_of_a_workbook_that_say_the_same_days_count_them_once(tmp_path):
    folder = tmp_path / "项目" / HOME
    monthly = [["月度汇总 统计日期：2026-08-01 至 2026-08-07"], ["姓名", "部门", "工号", "出勤天数", "考勤结果", *[None] * 6],
               [None, None, None, None, "六", "日", "3", "4", "5", "6", "7"],
               [A[0], "木工班", "1", "4", "休息", "休息", "正常", "正常", "下班缺卡", "正常", "迟到5分钟"]]  # fmt: skip
    punched = [["打卡时间 统计日期：2026-08-01 至 2026-08-07"], ["姓名", "部门", "工号", "六", "日", "3", "4", "5", "6", "7"],
               [A[0], "木工班", "1", None, None, "07:55\n18:00", "07:56\n18:00", "07:50", "07:55\n18:00", "08:05\n18:00"]]  # fmt: skip
    raw = [["姓名", "部门", "工号", "考勤日期", "考勤时间", "打卡时间", "打卡结果"],
           [A[0], "木工班", "1", "26-08-03 星期一", "08:00", "2026-08-03 07:55", "正常"],
           [A[0], "木工班", "1", "26-08-03 星期一", "18:00", "2026-08-03 18:00", "正常"]]  # fmt: skip
    workbook(folder / "钉钉8月.xlsx", 月度汇总=monthly, 打卡时间=punched, 原始记录=raw)
    found = read(tmp_path / "项目")
    days = found.ledgers["attendance"].select(pl.col("date").dt.day(), "work").sort("date").rows()
    assert days == [(3, D(1)), (4, D(1)), (5, None), (6, D(1)), (7, D(1))]
    assert found.ledgers["attendance_summary"]["days"].drop_nulls().to_list() == [D(4)]
    assert found.issues.filter(pl.col("code") != "IN14").is_empty()


def test_sums_of_exports_that_overlap_are_those_of_the_widest(tmp_path):
    folder = tmp_path / "项目" / HOME

    def summary(span, days):
        return [
            ["考勤汇总表"],
            [f"统计日期：{span}"],
            ["工号", "姓名", "部门", "出勤天数(标准/实际)", "迟到"],
            ["1", A[0], "木工班", days, 0],
        ]

    workbook(folder / "上旬.xlsx", 汇总=summary("2026-10-01～2026-10-10", "8/7"))
    workbook(folder / "全月.xlsx", 汇总=summary("2026-10-01～2026-10-31", "27/22"))
    workbook(folder / "十一月.xlsx", 汇总=summary("2026-11-01～2026-11-10", "8/8"))
    stated = read(tmp_path / "项目").ledgers["attendance_summary"].sort("period_start", "period_end")["days"]
    assert stated.to_list() == [None, D(22), D(8)]


# --- the standard report of a clock -------------------------------------------------------------------------------------

SUMMARY = [
    ["考 勤 汇 总 表"], ["统计日期：2026-10-01 ~ 2026-10-31"],
    ["工号", "姓名", "所属部门", "工作时数", None, "迟到", None, "早退", None, "加班时数", None, "出勤天数\n(标准/实际)", "出差\n(天)", "旷工\n(天)"],
    [None, None, None, "标准", "实际", "次数", "分数", "次数", "分数", "正常", "特殊", None, None, None],
    ["1", A[0], "公司", "184:00", "151:57", 3, 20, 0, 0, "2:30", "1:30", "23/19", 0, 4],
    ["2", B[0], "公司", "184:00", "184:00", None, None, None, None, None, None, "23/22.5", 0, 0],
]  # fmt: skip
MERGES = (
    (2, 3, 2, 4),
    (2, 5, 2, 6),
    (2, 7, 2, 8),
    (2, 9, 2, 10),
    (2, 0, 3, 0),
    (2, 1, 3, 1),
    (2, 2, 3, 2),
    (2, 11, 3, 11),
)


@pytest.mark.parametrize("merges", [(), MERGES], ids=["csv", "merged"])
def test_the_summary_of_a_standard_report(merges):
    sheet = table(SUMMARY, "考勤汇总表", merges=merges)
    found = sheet.frames["attendance_summary"].select("name", "days", "hours", "overtime_hours", "unit", "dated").rows()
    assert found == [
        ("张某甲", D(19), D("151.95"), D(4), "day", False), ("李某乙", D("22.5"), D(184), None, "day", False),
    ]  # fmt: skip
    assert (sheet.device_export, codes(sheet)) == (True, [])


COMPANIONS = [
    ("排班信息", "schedule", [["排 班 信 息 表"], ["特殊班次: 25-请假, 26-出差, 空-节假日"], ["工号", "姓名", "部门", *range(1, 32)], ["1", A[0], "公司", *[1] * 31]]),
    ("Sheet1", "schedule", [["排 班 信 息 表"], ["工号", "姓名", "部门", *range(1, 32)], ["1", A[0], "公司", *[1] * 31]]),
    ("异常统计", "exceptions", [["异 常 统 计 表"], ["工号", "姓名", "所属部门", "日期", "上班", "下班", "迟到时间\n(分钟)"], ["1", A[0], "公司", "2026-10-08", "08:51", "18:31", 21]]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "layout", "rows"), COMPANIONS, ids=[c[1] + c[0] for c in COMPANIONS])
def test_sheets_beside_the_record_are_known_and_no_attendance(name, layout, rows):
    read_in = read_sheet(grid(rows, name), f"{HOME}/2026年10月/考勤.xlsx")
    (sheet,) = read_in.tables
    assert (sheet.layout, sheet.records.height, sheet.frames["attendance"].height) == (layout, 0, 0)
    assert (read_in.issues, codes(sheet)) == ((), [])


def test_a_standard_report_gives_every_day_once_and_its_sums_once(tmp_path):
    record = [["考 勤 记 录 表"], ["考勤日期：2026-10-01 ~ 2026-10-31"], list(range(1, 32)), label("1", A[0]), ["08:5118:31"] * 19,
              label("2", B[0]), ["08:51"]]  # fmt: skip
    schedule, exceptions = COMPANIONS[0][2], COMPANIONS[2][2]
    folder = tmp_path / "项目" / HOME
    workbook(
        folder / "标准报表2026年10月.xlsx", 排班信息=schedule, 汇总表=SUMMARY, 考勤记录表=record, 异常统计=exceptions
    )
    found = read(tmp_path / "项目")
    assert found.sources.select("layout", "rows", "device_export").rows() == [
        ("schedule", 0, True), ("summary", 2, True), ("punch blocks", 2, True), ("exceptions", 0, True),
    ]  # fmt: skip
    days = found.ledgers["attendance"].group_by("name", maintain_order=True).agg(pl.len(), pl.col("work").sum())
    assert days.rows() == [("张某甲", 19, D(19)), ("李某乙", 1, D(0))]
    stated = found.ledgers["attendance_summary"].filter(pl.col("days").is_not_null()).select("name", "days")
    assert stated.rows() == [("张某甲", D(19)), ("李某乙", D("22.5"))]
    assert found.issues.is_empty()


def test_times_run_together_in_a_matrix():
    rows = [["考勤记录表"], ["统计日期：2026-10-01 ~ 2026-10-31"], ["工号", "姓名", "部门", *range(1, 32)],
            ["1", A[0], "公司", "08:5118:31", None, "08:30", "08:3012:0113:0018:30"], ["2", B[0], "公司"]]  # fmt: skip
    sheet = table(rows)
    assert dated(sheet, "work", "mark") == [
        ("张某甲", "10-01", D(1), "08:51 18:31"), ("张某甲", "10-03", None, "08:30"), ("张某甲", "10-04", D(1), "08:30 12:01 13:00 18:30"),
    ]  # fmt: skip
    assert (sheet.device_export, codes(sheet)) == (True, [])
    assert sheet.frames["attendance_summary"]["name"].to_list() == ["张某甲", "李某乙"]


# --- monthly and daily exports of office programs -----------------------------------------------------------------------


def test_weekdays_in_place_of_the_numbers_of_saturday_and_sunday():
    rows = [["月度汇总 统计日期：2026-08-01 至 2026-08-10"], ["报表生成时间：2026-08-21 10:00"],
            ["姓名", "考勤组", "部门", "工号", "出勤天数", "工作时长(分钟)", "迟到次数", "考勤结果", *[None] * 9],
            [None] * 7 + ["六", "日", "3", "4", "5", "6", "7", "六", "日", "10"],
            [A[0], "工地", "木工班", "1", "7", "4320", "0", "休息", "休息", "正常", "正常", "正常,外勤", "下班缺卡", "旷工", "休息并打卡", "未排班", "迟到5分钟"]]  # fmt: skip
    sheet = table(rows, "月度汇总", f"{HOME}/考勤.xlsx", merges=((2, 7, 2, 16),))
    assert dated(sheet, "work") == [
        ("张某甲", "08-03", D(1)), ("张某甲", "08-04", D(1)), ("张某甲", "08-05", D(1)), ("张某甲", "08-06", None),
        ("张某甲", "08-08", None), ("张某甲", "08-10", D(1)),
    ]  # fmt: skip
    assert sheet.frames["attendance_summary"].select("days", "hours").rows() == [(D(7), None)]
    assert (sheet.device_export, codes(sheet)) == (True, [])


PUNCH_SHEETS = [
    ("numbers of days, identity number as 工号", ["姓名", "部门", "工号"], [A[0], "木工", A[1]], list(range(1, 21)), A[1]),
    ("weekdays for numbers", ["姓名", "部门", "工号"], [A[0], "木工", "7"], ["六", "日", 3, 4, 5, 6, 7, "六", "日", *range(10, 15), "六", "日", 17, 18, 19, 20], None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "who", "days", "number"), PUNCH_SHEETS, ids=[p[0] for p in PUNCH_SHEETS])
def test_a_month_of_punches_in_cells(what, head, who, days, number):
    rows = [["打卡时间 统计日期：2026-08-01 至 2026-08-20"], [*head, *days],
            [*who, "07:55\n18:01  ", None, "07:50", "外勤", "07:50\n次日02:10"]]  # fmt: skip
    sheet = table(rows, "打卡时间", f"{HOME}/考勤.xlsx")
    assert dated(sheet, "work") == [
        ("张某甲", "08-01", D(1)), ("张某甲", "08-03", None), ("张某甲", "08-04", D(1)), ("张某甲", "08-05", D(1)),
    ]  # fmt: skip
    assert sheet.frames["attendance_summary"]["id_number"].to_list() == [number]
    assert (sheet.device_export, codes(sheet)) == (True, [])


DAILY = [
    ("results and days stated", "每日统计",
     [["每日统计 统计日期：2026-08-01 至 2026-08-20"],
      ["姓名", "考勤组", "工号", "日期", "班次", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果", "出勤天数", "工作时长(分钟)"],
      [A[0], "工地", "1", "26-08-01 星期六", "A", "07:55", "正常", "18:02", "正常", "1", "540"],
      [A[0], "工地", "1", "26-08-02 星期日", "A", "07:55", "正常", None, "缺卡", "1", "0"],
      [A[0], "工地", "1", "26-08-03 星期一", "A", None, "旷工", None, "旷工", "0", "0"],
      [A[0], "工地", "1", "26-08-04 星期二", "A", "07:55", "正常", "12:02", "正常", "0.5", "240"]],
     [("张某甲", "08-01", D(1), D(9)), ("张某甲", "08-02", None, None), ("张某甲", "08-04", D("0.5"), D(4))]),
    ("earliest and latest", "打卡日报",
     [["打卡日报 2026-08-01 至 2026-08-03"], ["时间", "姓名", "账号", "最早", "最晚", "打卡次数(次)", "实际工作时长(小时)", "考勤结果"],
      ["2026/08/01 星期六", A[0], "zhang", "07:50", "18:00", "2", "9.2", "正常"],
      ["2026/08/02 星期日", A[0], "zhang", "07:50", "--", "1", "--", "下班缺卡"],
      ["2026/08/03 星期一", A[0], "zhang", "--", "--", "0", "--", "休息"]],
     [("张某甲", "08-01", D(1), D("9.2")), ("张某甲", "08-02", None, None)]),
    ("times only", "考勤明细",
     [["姓名", "身份证号", "日期", "上班时间", "下班时间"], [*A, "2026-08-01", "07:50", "18:00"], [*A, "2026-08-02", "07:50", None],
      [*A, "2026-08-03", None, None], [*A, "2026-08-04", dt.time(7, 50), dt.time(18)]],
     [("张某甲", "08-01", D(1), None), ("张某甲", "08-02", None, None), ("张某甲", "08-04", D(1), None)]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "rows", "expected"), DAILY, ids=[d[0] for d in DAILY])
def test_one_row_for_worker_and_day(what, name, rows, expected):
    sheet = table(rows, name, f"{HOME}/导出.xlsx")
    assert dated(sheet, "work", "hours") == expected
    assert sheet.frames["attendance_summary"]["name"].to_list() == ["张某甲"]
    assert codes(sheet) == []


def test_results_of_several_shifts_are_read_together():
    rows = [["姓名", "工号", "日期", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果"],
            [A[0], "1", "2026-08-01", "07:55", "正常", None, "缺卡"], [A[0], "1", "2026-08-02", "07:55", "正常", "18:00", "正常"]]  # fmt: skip
    sheet = table(rows, "每日统计")
    assert dated(sheet, "work", "mark") == [
        ("张某甲", "08-01", None, "07:55 正常;缺卡"), ("张某甲", "08-02", D(1), "07:55 18:00 正常;正常"),
    ]  # fmt: skip


# --- gates --------------------------------------------------------------------------------------------------------------

GATES = [
    ("moments as text", ["姓名", "身份证号", "时间", "方向", "设备"], lambda day, time: [f"2026/10/{day} {time}"]),
    ("moments", ["姓名", "身份证号", "通行时间", "进出标识", "设备名称"], lambda day, time: [dt.datetime.fromisoformat(f"2026-10-{day:02} {time:0>5}")]),
    ("moments under 日期", ["姓名", "身份证号码", "日期", "方向", "闸机"], lambda day, time: [f"2026-10-{day:02} {time}:07"]),
    ("day and time apart", ["姓名", "身份证号", "日期", "时间", "方向", "设备"], lambda day, time: [dt.date(2026, 10, day), time]),
    ("number as 工号", ["人员姓名", "工号", "打卡时间", "进出方向", "考勤设备名称"], lambda day, time: [f"2026-10-{day:02} {time}"]),
]  # fmt: skip
PASSINGS = [(A, 1, "7:01", "进"), (A, 1, "18:02", "出"), (B, 1, "7:01", "进"), (B, 1, "7:03", "进"), (A, 2, "7:00", "进"), (B, 3, "7:02", "进"),
            (B, 3, "11:02", "出")]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "moment"), GATES, ids=[g[0] for g in GATES])
@pytest.mark.parametrize("name", ["Sheet1", "闸机10月"])
def test_one_row_for_every_passing_of_a_gate(what, head, moment, name):
    rows = [head, *([*who, *moment(day, time), way, "1号"] for who, day, time, way in PASSINGS)]
    sheet = table(rows, name)
    assert sorted(dated(sheet, "work", "id_number", "row")) == sorted([
        ("张某甲", "10-01", D(1), A[1], 2), ("李某乙", "10-01", None, B[1], 4), ("张某甲", "10-02", None, A[1], 6), ("李某乙", "10-03", D(1), B[1], 7),
    ])  # fmt: skip
    assert (sheet.layout, sheet.device_export, codes(sheet)) == ("punch list", True, [])


SECONDS = [
    ("text with seconds", ["2026-10-01 18:02:09", "2026-10-01 07:01:05", "2026-10-01 07:01:40"], "07:01:05 18:02:09"),
    ("text without seconds", ["2026-10-01 18:02", "2026-10-01 07:01"], "07:01 18:02"),
    ("text at full minutes", ["2026-10-01 18:02:00", "2026-10-01 07:01:00"], "07:01:00 18:02:00"),
    ("moments with seconds", [dt.datetime(2026, 10, 1, 18, 2, 9), dt.datetime(2026, 10, 1, 7, 1)], "07:01:00 18:02:09"),
    ("moments typed to the minute", [dt.datetime(2026, 10, 1, 18, 2), dt.datetime(2026, 10, 1, 7, 1)], "07:01 18:02"),
    ("a hair before the minute", [dt.datetime(2026, 10, 1, 7, 0, 59, 999_600), "2026-10-01 18:02"], "07:01 18:02"),
    ("one passing read twice", ["2026-10-01 07:01", "2026-10-01 07:01:40", "2026-10-01 18:02:09"], "07:01:40 18:02:09"),
]


@pytest.mark.parametrize(("what", "moments", "mark"), SECONDS, ids=[s[0] for s in SECONDS])
def test_seconds_are_kept_where_the_export_has_them(what, moments, mark):
    sheet = table([["姓名", "身份证号", "通行时间"], *([*A, moment] for moment in moments)], "通行记录")
    assert dated(sheet, "mark", "work") == [("张某甲", "10-01", mark, D(1))]


def test_the_ways_of_recording_are_no_machines():
    """The day's machine is that of its first punch; every way of recording is told; 通行方式 names no machine."""
    head = ["姓名", "身份证号", "通行时间", "通行设备", "识别方式"]
    rows = [[*A, "2026-10-01 18:02:09", "2号闸机", "补卡"], [*A, "2026-10-01 07:01:05", "1号闸机", "人脸"],
            [*B, "2026-10-01 07:01:07", "1号闸机", None], [*B, "2026-10-01 18:01:07", None, None]]  # fmt: skip
    sheet = table([head, *rows], "通行记录")
    assert dated(sheet, "device", "channel") == [
        ("张某甲", "10-01", "1号闸机", "补卡、人脸"), ("李某乙", "10-01", "1号闸机", None),
    ]  # fmt: skip
    assert codes(sheet) == []


def test_seconds_in_cells_of_a_clock():
    """Typed cells of a matrix: all with seconds where one has them, none where none has."""
    for cells, mark in (
        ([dt.time(7, 1, 5), dt.time(18, 2)], ["07:01:05", "18:02:00"]),
        ([dt.time(7, 1), dt.time(18, 2)], ["07:01", "18:02"]),
    ):
        sheet = table([["考勤记录表"], [WEEK], DAYS, label("1", A[0]), cells])
        assert [row[2] for row in dated(sheet, "mark")] == mark


def test_a_moment_that_nobody_can_read_is_told():
    sheet = table([["姓名", "身份证号", "打卡时间"], [*A, "2026-10-01 07:00"], [*A, "第三天早上"]], "打卡记录")
    assert [(i.code, i.row, i.col) for i in sheet.issues] == [("IN05", 3, 3)]


def test_a_column_of_months_stays_the_period():
    rows = [
        ["时间", "姓名", "工号", *range(1, 32)],
        ["2018-07", A[0], "1", "正常"],
        ["2018-06", A[0], "1", None, "正常"],
    ]
    assert dated(table(rows, "打卡月报", f"{HOME}/导出.xlsx")) == [("张某甲", "07-01"), ("张某甲", "06-02")]


def test_two_of_one_name_without_numbers_stay_two_in_every_export(tmp_path):
    folder = tmp_path / "项目" / HOME
    for file in ("闸机1", "闸机2"):
        rows = [["考勤记录表"], [WEEK], DAYS, label(None, A[0]), ["07:00\n18:00"], label(None, A[0]), ["07:30\n18:30"]]
        workbook(folder / f"{file}.xlsx", 考勤记录=rows)
    marked = read(tmp_path / "项目").ledgers["attendance"].select("src", "mark").rows()
    assert marked == [(1, "07:00 18:00"), (1, "07:30 18:30"), (2, "07:00 18:00"), (2, "07:30 18:30")]


PAIRS = [
    ("standard before actual", "出勤天数(标准/实际)", "23/19", D(19)), ("actual before standard", "出勤天数(实际/标准)", "19/23", D(19)),
    ("due and worked", "出勤天数(应/实)", "26/22.5天", D("22.5")), ("one number", "出勤天数", "22.5天", D("22.5")),
    ("more days than the calendar has", "工日合计", 38, D(38)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "heading", "cell", "days"), PAIRS, ids=[p[0] for p in PAIRS])
def test_days_stated_as_one_number_or_two(what, heading, cell, days):
    sheet = table([["2026年10月考勤汇总表"], ["工号", "姓名", heading, "旷工"], ["1", A[0], cell, "0"]])
    assert (sheet.frames["attendance_summary"]["days"].to_list(), codes(sheet)) == ([days], [])


HIDDEN_SUMS = [["部门", "姓名", "应出勤", "实际出勤", "旷工", "迟到", "请假", "加班"], ["一部", A[0], "26", "22.5", "0", "1", "3.5", "8"],
               ["一部", B[0], "26", "26", "0", "", "", ""], ["一部", C[0], "26", "0", "26", "", "", ""]]  # fmt: skip


def test_sums_as_text_in_rows_that_a_filter_hides_are_data():
    sheet = table(HIDDEN_SUMS, "2026年10月考勤汇总", hidden_rows=frozenset({2, 3}))
    found = sheet.frames["attendance_summary"].select("name", "days", "overtime_hours", "unit", "dated").rows()
    assert found == [
        ("张某甲", D("22.5"), D(8), "day", False), ("李某乙", D(26), None, "day", False), ("王某丙", D(0), None, "day", False),
    ]  # fmt: skip
    assert codes(sheet) == ["IN15"]
