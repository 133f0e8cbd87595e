"""Contractor-periods: which pay periods are judged and which ledgers they brought."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import CONTRACTOR, LI, OCTOBER, SEPTEMBER, ZHANG, D, ledger, ledgers, october, worked
from wagecheck.facts import units

AUGUST = {"period_start": D(2026, 8, 1), "period_end": D(2026, 8, 31)}
CYCLE = {"period_start": D(2026, 9, 26), "period_end": D(2026, 10, 25)}
FIRST_HALF = {"period_start": D(2026, 10, 1), "period_end": D(2026, 10, 15)}
SECOND_HALF = {"period_start": D(2026, 10, 16), "period_end": D(2026, 10, 31)}
YEAR = {"period_start": D(2026, 1, 1), "period_end": D(2026, 12, 31)}
NO_PERIOD = {"period_start": None, "period_end": None}
PAY = {**ZHANG, "net_pay": 100}


@pytest.mark.parametrize(
    ("sentence", "rows", "periods"),
    [
        ("nothing handed in", {}, []),
        ("a payroll of October", {"payroll": [PAY]}, ["2026-10"]),
        ("a payroll that names no period", {"payroll": [{**PAY, **NO_PERIOD}]}, []),
        ("two payrolls, two periods", {"payroll": [{**PAY, **SEPTEMBER}, PAY]}, ["2026-09", "2026-10"]),
        ("a payroll of the 26th to the 25th", {"payroll": [{**PAY, **CYCLE}]}, ["2026-09-26..2026-10-25"]),
        (
            "half months stay halves, a month sheet of attendance makes no third period",
            {"payroll": [{**PAY, **FIRST_HALF}, {**PAY, **SECOND_HALF}], "attendance": worked(ZHANG, *october(3, 20))},
            ["2026-10-01..2026-10-15", "2026-10-16..2026-10-31"],
        ),
        (
            "attendance of a month without payroll is judged too",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 9, 8), **SEPTEMBER)},
            ["2026-09", "2026-10"],
        ),
        (
            "an attendance sheet without any work makes no period",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 9, 8), work=0, **SEPTEMBER)},
            ["2026-10"],
        ),
        (
            "the attendance cycle of the month's payroll is no period of its own",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 9, 27), D(2026, 10, 8), **CYCLE)},
            ["2026-10"],
        ),
        (
            "a device export of the whole year adds no months to a payroll",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 7, 8), D(2026, 10, 8), **YEAR)},
            ["2026-10"],
        ),
        (
            "without a payroll its months are judged",
            {"attendance": worked(ZHANG, D(2026, 9, 8), D(2026, 10, 8), **YEAR)},
            ["2026-09", "2026-10"],
        ),
        ("a notice alone", {"notice": [{**ZHANG, "net_pay": 100}]}, ["2026-10"]),
        ("payments alone: their month", {"payment": [{"amount": 1, "paid_on": D(2026, 11, 5)}]}, ["2026-11"]),
        (
            "back pay for September makes no September",
            {"payroll": [PAY, {**PAY, "is_back_pay": True, "back_pay_period": "2026-09"}]},
            ["2026-10"],
        ),
        (
            "a contractor with a roster only stands under the latest period of the project",
            {"payroll": [{**PAY, **SEPTEMBER}, PAY], "roster": [{**LI, "contractor": "乙劳务有限公司"}]},
            ["2026-09", "2026-10", "2026-10"],
        ),
        ("rows without a contractor form no unit", {"payroll": [{**PAY, "contractor": None}]}, []),
    ],
)
def test_periods_found(sentence: str, rows: dict[str, list[dict[str, Any]]], periods: list[str]) -> None:
    assert sorted(units.build(ledgers(**rows))["period"]) == periods, sentence


@pytest.mark.parametrize(
    ("sentence", "rows", "brought"),
    [
        ("a payroll", {"payroll": [PAY]}, {"payroll"}),
        (
            "contracts serve every period",
            {"payroll": [PAY], "contract": [{**ZHANG, **AUGUST}]},
            {"payroll", "contract"},
        ),
        ("a roster that names no period serves all", {"payroll": [PAY], "roster": [ZHANG]}, {"payroll", "roster"}),
        ("a roster of August does not serve October", {"payroll": [PAY], "roster": [{**ZHANG, **AUGUST}]}, {"payroll"}),
        (
            "attendance and notice of the month",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 10, 8)), "notice": [ZHANG]},
            {"payroll", "attendance", "notice"},
        ),
        (
            "a summary without days is attendance",
            {"payroll": [PAY], "attendance_summary": [{**ZHANG, "days": 20}]},
            {"payroll", "attendance"},
        ),
        (
            "the year's device export is attendance of the month",
            {"payroll": [PAY], "attendance": worked(ZHANG, D(2026, 10, 8), **YEAR)},
            {"payroll", "attendance"},
        ),
        (
            "another contractor's contracts are not ours",
            {"payroll": [PAY], "contract": [{**ZHANG, "contractor": "乙劳务有限公司"}]},
            {"payroll"},
        ),
    ],
)
def test_ledgers_brought(sentence: str, rows: dict[str, list[dict[str, Any]]], brought: set[str]) -> None:
    found = units.build(ledgers(**rows)).row(by_predicate=pl.col("contractor") == CONTRACTOR, named=True)
    assert {name.removeprefix("has_") for name, value in found.items() if value is True} == brought, sentence


def test_payments_count_where_they_belong() -> None:
    two = units.build(ledgers(payroll=[{**PAY, **SEPTEMBER}, PAY], payment=[{"amount": 1}]))
    assert two["has_payment"].to_list() == [True, True]
    assigned = two.select("project", "contractor", "period").filter(pl.col("period") == "2026-10")
    assert units.with_payments(two, assigned)["has_payment"].to_list() == [False, True]


@pytest.mark.parametrize(
    ("sentence", "projects", "region"),
    [
        (
            "by its name",
            [{"project": None, "name": "示例项目"}, {"project": None, "name": "示例二期", "region": "1"}],
            "520100",
        ),
        (
            "by the name of the folder",
            [{"project": "示例项目", "name": "示例项目一标段"}, {"name": "示例二期"}],
            "520100",
        ),
        ("the only project there is", [{"project": None, "name": "示例项目一标段"}], "520100"),
        ("two others", [{"project": None, "name": "甲"}, {"project": None, "name": "乙"}], None),
    ],
)
def test_region_comes_from_the_project(sentence: str, projects: list[dict[str, Any]], region: str | None) -> None:
    records = [{"region": "520100", "tier": "一类", **row} for row in projects]
    found = units.build(ledgers(payroll=[PAY], project=records))
    assert found["region"].to_list() == [region], sentence


@pytest.mark.parametrize(
    ("sentence", "asked", "periods"),
    [
        ("everything", None, ["2026-09", "2026-10"]),
        ("October", (D(2026, 10, 1), D(2026, 10, 31)), ["2026-10"]),
        ("a range over both", (D(2026, 9, 30), D(2026, 10, 1)), ["2026-09", "2026-10"]),
        ("November", (D(2026, 11, 1), D(2026, 11, 30)), []),
    ],
)
def test_period_filter(sentence: str, asked: units.PeriodFilter, periods: list[str]) -> None:
    found = units.build(ledgers(payroll=[{**PAY, **SEPTEMBER}, PAY]), asked)
    assert found["period"].to_list() == periods, sentence


@pytest.mark.parametrize(
    ("sentence", "span", "period"),
    [
        ("the month itself", OCTOBER, "2026-10"),
        ("a week of it", {"period_start": D(2026, 10, 5), "period_end": D(2026, 10, 11)}, "2026-10"),
        ("its cycle", CYCLE, "2026-10"),
        ("a year", YEAR, None),
        ("another month", AUGUST, None),
        ("nothing stated, two periods to choose from", NO_PERIOD, None),
    ],
)
def test_where_a_range_belongs(sentence: str, span: dict[str, Any], period: str | None) -> None:
    known = units.build(ledgers(payroll=[{**PAY, **SEPTEMBER}, PAY]))
    located = units.locate(ledger("notice", {**ZHANG, **span}), known)
    assert (located["period"].to_list() or [None]) == [period], sentence
