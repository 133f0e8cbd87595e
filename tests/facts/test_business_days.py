"""Working days: the polars expression against a plain count, day by day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagecheck.facts.business_days import known_working_days, working_days, working_days_between
from wagecheck.facts.settings import Calendar

D = dt.date
AUTUMN = Calendar(
    years=frozenset({2026}),
    off=frozenset(D(2026, 10, day) for day in range(1, 8)) | {D(2026, 9, 25), D(2026, 9, 26), D(2026, 9, 27)},
    makeup=frozenset({D(2026, 9, 20), D(2026, 10, 10)}),
)


def counted(after: dt.date | None, until: dt.date | None, calendar: Calendar) -> int | None:
    frame = pl.DataFrame({"after": [after], "until": [until]}, schema={"after": pl.Date, "until": pl.Date})
    return frame.select(working_days(pl.col("after"), pl.col("until"), calendar)).item()


@pytest.mark.parametrize(
    ("sentence", "after", "until", "days"),
    [
        ("the day itself does not count", D(2026, 11, 16), D(2026, 11, 16), 0),
        ("Monday to Tuesday is one", D(2026, 11, 16), D(2026, 11, 17), 1),
        ("Friday to Monday is one", D(2026, 11, 13), D(2026, 11, 16), 1),
        ("a full week has five", D(2026, 11, 16), D(2026, 11, 23), 5),
        ("the national holiday has none", D(2026, 9, 30), D(2026, 10, 7), 0),
        ("the make-up Saturday is a working day", D(2026, 10, 9), D(2026, 10, 11), 1),
        ("holiday, two days, make-up Saturday", D(2026, 9, 30), D(2026, 10, 11), 3),
        ("an earlier date gives nothing", D(2026, 11, 16), D(2026, 11, 2), 0),
        ("an unknown date stays unknown", None, D(2026, 11, 2), None),
        ("an unknown end stays unknown", D(2026, 11, 2), None, None),
    ],
)
def test_working_days(sentence: str, after: dt.date | None, until: dt.date | None, days: int | None) -> None:
    assert counted(after, until, AUTUMN) == days, sentence


dates = st.dates(D(2026, 1, 1), D(2026, 3, 31))


@given(dates, dates, st.frozensets(dates, max_size=12), st.frozensets(dates, max_size=6))
def test_expression_equals_reference(
    after: dt.date, until: dt.date, off: frozenset[dt.date], makeup: frozenset[dt.date]
) -> None:
    calendar = Calendar(off=off - makeup, makeup=makeup)
    assert counted(after, until, calendar) == working_days_between(after, until, calendar)


@pytest.mark.parametrize(
    ("sentence", "after", "until", "days"),
    [
        ("known years", D(2026, 11, 16), D(2026, 11, 17), 1),
        ("begins in a year without calendar", D(2025, 12, 30), D(2026, 1, 5), None),
        ("ends in a year without calendar", D(2026, 12, 30), D(2027, 1, 5), None),
        ("no later, in whatever year", D(2025, 12, 30), D(2025, 12, 30), 0),
        ("an unknown end", D(2026, 11, 16), None, None),
    ],
)
def test_days_that_would_be_held_against_somebody(sentence: str, after: Any, until: Any, days: int | None) -> None:
    frame = pl.DataFrame({"after": [after], "until": [until]}, schema={"after": pl.Date, "until": pl.Date})
    found = frame.select(known_working_days(pl.col("after"), pl.col("until"), AUTUMN)).item()
    assert found == days, sentence
