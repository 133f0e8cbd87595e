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
from wagecheck.intake.values import (
    amounts,
    dates,
    days,
    flags,
    hours,
    names,
    people,
    periods,
    phones,
    ratios,
    texts,
    worked_days,
)
from wagecheck.intake.values.notes import (
    FULL_WIDTH,
    IN_WORDS,
    JANUARY,
    MONTH_END,
    MONTH_ONLY,
    MORE_DECIMALS,
    NEGATIVE,
    OCTOBER,
    OF_TWO,
    OPEN_ENDED,
    PER_UNIT,
    PERCENT,
    PLACEHOLDER,
    PRECISION,
    SERIAL,
    SUM,
    TEN_THOUSANDS,
)
from wagecheck.intake.values.words import words

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
        ("-5", D("-5.00")),
        ("−5", D("-5.00")),
        ("¥-5", D("-5.00")),
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
        ("1 200.00", D("1200.00")),
        ("'1200.00", D("1200.00")),
        ("300 200", BAD),  # one amount or two: nobody knows
        ("300\n200", BAD),
        ("1 2", BAD),
        ("1,20", BAD),
        ("1.200,50", BAD),
        ("12,3456", BAD),
        ("--5", BAD),
        ("-5-", BAD),
        ("(5", BAD),
        ("-(5)", BAD),
        ("5000②", BAD),
        ("5²", BAD),
        ("300+200", BAD),
        ("1.2.3", BAD),
        ("22天", BAD),
        ("约300", BAD),
        ("$300", BAD),
        ("6.22848E+18", BAD),
        ("三千五", BAD),  # 3,500 as spoken, 3,005 as written
        ("壹仟伍元", BAD),
        ("壹伍元", BAD),
        ("十二月", BAD),
        ("#N/A", BAD),
        ("#REF!", BAD),
        ("########", BAD),
        ("Err:502", BAD),
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
        ("15000元/月", D("15000.00"), PER_UNIT),
        ("300元每天", D("300.00"), PER_UNIT),
        ("1.5万元", D("15000.00"), TEN_THOUSANDS),
        ("１，２００．５０", D("1200.50"), FULL_WIDTH),
        ("5-", D("-5.00"), NEGATIVE),
        ("(300)", D("-300.00"), NEGATIVE),
        ("（300.00）", D("-300.00"), NEGATIVE),
        ("壹佰元", D("100.00"), IN_WORDS),
        ("壹仟贰佰元整", D("1200.00"), IN_WORDS),
        ("人民币壹万零伍佰圆整", D("10500.00"), IN_WORDS),
        ("壹万伍佰元", D("10500.00"), IN_WORDS),
        ("叁拾元零伍分", D("30.05"), IN_WORDS),
        ("拾贰元伍角", D("12.50"), IN_WORDS),
        ("一千二百元", D("1200.00"), IN_WORDS),
        ("贰拾万", D("200000.00"), IN_WORDS),
        ("负壹佰元整", D("-100.00"), IN_WORDS),
        ("零元整", D("0.00"), IN_WORDS),
    ],
    ids=repr,
)
def test_amounts_say_what_was_assumed(cell, expected, note):
    check(amounts([cell]), expected, note)


@pytest.mark.parametrize(
    ("per", "cell", "expected"),
    [
        ("day", "300元/天", D("300.00")),
        ("day", "300/工日", D("300.00")),
        ("day", "300元每天", D("300.00")),
        ("day", 300.0, D("300.00")),
        ("day", "15000元/月", BAD),  # no rate per day
        ("hour", "35元/小时", D("35.00")),
        ("hour", "35/H", D("35.00")),
        ("hour", "300元/天", BAD),
        ("month", "5000元/月", D("5000.00")),
        ("month", "200元/天", BAD),
    ],
)
def test_the_unit_in_the_cell_must_be_that_of_the_column(per, cell, expected):
    check(amounts([cell], per=per), expected)


@pytest.mark.parametrize("cell", [1.23456, "1.23456", "1.23456万", "1.23456万元"], ids=repr)
def test_a_heading_in_ten_thousands_loses_no_yuan(cell):
    check(amounts([cell], ten_thousands=True), D("12345.60"), TEN_THOUSANDS)
    check(amounts(["3000元"], ten_thousands=True), D("3000.00"))
    check(amounts(["叁仟元整"], ten_thousands=True), D("3000.00"), IN_WORDS)
    check(amounts(["-"], ten_thousands=True), None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("½", D("0.50")),
        ("22½天", D("22.50")),
        ("全天", D("1.00")),
        ("一天", D("1.00")),
        ("十二天", D("12.00")),
        ("二十二个工", D("22.00")),
        ("两天半", D("2.50")),
        ("22 5", BAD),
        ("全勤", BAD),
        ("一月", BAD),
        ("九", BAD),
        ("⅓", BAD),
        (22.5, D("22.50")),
        ("22.5", D("22.50")),
        ("22天", D("22.00")),
        ("22 工日", D("22.00")),
        ("22个工", D("22.00")),
        ("半天", D("0.50")),
        ("22天半", D("22.50")),
        ("1个半工", D("1.50")),
        (-1.0, D("-1.00")),
        ("176小时", BAD),
        ("22/26", BAD),
        ("22半", BAD),
        ("半", BAD),
        ("√", BAD),
        (dt.date(2026, 10, 1), BAD),
    ],
    ids=repr,
)
def test_days(cell, expected):
    check(days([cell]), expected)


@pytest.mark.parametrize("cell", ["9+3.5", "9 + 3.5", "9+3.5小时"], ids=repr)
def test_two_numbers_with_a_plus_are_their_sum(cell):
    check(hours([cell]), D("12.50"), SUM)


def test_sums_widths_and_pairs_of_days_say_so():
    check(days(["20+2.5天"]), D("22.50"), SUM)
    check(days(["２２"]), D("22.00"), FULL_WIDTH)
    check(worked_days(["23/19"]), D("19.00"), OF_TWO)
    check(worked_days(["19/23"], actual_first=True), D("19.00"), OF_TWO)
    check(worked_days([19.0]), D("19.00"))


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
        (dt.date(1900, 1, 2), D("48.00")),  # 48:00 under a clock format
        ("7 5", BAD),
        ("全天", BAD),
        (dt.date(2026, 1, 1), BAD),
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
        ("二Ｏ二六年元月", dt.date(2026, 1, 1), MONTH_ONLY),
        ("2026 年 一 月", dt.date(2026, 1, 1), MONTH_ONLY),
        ("2017.1", dt.date(2017, 1, 1), JANUARY),
        ("2023。03。17", dt.date(2023, 3, 17), None),
        ("2017.3.20.", dt.date(2017, 3, 20), None),
        ("26-08-01 星期六", dt.date(2026, 8, 1), None),
        ("26-08-01 星期五", BAD, None),
        ("9999-12-31", None, OPEN_ENDED),
        (dt.datetime(9999, 12, 31), None, OPEN_ENDED),
        ("1970-01-01", None, PLACEHOLDER),
        (dt.date(1970, 1, 1), None, PLACEHOLDER),
        ("0000-00-00", None, PLACEHOLDER),
        ("1899-12-31", None, PLACEHOLDER),
        (dt.time(0, 0), None, PLACEHOLDER),  # an empty cell that a formula refers to, under a date format
        (0.0, None, PLACEHOLDER),
        ("03/04/05", BAD, None),
        ("26/10/2026", BAD, None),
        ("10/26/2026", BAD, None),
        ("2026年", BAD, None),
        (2017.2, BAD, None),  # February, or a number
        (dt.time(8, 30), BAD, None),
        ("#N/A", BAD, None),
        ("23.3.5", BAD, None),
        ("23年3月5日", BAD, None),
        ("3月5日", BAD, None),
        ("2026-02-30", BAD, None),
        ("2026-13", BAD, None),
        ("2101-01-01", BAD, None),
        (2026.0, BAD, None),
        (5.0, BAD, None),
        (-1.0, BAD, None),
        (math.nan, BAD, None),
        ("2026.3.1-2026.5.1", BAD, None),
        ("待定", BAD, None),
        (True, BAD, None),
    ],
    ids=repr,
)
def test_date(cell, expected, note):
    check(dates([cell]), expected, note)


@pytest.mark.parametrize(
    ("meaning", "cell", "expected", "note"),
    [
        ("end", "2026-02", dt.date(2026, 2, 28), MONTH_END),
        ("end", "2024年2月", dt.date(2024, 2, 29), MONTH_END),
        ("end", 202610.0, dt.date(2026, 10, 31), MONTH_END),
        ("end", "2026-02-03", dt.date(2026, 2, 3), None),
        ("birth", "1970-01-01", dt.date(1970, 1, 1), None),
        ("birth", dt.date(1970, 1, 1), dt.date(1970, 1, 1), None),
        ("birth", dt.date(1900, 1, 1), None, PLACEHOLDER),
    ],
)
def test_a_date_is_read_as_what_the_column_asks_for(meaning, cell, expected, note):
    check(dates([cell], meaning=meaning), expected, note)


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        ("1.5%", D("0.0150"), None),
        ("1.5％", D("0.0150"), None),
        (0.015, D("0.0150"), None),
        ("0.5%", D("0.0050"), None),
        (1.5, D("0.0150"), PERCENT),
        ("3", D("0.0300"), PERCENT),
        ("-", None, None),
        (0.5, BAD, None),  # half of the price, or half a percent
        ("3‰", BAD, None),
        (150.0, BAD, None),
        ("-1%", BAD, None),
        (True, BAD, None),
        (dt.date(2026, 1, 1), BAD, None),
    ],
    ids=repr,
)
def test_ratio(cell, expected, note):
    check(ratios([cell]), expected, note)


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
        ("1号楼#2", "1号楼#2"),
        ("#N/A", BAD),
        ("#DIV/0!", BAD),
    ],
    ids=repr,
)
def test_text(cell, expected):
    check(texts([cell]), expected)


@pytest.mark.parametrize("cell", [2.0261101e19, 10**18, "2.0261E+19"], ids=repr)
def test_a_number_that_lost_its_digits_names_nothing(cell):
    """All vouchers of a month would have the same number."""
    check(texts([cell]), None, PRECISION)


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
        (people, pl.String),
        (ratios, pl.Decimal(10, 4)),
        (worked_days, pl.Decimal(10, 2)),
        (phones, pl.String),
        (periods, pl.Date),
    ):
        parsed = parser(cells)
        assert parsed.value.dtype == dtype
        assert parsed.bad.dtype == pl.Boolean
        assert parsed.note.dtype == pl.String
        assert len(parsed.value) == len(parsed.bad) == len(parsed.note) == len(cells)
        assert parsed.bad.null_count() == 0
        assert not (parsed.bad & parsed.value.is_not_null()).any()


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


def is_meant(day):
    """Software writes 1970-01-01 where there is none."""
    return day not in words().placeholder_dates


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dates(dt.date(1910, 1, 1), dt.date(2100, 12, 31)).filter(is_meant), min_size=1, max_size=20))
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


SHORT_YEARS = [
    ("the weekday proves the century", "26-08-01 星期六", dt.date(2026, 8, 1)),
    ("in brackets", "26-08-01(周六)", dt.date(2026, 8, 1)),
    ("another weekday proves nothing", "26-08-01 星期日", None),
    ("no weekday", "26-08-01", None),
]


@pytest.mark.parametrize(("what", "cell", "day"), SHORT_YEARS, ids=[s[0] for s in SHORT_YEARS])
def test_a_two_digit_year_counts_only_with_its_weekday(what, cell, day):
    parsed = dates([cell])
    assert (parsed.value.to_list(), parsed.bad.to_list()) == ([day], [day is None])
