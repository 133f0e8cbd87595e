"""The law of the pay month decides: over-age rules start with July 2026, the gradual retirement age with 2025."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.facts.post_kit import SETTINGS
from tests.house_rules import BOOK
from wagecheck import judge
from wagecheck.facts import retirement
from wagecheck.intake import submission as intake
from wagecheck.privacy import Masker
from wagecheck.simulate import submission

D = dt.date


def test_over_age_rules_start_with_july_2026(tmp_path: Path) -> None:
    made = submission.make(defects="AG05", workers=8, contractors=1, months=5)
    submission.save(made.draw(), tmp_path / "submission")
    result = judge.judge(
        intake.read([tmp_path / "submission"]), BOOK, as_of=made.world.as_of, masker=Masker(b"of the tests")
    )
    periods = {
        rule: sorted(result.findings.filter(pl.col("rule") == rule)["period"].to_list()) for rule in ("AG04", "AG05")
    }
    assert periods["AG04"] == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    assert periods["AG05"] == ["2026-07", "2026-08", "2026-09", "2026-10"]


@pytest.mark.parametrize(
    ("sentence", "birth", "sex", "reached"),
    [
        ("sixty in 2024: no delay", D(1964, 12, 15), "男", D(2024, 12, 15)),
        ("sixty in January 2025: one month", D(1965, 1, 15), "男", D(2025, 2, 15)),
        ("sixty in May 2025: two months", D(1965, 5, 15), "男", D(2025, 7, 15)),
        ("sixty in November 2026: six months", D(1966, 11, 15), "男", D(2027, 5, 15)),
        ("born since September 1976: sixty-three", D(1976, 9, 15), "男", D(2039, 9, 15)),
        ("a woman of fifty in November 2026: fifty-one", D(1976, 11, 15), "女", D(2027, 11, 15)),
        ("a woman born since November 1984: fifty-five", D(1984, 11, 15), "女", D(2039, 11, 15)),
    ],
)
def test_statutory_age_is_computed(sentence: str, birth: dt.date, sex: str, reached: dt.date) -> None:
    frame = pl.DataFrame({"birth": [birth], "sex": [sex]})
    found = frame.select(retirement.retirement_on(pl.col("birth"), pl.col("sex"), SETTINGS)).item()
    assert found == reached, sentence


@pytest.mark.parametrize(("rule", "start"), [("AG04", D(2025, 1, 1)), ("AG05", D(2026, 7, 1)), ("AG03", D(2020, 5, 1))])
def test_first_pay_months(rule: str, start: dt.date) -> None:
    assert BOOK.rule(rule).start == start
