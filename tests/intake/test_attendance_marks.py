"""Day cells of every kind: marks, numbers, hours, what stands behind a +, legends, lines of a worker."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.books import HOME, A, B, codes, table
from wagecheck.intake import marks, punches
from wagecheck.intake.day_columns import DayLabel, completed

TITLE = "2026年10月农民工考勤表"
DAYS = list(range(1, 32))


def cells(reading, *columns):
    return reading.frames["attendance"].select("name", pl.col("date").dt.day(), *columns).rows()


def days(*first):
    """Cells of a month that begins so."""
    return [*first, *[None] * (31 - len(first))]


DAY_CELLS = [
    # cell, work, hours, overtime
    ("1.5工", D("1.5"), None, None), ("0.5天", D("0.5"), None, None), ("全天", D(1), None, None), ("半天", D("0.5"), None, None),
    ("２", D(2), None, None), ("√+2", D(1), None, D(2)), ("1+3小时", D(1), None, D(3)), ("1+0.5小时", D(1), None, D("0.5")),
    ("8小时", None, D(8), None), ("7.5h", None, D("7.5"), None), ("9小时+3小时", None, D(9), D(3)), (dt.timedelta(hours=1, minutes=30), D("1.5"), None, None),
    (True, D(1), None, None), ("07:01 18:00", D(1), None, None), ("正常(补卡)", D(1), None, None), ("正常,外勤", D(1), None, None),
    ("迟到 5分钟", D(1), None, None), ("外出2小时", D(1), None, None), ("1+0", D(1), None, None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "work", "hours", "overtime"), DAY_CELLS, ids=[repr(c[0]) for c in DAY_CELLS])
def test_cells_that_say_what_was_worked(cell, work, hours, overtime):
    sheet = table([[TITLE], ["姓名", *DAYS], [A[0], *days("√", cell, "√")]])
    assert cells(sheet, "work", "hours", "overtime_hours")[1] == ("张某甲", 2, work, hours, overtime)
    assert codes(sheet) == []


@pytest.mark.parametrize(
    "cell",
    [
        "缺卡",
        "缺卡;缺卡",
        "旷工3小时30分钟",
        "旷工0.5天",
        "休息并打卡",
        "07:01",
        dt.time(7, 1),
        "事假4小时",
        "正常,事假",
        "加班3小时",
    ],
)
def test_cells_that_are_known_and_leave_the_day_open(cell):
    sheet = table([[TITLE], ["姓名", *DAYS], [A[0], *days("√", cell, "√")]])
    assert cells(sheet, "work", "hours")[1] == ("张某甲", 2, None, None)
    assert codes(sheet) == []


@pytest.mark.parametrize(
    "cell", ["--", "旷工1天", "旷工8小时", "旷工4小时;旷工4小时", "事假8小时", "未排班", "休息", False, 0]
)
def test_cells_of_days_without_work(cell):
    sheet = table([[TITLE], ["姓名", *DAYS], [A[0], *days("√", cell, "√")]])
    assert [day for _, day in cells(sheet)] == [1, 3]
    assert codes(sheet) == []


@pytest.mark.parametrize("cell", ["¤", "√√", "1+0.5", "√+0.5", "9+3.5", 30, -1, 22.5, "25:10", "加3", "√半"])
def test_cells_that_nobody_can_be_sure_of_are_listed(cell):
    sheet = table([[TITLE], ["姓名", *DAYS], [A[0], *days("√", cell, "√", 1, 1, 1)]])
    assert cells(sheet, "work")[1] == ("张某甲", 2, None)
    assert [(i.code, i.row, i.col) for i in sheet.issues] == [("IN11", 3, 3)]


def test_hours_and_more_hours_of_one_day():
    sheet = table([[TITLE], ["姓名", *DAYS], [A[0], *days(9, "9+3.5", 8.5, 25)]])
    assert cells(sheet, "hours", "overtime_hours") == [
        ("张某甲", 1, D(9), None), ("张某甲", 2, D(9), D("3.5")), ("张某甲", 3, D("8.5"), None), ("张某甲", 4, None, None),
    ]  # fmt: skip
    assert codes(sheet) == ["IN11"]


def test_the_sum_of_a_sheet_of_hours_states_hours():
    sheet = table([[TITLE], ["姓名", *DAYS, "合计"], [A[0], *days(8, 8, 4), 20], [B[0], *days(8), 8]])
    assert sheet.frames["attendance_summary"].select("days", "hours", "unit").rows() == [
        (None, D(20), "hour"), (None, D(8), "hour"),
    ]  # fmt: skip
    assert ("hours", 33) in {(c.field, c.col) for c in sheet.cells}


LEGENDS = [
    ("arrows in brackets", "考勤符号：出勤[/] 迟到[>] 早退[<] 旷工[×] 事假[#] 产假[√]", ["/", ">", "<", "×", "#", "√"], [1, 2, 3]),
    ("arrows bare", "符号说明：/出勤 >迟到 <早退 ×旷工", ["/", ">", "<", "×"], [1, 2, 3]),
    ("circles", "注：●全天；○休息；◎半天；△请假", ["●", "○", "◎", "△"], [1, 3]),
    ("numbers of shifts", "特殊班次: 25-请假, 26-出差, 空-节假日", ["1", "25", "26"], [1, 3]),
    ("a triangle is leave without a legend too", "", ["√", "△", "√"], [1, 3]),
    ("night shifts are work, what is said of blanks behind them is not theirs", "注：白=白班 夜=夜班，空白为休息", ["白", "夜", ""], [1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "legend", "marked", "worked"), LEGENDS, ids=[entry[0] for entry in LEGENDS])
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_the_legend_decides(what, legend, marked, worked, below):
    rows = [["姓名", *DAYS], [A[0], *days(*marked)]]
    sheet = table([[TITLE], *rows, [legend]] if below else [[TITLE], [legend], *rows])
    assert [day for _, day, work in cells(sheet, "work") if work] == worked
    assert codes(sheet) == []


def test_the_marks_of_one_contractor(monkeypatch):
    own = {**marks.rules(), "contractor": [{"name": HOME, "marks": {"△": "出勤", "☆": "半天"}}]}
    monkeypatch.setattr(marks, "rules", lambda: own)
    rows = [[TITLE], ["姓名", *DAYS], [A[0], *days("△", "☆", "√")]]
    assert cells(table(rows), "work") == [("张某甲", 1, D(1)), ("张某甲", 2, D("0.5")), ("张某甲", 3, D(1))]
    printed = [[TITLE], ["考勤符号：△请假 ☆旷工"], *rows[1:]]  # what the sheet prints goes before
    assert cells(table(printed), "work") == [("张某甲", 3, D(1))]


# --- lines of a worker --------------------------------------------------------------------------------------------------


def test_the_name_repeated_on_every_line_is_one_worker():
    rows = [[TITLE], ["序号", "姓名", "身份证号", "类别", *DAYS, "合计"],
            [1, *A, "出勤", *days(1, 1, 0.5), 2.5], [1, *A, "加班", *days(2, 2), 4], [2, *B, "出勤", *days(1), 1], [2, *B, "加班"]]  # fmt: skip
    sheet = table(rows)
    assert cells(sheet, "work", "overtime_hours") == [
        ("张某甲", 1, D(1), D(2)), ("张某甲", 2, D(1), D(2)), ("张某甲", 3, D("0.5"), None), ("李某乙", 1, D(1), None),
    ]  # fmt: skip
    assert sheet.frames["attendance_summary"].select("name", "days").rows() == [("张某甲", D("2.5")), ("李某乙", D(1))]
    assert codes(sheet) == []


def test_a_remark_line_with_words_is_a_remark_and_with_numbers_overtime():
    rows = [
        [TITLE],
        ["序号", "姓名", "身份证号", "类别", *DAYS],
        [1, *A, "出勤", *days(1, 1)],
        [None, None, None, "备注", *days("回家", 2)],
    ]
    sheet = table(rows)
    assert cells(sheet, "work", "overtime_hours") == [("张某甲", 1, D(1), None), ("张某甲", 2, D(1), D(2))]
    assert codes(sheet) == []


def test_a_tick_on_the_overtime_line_says_not_how_long():
    rows = [
        [TITLE],
        ["序号", "姓名", "身份证号", "类别", *DAYS],
        [1, *A, "出勤", *days(1, 1)],
        [None, None, None, "加班", *days("√", 2)],
    ]
    assert cells(table(rows), "work", "overtime_hours") == [("张某甲", 1, D(1), None), ("张某甲", 2, D(1), D(2))]


# --- day columns and times ----------------------------------------------------------------------------------------------

GAPS = [
    ("in the middle", {0: 5, 3: 8}, {1, 2}, {0: 5, 1: 6, 2: 7, 3: 8}),
    ("at the beginning", {2: 3, 3: 4}, {0, 1}, {0: 1, 1: 2, 2: 3, 3: 4}),
    ("at the end", {0: 29, 1: 30}, {2}, {0: 29, 1: 30, 2: 31}),
    ("too many at the beginning", {2: 2}, {0, 1}, {2: 2}),
    ("a number is missing", {0: 5, 2: 8}, {1}, {0: 5, 2: 8}),
    ("over the turn of the month", {0: 30, 2: 1}, {1}, {0: 30, 1: 31, 2: 1}),
]


@pytest.mark.parametrize(("what", "numbers", "weekdays", "expected"), GAPS, ids=[g[0] for g in GAPS])
def test_weekdays_are_the_days_between_their_neighbours(what, numbers, weekdays, expected):
    found = completed({c: DayLabel(d) for c, d in numbers.items()}, weekdays)
    assert {c: label.day for c, label in found.items()} == expected


MINUTES = st.lists(st.integers(0, 24 * 60 - 1), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(moments=MINUTES, glue=st.sampled_from(["", "\n", "  \n", ";", " ", ",", "、", "\r\n"]), seconds=st.booleans())
def test_times_are_read_however_they_are_joined(moments, glue, seconds):
    """Whatever a clock writes between its times, the same minutes come back, with their seconds if it wrote them."""
    shown = [f"{m // 60:02}:{m % 60:02}{':30' if seconds else ''}" for m in moments]
    text = "".join(glue.join(shown).split())
    frame = pl.DataFrame({"t": [text]})
    read = frame.select(m=punches.moments(punches.times(pl.col("t"))), whole=pl.col("t").str.contains(punches.PUNCHES))
    assert read["whole"][0]
    end = ":30" if seconds else ""
    shown = read.select(punches.mark(pl.col("m"))).item()
    assert shown == " ".join(f"{m // 60:02}:{m % 60:02}{end}" for m in sorted(set(moments)))
    work = read.select(punches.work(pl.col("m"))).item()
    assert work == (1.0 if max(moments) - min(moments) > 5 else None)
