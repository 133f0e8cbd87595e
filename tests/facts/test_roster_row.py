"""roster_row: one row per person and stay."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import LI, ZHANG, D, Given, october, worked
from tests.facts.post_kit import cells, ground, unread, workers
from wagecheck.facts import roster_row

STAY: dict[str, Any] = {**ZHANG, "entry_date": D(2026, 10, 1), "safety_trained_on": D(2026, 10, 1), "trade": "木工"}
TRAINED = {**LI, "entry_date": D(2026, 10, 1), "safety_trained_on": D(2026, 9, 30)}
DAYS = worked(ZHANG, *october(8, 9, 12))
ALL = ["safety_trained_on", "certificate_no", "certificate_until"]


def rows(
    *roster: dict[str, Any], attendance: Any = DAYS, issues: pl.DataFrame | None = None, **others: Any
) -> list[dict[str, Any]]:
    given = ground(roster=list(roster), attendance=attendance, **others)
    found = roster_row.build(
        given, workers(given), cells(roster=ALL), Given({}).issues if issues is None else issues, given.units
    ).collect()
    assert found.schema == roster_row.FRAME.schema
    return [row for row in found.to_dicts() if row["name"] == ZHANG["name"]]


@pytest.mark.parametrize(
    ("sentence", "trained", "others", "days"),
    [
        ("before the first day", D(2026, 10, 8), [TRAINED], 0),
        ("two days too late", D(2026, 10, 12), [TRAINED], 2),
        ("blank, others have dates", None, [TRAINED], 3),
        ("blank throughout", None, [], None),
    ],
)
def test_days_without_training(sentence: str, trained: Any, others: list[dict[str, Any]], days: int | None) -> None:
    (row,) = rows({**STAY, "safety_trained_on": trained}, *others)
    assert (row["days_untrained"], row["first_day"], row["last_day"]) == (days, D(2026, 10, 8), D(2026, 10, 12)), (
        sentence
    )


def test_a_cell_that_could_not_be_read_is_not_blank() -> None:
    (row,) = rows({**STAY, "safety_trained_on": None}, TRAINED, issues=unread("roster", 5, "safety_trained_on"))
    assert row["days_untrained"] is None


def test_whoever_did_not_work_has_no_days() -> None:
    (row,) = rows({**STAY, "safety_trained_on": None}, TRAINED, attendance=worked(LI, *october(8)))
    assert (row["days_untrained"], row["first_day"], row["days_absent"]) == (None, None, 0)


def test_days_belong_to_the_stay_they_fall_into() -> None:
    first = {**STAY, "exit_date": D(2026, 10, 9)}
    second = {**STAY, "entry_date": D(2026, 10, 12), "safety_trained_on": D(2026, 10, 13)}
    found = rows(first, second)
    told = [(row["entry_on"], row["first_day"], row["days_untrained"], row["overlaps"]) for row in found]
    assert told == [(D(2026, 10, 1), D(2026, 10, 8), 0, False), (D(2026, 10, 12), D(2026, 10, 12), 1, False)]


@pytest.mark.parametrize(
    ("sentence", "first", "second", "overlaps"),
    [
        ("no exit before the next entry", {}, {}, True),
        ("out the day before", {"exit_date": D(2026, 10, 11)}, {}, False),
        ("out on the day of the next entry", {"exit_date": D(2026, 10, 12)}, {}, True),
        ("corrected in another sheet", {"src": 90}, {}, False),
    ],
)
def test_overlapping_stays(sentence: str, first: dict[str, Any], second: dict[str, Any], overlaps: bool) -> None:
    found = rows({**STAY, **first}, {**STAY, "entry_date": D(2026, 10, 12), **second})
    assert [row["overlaps"] for row in found] == [False, overlaps], sentence


def test_copies_of_a_stay_are_one() -> None:
    (row,) = rows(STAY, {**STAY, "src": 90, "exit_date": D(2026, 10, 20)})
    assert (row["exit_on"], len(row["roster_at"])) == (D(2026, 10, 20), 2)


SEPTEMBER_DAY = worked(ZHANG, D(2026, 9, 30), period_start=D(2026, 9, 1), period_end=D(2026, 9, 30))
OTHERS_WORK = worked(LI, *october(8), src=91)


@pytest.mark.parametrize(
    ("sentence", "stay", "more", "days"),
    [
        ("away since September", {}, {}, 31),
        ("left", {"exit_date": D(2026, 9, 30)}, {}, 0),
        ("paid all the same", {}, {"payroll": [{**ZHANG, "net_pay": 900}, {**LI, "net_pay": 5000}]}, 0),
    ],
)
def test_days_absent(sentence: str, stay: dict[str, Any], more: dict[str, Any], days: int) -> None:
    early = {**STAY, "entry_date": D(2026, 9, 1), "safety_trained_on": D(2026, 9, 1)}
    given: dict[str, Any] = {"payroll": [{**LI, "net_pay": 5000}], **more}
    (row,) = rows({**early, **stay}, attendance=[*SEPTEMBER_DAY, *OTHERS_WORK], **given)
    assert row["days_absent"] == days, sentence


@pytest.mark.parametrize(
    ("trade", "certified"),
    [
        ("架子工", True),
        ("030", True),
        ("建筑电工", True),
        ("水电工", False),
        ("木工", False),
        ("10300", False),
        (None, None),
    ],
)
def test_trades_that_need_a_certificate(trade: str | None, certified: bool | None) -> None:
    (row,) = rows({**STAY, "trade": trade})
    assert (row["is_certified_trade"], row["has_certificate_columns"]) == (certified, True)
