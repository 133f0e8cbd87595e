"""Hours, days in a row, overtime by kind of day, and what was paid for it, from hand-made ledgers."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.facts.ledger_kit import SEPTEMBER, ZHANG, D, ledgers, october, worked
from tests.house_rules import BOOK
from wagecheck.facts import attendance_day, work_time, worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings
from wagecheck.judging import settings as full
from wagecheck.ledgers.provenance import unpack_one

PAY = {**ZHANG, "net_pay": 5000, "gross_pay": 5000, "daily_rate": 240, "work_days": 20}
DAY_RATE = {**ZHANG, "wage_unit": "日", "wage_rate": 240}


@cache
def settings() -> Settings:
    return full.build(BOOK, D(2026, 12, 10))


def ground(**rows: list[dict[str, Any]]) -> Groundwork:
    return Groundwork(ledgers(**rows), settings())


def row(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    base = ground(**{"payroll": [PAY], "contract": [DAY_RATE], **rows})
    found = work_time.build(base, worker_month.build(base))
    assert found.schema == work_time.FRAME.schema
    return found.filter(period="2026-10", name="张某甲").row(0, named=True)


@pytest.mark.parametrize(
    ("sentence", "days", "run", "last"),
    [
        ("six days and one off", october(8, 9, 10, 11, 12, 13, 15), 6, 13),
        ("seven days", october(8, 9, 10, 11, 12, 13, 14), 7, 14),
        ("the longer of two", october(8, 9, 12, 13, 14), 3, 14),
        ("no day worked", [], 0, None),
    ],
)
def test_days_in_a_row(sentence: str, days: list[Any], run: int, last: int | None) -> None:
    rows = worked(ZHANG, *days) if days else worked(ZHANG, *october(8), work=0)
    summary = [{**ZHANG, "days": len(days), "dated": True}]
    found = row(attendance=rows, attendance_summary=summary)
    assert (found["longest_run"], found["run_to"] and found["run_to"].day) == (run, last), sentence


def test_a_run_reaches_over_the_end_of_a_month() -> None:
    before = worked(ZHANG, D(2026, 9, 28), D(2026, 9, 29), D(2026, 9, 30), src=90, **SEPTEMBER)
    found = row(
        attendance=before + worked(ZHANG, *october(1, 2)),
        payroll=[PAY, {**PAY, "src": 91, **SEPTEMBER}],
    )
    assert (found["longest_run"], found["run_from"], found["run_to"]) == (5, D(2026, 9, 28), D(2026, 10, 2))


@pytest.mark.parametrize(
    ("sentence", "cells", "span"),
    [
        ("the longest day", {"mark": "07:00 11:30 20:06"}, (13.1, 9)),
        ("hours are stated", {"mark": "07:00-20:00", "hours": 10}, (8, 8)),
        ("no times", {"mark": "√"}, (8, 8)),
    ],
)
def test_time_between_punches(sentence: str, cells: dict[str, Any], span: tuple[float, int]) -> None:
    days = worked(ZHANG, *october(8), mark="08:00-16:00") + worked(ZHANG, *october(9), src=31, **cells)
    found = row(attendance=days)
    assert (float(found["longest_span"]), found["span_on"].day) == span, sentence


def test_time_between_punches_does_not_matter_where_overtime_is_recorded() -> None:
    days = worked(ZHANG, *october(9), mark="07:00-20:00")
    assert row(attendance=days, payroll=[{**PAY, "overtime_hours": 3}])["longest_span"] is None


def test_without_day_cells_nothing_is_known_of_runs() -> None:
    found = row(attendance_summary=[{**ZHANG, "days": 28, "unit": "day", "dated": False}])
    assert (found["longest_run"], found["rest_hours"]) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "hours", "overtime", "over"),
    [
        ("eight hours", 8, None, 0),
        ("ten hours, none called overtime", 10, None, 2),
        ("ten hours, two of them overtime", 10, 2, 0),
        ("eleven hours, two of them overtime", 11, 2, 1),
    ],
)
def test_hours_above_eight(sentence: str, hours: int, overtime: int | None, over: int) -> None:
    cells = worked(ZHANG, *october(8), hours=Decimal(hours), overtime_hours=overtime)
    assert row(attendance=[{**cell, "work": None, "unit": "hour"} for cell in cells])["hours_over"] == over, sentence


#: 2026-10: 1–3 are statutory, 4–7 other days off, 10 a make-up workday; 12–18 is a whole week.
@pytest.mark.parametrize(
    ("sentence", "days", "rest", "holiday"),
    [
        ("a week of five days", october(12, 13, 14, 15, 16), 0, 0),
        ("the make-up Saturday is an ordinary day", october(8, 9, 10), 0, 0),
        ("two statutory days", october(1, 2), 0, 16),
        ("Saturday instead of Monday", october(13, 14, 15, 16, 17), 0, 0),
        ("seven days, and the next week off", october(12, 13, 14, 15, 16, 17, 18), 0, 0),
        ("six days a week", october(*[day for day in range(8, 32) if day not in (11, 18, 25)]), 0, 0),
        ("every day from the 8th on: two whole weeks without a day off", october(*range(8, 32)), 2 * 8, 0),
        (
            "days off by notice, 5th to 7th",
            october(*[day for day in range(5, 32) if day not in (11, 18, 25)]),
            2 * 8,
            0,
        ),
    ],
)
def test_rest_days_and_holidays(sentence: str, days: list[Any], rest: int, holiday: int) -> None:
    found = row(attendance=worked(ZHANG, *days))
    assert (found["rest_hours"], found["holiday_hours"]) == (rest, holiday), sentence


def test_a_year_without_calendar_is_not_known() -> None:
    month = {"period_start": D(2031, 3, 1), "period_end": D(2031, 3, 31)}
    base = ground(payroll=[{**PAY, **month}], attendance=worked(ZHANG, D(2031, 3, 4), **month))
    found = work_time.build(base, worker_month.build(base)).row(0, named=True)
    assert (found["rest_hours"], found["holiday_hours"], found["longest_run"]) == (None, None, 1)


@pytest.mark.parametrize(
    ("sentence", "cells", "summary", "payroll", "hours"),
    [
        ("in the day cells", {"overtime_hours": 2}, {}, {}, 2),
        ("the sheet's own sum", {}, {"overtime_hours": 5}, {}, 5),
        ("the payroll's", {}, {}, {"overtime_hours": 7}, 7),
        ("nowhere", {}, {}, {}, None),
    ],
)
def test_overtime(sentence: str, cells: Any, summary: Any, payroll: Any, hours: int | None) -> None:
    found = row(
        attendance=worked(ZHANG, *october(8), **cells),
        attendance_summary=[{**ZHANG, "dated": True, **summary}],
        payroll=[{**PAY, **payroll}],
    )
    assert (found["overtime_hours"], found["ordinary_overtime"]) == (hours, hours), sentence


@pytest.mark.parametrize(
    ("sentence", "days", "place"),
    [
        ("in the day cell", [worked(ZHANG, *october(8), overtime_hours=2)], (5, 11)),
        ("in a line of its own", [worked(ZHANG, *october(8), overtime_hours=2, overtime_row=6, overtime_col=11)], (6, 11)),
        ("most of it on another day", [worked(ZHANG, *october(8), overtime_hours=2),
                                       worked(ZHANG, *october(9), overtime_hours=3, overtime_row=6, overtime_col=12)], (6, 12)),
        ("on two sheets", [worked(ZHANG, *october(8), work=0.5, overtime_hours=1, overtime_row=6, overtime_col=11),
                           worked(ZHANG, *october(8), work=0.5, overtime_hours=3, overtime_row=9, overtime_col=11, row=8)], (9, 11)),
    ],
)  # fmt: skip
def test_where_the_overtime_stands(sentence: str, days: list[Any], place: tuple[int, int]) -> None:
    found = row(attendance=[cell for one in days for cell in one], attendance_summary=[{**ZHANG, "dated": True}])
    (at,) = found["overtime_at"]
    assert unpack_one(at)[1:] == place, sentence


@pytest.mark.parametrize(
    ("sentence", "contract", "wage", "times"),
    [
        ("a day rate", {"wage_unit": "元/天", "wage_rate": 240}, 30, 1),
        ("an hourly rate", {"wage_unit": "小时", "wage_rate": 28}, 28, 1),
        ("a monthly wage", {"wage_unit": "月", "wage_rate": 6960}, 40, 0),
        ("piece work", {"wage_unit": "平方米", "wage_rate": 12}, None, None),
        ("no unit: the payroll's day rate", {}, 30, 1),
    ],
)
def test_hourly_wage(sentence: str, contract: Any, wage: int | None, times: int | None) -> None:
    found = row(attendance=worked(ZHANG, *october(8)), contract=[{**ZHANG, **contract}])
    assert (found["hourly_wage"], found["base_times"]) == (wage, times), sentence


@pytest.mark.parametrize(
    ("sentence", "payroll", "paid"),
    [
        ("a column of its own", {"overtime_pay": 300}, 300),
        ("no column: what is above the days", {"gross_pay": 5100}, 300),
        ("no column, nothing above the days", {"gross_pay": 4700}, 0),
        ("turned into days", {"overtime_pay": 0, "work_days": 22}, 480),
    ],
)
def test_what_was_paid_for_overtime(sentence: str, payroll: Any, paid: int) -> None:
    days = october(*range(8, 28))
    found = row(attendance=worked(ZHANG, *days), payroll=[{**PAY, "gross_pay": 4800, **payroll}])
    assert found["overtime_paid"] == paid, sentence


@pytest.mark.parametrize(
    ("sentence", "signatures", "answer"),
    [("signed", ["张", "李"], True), ("others have", [None, "李"], False), ("nobody has", [None, " "], None)],
)
def test_signature_under_the_attendance(sentence: str, signatures: list[str | None], answer: bool | None) -> None:
    other = {"name": "李某乙", "id_number": "11019919850606006X", "id_state": "ok"}
    found = row(
        attendance=worked(ZHANG, *october(8)) + worked(other, *october(8), row=6),
        attendance_summary=[
            {**who, "dated": True, "signature": text} for who, text in zip((ZHANG, other), signatures, strict=True)
        ],
    )
    assert found["attendance_signed"] is answer, sentence


@pytest.mark.parametrize(
    ("mark", "punches", "minutes"),
    [
        ("07:01 11:58 18:00", 3, 659),
        ("07:01", 1, 0),
        ("19:30 次日02:10", 2, 400),
        ("√", None, None),
    ],
)
def test_punches(mark: str, punches: int | None, minutes: int | None) -> None:
    base = ground(attendance=worked(ZHANG, *october(8), mark=mark), project=[{"name": "示例项目", "region": "220100"}])
    found = attendance_day.build(base.days, base.submitted, base.persons, base.settings).collect().row(0, named=True)
    assert (found["punches"], found["punch_minutes"], found["place"]) == (punches, minutes, "吉林（220100）")
