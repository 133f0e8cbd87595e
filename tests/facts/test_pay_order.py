"""arrears_case: orders to pay by a deadline, as the register knows them (BL09)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.facts.ground_kit import ground, months
from tests.facts.site import AS_OF, FIRM, PROJECT, D
from wagecheck.facts import arrears_case
from wagecheck.register import view

CODE, OTHER_CODE = "91110199MA00000X7P", "91110199MA0000AB08"
ORDER = {"id": "O1", "contractor": FIRM, "uscc": None, "project": None, "deadline": D(2026, 11, 20)}


def case(*orders: dict[str, Any], recorded: bool = True) -> tuple[dt.date | None, int | None]:
    made = ground(payroll=[{"name": "张某甲", "net_pay": 100}], contractor=[{"name": FIRM, "uscc": CODE}])
    told = pl.DataFrame([{**ORDER, **order} for order in orders], schema=view.ORDERS) if recorded else None
    rows = arrears_case.build(made, months(made), made.units, told).collect()
    assert rows.schema == arrears_case.FRAME.schema
    assert rows.height == 1
    return rows["order_deadline"][0], rows["days_past_order"][0]


@pytest.mark.parametrize(
    ("sentence", "orders", "deadline"),
    [
        ("no register", None, None),
        ("none on record: the authority does not write to the register", [], None),
        ("by name", [{}], D(2026, 11, 20)),
        ("by name, written otherwise", [{"contractor": f" {FIRM}　"}], D(2026, 11, 20)),
        ("by code alone", [{"contractor": None, "uscc": CODE.lower()}], D(2026, 11, 20)),
        ("the name, but another code: another firm", [{"uscc": OTHER_CODE}], None),
        ("another firm", [{"contractor": "示例劳务乙公司"}], None),
        ("of this project", [{"project": f"{PROJECT} "}], D(2026, 11, 20)),
        ("of a project that may be this one under another name: not known", [{"project": "示例二期"}], None),
        ("the earliest counts", [{"deadline": AS_OF}, {"id": "O2"}], D(2026, 11, 20)),
        ("its last day is today", [{"deadline": AS_OF}], AS_OF),
        ("still to come", [{"deadline": D(2026, 12, 1)}], D(2026, 12, 1)),
    ],
)
def test_which_order_counts(sentence: str, orders: list[dict[str, Any]] | None, deadline: dt.date | None) -> None:
    days = None if deadline is None else (AS_OF - deadline).days
    assert case(*(orders or []), recorded=orders is not None) == (deadline, days), sentence
