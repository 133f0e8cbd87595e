"""labor_fee: the agreed cycle, the days between credits, what came in against the wages due."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers, sheets
from wagecheck.facts import labor_fee, worker_month

RECORD = {"name": PROJECT, "start_on": D(2026, 8, 1), "labor_fee_cycle_days": 30, "status": "在建"}
WAGE = {
    "project": PROJECT, "contractor": FIRM, "in_payroll": True, "due": Decimal(100), "due_on": D(2026, 11, 13),
    "first_paid_on": None,
}  # fmt: skip
Day = tuple[int, int]


def fee(day: Day, amount: int = 100, **more: Any) -> dict[str, Any]:
    return {"booked_on": D(2026, *day), "amount_in": amount, "memo": "拨付人工费用", **more}


def wage(day: Day, amount: int = 100, **more: Any) -> dict[str, Any]:
    return {"booked_on": D(2026, *day), "amount_out": amount, "memo": "工资", **more}


def built(
    *flows: dict[str, Any], wages: tuple[dict[str, Any], ...] = (), project: dict[str, Any] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Rows by scope."""
    found = ledgers(
        payroll=[{"name": "张某甲", "net_pay": 1}], project=[RECORD | (project or {})], account_flow=list(flows)
    )
    schema = worker_month.FRAME.schema
    people = pl.DataFrame([{**dict.fromkeys(schema), **WAGE, **row} for row in wages], schema=schema)
    frame = labor_fee.build(sheets(found), people)
    assert frame.collect_schema() == labor_fee.FRAME.schema
    parts: dict[str, list[dict[str, Any]]] = {"cycle": [], "gap": [], "sum": []}
    for row in frame.collect().rows(named=True):
        parts[row["scope"]].append(row)
    return parts


@pytest.mark.parametrize(
    ("sentence", "flows", "gaps"),
    [
        ("a fee every month", [fee((9, 27)), fee((10, 27)), wage((11, 13))], [(30, 0, False), (17, 0, True)]),
        ("a month left out", [fee((8, 27)), fee((10, 27))], [(61, 1, False)]),
        ("the last fee did not come", [fee((9, 27)), wage((11, 20))], [(54, 1, True)]),
        ("the statement begins before the first fee", [wage((9, 1)), fee((10, 27))], [(56, 0, False)]),
        ("nothing at all came in", [wage((9, 1)), wage((11, 20))], [(80, 1, True)]),
        ("interest and returned pay are no fee",
         [fee((9, 1)), fee((9, 21), memo="结息"), fee((10, 5), memo="退汇"), fee((10, 27))], [(56, 0, False)]),
        ("days before the works began do not count", [wage((7, 1)), fee((8, 20))], [(19, 0, False)]),
        ("two fees on one day", [fee((9, 27)), fee((9, 27), 50), fee((10, 27))], [(30, 0, False)]),
        ("a single booking shows no gap", [fee((9, 27))], [(0, None, None)]),
        ("no statement", [], [(None, None, None)]),
    ],
)  # fmt: skip
def test_gaps(sentence: str, flows: list[dict[str, Any]], gaps: list[tuple[Any, ...]]) -> None:
    found = [(row["gap_days"], row["months_missed"], row["gap_is_open"]) for row in built(*flows)["gap"]]
    assert found == gaps, sentence


@pytest.mark.parametrize(
    ("sentence", "flows", "wages", "fees", "due"),
    [
        ("what came in against what was due", [fee((9, 27), 500), wage((11, 13))], [{}, {}], 500, 200),
        ("the opening balance counts", [wage((10, 1), 50, balance=350), fee((10, 27), 500, balance=850)], [{}], 900, 0),
        ("a statement from the latest to the earliest",
         [fee((10, 27), 500, balance=850), wage((10, 1), 50, balance=350)], [{}], 900, 0),
        ("no balance, not from the start of works, nothing due yet", [wage((10, 1)), fee((10, 27))], [{}], 100, 0),
        ("no payroll", [fee((7, 27)), wage((11, 20))], [], 100, None),
        ("no balance, but more came in than was due", [wage((10, 1)), fee((10, 27)), wage((11, 20))], [{}], 100, 100),
        ("no balance, and less came in than was due", [wage((10, 1)), fee((10, 27)), wage((11, 20))], [{}, {}], None, 200),
        ("not due by the end of the statement", [fee((7, 27)), wage((11, 12))], [{}], 100, 0),
        ("paid early within the statement", [fee((7, 27)), wage((11, 12))], [{"first_paid_on": D(2026, 11, 12)}], 100, 100),
        ("paid before the statement began", [fee((7, 27)), wage((11, 20))],
         [{"first_paid_on": D(2026, 7, 26), "due_on": D(2026, 7, 31)}, {}], 100, 100),
        ("never paid and long due", [fee((7, 27)), wage((11, 20))], [{"due_on": D(2026, 7, 1)}], 100, 100),
        ("not on a payroll", [fee((7, 27)), wage((11, 20))], [{"in_payroll": False}, {}], 100, 100),
        ("no statement", [], [{}], None, None),
    ],
)  # fmt: skip
def test_sums(
    sentence: str, flows: list[dict[str, Any]], wages: list[dict[str, Any]], fees: int | None, due: int | None
) -> None:
    start = {"start_on": D(2026, 9, 27)} if sentence.startswith("what") else {"start_on": D(2026, 8, 1)}
    (row,) = built(*flows, wages=tuple(wages), project=start)["sum"]
    assert (row["labor_fees"], row["wages_due"]) == (fees, due), sentence


def test_wages_that_cannot_be_read_are_counted() -> None:
    (row,) = built(fee((7, 27)), wage((11, 20)), wages=({}, {"due": None}))["sum"]
    assert (row["wages_due"], row["wages_unknown"]) == (100, 1)


@pytest.mark.parametrize(
    ("status", "resting"), [("在建", False), ("停工", True), ("已完工", True), ("004", True), (None, None)]
)
def test_works_that_rest(status: str | None, resting: bool | None) -> None:
    (row,) = built(project={"status": status})["cycle"]
    assert (row["is_resting"], row["labor_fee_cycle_days"]) == (resting, 30)
