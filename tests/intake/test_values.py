"""Column parsers: what a cell says, what it does not, and that no cell makes a parser fail."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wagecheck.intake.grid import Cell
from wagecheck.intake.values import amounts, dates, days, flags, hours, names, texts
from wagecheck.intake.values.notes import MONTH_ONLY, MORE_DECIMALS, OCTOBER, OPEN_ENDED, SERIAL

D = Decimal
BAD = "bad"


def check(parsed, expected, note=None):
    assert len(parsed.value) == len(parsed.bad) == len(parsed.note) == 1
    if expected == BAD:
        assert parsed.value.to_list() == [None]
        assert parsed.bad.to_list() == [True]
    else:
        assert parsed.value.to_list() == [expected]
        assert parsed.bad.to_list() == [False]
        assert parsed.note.to_list() == [note]


BLANKS: list[Cell] = [None, "", "  ", "-", "--", "−−", "—", "－", "/", "无", " 无 ", "N/A", "\u200b", "\u3000"]


@pytest.mark.parametrize("parser", [amounts, days, hours, dates, texts, names], ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("cell", BLANKS, ids=repr)
def test_placeholders_are_null_and_not_bad(parser, cell):
    check(parser([cell]), None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1200", D("1200.00")),
        ("1,200", D("1200.00")),
        ("1,234,567.8", D("1234567.80")),
        ("¥300", D("300.00")),
        ("￥300.5", D("300.50")),
        ("300元", D("300.00")),
        ("300元整", D("300.00")),
        ("15000元/月", D("15000.00")),
        ("300元每天", D("300.00")),
        ("1.5万元", D("15000.00")),
        ("１，２００．５０", D("1200.50")),
        (" 1 200 ", D("1200.00")),
        ("-5", D("-5.00")),
        ("−5", D("-5.00")),
        ("5-", D("-5.00")),
        ("¥-5", D("-5.00")),
        ("(300)", D("-300.00")),
        ("（300.00）", D("-300.00")),
        ("+5", D("5.00")),
        (".5", D("0.50")),
        ("1.", D("1.00")),
        ("0", D("0.00")),
        (0.0, D("0.00")),
        (5000.0, D("5000.00")),
        (5000, D("5000.00")),
        (-12.34, D("-12.34")),
        (0.1 + 0.2, D("0.30")),
        (4999.999999999999, D("5000.00")),
        ("5.40025E+3", D("5400.25")),
        ("1,20", BAD),
        ("1.200,50", BAD),
        ("12,3456", BAD),
        ("--5", BAD),
        ("-5-", BAD),
        ("(5", BAD),
        ("-(5)", BAD),
        ("壹佰元", BAD),
        ("5000②", BAD),
        ("5²", BAD),
        ("300+200", BAD),
        ("100/200", BAD),
        ("待定", BAD),
        ("元", BAD),
        ("#DIV/0!", BAD),
        (True, BAD),
        (dt.date(2026, 10, 1), BAD),
        (dt.timedelta(hours=3), BAD),
        (math.nan, BAD),
        (math.inf, BAD),
        (1e300, BAD),
        (10**400, BAD),
        ("9" * 60, BAD),
    ],
    ids=repr,
)
def test_amount(cell, expected):
    check(amounts([cell]), expected)


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        (12345.332, D("12345.33"), MORE_DECIMALS),
        ("12345.332", D("12345.33"), MORE_DECIMALS),
        (1.005, D("1.01"), MORE_DECIMALS),
        (2.675, D("2.68"), MORE_DECIMALS),
        ("-0.005", D("-0.01"), MORE_DECIMALS),
        ("1.230", D("1.23"), None),
        (5000.0000000001, D("5000.00"), None),
    ],
    ids=repr,
)
def test_amounts_round_half_up_and_say_so(cell, expected, note):
    check(amounts([cell]), expected, note)


@pytest.mark.parametrize("cell", [1.23456, "1.23456", "1.23456万", "1.23456万元"], ids=repr)
def test_a_heading_in_ten_thousands_loses_no_yuan(cell):
    check(amounts([cell], ten_thousands=True), D("12345.60"))
    check(amounts(["3000元"], ten_thousands=True), D("3000.00"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (22.5, D("22.50")),
        ("22.5", D("22.50")),
        ("22天", D("22.00")),
        ("22 工日", D("22.00")),
        ("22个工", D("22.00")),
        ("半天", D("0.50")),
        ("22天半", D("22.50")),
        ("1个半工", D("1.50")),
        ("２２", D("22.00")),
        (-1.0, D("-1.00")),
        ("176小时", BAD),
        ("22/26", BAD),
        ("22半", BAD),
        ("半", BAD),
        ("½", BAD),
        ("√", BAD),
        (dt.date(2026, 10, 1), BAD),
    ],
    ids=repr,
)
def test_days(cell, expected):
    check(days([cell]), expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("49小时", D("49.00")),
        ("7.2小时", D("7.20")),
        ("151:57", D("151.95")),
        ("8:30:00", D("8.50")),
        ("3小时30分钟", D("3.50")),
        ("30分钟", D("0.50")),
        ("半小时", D("0.50")),
        ("1个半小时", D("1.50")),
        ("8.5h", D("8.50")),
        ("7:20", D("7.33")),
        (9.0, D("9.00")),
        (dt.time(8, 30), D("8.50")),
        (dt.timedelta(hours=151, minutes=57), D("151.95")),
        (dt.datetime(1900, 1, 6, 7, 57), D("151.95")),
        ("8:70", BAD),
        ("22天", BAD),
        (dt.datetime(2026, 1, 1), BAD),
    ],
    ids=repr,
)
def test_hours(cell, expected):
    check(hours([cell]), expected)


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        (dt.date(2026, 3, 5), dt.date(2026, 3, 5), None),
        (dt.datetime(2026, 3, 5, 12, 30), dt.date(2026, 3, 5), None),
        (46086.0, dt.date(2026, 3, 5), SERIAL),
        ("46086", dt.date(2026, 3, 5), SERIAL),
        ("2023.03.17", dt.date(2023, 3, 17), None),
        ("1957.9.12", dt.date(1957, 9, 12), None),
        ("2023/3/7", dt.date(2023, 3, 7), None),
        ("20251114", dt.date(2025, 11, 14), None),
        (20251114.0, dt.date(2025, 11, 14), None),
        ("20251114083000", dt.date(2025, 11, 14), None),
        ("2026年3月5日", dt.date(2026, 3, 5), None),
        ("2026 年 3 月 5 日", dt.date(2026, 3, 5), None),
        ("二〇二六年三月三十一日", dt.date(2026, 3, 31), None),
        ("2026-03-05 08:30:00", dt.date(2026, 3, 5), None),
        ("2026-03-05T08:30:00Z", dt.date(2026, 3, 5), None),
        ("2026年3月5日 星期四", dt.date(2026, 3, 5), None),
        ("２０２６．３．５", dt.date(2026, 3, 5), None),
        ("2023-03", dt.date(2023, 3, 1), MONTH_ONLY),
        ("2020/01", dt.date(2020, 1, 1), MONTH_ONLY),
        ("2026年10月份", dt.date(2026, 10, 1), MONTH_ONLY),
        ("201903", dt.date(2019, 3, 1), MONTH_ONLY),
        (201903.0, dt.date(2019, 3, 1), MONTH_ONLY),
        (2017.06, dt.date(2017, 6, 1), MONTH_ONLY),
        (2017.1, dt.date(2017, 10, 1), OCTOBER),
        ("长期", None, OPEN_ENDED),
        ("无固定期限", None, OPEN_ENDED),
        ("23.3.5", BAD, None),
        ("23年3月5日", BAD, None),
        ("3月5日", BAD, None),
        ("2026-02-30", BAD, None),
        ("2026-13", BAD, None),
        ("1899-12-31", BAD, None),
        ("2101-01-01", BAD, None),
        (dt.datetime(9999, 12, 31), BAD, None),
        (2026.0, BAD, None),
        (5.0, BAD, None),
        (-1.0, BAD, None),
        (math.nan, BAD, None),
        (dt.time(0, 0), BAD, None),
        ("2026.3.1-2026.5.1", BAD, None),
        ("待定", BAD, None),
        (True, BAD, None),
    ],
    ids=repr,
)
def test_date(cell, expected, note):
    check(dates([cell]), expected, note)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("是", True),
        ("有", True),
        ("√", True),
        ("已签订", True),
        ("Y", True),
        ("TRUE", True),
        (1.0, True),
        (True, True),
        ("☑是 □否", True),
        ("否", False),
        ("无", False),
        ("×", False),
        ("未签", False),
        ("没有", False),
        ("n", False),
        (0.0, False),
        (False, False),
        ("□是 ☑否", False),
        ("-", None),
        (None, None),
        (2.0, BAD),
        ("不清楚", BAD),
        ("☑是 ☑否", BAD),
        (dt.date(2026, 1, 1), BAD),
    ],
    ids=repr,
)
def test_flag(cell, expected):
    check(flags([cell]), expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  钢筋工 ", "钢筋工"),
        ("贵阳市\n云岩区", "贵阳市 云岩区"),
        (3.0, "3"),
        (3.25, "3.25"),
        (dt.date(2026, 10, 1), "2026-10-01"),
        (dt.datetime(2026, 10, 1, 8, 5), "2026-10-01 08:05:00"),
        (dt.datetime(2026, 10, 1), "2026-10-01"),
        (True, "TRUE"),
        (dt.timedelta(hours=30), "30:00"),
    ],
    ids=repr,
)
def test_text(cell, expected):
    check(texts([cell]), expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 沈  刚 ", "沈刚"),
        ("陆　某庚", "陆某庚"),
        ("陆 某\n庚", "陆某庚"),
        ("陆某 庚", "陆某庚"),
        ("张某甲\n", "张某甲"),
        ("\u200b李某乙\u202c", "李某乙"),
        ("阿依•古丽", "阿依•古丽"),
        ("阿依 古丽", "阿依 古丽"),  # two names, or two parts of one: nobody knows
        ("John  Smith", "John  Smith"),
        ("张 三 丰 年", "张 三 丰 年"),
        ("赵某甲（班长）", "赵某甲(班长)"),
        ("ＡＢ", "AB"),
        ("王某□", "王某□"),
        ("无", None),
        (7.0, "7"),
    ],
    ids=repr,
)
def test_names_are_shown_without_padding(cell, expected):
    check(names([cell]), expected)


CELLS = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="0123456789.,-+()（）￥元万年月日:/ 　*×XxE至~半天小时分#", max_size=24),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, max_size=12))
def test_no_cell_makes_a_parser_fail(cells):
    """Equal lengths, and never a value beside "bad"."""
    for parser, dtype in (
        (amounts, pl.Decimal(18, 2)),
        (days, pl.Decimal(10, 2)),
        (hours, pl.Decimal(10, 2)),
        (dates, pl.Date),
        (flags, pl.Boolean),
        (texts, pl.String),
        (names, pl.String),
    ):
        parsed = parser(cells)
        assert parsed.value.dtype == dtype
        assert parsed.bad.dtype == pl.Boolean
        assert parsed.note.dtype == pl.String
        assert len(parsed.value) == len(parsed.bad) == len(parsed.note) == len(cells)
        assert parsed.bad.null_count() == 0
        assert not (parsed.bad & parsed.value.is_not_null()).any()
    assert not texts(cells).bad.any()
    # each cell is read for itself: its neighbours change nothing
    assert [amounts([cell]).value.item() for cell in cells] == amounts(cells).value.to_list()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.decimals(min_value=-(10**10), max_value=10**10, places=2), min_size=1, max_size=20))
def test_amounts_that_a_spreadsheet_can_write_come_back(written):
    for form in (float, str, "{:,}".format, "¥{}元".format):
        parsed = amounts([form(value) for value in written])
        assert parsed.value.to_list() == written
        assert not parsed.bad.any()
        assert parsed.note.null_count() == len(written)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.decimals(min_value=0, max_value=10**8, places=4), min_size=1, max_size=20))
def test_more_decimals_round_half_up(written):
    expected = [value.quantize(D("0.01"), ROUND_HALF_UP) for value in written]
    assert amounts([float(value) for value in written]).value.to_list() == expected
    assert amounts([str(value) for value in written]).value.to_list() == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dates(dt.date(1910, 1, 1), dt.date(2100, 12, 31)), min_size=1, max_size=20))
def test_dates_that_a_spreadsheet_can_write_come_back(written):
    forms = (
        lambda day: day,
        lambda day: dt.datetime(day.year, day.month, day.day, 8, 30),
        lambda day: float((day - dt.date(1899, 12, 30)).days),
        lambda day: day.isoformat(),
        lambda day: f"{day.year}/{day.month}/{day.day}",
        lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: day.strftime("%Y%m%d"),
        lambda day: float(day.strftime("%Y%m%d")),
    )
    for form in forms:
        parsed = dates([form(day) for day in written])
        assert parsed.value.to_list() == written
        assert not parsed.bad.any()


def test_an_empty_column_is_an_empty_answer():
    for parser in (amounts, days, hours, dates, flags, texts, names):
        assert len(parser([]).value) == len(parser([]).bad) == 0
