"""arrears_case: what a contractor owes over all periods of a run, as lists and courts count it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers, settings
from wagecheck.facts import arrears_case, units
from wagecheck.facts.groundwork import Groundwork

MONTHS = {
    "2026-08": (D(2026, 8, 1), D(2026, 8, 31)),
    "2026-09": (D(2026, 9, 1), D(2026, 9, 30)),
    "2026-10": (D(2026, 10, 1), D(2026, 10, 31)),
}
PLACES = pl.List(pl.Int64)


def owing(
    person: str, owed: float | None, period: str = "2026-10", late: int | None = 40, **more: Any
) -> dict[str, Any]:
    return {"person": person, "owed": owed, "period": period, "days_late": late, "in_payroll": True, **more}


def case(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The one row of FIRM, whose worker_month says ``rows``."""
    numbers = {"criminal_months": 3, "listing_days_late": 30}
    own = settings(numbers=numbers, **changes)
    found = ledgers(
        project=[{"name": PROJECT, "region": "420100", "location": "湖北省武汉市"}],
        payroll=[
            {"name": "张某甲", "net_pay": 1, "period_start": MONTHS[month][0], "period_end": MONTHS[month][1]}
            for month in sorted({row["period"] for row in rows})
        ],
    )
    months = pl.DataFrame(
        [
            {
                "project": PROJECT, "contractor": FIRM, "period_start": MONTHS[row["period"]][0],
                "period_end": MONTHS[row["period"]][1], "payroll_at": [number], "payment_at": [100 + number],
                **row, "owed": None if row["owed"] is None else Decimal(str(row["owed"])),
            }
            for number, row in enumerate(rows, start=1)
        ],
        schema_overrides={
            "owed": pl.Decimal(18, 2), "days_late": pl.Int32, "in_payroll": pl.Boolean, "payroll_at": PLACES,
            "payment_at": PLACES,
        },
    )  # fmt: skip
    frame = arrears_case.build(Groundwork(found, own), months, units.build(found)).collect()
    assert frame.schema == arrears_case.FRAME.schema
    (row,) = frame.to_dicts()
    return row


def test_sums_count_who_is_owed_and_cite_their_cells_only() -> None:
    found = case(owing("甲", 800), owing("乙", 0), owing("丙", 50.5))
    assert (found["owing_workers"], found["total_owed"], found["all_known"]) == (2, Decimal("850.50"), True)
    assert (found["payroll_at"], found["payment_at"]) == ([1, 3], [101, 103])
    assert (found["contractor"], found["period"], found["max_days_late"]) == (FIRM, "2026-10", 40)


def test_nobody_owed_is_zero_and_known() -> None:
    found = case(owing("甲", 0, late=0), owing("乙", 0, late=0))
    numbers = (
        "owing_workers",
        "long_workers",
        "late_workers",
        "periods_in_row",
        "total_owed",
        "long_owed",
        "late_owed",
    )
    assert [found[name] for name in numbers] == [0] * len(numbers)
    assert found["all_known"] is True
    assert (found["payroll_at"], found["payment_at"]) == ([], [])


def test_one_cent_is_no_debt_and_two_are() -> None:
    assert case(owing("甲", 0.01))["owing_workers"] == 0
    assert case(owing("甲", 0.02))["owing_workers"] == 1


def test_what_is_unknown_of_one_worker_leaves_the_rest_as_the_least() -> None:
    found = case(owing("甲", 800), owing("乙", None, late=None))
    assert (found["owing_workers"], found["total_owed"], found["all_known"]) == (1, 800, None)


def test_people_off_the_payroll_count_nowhere() -> None:
    found = case(owing("甲", 800), owing("乙", None, in_payroll=False), owing("丙", 900, in_payroll=None))
    assert (found["owing_workers"], found["all_known"]) == (1, True)


@pytest.mark.parametrize(("months", "long"), [(("2026-09", "2026-10"), 0), (("2026-08", "2026-09", "2026-10"), 1)])
def test_three_periods_make_a_long_debt(months: tuple[str, ...], long: int) -> None:
    found = case(*(owing("甲", 1000, month) for month in months), owing("乙", 9000))
    assert (found["long_workers"], found["long_owed"]) == (long, 3000 * long)
    assert (found["owing_workers"], found["total_owed"]) == (2, 1000 * len(months) + 9000)
    assert found["period"] == "2026-10"


@pytest.mark.parametrize(
    ("months", "row"),
    [
        (("2026-10",), 1),
        (("2026-09", "2026-10"), 2),
        (("2026-08", "2026-10"), 1),
        (("2026-08", "2026-09", "2026-10"), 3),
    ],
)
def test_a_period_without_debt_breaks_the_row(months: tuple[str, ...], row: int) -> None:
    paid = [owing("乙", 0, month, late=0) for month in MONTHS]
    assert case(*paid, *(owing("甲", 10, month) for month in months))["periods_in_row"] == row


@pytest.mark.parametrize(("late", "workers"), [(29, 0), (30, 1), (None, 0)])
def test_late_by_the_days_of_the_group(late: int | None, workers: int) -> None:
    found = case(owing("甲", 700, late=late))
    assert (found["late_workers"], found["late_owed"]) == (workers, 700 * workers)


def test_late_people_are_the_most_of_any_one_period() -> None:
    found = case(owing("甲", 500, "2026-09"), owing("乙", 500, "2026-09"), owing("甲", 1200, "2026-10"))
    assert (found["late_workers"], found["late_owed"]) == (2, 1200)


def test_the_place_stands_beside_the_thresholds_and_an_order_is_not_known() -> None:
    found = case(owing("甲", 800))
    assert "420100" in found["place"]
    assert (found["order_deadline"], found["days_past_order"]) == (None, None)


def test_dates_are_the_periods_own() -> None:
    found = case(owing("甲", 800, "2026-09"))
    assert (found["period_start"], found["period_end"]) == (dt.date(2026, 9, 1), dt.date(2026, 9, 30))
