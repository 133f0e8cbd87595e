"""Yearly ledgers: a year is never one month's payroll, and what stands in a payroll as well counts once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest

from tests.intake.books import HOME, A, B, C, codes, grid, read, tables, workbook
from wagecheck.intake.sheets import read as read_sheet

NEW = ("赵某丁", "110199197505050048")
CARD = "6228480000000000017"
HEAD = ["序号", "班组", "姓名", "身份证号", "工种", "银行卡号", "开户行"]
PAIRS = [*HEAD, "1月工资", "1月代付", "2月工资", "2月代付", "3月工资", "3月代付", "合计"]
LEDGER = [
    ["2026年度工资汇总台账"], PAIRS,
    [1, "木工班组", *A, "木工", CARD, "某行", 5000, 5000, 6000, 6000, None, None, 11000],
    [2, "木工班组", *B, "木工", CARD, "某行", 4000, 4000, 0, 0, None, None, 4000],
    ["小计", None, None, None, None, None, None, 9000, 9000, 6000, 6000, None, None, 15000],
    [3, "钢筋班组", *C, "钢筋工", CARD, "某行", 1000, 1000, None, None, None, None, 1000],
    ["小计", None, None, None, None, None, None, 1000, 1000, 0, 0, None, None, 1000],
    ["合计", None, None, None, None, None, None, 10000, 10000, 6000, 6000, None, None, 16000],
    [4, "木工班组", *NEW, "木工", CARD, "某行", 700, 700, None, None, None, None, 700],
    ["总计", None, None, None, None, None, None, 10700, 10700, 6000, 6000, None, None, 16700],
]  # fmt: skip
PAY = ["序号", "姓名", "身份证号", "应发工资", "实发工资"]
FILE = f"{HOME}/工资台账2026（超）.xlsx"


def month(number):
    last = (dt.date(2026, number + 1, 1) if number < 12 else dt.date(2027, 1, 1)) - dt.timedelta(days=1)
    return dt.date(2026, number, 1), last


def rows(submission):
    return submission.ledgers["payroll"].select("name", "period_start", "period_end", "net_pay").rows()


def test_every_month_is_a_payroll_of_its_own_with_the_newcomers_behind_the_total():
    found = tables(LEDGER, "年度工资汇总台账", FILE)
    assert [(t.ledger, t.layout, t.table.origin.span.start, t.table.origin.span_from) for t in found] == [
        ("payroll", "annual", dt.date(2026, 1, 1), "column"), ("payroll", "annual", dt.date(2026, 2, 1), "column"),
    ]  # fmt: skip
    january, february = (t.frames["payroll"] for t in found)
    assert january.select("row", "name", "net_pay", "team", "bank_card").rows() == [
        (3, A[0], D(5000), "木工班组", CARD), (4, B[0], D(4000), "木工班组", CARD), (6, C[0], D(1000), "钢筋班组", CARD),
        (9, NEW[0], D(700), "木工班组", CARD),
    ]  # fmt: skip
    assert february.select("row", "name", "net_pay").rows() == [(3, A[0], D(6000))]
    assert [next(c.col for c in t.cells if c.field == "net_pay") for t in found] == [8, 10]
    for t in found:
        assert (t.totals["stated"] == t.totals["computed"]).all()
        assert t.frames["payroll_item"].height == 0
        assert codes(t) == []


WORDINGS = [
    ("plain months", [f"{n}月" for n in (1, 2, 3)]),
    ("月份", ["1月份", "2月份", "3月份"]),
    ("the year in front", ["2026年1月", "2026年2月", "2026年3月"]),
    ("实发", ["1月实发工资", "2月实发工资", "3月实发工资"]),
    ("dates shown as months", [dt.date(2026, n, 1) for n in (1, 2, 3)]),
    ("with a unit", ["1月工资（元）", "2月工资（元）", "3月工资（元）"]),
]


@pytest.mark.parametrize(("what", "head"), WORDINGS, ids=[w[0] for w in WORDINGS])
def test_wordings_of_months(what, head):
    sheet = [
        ["2026年农民工工资台账"],
        ["序号", "姓名", "身份证号", *head, "全年合计"],
        [1, *A, 100, 200, None, 300],
        [2, *B, 300, None, 400, 700],
    ]
    found = tables(sheet, "汇总", FILE)
    assert [(t.table.origin.span.start.month, t.frames["payroll"].select("name", "net_pay").rows()) for t in found] == [
        (1, [(A[0], D(100)), (B[0], D(300))]), (2, [(A[0], D(200))]), (3, [(B[0], D(400))]),
    ]  # fmt: skip


def test_a_month_over_its_columns():
    sheet = [["2026年度工资台账"], ["姓名", "身份证号", "1月", None, None, "2月", None, None],
             [None, None, "出勤天数", "应发工资", "实发工资", "出勤天数", "应发工资", "实发工资"], [*A, 20, 100, 90, 21, 110, 100]]  # fmt: skip
    found = tables(sheet, "汇总", FILE, merges=((1, 2, 1, 4), (1, 5, 1, 7)))
    assert [t.frames["payroll"].select("work_days", "gross_pay", "net_pay").rows() for t in found] == [
        [(D(20), D(100), D(90))], [(D(21), D(110), D(100))],
    ]  # fmt: skip


def test_months_of_attendance_are_days():
    sheet = [["2026年度考勤汇总表"], ["姓名", "身份证号", "1月", "2月", "合计"], [*A, 20, 21.5, 41.5]]
    found = tables(sheet, "汇总", FILE)
    assert [(t.ledger, t.frames["attendance_summary"]["days"].to_list()) for t in found] == [
        ("attendance", [D(20)]), ("attendance", [D("21.5")]),
    ]  # fmt: skip


def test_without_a_year_the_months_are_not_guessed():
    found = read_sheet(grid(LEDGER[1:], "工资汇总台账"), f"{HOME}/工资台账.xlsx")
    assert (found.tables, [(i.code, i.field, i.row) for i in found.issues]) == ((), [("IN14", "period", 1)])


def test_what_is_wrong_with_a_shared_column_is_said_once():
    sheet = [*LEDGER[:2], [1, "木工班组", A[0], 110199199003070017, "木工", CARD, "某行", 1, 1, 2, 2, 3, 3, 6]]
    found = tables(sheet, "年度工资汇总台账", FILE)
    assert [codes(t) for t in found] == [["IN06"], [], []]


def test_one_month_column_is_the_payroll_of_that_month():
    sheet = [["农民工工资表"], ["姓名", "身份证号", "2026年10月工资"], [*A, 100]]
    (found,) = tables(sheet, "工资表", f"{HOME}/工资.xlsx")
    assert (found.table.origin.span.start, found.frames["payroll"]["net_pay"].to_list()) == (
        dt.date(2026, 10, 1),
        [D(100)],
    )


def test_a_payroll_with_money_of_another_month_stays_a_payroll():
    sheet = [["2026年10月农民工工资表"], ["姓名", "身份证号", "应发工资", "9月补发", "实发工资"], [*A, 100, 50, 150]]
    (found,) = tables(sheet, "工资表")
    assert (found.layout, found.frames["payroll"]["net_pay"].to_list()) == ("flat", [D(150)])


# --- beside the payrolls of the months --------------------------------------------------------------------------------------


def payroll(*people):
    return [PAY, *([n, *who, amount, amount] for n, (who, amount) in enumerate(people, 1))]


def test_alone_the_yearly_ledger_is_the_payroll_of_every_month(tmp_path):
    workbook(tmp_path / FILE, 年度工资汇总台账=LEDGER)
    submission = read(tmp_path)
    assert sorted(rows(submission)) == sorted([
        (A[0], *month(1), D(5000)), (B[0], *month(1), D(4000)), (C[0], *month(1), D(1000)), (NEW[0], *month(1), D(700)),
        (A[0], *month(2), D(6000)),
    ])  # fmt: skip
    assert submission.issues.height == 0


def test_the_payroll_of_a_month_goes_before_the_yearly_ledger(tmp_path):
    workbook(tmp_path / FILE, **{"2月工资表": payroll((A, 6000)), "年度工资汇总台账": LEDGER})
    submission = read(tmp_path)
    assert [r for r in rows(submission) if r[1] == dt.date(2026, 2, 1)] == [(A[0], *month(2), D(6000))]
    assert len([r for r in rows(submission) if r[1] == dt.date(2026, 1, 1)]) == 4
    assert submission.sources.filter(pl.col("layout") == "annual").select("period_start", "rows").rows() == [
        (dt.date(2026, 1, 1), 4), (dt.date(2026, 2, 1), 0),
    ]  # fmt: skip
    assert submission.issues.height == 0


def test_the_payrolls_may_stand_in_another_file(tmp_path):
    workbook(tmp_path / FILE, 年度工资汇总台账=LEDGER)
    workbook(tmp_path / HOME / "2026年1月工资表.xlsx", 表=payroll((A, 5000), (B, 4000), (C, 1000), (NEW, 700)))
    found = rows(read(tmp_path))
    assert len([r for r in found if r[1] == dt.date(2026, 1, 1)]) == 4
    assert len(found) == 5


ELEVENTH = [
    ("named by the month in which it begins", "1月11日-2月10日工资表", (5000, 4000, 1000, 700), [1], {2}),
    (
        "named by the month in which it ends: the amounts tell",
        "12月11日-1月10日工资表",
        (5000, 4000, 1000, 700),
        [1],
        {2},
    ),
    ("the days decide where no amount agrees", "1月11日-2月10日工资表", (1, 2, 3, 4), [1], {2}),
]


@pytest.mark.parametrize(("what", "sheet", "amounts", "known", "left"), ELEVENTH, ids=[e[0] for e in ELEVENTH])
def test_periods_from_the_eleventh_to_the_tenth(what, sheet, amounts, known, left, tmp_path):
    people = list(zip((A, B, C, NEW), amounts, strict=True))
    workbook(tmp_path / FILE, **{sheet: payroll(*people), "年度工资汇总台账": LEDGER})
    submission = read(tmp_path)
    annual = submission.sources.filter((pl.col("layout") == "annual") & (pl.col("rows") > 0))
    assert {day.month for day in annual["period_start"]} == left
    assert submission.issues.height == 0


def test_the_payroll_of_another_firm_does_not_cover_a_yearly_ledger(tmp_path):
    workbook(tmp_path / FILE, 年度工资汇总台账=LEDGER)
    workbook(tmp_path / "示例二建筑劳务有限公司" / "2026年1月工资表.xlsx", 表=payroll((A, 5000)))
    found = read(tmp_path).ledgers["payroll"].filter(pl.col("period_start") == dt.date(2026, 1, 1))
    assert found["contractor"].value_counts().sort("count").rows() == [("示例二建筑劳务有限公司", 1), (HOME, 4)]


def test_sums_of_a_year_are_no_payroll(tmp_path):
    year = [["2026年度工资汇总表"], ["姓名", "身份证号", "应发工资", "实发工资"], [*A, 60000, 60000]]
    alone = tmp_path / "一"
    workbook(alone / FILE, 年度汇总=year)
    submission = read(alone)
    assert (submission.ledgers["payroll"].height, submission.issues.select("code", "field").rows()) == (
        0,
        [("IN14", "period")],
    )
    beside = tmp_path / "二"
    workbook(beside / FILE, 年度汇总=year, **{"10月工资表": payroll((A, 5000))})
    submission = read(beside)
    assert rows(submission) == [(A[0], *month(10), D(5000))]
    assert submission.issues.height == 0


def test_periods_of_a_yearly_workbook_take_their_year_from_the_file_name(tmp_path):
    body = [["小计", None, None, 100, 100]], [[3, *C, 50, 50]], [["总计", None, None, 150, 150]]
    sheet = [
        ["3月11日-4月10日工资表"],
        *payroll((A, 60), (B, 40)),
        *body[0],
        ["合计", None, None, 100, 100],
        *body[1],
        *body[2],
    ]
    workbook(tmp_path / FILE, **{"3月11日-4月10日工资表": sheet, "4月11日-5月10日工资表": sheet[1:]})
    submission = read(tmp_path)
    spans = submission.ledgers["payroll"].select("period_start", "period_end").unique(maintain_order=True).rows()
    assert spans == [(dt.date(2026, 3, 11), dt.date(2026, 4, 10)), (dt.date(2026, 4, 11), dt.date(2026, 5, 10))]
    assert submission.ledgers["payroll"].height == 6
    assert submission.totals.filter(pl.col("stated") != pl.col("computed")).height == 0
    assert submission.issues.height == 0


BEHIND = [
    ("newcomers with sums of their own", [("小计", 10), ("合计", 10)]),
    ("newcomers in two teams", [("小计", 10), 5, ("小计", 5), ("合计", 15)]),
    ("only a total of all", []),
]


@pytest.mark.parametrize(("what", "behind"), BEHIND, ids=[b[0] for b in BEHIND])
def test_sums_behind_the_total_are_sound(what, behind):
    body = [100, ("木工班组小计", 100), 50, ("钢筋班组小计", 50), ("合计", 150), 10, *behind]
    total = sum(entry for entry in body if isinstance(entry, int))
    rows_of = [["2026年10月工资表"], ["序号", "姓名", "身份证号", "实发工资"]]
    for number, entry in enumerate([*body, ("总计", total)]):
        title, amount = entry if isinstance(entry, tuple) else (number, entry)
        rows_of.append(
            [title, None if isinstance(entry, tuple) else f"工某{'甲乙丙丁戊己庚辛壬癸'[number]}", None, amount]
        )
    (sheet,) = tables(rows_of, "工资表")
    assert sheet.frames["payroll"]["net_pay"].sum() == total
    assert sheet.totals.filter(pl.col("stated") != pl.col("computed")).height == 0
