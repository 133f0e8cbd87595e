"""Headings: normalised, matched in the ledger in which they mean something, found wherever the header row stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.books import grid
from wagecheck.intake import day_columns, headers
from wagecheck.intake.headers import DayLabel
from wagecheck.intake.wordings import ENDING, EXACT, PART, dictionary, match, normalise
from wagecheck.ledgers.catalogue import LEDGERS, schema

NORMALISED = [
    ("letter-spaced", "姓 名", "姓名", None),
    ("ideographic blanks", "摘　　要", "摘要", None),
    ("line break and unit", "实发工资\n（单位：元）", "实发工资", "单位元"),
    ("marked as required", "*身份证号码（必填）", "身份证号码", None),
    ("marked as optional in front", "（选填）身份证号", "身份证号", None),
    ("colon of a form", "工号：", "工号", None),
    ("traditional characters", "出勤天數", "出勤天数", None),
    ("帐 and 账", "工资卡帐号", "工资卡账号", None),
    ("unit after a slash", "出勤天数/天", "出勤天数", "天"),
    ("ten thousand yuan", "施工合同金额（万元）", "施工合同金额", "万元"),
    ("a bracket that is part of the name", "工种(岗位)", "工种(岗位)", None),
    ("full-width letters, small ones for large", "ＩＤ", "id", None),
    ("English in brackets behind the name", "交易日期[ Transaction Date ]", "交易日期", None),
    ("English behind the name", "实发工资 Net Pay", "实发工资", None),
]


@pytest.mark.parametrize(("what", "written", "text", "unit"), NORMALISED, ids=[n[0] for n in NORMALISED])
def test_a_heading_is_normalised(what, written, text, unit):
    assert (normalise(written).text, normalise(written).unit) == (text, unit)


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing_and_never_fails(written):
    once = normalise(written).text
    assert normalise(once).text == normalise(normalise(once).text).text


MATCHED = [
    ("net pay of a payroll", "payroll", "实发工资", "net_pay", EXACT),
    ("amount of a bank row is no net pay", "payment", "金额", "amount", EXACT),
    ("amount on a one-column payroll", "payroll", "金额", "net_pay", EXACT),
    ("备注 of a bank row is the memo", "payment", "备注", "memo", EXACT),
    ("备注 of a payroll is a remark", "payroll", "备注", "remark", EXACT),
    ("帐号 of a clock-in export is a login", "attendance", "帐号", "worker_no", EXACT),
    ("账号 of a payroll is the card", "payroll", "账号", "bank_card", EXACT),
    ("单价 of a contract is the agreed rate", "contract", "计量单价（元）", "wage_rate", EXACT),
    ("时间 of a monthly export is the period", "attendance", "时间", "period", EXACT),
    ("a known wording at the end", "payroll", "农民工本人身份证号码", "id_number", ENDING),
    ("a known wording inside", "payroll", "应发工资额度", "gross_pay", PART),
    ("应发 is never a slip for 实发", "payroll", "应发工资小计数", "gross_pay", PART),
    ("an emergency contact is nobody's phone", "roster", "紧急联系人联系电话", None, None),
    ("pay of last month is not this month's", "payroll", "上月实发工资", None, None),
    ("taxable pay is no pay", "payroll", "应税工资", None, None),
    ("days absent are no days worked", "attendance", "旷工天数", None, None),
]


@pytest.mark.parametrize(("what", "ledger", "written", "field", "confidence"), MATCHED, ids=[m[0] for m in MATCHED])
def test_a_heading_means_a_field_in_its_ledger(what, ledger, written, field, confidence):
    found = match(written, ledger)
    assert (found.field, found.confidence) == (field, confidence) if field else found is None


#: Columns that layouts use on the way to a ledger and that are no column of it themselves.
HELPERS = {
    "attendance": {
        "expected_days",
        "expected_hours",
        "minutes",
        "punch",
        "punch_in",
        "punch_out",
        "direction",
        "days",
        "signature",
        "remark",
    },
    "payment": {"amount_out", "amount_in", "debit_credit", "payer_bank"},
    "roster": {"contract_term"},
    "contract": {"contract_term"},
}


@pytest.mark.parametrize("ledger", sorted(dictionary().ledgers))
def test_every_field_of_the_dictionary_is_a_column_of_its_ledger(ledger):
    context = dictionary().context
    fields = {name for name, _ in dictionary().ledgers[ledger].exact.values()} - context
    assert fields - set(schema(ledger).names()) == HELPERS.get(ledger, set())


def test_the_dictionary_knows_every_ledger_that_is_read_from_sheets():
    assert set(dictionary().ledgers) == set(LEDGERS) - {"attendance_summary", "payroll_item"}


@pytest.mark.parametrize("ledger", sorted(dictionary().ledgers))
def test_core_needed_and_additive_fields_have_wordings(ledger):
    words = dictionary().ledgers[ledger]
    known = {name for name, _ in words.exact.values()}
    assert words.core | words.additive | {name for group in words.need for name in group} <= known


DAYS = [
    (1, DayLabel(1)), ("1", DayLabel(1)), (1.0, DayLabel(1)), ("1日", DayLabel(1)), ("31号", DayLabel(31)),
    ("10月1日", DayLabel(1, 10)), ("10/1", DayLabel(1, 10)), ("2026-10-01", DayLabel(1, 10, 2026)), ("1日(四)", DayLabel(1)),
    ("1\n周四", DayLabel(1)), ("０１", DayLabel(1)), (32, None), (0, None), ("第1周", None), ("1.5", None), (True, None), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), DAYS, ids=[repr(d[0]) for d in DAYS])
def test_day_headings(cell, expected):
    assert day_columns.day_label(cell) == expected


def labels(rows, **parts):
    header = headers.find(grid(rows, **parts))[0]
    return header.top + 1, header.bottom + 1, [h.label for h in header.headings], len(header.days)


def test_header_on_the_first_row():
    assert labels([["姓名", "身份证号", "实发工资"], ["张某甲", "x", 1]]) == (1, 1, ["姓名", "身份证号", "实发工资"], 0)


def test_header_under_title_bands_and_blank_rows():
    rows = [
        ["农民工工资表"],
        ["编制单位：甲公司", None, "所属月份：2026年10月"],
        [],
        ["序号", "姓名", "身份证号", "实发工资"],
    ]
    assert labels(rows)[:2] == (4, 4)


def test_two_rows_with_a_group_over_two_columns():
    rows = [
        ["序号", "姓名", "应发", None, "扣款", None, "实发工资"],
        [None, None, "出勤天数", "应付工资", "借支", "其他", None],
        [1, "张某甲", 22, 5000, 0, 0, 5000],
    ]
    merges = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6))
    assert labels(rows, merges=merges) == (
        1,
        2,
        ["序号", "姓名", "出勤天数", "应付工资", "借支", "扣款其他", "实发工资"],
        0,
    )


def test_three_columns_called_subtotal_keep_their_groups():
    rows = [
        ["姓名", "出勤", None, "应发", None, "扣款", None],
        [None, "天数", "小计", "基本工资", "小计", "借支", "小计"],
    ]
    merges = ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6))
    assert labels(rows, merges=merges)[2] == [
        "姓名",
        "出勤天数",
        "出勤小计",
        "基本工资",
        "应发小计",
        "借支",
        "扣款小计",
    ]


def test_day_numbers_under_a_stretched_heading_and_weekdays_below_them():
    rows = [
        ["序号", "姓名", "日期", *[None] * 30, "合计"],
        [None, None, *range(1, 32), None],
        [None, None, *("一二三四五六日"[i % 7] for i in range(31)), None],
        [1, "张某甲", *["√"] * 31, 31],
    ]
    assert labels(rows, merges=((0, 2, 0, 32),)) == (1, 3, ["序号", "姓名", "合计"], 31)


def test_a_row_of_column_numbers_belongs_to_the_header():
    rows = [["序号", "姓名", "身份证号", "实发工资"], [1, 2, 3, 4], [1, "张某甲", "110199199003070017", 100]]
    assert labels(rows)[:2] == (1, 2)


def test_the_first_worker_of_a_sheet_with_gaps_is_no_header():
    rows = [["序号", "姓名", "身份证号", "备注"], ["001", "张某甲", None, "班长"], ["002", "李某乙", None, None]]
    assert labels(rows)[:2] == (1, 1)


def test_repeated_headers_of_printed_pages_are_found():
    head = ["序号", "姓名", "身份证号", "实发工资"]
    rows = [head, [1, "张某甲", "x", 1], ["工资表"], head, [2, "李某乙", "y", 2]]
    assert [h.top for h in headers.find(grid(rows))] == [0, 3]


def test_a_sheet_without_headings_has_no_header():
    assert headers.find(grid([["今天天气很好"], ["第二行"]])) == []
