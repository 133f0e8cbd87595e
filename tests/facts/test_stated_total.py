"""stated_total: every total of a sheet beside the sum of its rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers
from wagecheck.facts import stated_total, units
from wagecheck.facts.standing import UNASSIGNED
from wagecheck.ledgers.provenance import pack_one

TOTALS = pl.Schema(
    {
        "src": pl.Int32, "row": pl.Int32, "col": pl.Int32, "field": pl.String, "title": pl.String,
        "stated": pl.Decimal(18, 2), "computed": pl.Decimal(18, 2), "rows": pl.Int32,
    }
)  # fmt: skip
OTHER = "示例劳务乙公司"


def build(
    totals: list[dict[str, Any]], *, sources: list[dict[str, Any]] | None = None, payroll: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    table = {"src": 10, "file": "甲/工资.xlsx", "sheet": "十月", "ledger": "payroll"}
    schema = {
        "src": pl.Int32, "file": pl.String, "sheet": pl.String, "ledger": pl.String, "project": pl.String,
        "contractor": pl.String, "period_start": pl.Date, "period_end": pl.Date,
    }  # fmt: skip
    tables = [{name: {**table, **own}.get(name) for name in schema} for own in sources or [{}]]
    given = [
        {"src": 10, "row": 20, "col": 8, "field": "net_pay", "title": "合计", "computed": None, "rows": 2, **total}
        for total in totals
    ]
    for total in given:
        for key in ("stated", "computed"):
            total[key] = None if total[key] is None else Decimal(total[key])
    found = ledgers(payroll=payroll)
    frame = stated_total.build(
        pl.DataFrame(given, schema=TOTALS, orient="row"),
        pl.DataFrame(tables, schema=schema, orient="row"),
        found,
        units.build(found).lazy(),
    ).collect()
    assert frame.schema == stated_total.FRAME.schema
    return frame.to_dicts()


def test_a_total_beside_the_sum_of_its_rows() -> None:
    rows = build([{"stated": "9800.00", "computed": "9900.00"}], payroll=[{"name": "张某甲"}])
    assert rows == [
        {
            "project": PROJECT, "contractor": FIRM, "period": "2026-10", "period_start": D(2026, 10, 1),
            "period_end": D(2026, 10, 31), "person": None, "name": None, "id_number": None,
            "ledger": "payroll", "sheet_key": "甲/工资.xlsx 「十月」", "field_title": "实发工资", "ordinal": 1,
            "total_title": "合计", "stated": Decimal("9800.00"), "computed": Decimal("9900.00"), "rows": 2, "any_at": [pack_one(10, 20, 8)],
        }
    ]  # fmt: skip


def test_what_could_not_be_computed_stays_unknown() -> None:
    assert build([{"stated": "1.00"}], payroll=[{"name": "张某甲"}])[0]["computed"] is None


def test_subtotals_of_one_column_are_numbered_from_the_top() -> None:
    totals = [{"stated": "3", "row": 40}, {"stated": "1", "row": 12}, {"stated": "2", "row": 25}]
    totals += [{"stated": "9", "row": 40, "col": 7, "field": field} for field in ("gross_pay", "伙食补助")]
    rows = build(totals, payroll=[{"name": "张某甲"}])
    assert sorted((row["field_title"], row["ordinal"], int(row["stated"])) for row in rows) == [
        ("伙食补助", 1, 9), ("实发工资", 1, 1), ("实发工资", 2, 2), ("实发工资", 3, 3), ("应发工资", 1, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "payroll", "source", "contractor", "period"),
    [
        ("the rows say whose", [{}, {}], {}, FIRM, "2026-10"),
        ("the sheet says whose", [{}], {"contractor": FIRM, "project": PROJECT}, FIRM, "2026-10"),
        ("two contractors in one sheet", [{}, {"contractor": OTHER}], {}, UNASSIGNED, "2026-10"),
        (
            "two months in one sheet: the latest",
            [{}, {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}],
            {},
            FIRM,
            "2026-10",
        ),
    ],
)
def test_whose_total_it_is(
    sentence: str, payroll: list[dict[str, Any]], source: dict[str, Any], contractor: str, period: str
) -> None:
    named = [{"name": "张某甲", **row} for row in payroll]
    row = build([{"stated": "1"}], sources=[source], payroll=named)[0]
    assert (row["project"], row["contractor"], row["period"]) == (PROJECT, contractor, period), sentence


def test_two_tables_on_one_sheet_have_two_keys() -> None:
    rows = build(
        [{"stated": "1"}, {"stated": "2", "src": 11}],
        sources=[{}, {"src": 11}],
        payroll=[{"name": "张某甲"}, {"name": "李某乙", "src": 11}],
    )
    assert [(row["sheet_key"], row["ordinal"]) for row in rows] == [
        ("甲/工资.xlsx 「十月」", 1),
        ("甲/工资.xlsx 「十月」#2", 1),
    ]


def test_no_total_no_row() -> None:
    assert build([], payroll=[{"name": "张某甲"}]) == []
