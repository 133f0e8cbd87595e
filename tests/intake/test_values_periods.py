"""Pay periods in cells, titles, sheet names and file names."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.test_values import CELLS
from wagecheck.intake.values import find_period, period, periods
from wagecheck.intake.values.notes import MONTH_OF_DATE, OCTOBER, YEAR_ASSUMED


def span(text):
    return None if text is None else tuple(dt.date.fromisoformat(part) for part in text.split(".."))


OCTOBER_2026 = "2026-10-01..2026-10-31"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026年10月", OCTOBER_2026),
        ("2026年10月份", OCTOBER_2026),
        ("2026-10", OCTOBER_2026),
        ("2026.10", OCTOBER_2026),
        ("2026/10", OCTOBER_2026),
        ("202610", OCTOBER_2026),
        (202610.0, OCTOBER_2026),
        ("2026 年 十 月", OCTOBER_2026),
        ("二〇二六年十月", OCTOBER_2026),
        ("10月份", OCTOBER_2026),
        ("10月", OCTOBER_2026),
        ("10", OCTOBER_2026),
        (10.0, OCTOBER_2026),
        (dt.date(2026, 10, 1), OCTOBER_2026),
        (dt.datetime(2026, 10, 15), OCTOBER_2026),
        ("2026-10-15", OCTOBER_2026),
        (46311.0, OCTOBER_2026),
        (2017.06, "2017-06-01..2017-06-30"),
        (2017.1, "2017-10-01..2017-10-31"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("3月11日-4月10日", "2026-03-11..2026-04-10"),
        ("12月11日-1月10日", "2025-12-11..2026-01-10"),
        ("2026年12月11日-1月10日", "2026-12-11..2027-01-10"),
        ("2026-03-11～2026-04-10", "2026-03-11..2026-04-10"),
        ("2026.3.11-4.10", "2026-03-11..2026-04-10"),
        ("2026年3月11日至2026年4月10日", "2026-03-11..2026-04-10"),
        ("2019 年 1 月 1 日--2019 年 1 月 31 日", "2019-01-01..2019-01-31"),
        ("20200101-20200109", "2020-01-01..2020-01-09"),
        ("2026年10月1日-15日", "2026-10-01..2026-10-15"),
        ("2026年10月1-15日", "2026-10-01..2026-10-15"),
        ("2026年9-10月", "2026-09-01..2026-10-31"),
        ("2026.09-2026.10", "2026-09-01..2026-10-31"),
        ("2026年元月", "2026-01-01..2026-01-31"),
        ("二Ｏ二六年十月", OCTOBER_2026),
        ("2026年10月上旬", "2026-10-01..2026-10-10"),
        ("10月中旬", "2026-10-11..2026-10-20"),
        ("2026年2月下旬", "2026-02-21..2026-02-28"),
        ("2026年10月下半月", "2026-10-16..2026-10-31"),
        ("2026年第一季度", "2026-01-01..2026-03-31"),
        ("2026Q4", "2026-10-01..2026-12-31"),
        ("2026年3、4月", "2026-03-01..2026-04-30"),
        ("3、4月", "2026-03-01..2026-04-30"),
        ("2026年9、10、11月份", "2026-09-01..2026-11-30"),
        ("2026年3、5月", None),  # two months with one between them
        ("26年10月", None),
        ("2026年13月", None),
        ("2026-13", None),
        ("2026年", None),
        ("2025-01-01至2027-12-31", None),
        ("10个月", None),
        ("", None),
        (None, None),
        (True, None),
        (math.nan, None),
        (math.inf, None),
        (-5.0, None),
    ],
    ids=repr,
)
def test_period(cell, expected):
    assert period(cell, year_hint=2026) == span(expected)


@pytest.mark.parametrize("cell", ["10月份", "3月11日-4月10日", "10", 10.0], ids=repr)
def test_without_a_year_nothing_is_guessed(cell):
    assert period(cell) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年6月份农民工考勤表、工资表-架设队.xlsx", "2026-06-01..2026-06-30"),
        ("上下班打卡_月报_20200101-20200109", "2020-01-01..2020-01-09"),
        ("打卡时间 统计日期：2026-08-01 至 2026-08-20", "2026-08-01..2026-08-20"),
        ("工资表202610.xlsx", OCTOBER_2026),
        ("工资表-2026-10-木工.xlsx", OCTOBER_2026),
        ("2026.10.1-2026.10.31考勤", OCTOBER_2026),
        ("工资台账2026（超） 10月", OCTOBER_2026),
        ("2026年度工资表（10月）", OCTOBER_2026),
        ("上报2026.10.30 2026年10月工资", OCTOBER_2026),
        ("2026年10月工资（补发2026年8月）", OCTOBER_2026),
        ("木工班组花名册-2023.03.17.xlsx", None),
        ("花名册-木工班组(22人)2023.03.09进场.xlsx", None),
        ("制表日期：2026年11月5日", None),
        ("合同 GZ-202610-01", None),
        ("13800202610", None),
        ("110199202610010017", None),
        ("2019年工资表模板", None),
        ("每月18日发放", None),
        ("工期10个月", None),
        ("9月工资", None),
        ("工资表 2026年 3月、4月", "2026-03-01..2026-04-30"),
        ("1、10月份工资 2026", OCTOBER_2026),
        ("2、3月份工资 2026", None),  # February and March, or the second file
        ("2月11日-3月10日工资表 2026", "2026-02-11..2026-03-10"),
        ("单位：元 2026年10月", OCTOBER_2026),
        ("", None),
    ],
)
def test_find_period(text, expected):
    assert find_period(text) == span(expected)


def test_a_column_of_periods_says_what_it_assumed():
    parsed = periods(["2026-09", "10月", 2017.1, dt.date(2026, 10, 15), "-", None, "某月"], year_hint=2026)
    assert parsed.value.to_list()[:4] == [
        dt.date(2026, 9, 1),
        dt.date(2026, 10, 1),
        dt.date(2017, 10, 1),
        dt.date(2026, 10, 1),
    ]
    assert parsed.end[0] == dt.date(2026, 9, 30)
    assert parsed.note.to_list() == [None, YEAR_ASSUMED, OCTOBER, MONTH_OF_DATE, None, None, None]
    assert parsed.bad.to_list() == [False] * 6 + [True]


@settings(deadline=None, max_examples=100)
@given(CELLS, st.none() | st.integers(1990, 2050))
def test_no_cell_makes_a_period_fail(cell, hint):
    found = period(cell, year_hint=hint)
    assert found is None or found[0] <= found[1]
    if isinstance(cell, str):
        find_period(cell, year_hint=hint)


@settings(deadline=None, max_examples=100)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(0, 60))
def test_ranges_come_back_in_every_wording(start, length):
    end = start + dt.timedelta(days=length)
    for text in (
        f"{start}～{end}",
        f"{start} 至 {end}",
        f"{start:%Y.%m.%d}-{end:%Y.%m.%d}",
        f"{start:%Y%m%d}-{end:%Y%m%d}",
        f"{start.year}年{start.month}月{start.day}日-{end.year}年{end.month}月{end.day}日工资表",
    ):
        assert find_period(text) == (start, end), text
