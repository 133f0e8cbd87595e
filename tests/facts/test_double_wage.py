"""Double wage for late contracts: hand-checked cases, and the expression against a count day by day."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts.ledger_kit import SETTINGS, D
from wagecheck.facts import double_wage


def months(employed: dt.date, signed: dt.date) -> Decimal:
    frame = pl.DataFrame({"employed": [employed], "signed": [signed]})
    deadline = double_wage.signing_deadline(pl.col("employed"), SETTINGS)
    return frame.select(double_wage.months_owed(deadline, pl.col("signed"), SETTINGS)).item()


@pytest.mark.parametrize(
    ("sentence", "employed", "signed", "expected"),
    [
        ("signed on the first day", D(2026, 3, 1), D(2026, 3, 1), "0"),
        ("signed before the first day", D(2026, 3, 1), D(2026, 2, 1), "0"),
        ("signed on the last day of the month allowed", D(2026, 3, 1), D(2026, 3, 31), "0"),
        ("signed one month later to the day", D(2026, 3, 1), D(2026, 4, 1), "0"),
        ("one day late: 1 of the 30 days of April", D(2026, 3, 1), D(2026, 4, 2), "0.03"),
        ("one month late", D(2026, 3, 1), D(2026, 5, 1), "1"),
        ("one month and ten of thirty-one days", D(2026, 3, 10), D(2026, 5, 20), "1.32"),
        ("the year the law came: 1 January to 31 December 2008", D(2008, 1, 1), D(2009, 1, 1), "11"),
        ("never more than eleven months", D(2020, 1, 1), D(2026, 1, 1), "11"),
        ("from the end of January", D(2026, 1, 31), D(2026, 3, 1), "0.04"),
    ],
)
def test_months(sentence: str, employed: dt.date, signed: dt.date, expected: str) -> None:
    assert months(employed, signed) == Decimal(expected), sentence


def later(day: dt.date, count: int) -> dt.date:
    """The same day ``count`` months later, the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def counted(employed: dt.date, signed: dt.date) -> float:
    """Months late, stepping month by month and counting the days left over."""
    start = later(employed, 1)
    if signed <= start:
        return 0.0
    whole = 0
    while later(start, whole + 1) <= signed:
        whole += 1
    begun, end = later(start, whole), later(start, whole + 1)
    return min(round(whole + (signed - begun).days / (end - begun).days, 2), 11.0)


dates = st.dates(D(2019, 1, 1), D(2027, 12, 31))


@given(dates, st.integers(-40, 800))
def test_against_a_plain_count(employed: dt.date, days: int) -> None:
    signed = employed + dt.timedelta(days=days)
    assert float(months(employed, signed)) == pytest.approx(counted(employed, signed), abs=0.011)


def test_amount_is_one_more_wage_per_month() -> None:
    frame = pl.DataFrame(
        {"months": [Decimal("1.61"), None], "wage": [Decimal("6525.00")] * 2},
        schema={"months": pl.Decimal(10, 2), "wage": pl.Decimal(18, 2)},
    )
    found = frame.select(double_wage.amount(pl.col("months"), pl.col("wage")))["months"]
    assert found.to_list() == [Decimal("10505.25"), None]
