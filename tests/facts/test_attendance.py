"""Days worked: per day, per period, outside entry and contract, on two sites; and what cannot be counted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import (
    LI,
    SEPTEMBER,
    SETTINGS,
    SRC,
    ZHANG,
    D,
    ledgers,
    october,
    worked,
)
from wagecheck.facts import attendance_day, worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.ledgers.provenance import pack_one

CYCLE = {"period_start": D(2026, 9, 26), "period_end": D(2026, 10, 25)}
YEAR = {"period_start": D(2026, 1, 1), "period_end": D(2026, 12, 31)}
PAY = {**ZHANG, "net_pay": 100}
Rows = dict[str, list[dict[str, Any]]]


def month(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The one row of worker_month about 张某甲 in October."""
    found = worker_month.build(Groundwork(ledgers(**rows), SETTINGS))
    return found.row(by_predicate=(pl.col("name") == "张某甲") & (pl.col("period") == "2026-10"), named=True)


def hours(who: dict[str, Any], *days: int, each: float = 9) -> list[dict[str, Any]]:
    """Rows of a sheet that counts hours: no day values."""
    rows = worked(who, *october(*days), unit="hour", hours=Decimal(str(each)))
    return [{**row, "work": None} for row in rows]


def summary(**more: Any) -> dict[str, Any]:
    return {**ZHANG, "row": 5, "src": SRC["attendance"], "unit": "day", "dated": True, **more}


@pytest.mark.parametrize(
    ("sentence", "rows", "days_worked", "present", "unknown"),
    [
        ("three days", {"attendance": worked(ZHANG, *october(8, 9, 10))}, 3, 3, 0),
        ("half days", {"attendance": worked(ZHANG, *october(8, 9), work=0.5)}, 1, 2, 0),
        ("days off are no days", {"attendance": worked(ZHANG, *october(8)) + worked(ZHANG, *october(9), work=0)}, 1, 1, 0),
        (
            "a mark nobody understands: not known",
            {"attendance": [*worked(ZHANG, *october(8, 9)), {**worked(ZHANG, *october(10))[0], "work": None}]},
            None, 2, 1,
        ),
        (
            "listed, never there",
            {"attendance": worked(LI, *october(8), row=6), "attendance_summary": [summary(days=0)]},
            0, 0, 0,
        ),
        (
            "two copies of a day are one day",
            {"attendance": worked(ZHANG, *october(8, 9)) + worked(ZHANG, *october(8, 9), src=70)},
            2, 2, 0,
        ),
        (
            "two half days of two teams are one",
            {"attendance": worked(ZHANG, *october(8), work=0.5) + worked(ZHANG, *october(8), work=0.5, src=70)},
            1, 1, 0,
        ),
        (
            "morning and afternoon of one sheet add up",
            {"attendance": worked(ZHANG, *october(8), work=0.5) + worked(ZHANG, *october(8), work=0.5, row=6)},
            1, 1, 0,
        ),
        (
            "hours without a stated sum: not known",
            {"attendance": hours(ZHANG, 8, 9)}, None, 2, 0,
        ),
        (
            "hours, and days stated by nine a day",
            {"attendance": hours(ZHANG, 8, 9), "attendance_summary": [summary(days=2, unit="unknown")]},
            2, 2, 0,
        ),
        (
            "hours, and days that eight or nine do not explain",
            {"attendance": hours(ZHANG, 8, 9), "attendance_summary": [summary(days=3, unit="unknown")]},
            None, 2, 0,
        ),
        (
            "a summary without days",
            {"attendance_summary": [summary(days=22, dated=False)]}, 22, None, 0,
        ),
        (
            "a summary without days, in hours",
            {"attendance_summary": [summary(days=198, dated=False, unit="hour")]}, None, None, 0,
        ),
        (
            "the summary of a clock and the sheet signed beside it say one thing",
            {"attendance_summary": [
                summary(days=22, hours=176, dated=False), summary(days=22, dated=False, src=70, team="木工班")]},
            22, None, 0,
        ),
        (
            "two teams, the same number of days in each",
            {"attendance_summary": [
                summary(days=11, dated=False, team="木工班"), summary(days=11, dated=False, src=70, team="钢筋班")]},
            22, None, 0,
        ),
        (
            "two sheets that differ are two parts of the month",
            {"attendance_summary": [summary(days=10, dated=False), summary(days=12, dated=False, src=70)]},
            22, None, 0,
        ),
        (
            "a summary beside the days counts once",
            {"attendance": worked(ZHANG, *october(8, 9)), "attendance_summary": [summary(days=2, dated=False, src=70)]},
            2, 2, 0,
        ),
    ],
)  # fmt: skip
def test_days_worked(sentence: str, rows: Rows, days_worked: float | None, present: int | None, unknown: int) -> None:
    found = month(payroll=[PAY], **rows)
    assert found["days_worked"] == days_worked, sentence
    assert (found["days_present"], found["unknown_marks"]) == (present, unknown), sentence


@pytest.mark.parametrize(
    ("sentence", "rows", "days"),
    [
        ("the sheet of the month", {"payroll": [PAY], "attendance": worked(ZHANG, *october(8, 9))}, 2),
        (
            "the month's cycle belongs to it as a whole",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 9, 28), D(2026, 10, 8), **CYCLE)},
            2,
        ),
        (
            "of a year's export only the days of the month",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 9, 28), D(2026, 10, 8), **YEAR)},
            1,
        ),
        (
            "September's sheet is September's",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 9, 28), **SEPTEMBER) + worked(ZHANG, *october(8))},
            1,
        ),
    ],
)
def test_days_belong_to_a_period(sentence: str, rows: Rows, days: int) -> None:
    assert month(**rows)["days_worked"] == days, sentence


@pytest.mark.parametrize(
    ("sentence", "roster", "before", "after"),
    [
        ("within", [{"entry_date": D(2026, 10, 8), "exit_date": D(2026, 10, 12)}], 0, 0),
        ("two days early", [{"entry_date": D(2026, 10, 10)}], 2, 0),
        ("one day after exit", [{"entry_date": D(2026, 10, 1), "exit_date": D(2026, 10, 10)}], 0, 1),
        ("no entry day", [{"exit_date": D(2026, 10, 10)}], None, 1),
        ("no dates", [{}], None, None),
        (
            "left and came again",
            [{"entry_date": D(2026, 10, 1), "exit_date": D(2026, 10, 9)}, {"entry_date": D(2026, 10, 10)}],
            0, 0,
        ),
        (
            "worked between two stays",
            [{"entry_date": D(2026, 10, 1), "exit_date": D(2026, 10, 8)}, {"entry_date": D(2026, 10, 10)}],
            0, 1,
        ),
        (
            "monthly copies of the roster, the later one with the exit",
            [{"entry_date": D(2026, 3, 1)}, {"entry_date": D(2026, 3, 1), "exit_date": D(2026, 10, 9)}],
            0, 2,
        ),
    ],
)  # fmt: skip
def test_entry_and_exit(sentence: str, roster: list[dict[str, Any]], before: int | None, after: int | None) -> None:
    found = month(
        payroll=[PAY], attendance=worked(ZHANG, *october(8, 9, 10, 12)), roster=[{**ZHANG, **row} for row in roster]
    )
    assert (found["days_before_entry"], found["days_after_exit"]) == (before, after), sentence
    assert len(found["outside_entry_at"] or []) == (before or 0) + (after or 0), sentence


@pytest.mark.parametrize(
    ("sentence", "contract", "outside"),
    [
        ("an open contract", [{"contract_start": D(2026, 1, 1)}], 0),
        ("ended on the 9th", [{"contract_start": D(2026, 1, 1), "contract_end": D(2026, 10, 9)}], 2),
        (
            "renewed without a gap",
            [
                {"contract_start": D(2026, 1, 1), "contract_end": D(2026, 10, 9)},
                {"contract_start": D(2026, 10, 10), "contract_end": D(2026, 12, 31)},
            ],
            0,
        ),
        (
            "renewed with a gap",
            [
                {"contract_start": D(2026, 1, 1), "contract_end": D(2026, 10, 8)},
                {"contract_start": D(2026, 10, 10), "contract_end": D(2026, 12, 31)},
            ],
            1,
        ),
        ("a contract without a start", [{}], None),
        ("no contract of his: LC01 says that", None, None),
    ],
)
def test_contract_term(sentence: str, contract: list[dict[str, Any]] | None, outside: int | None) -> None:
    rows = [{**LI}] if contract is None else [{**ZHANG, **row} for row in contract]
    found = month(payroll=[PAY], attendance=worked(ZHANG, *october(8, 9, 10, 12)), contract=rows)
    assert found["days_outside_contract"] == outside, sentence
    assert len(found["outside_contract_at"] or []) == (outside or 0), sentence


@pytest.mark.parametrize(
    ("sentence", "elsewhere", "double"),
    [
        ("another day", worked(ZHANG, *october(20)), 0),
        ("the same day, full", worked(ZHANG, *october(8)), 1),
        ("the same day, half and half is more than a day", worked(ZHANG, *october(8), work=0.5), 1),
        ("the same day without an identity number", worked({"name": "张某甲"}, *october(8)), 0),
        ("the same day, somebody else of that name", worked({**ZHANG, "id_number": LI["id_number"]}, *october(8)), 0),
        ("a full day counted in hours", hours(ZHANG, 8, each=8), 1),
    ],
)
def test_two_sites(sentence: str, elsewhere: list[dict[str, Any]], double: int) -> None:
    other = [{**row, "project": "示例二期", "src": 70} for row in elsewhere]
    found = worker_month.build(
        Groundwork(
            ledgers(
                payroll=[PAY],
                attendance=worked(ZHANG, *october(8, 9)) + other,
            ),
            SETTINGS,
        )
    )
    own = found.filter((pl.col("project") == "示例项目") & pl.col("in_attendance")).row(0, named=True)
    assert own["double_site_days"] == double, sentence
    assert (own["double_dates"], own["double_sites"]) == (
        ("2026-10-08", "示例二期 甲劳务有限公司") if double else (None, None)
    ), sentence


def test_half_and_half_is_no_double_site() -> None:
    rows = [
        *worked(ZHANG, *october(8), work=0.5),
        *worked(ZHANG, *october(8), work=0.5, contractor="乙劳务有限公司", src=70),
    ]
    found = worker_month.build(Groundwork(ledgers(attendance=rows), SETTINGS))
    assert found["double_site_days"].to_list() == [0, 0]


def test_the_cells_of_a_day() -> None:
    ground = Groundwork(ledgers(attendance=worked(ZHANG, *october(8), overtime_hours=2)), SETTINGS)
    day = (
        attendance_day.build(ground.days, ground.submitted, ground.persons, ground.settings)
        .collect()
        .row(0, named=True)
    )
    assert day["attendance_at"] == [pack_one(SRC["attendance"], 5, 11)]
    assert (day["person"], day["work"], day["overtime_hours"]) == (ZHANG["id_number"], 1, 2)
    assert (day["sites"], day["in_contract_term"], day["before_entry"]) == (1, None, None)


def test_before_registration_and_signing() -> None:
    found = month(
        payroll=[PAY],
        attendance=worked(ZHANG, *october(8, 9, 10)),
        roster=[{**ZHANG, "registered_on": D(2026, 10, 9)}],
        contract=[{**ZHANG, "contract_signed_on": D(2026, 10, 10), "contract_start": D(2026, 10, 1)}],
    )
    assert (found["days_before_registration"], found["days_before_signing"]) == (1, 2)
