"""Sheets as clerks make them by hand: titles, bands, footers, units, numbering, terms, days of two columns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import polars as pl
import pytest

from tests.intake.books import HOME, A, B, read, tables, workbook
from wagecheck.intake import submission
from wagecheck.intake.mapping import reader as mapping_reader
from wagecheck.intake.mapping import survey
from wagecheck.intake.mapping import writer as mapping_writer
from wagecheck.wording import Wording

PAY = ["序号", "姓名", "身份证号", "应发工资", "实发工资"]
ROWS = [[1, *A, 5000, 4900], [2, *B, 6000, 5900]]
OCTOBER = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def only(tmp_path, rows, name="工资", **sheets) -> submission.Submission:
    """A submission of one workbook that stands in no contractor's folder."""
    workbook(tmp_path / f"{name}.xlsx", Sheet1=rows, **sheets)
    return read(tmp_path)


BELONGING = [
    ("the firm alone in the line under the title", [["2026年10月工资表"], [HOME]]),
    ("the firm in brackets behind the title", [[f"滨河花园二期10月份工资表（{HOME}）"], ["年份：2026年"]]),
    ("project and month before the firm", [[f"滨河花园二期2026年10月{HOME}木工班组工资表"]]),
    ("a label with a seal", [["2026年10月工资表"], [f"分包单位（盖章）：{HOME}"]]),
    ("a builder where nothing else is named", [["2026年10月工资表"], [f"施工单位：{HOME}      班组：木工班组"]]),
    ("a builder and a subcontractor", [["2026年10月工资表"], ["施工单位：示例总承包有限公司", f"分包单位：{HOME}"]]),
    ("firm and month side by side without labels", [["农民工工资表"], [HOME, None, None, "2026年10月"]]),
    ("the month and the page", [[f"{HOME}农民工工资表"], ["2026年10月", None, None, "第1页 共3页"]]),
]


@pytest.mark.parametrize(("what", "above"), BELONGING, ids=[case[0] for case in BELONGING])
def test_firm_and_month_stand_where_clerks_write_them(what, above, tmp_path):
    given = only(tmp_path, [*above, PAY, *ROWS])
    payroll = given.ledgers["payroll"]
    assert payroll.select("contractor", "period_start", "period_end").unique().rows() == [(HOME, *OCTOBER)]
    assert given.issues.height == 0
    assert payroll["net_pay"].sum() == 10800


RECORDS = [
    ("the amount in words under the total", PAY, [*ROWS, [None, "大写：壹万零捌佰元整"]]),
    ("so with 人民币", PAY, [*ROWS, [None, "人民币（大写）：壹万零捌佰元整"]]),
    ("numbered lines printed in advance", PAY, [*ROWS, *([n, None, None, 0, 0] for n in range(3, 9))]),
    ("units in a row of their own", ["序号", "姓名", "身份证号", "应发", "实发"], [[None, None, None, "（元）", "（元）"], *ROWS]),
    ("units, then column numbers", PAY, [[None, None, None, "元", "元"], [1, 2, 3, 4, 5], *ROWS]),
    ("words numbered 甲 乙 丙, figures 1 2", PAY, [["甲", "乙", "丙", 1, "2=1-扣款"], *ROWS]),
    ("the same in English", ["序号\nNo.", "姓名/Name", "身份证号 ID No.", "应发工资[ Gross Pay ]", "实发工资Net Pay"], ROWS),
    ("headings in English alone", ["No.", "NAME", "ID Number", "Gross Pay", "Net Pay"], ROWS),
]  # fmt: skip


@pytest.mark.parametrize(("what", "head", "body"), RECORDS, ids=[case[0] for case in RECORDS])
def test_what_is_no_worker_becomes_none(what, head, body, tmp_path):
    given = only(tmp_path, [[f"{HOME}2026年10月工资表"], head, *body])
    payroll = given.ledgers["payroll"]
    assert payroll.select("name", "id_number", "gross_pay", "net_pay").rows() == [(*A, 5000, 4900), (*B, 6000, 5900)]
    assert given.issues.height == 0


def test_column_numbers_are_known_in_a_table_that_begins_in_column_c(tmp_path):
    shifted = [[None, None, *row] for row in [["2026年10月工资表"], PAY, [1, 2, 3, 4, 5], *ROWS]]
    assert only(tmp_path / HOME, shifted).ledgers["payroll"]["name"].to_list() == [A[0], B[0]]


def test_an_amount_for_nobody_that_is_not_0_is_still_reported(tmp_path):
    given = only(tmp_path, [[f"{HOME}2026年10月工资表"], PAY, *ROWS, [3, None, None, 0, 500]])
    assert given.issues["code"].to_list() == ["IN04"]


UNITS = [
    ("above the table", [["2026年10月工资表"], ["金额单位：万元"]], PAY, 49000),
    ("as a bare 单位", [["2026年10月工资表"], [f"分包单位：{HOME}", "单位：万元"]], PAY, 49000),
    ("in the next cell", [["2026年10月工资表"], ["单位：", "万元"]], PAY, 49000),
    ("in the title", [["2026年10月工资表（单位：万元）"]], PAY, 49000),
    ("a heading with its own unit goes before", [["2026年10月工资表（单位：万元）"]], [*PAY[:4], "实发工资（元）"], 4.9),
    ("in 元 nothing changes", [["2026年10月工资表（单位：元）"]], PAY, 4.9),
]  # fmt: skip


@pytest.mark.parametrize(("what", "above", "head", "net"), UNITS, ids=[case[0] for case in UNITS])
def test_the_unit_above_the_table_counts_for_its_amounts(what, above, head, net, tmp_path):
    workbook(tmp_path / HOME / "工资.xlsx", Sheet1=[*above, head, [1, *A, 5, 4.9]])
    payroll = read(tmp_path).ledgers["payroll"]
    assert payroll["net_pay"].to_list() == [D(str(net))]
    assert payroll["contractor"].to_list() == [HOME]


def test_wages_in_yuan_a_day_are_a_rate(tmp_path):
    head = ["姓名", "身份证号", "出勤（天）", "工资（元/天）", "实发（元）"]
    payroll = only(tmp_path, [[f"{HOME}2026年10月工资表"], head, [*A, 20, 300, 6000]]).ledgers["payroll"]
    assert payroll.select("daily_rate", "gross_pay", "net_pay").rows() == [(300, None, 6000)]


def test_a_sheet_named_by_its_days_takes_the_year_from_the_folder(tmp_path):
    workbook(tmp_path / HOME / "2026年" / "工资.xlsx", **{"9.26-10.25": [["工资表"], PAY, *ROWS]})
    found = read(tmp_path).ledgers["payroll"].select("period_start", "period_end").unique().rows()
    assert found == [(dt.date(2026, 9, 26), dt.date(2026, 10, 25))]


def test_months_in_a_column_take_the_only_year_of_the_title(tmp_path):
    rows = [[f"{month}月", *A, 5000, 4900] for month in (9, 10)]
    given = only(tmp_path, [[f"{HOME}2026年工资发放明细"], ["月份", *PAY[1:]], *rows])
    assert given.ledgers["payroll"]["period_start"].to_list() == [dt.date(2026, 9, 1), dt.date(2026, 10, 1)]
    assert given.issues.height == 0


FOOTERS = [
    ("总笔数 and 总金额 as cells", ["总笔数", 2, "总金额", 300]),
    ("labels and values in one cell", ["总笔数：2", None, "总金额：300.00", None]),
    ("of one direction", ["借方总笔数：2", None, None, "借方总金额：300.00"]),
]


@pytest.mark.parametrize(("what", "footer"), FOOTERS, ids=[case[0] for case in FOOTERS])
def test_the_last_line_of_a_bank_file_is_no_payment(what, footer, tmp_path):
    rows = [["代发结果清单"], ["序号", "户名", "账号", "金额"], [1, A[0], "6228480000000000018", 100]]
    rows += [[2, B[0], "6228480000000000026", 200], footer]
    workbook(tmp_path / HOME / "代发.xlsx", Sheet1=rows)
    given = read(tmp_path)
    assert given.ledgers["payment"]["amount"].to_list() == [100, 200]
    assert given.issues.height == 0


def test_a_bank_that_heads_its_columns_in_two_languages_is_read(tmp_path):
    head = ["收款人账号[ Payee's Account Number ]", "收款人名称[ Payee's Name ]", "交易日期[ Transaction Date ]"]
    head += ["交易金额[ Trade Amount ]", "用途[ Purpose ]"]
    row = ["6228480000000000018", A[0], "20261112", -100, "10月工资"]
    workbook(tmp_path / HOME / "明细.xlsx", Sheet1=[["交易流水明细清单"], head, row])
    found = read(tmp_path).ledgers["payment"].select("payee_name", "paid_on", "amount").rows()
    assert found == [(A[0], dt.date(2026, 11, 12), 100)]


TERMS = [
    ("points and a hyphen", "2026.3.1-2026.12.31", dt.date(2026, 3, 1), dt.date(2026, 12, 31), 0),
    ("years, months and 至", "2026年3月1日至2026年12月31日", dt.date(2026, 3, 1), dt.date(2026, 12, 31), 0),
    ("eight digits", "20260301-20261231", dt.date(2026, 3, 1), dt.date(2026, 12, 31), 0),
    ("without an end", "2026.3.1-长期", dt.date(2026, 3, 1), None, 0),
    ("no term at all", "按约定", None, None, 2),
]


@pytest.mark.parametrize(("what", "term", "start", "end", "unread"), TERMS, ids=[case[0] for case in TERMS])
def test_a_term_in_one_cell_has_a_first_and_a_last_day(what, term, start, end, unread, tmp_path):
    head = ["姓名", "身份证号", "合同编号", "签订日期", "合同起止日期"]
    given = only(tmp_path, [[f"{HOME}劳动合同台账"], head, [*A, "1", "2026-03-01", term]])
    assert given.ledgers["contract"].select("contract_start", "contract_end").rows() == [(start, end)]
    assert given.issues.filter(pl.col("code") == "IN05").height == unread


def test_an_identity_card_prints_its_term_in_one_line(tmp_path):
    head = ["姓名", "身份证号码", "签发机关", "有效期限"]
    rows = [[*A, "某县公安局", "2016.05.06-2036.05.06"], [*B, "某县公安局", "2016.05.06-长期"]]
    given = only(tmp_path, [[f"{HOME}身份证信息登记表"], head, *rows])
    assert given.ledgers["identity"]["id_valid_until"].to_list() == [dt.date(2036, 5, 6), None]
    assert given.issues.height == 0


DAYS = range(1, 32)
HALVES = [
    ("merged numbers", ["上午", "下午"], True, ["√", "√"], 31, None),
    ("numbers without merges", ["上", "下"], False, ["√", None], D("15.5"), None),
    ("overtime beside the day", ["出勤", "加班"], True, [1, 2], 31, 62),
    ("three columns", ["上午", "下午", "加班"], True, ["√", "√", 1.5], 31, D("46.5")),
]


@pytest.mark.parametrize(
    ("what", "parts", "merged", "marks", "work", "overtime"), HALVES, ids=[case[0] for case in HALVES]
)
def test_a_day_may_have_columns_for_its_parts(what, parts, merged, marks, work, overtime):
    wide = len(parts)
    numbers = [cell for day in DAYS for cell in (day, *[None] * (wide - 1))]
    merges = ((1, 0, 2, 0), (1, 1, 2, 1), *((1, 2 + wide * i, 1, 1 + wide * (i + 1)) for i in range(31)))
    rows = [["2026年10月考勤表"], ["序号", "姓名", *numbers], [None, None, *parts * 31], [1, A[0], *marks * 31]]
    (reading,) = tables(rows, merges=merges if merged else ())
    days = reading.frames["attendance"]
    assert (days.height, days["work"].sum(), days["overtime_hours"].sum() or None) == (31, work, overtime)
    assert reading.issues == []


def test_an_unknown_mark_of_an_afternoon_is_named_where_it_stands():
    numbers = [cell for day in DAYS for cell in (day, None)]
    marks = ["√"] * 62
    marks[5] = "Ж"
    rows = [["2026年10月考勤表"], ["序号", "姓名", *numbers], [None, None, *["上午", "下午"] * 31], [1, A[0], *marks]]
    (reading,) = tables(rows)
    assert [(issue.code, issue.row, issue.col) for issue in reading.issues] == [("IN11", 4, 8)]


def test_a_column_of_terms_is_pinned_as_one(tmp_path):
    head = ["姓名", "身份证号", "合同编号", "签订日期", "合同起止日期"]
    workbook(
        tmp_path / HOME / "合同.xlsx", 台账=[["劳动合同台账"], head, [*A, "1", "2026-03-01", "2026.3.1-2026.12.31"]]
    )
    written = tmp_path / "mapping.toml"
    (sheet,), _ = survey.of(read(tmp_path))
    t = Wording("zh")
    written.write_text(mapping_writer.head(t) + mapping_writer.entry([sheet], t), encoding="utf-8")
    pinned = read(tmp_path, mapping=mapping_reader.load(written))
    days = pinned.ledgers["contract"].select("contract_start", "contract_end").rows()
    assert days == [(dt.date(2026, 3, 1), dt.date(2026, 12, 31))]
