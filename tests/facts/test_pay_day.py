"""Due days: wordings of pay days, days off, and what holds where nothing was agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts.ledger_kit import SETTINGS, ZHANG, D, ledgers
from wagecheck.facts import pay_day, units

PAY = {**ZHANG, "net_pay": 100}


def agreed(text: str | None, end: dt.date) -> dt.date | None:
    frame = pl.DataFrame({"text": [text], "end": [end]}, schema={"text": pl.String, "end": pl.Date})
    return frame.select(pay_day.agreed_day(pl.col("text"), pl.col("end"))).item()


@pytest.mark.parametrize(
    ("wording", "period_end", "day"),
    [
        ("次月18日", D(2026, 10, 31), D(2026, 11, 18)),
        ("下月18号", D(2026, 10, 31), D(2026, 11, 18)),
        ("下个月18日前", D(2026, 10, 31), D(2026, 11, 18)),
        ("每月18日", D(2026, 10, 31), D(2026, 11, 18)),
        ("18日", D(2026, 10, 31), D(2026, 11, 18)),
        ("18", D(2026, 10, 31), D(2026, 11, 18)),
        ("１８ 日", D(2026, 10, 31), D(2026, 11, 18)),
        ("当月25日", D(2026, 10, 31), D(2026, 10, 25)),
        ("本月 25 号", D(2026, 10, 31), D(2026, 10, 25)),
        ("次月底", D(2026, 10, 31), D(2026, 11, 30)),
        ("次月月底", D(2026, 10, 31), D(2026, 11, 30)),
        ("每月最后一天", D(2027, 1, 31), D(2027, 2, 28)),
        ("31日", D(2026, 10, 31), D(2026, 11, 30)),
        ("次月30日", D(2027, 1, 31), D(2027, 2, 28)),
        ("次月18日", D(2026, 12, 31), D(2027, 1, 18)),
        ("次月18日", D(2026, 10, 25), D(2026, 11, 18)),
        ("2026-11-18", D(2026, 10, 31), D(2026, 11, 18)),
        ("2026年9月18日", D(2026, 10, 31), D(2026, 11, 18)),
        ("按月支付", D(2026, 10, 31), None),
        ("40日", D(2026, 10, 31), None),
        ("", D(2026, 10, 31), None),
        (None, D(2026, 10, 31), None),
    ],
)
def test_wordings(wording: str | None, period_end: dt.date, day: dt.date | None) -> None:
    assert agreed(wording, period_end) == day


@given(st.integers(1, 31), st.dates(D(2020, 1, 1), D(2030, 12, 31)))
def test_a_day_of_the_next_month(day: int, end: dt.date) -> None:
    found = agreed(f"次月{day}日", end)
    assert found is not None
    assert (found.year * 12 + found.month) - (end.year * 12 + end.month) == 1
    assert found.day == day or (found + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("sentence", "day", "expected"),
    [
        ("a working day stays", D(2026, 11, 18), D(2026, 11, 18)),
        ("a Saturday moves to Friday", D(2026, 11, 14), D(2026, 11, 13)),
        ("a Sunday moves to Friday", D(2026, 11, 15), D(2026, 11, 13)),
        ("the national holiday moves before its first day", D(2026, 10, 5), D(2026, 9, 30)),
        ("a make-up Saturday is a working day", D(2026, 10, 10), D(2026, 10, 10)),
        ("an unknown year knows weekends only", D(2028, 10, 1), D(2028, 9, 29)),
    ],
)
def test_moved_before_a_day_off(sentence: str, day: dt.date, expected: dt.date) -> None:
    frame = pl.DataFrame({"day": [day, None]}, schema={"day": pl.Date})
    assert frame.select(pay_day.moved(pl.col("day"), SETTINGS.calendar))["day"].to_list() == [expected, None], sentence


@pytest.mark.parametrize(
    ("sentence", "rows", "due_on"),
    [
        ("nothing agreed: end of the next month, a Monday or not", {"payroll": [PAY]}, D(2026, 11, 30)),
        ("the contracts say it", {"payroll": [PAY], "contract": [{**ZHANG, "pay_day": "次月18日"}]}, D(2026, 11, 18)),
        (
            "most contracts say it",
            {
                "payroll": [PAY],
                "contract": [{**ZHANG, "pay_day": text} for text in ("次月18日", "次月20日", "次月20日")],
            },
            D(2026, 11, 20),
        ),
        ("the notice board says it", {"payroll": [PAY], "board": [{"pay_day": "每月15日"}]}, D(2026, 11, 13)),
        (
            "the contracts come before the board",
            {"payroll": [PAY], "contract": [{**ZHANG, "pay_day": "次月18日"}], "board": [{"pay_day": "每月15日"}]},
            D(2026, 11, 18),
        ),
        ("the payroll states a date", {"payroll": [{**PAY, "pay_date": D(2026, 11, 12)}]}, D(2026, 11, 12)),
        ("a date after the month is no agreement", {"payroll": [{**PAY, "pay_date": D(2027, 1, 20)}]}, D(2026, 11, 30)),
        (
            "a wording that says no day",
            {"payroll": [PAY], "contract": [{**ZHANG, "pay_day": "按月支付"}]},
            D(2026, 11, 30),
        ),
    ],
)
def test_due_day_of_the_contractor(sentence: str, rows: dict[str, list[dict[str, Any]]], due_on: dt.date) -> None:
    given_ledgers = ledgers(**rows)
    found = pay_day.by_unit(given_ledgers, units.build(given_ledgers), SETTINGS)
    assert found["due_on"].to_list() == [due_on], sentence
