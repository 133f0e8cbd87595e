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
}  # fmt: skip
AUGUST = SEPTEMBER | {"run": "R2", "period": "2026-08", "first_day": D(2026, 8, 1), "last_day": D(2026, 8, 31)}
JULY = SEPTEMBER | {"run": "R2", "period": "2026-07", "first_day": D(2026, 7, 1), "last_day": D(2026, 7, 31)}


def in_row(*kept: dict[str, Any], paid: bool = False) -> tuple[int, str | None]:
    """Periods in a row, where 张某甲 is owed his pay of October (or was paid)."""
    person = {"name": "张某甲", "id_number": "110199199003070017"}
    paying = [person | {"amount": 100, "paid_on": D(2026, 11, 5), "status": "success"}] if paid else []
    made = ground(payroll=[person | {"net_pay": 100}], payment=paying, contractor=[{"name": FIRM, "uscc": CODE}])
    told = pl.DataFrame(list(kept), schema=view.ARREARS)
    workers = months(made).with_columns(owed=pl.lit(Decimal(0 if paid else 100), pl.Decimal(18, 2)))
    rows = arrears_case.build(made, workers, made.units, None, told).collect()
    return rows["periods_in_row"][0], rows["kept_periods"][0]


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
