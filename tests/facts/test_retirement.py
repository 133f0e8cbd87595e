"""Ages and statutory retirement: the table of LEGAL §6.5, month by month."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.facts.ledger_kit import NUMBERS, SETTINGS, D
from wagecheck.facts import retirement
from wagecheck.facts.settings import Settings


def over(birth: dt.date | None, sex: str | None, day: dt.date, settings: Settings = SETTINGS) -> bool | None:
    frame = pl.DataFrame(
        {"birth": [birth], "sex": [sex], "day": [day]}, schema={"birth": pl.Date, "sex": pl.String, "day": pl.Date}
    )
    return frame.select(
        retirement.over_retirement(pl.col("birth"), pl.col("sex"), pl.col("day"), settings).alias("over")
    ).item()


@pytest.mark.parametrize(
    ("sex", "birth", "reached"),
    [
        ("男", D(1964, 12, 10), D(2024, 12, 10)),
        ("男", D(1965, 1, 10), D(2025, 2, 10)),
        ("男", D(1965, 5, 10), D(2025, 7, 10)),
        ("男", D(1966, 11, 10), D(2027, 5, 10)),
        ("男", D(1976, 9, 10), D(2039, 9, 10)),
        ("男", D(1990, 1, 10), D(2053, 1, 10)),
        ("女", D(1974, 12, 10), D(2024, 12, 10)),
        ("女", D(1975, 1, 10), D(2025, 2, 10)),
        ("女", D(1976, 11, 10), D(2027, 11, 10)),
        ("女", D(1984, 11, 10), D(2039, 11, 10)),
    ],
)
def test_statutory_age(sex: str, birth: dt.date, reached: dt.date) -> None:
    assert over(birth, sex, reached) is True
    assert over(birth, sex, reached - dt.timedelta(days=1)) is False


def test_unknown_stays_unknown() -> None:
    assert over(None, "男", D(2026, 1, 1)) is None
    assert over(D(1960, 1, 1), None, D(2026, 1, 1)) is None
    assert over(D(1960, 1, 1), "男", D(2026, 1, 1), Settings(**NUMBERS, as_of=D(2026, 1, 1))) is None


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (D(2010, 10, 8), D(2026, 10, 7), 15),
        (D(2010, 10, 8), D(2026, 10, 8), 16),
        (D(2008, 2, 29), D(2026, 2, 28), 17),
        (D(2008, 2, 29), D(2026, 3, 1), 18),
    ],
)
def test_full_years(birth: dt.date, day: dt.date, years: int) -> None:
    frame = pl.DataFrame({"birth": [birth], "day": [day]})
    assert frame.select(retirement.full_years(pl.col("birth"), pl.col("day"))).item() == years
