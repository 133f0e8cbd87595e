"""arrears_case: a row of periods with arrears that reaches back into kept checks (BL07)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.ground_kit import ground, months
from tests.facts.site import FIRM, PROJECT, D
from wagecheck.facts import arrears_case
from wagecheck.register import view

CODE = "91110199MA00000X7P"
SEPTEMBER = {
    "run": "R4", "as_of": D(2026, 10, 25), "project": PROJECT, "contractor": FIRM, "uscc": None, "period": "2026-09",
    "first_day": D(2026, 9, 1), "last_day": D(2026, 9, 30), "owed": Decimal("300.00"),
    "sure": True,
}  # fmt: skip
AUGUST = SEPTEMBER | {"run": "R2", "period": "2026-08", "first_day": D(2026, 8, 1), "last_day": D(2026, 8, 31)}
JULY = SEPTEMBER | {"run": "R2", "period": "2026-07", "first_day": D(2026, 7, 1), "last_day": D(2026, 7, 31)}


DOUBTED = SEPTEMBER | {"run": "R3", "sure": False}


def in_row(*kept: dict[str, Any], paid: bool = False) -> tuple[int, str | None]:
    """Periods in a row, where 张某甲 is owed his pay of October (or was paid)."""
    row = case(*kept, paid=paid)
    return row["periods_in_row"], row["kept_periods"]


def case(*kept: dict[str, Any], paid: bool = False) -> dict[str, Any]:
    person = {"name": "张某甲", "id_number": "110199199003070017"}
    paying = [person | {"amount": 100, "paid_on": D(2026, 11, 5), "status": "success"}] if paid else []
    made = ground(payroll=[person | {"net_pay": 100}], payment=paying, contractor=[{"name": FIRM, "uscc": CODE}])
    told = pl.DataFrame(list(kept), schema=view.ARREARS)
    workers = months(made).with_columns(owed=pl.lit(Decimal(0 if paid else 100), pl.Decimal(18, 2)))
    return arrears_case.build(made, workers, made.units, None, told).collect().row(0, named=True)


@pytest.mark.parametrize(
    ("sentence", "kept", "row"),
    [
        ("nothing kept", [], (1, None)),
        ("the month before", [SEPTEMBER], (2, "2026-09（R4）")),
        ("two months before, in order", [SEPTEMBER, AUGUST], (3, "2026-08（R2）、2026-09（R4）")),
        ("a month between is missing", [AUGUST], (1, None)),
        ("an older row that does not reach into this run", [AUGUST, JULY], (1, None)),
        ("this very period: this check speaks of it", [SEPTEMBER | {"period": "2026-10", "first_day": D(2026, 10, 1), "last_day": D(2026, 10, 31)}], (1, None)),
        ("a period that overlaps this one", [SEPTEMBER | {"period": "2026-09-11..2026-10-10", "first_day": D(2026, 9, 11), "last_day": D(2026, 10, 10)}], (1, None)),
        ("of another project", [SEPTEMBER | {"project": "别的项目"}], (1, None)),
        ("of another firm", [SEPTEMBER | {"contractor": "别的劳务有限公司"}], (1, None)),
        ("by code, under another name", [SEPTEMBER | {"contractor": "旧名劳务有限公司", "uscc": CODE}], (2, "2026-09（R4）")),
        ("the name, but another code", [SEPTEMBER | {"uscc": "91110199MA0000AB08"}], (1, None)),
    ],
)  # fmt: skip
def test_periods_in_a_row(sentence: str, kept: list[dict[str, Any]], row: tuple[int, str | None]) -> None:
    assert in_row(*kept) == row, sentence


def test_nothing_owed_now_is_no_row() -> None:
    assert in_row(SEPTEMBER, AUGUST, paid=True) == (0, None)


@pytest.mark.parametrize(
    ("sentence", "kept", "row", "known"),
    [
        ("it may be of another project of that name", [DOUBTED], (1, None), None),
        ("a sure one of the same period is older", [SEPTEMBER, DOUBTED], (2, "2026-09（R4）"), True),
        ("a sure one of the same period is newer", [DOUBTED, SEPTEMBER], (2, "2026-09（R4）"), True),
        ("the row is long enough without it", [SEPTEMBER, DOUBTED | {"period": "2026-08", "first_day": D(2026, 8, 1), "last_day": D(2026, 8, 31)}], (2, "2026-09（R4）"), True),
        ("it does not reach into this run", [DOUBTED | {"period": "2026-08", "first_day": D(2026, 8, 1), "last_day": D(2026, 8, 31)}], (1, None), True),
    ],
)  # fmt: skip
def test_what_may_be_of_another_project_is_in_doubt(
    sentence: str, kept: list[dict[str, Any]], row: tuple[int, str | None], known: bool | None
) -> None:
    """It is no accusation, and where it would decide, no pass either."""
    found = case(*kept)
    assert ((found["periods_in_row"], found["kept_periods"]), found["row_known"]) == (row, known), sentence


def test_nothing_owed_now_is_in_no_doubt() -> None:
    assert case(DOUBTED, paid=True)["row_known"] is True
