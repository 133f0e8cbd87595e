"""dedicated_account: its name, its filing, its agreement, its closing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers, sheets
from wagecheck.facts import dedicated_account, worker_month

GENERAL = "示例建设（集团）公司"
NAME = f"{GENERAL}{PROJECT}农民工工资专用账户"
ACCOUNT = {"number": "42000000000000900001", "name": NAME, "opened_on": D(2026, 9, 25)}
RECORD = {"name": PROJECT, "general_contractor": GENERAL, "status": "在建"}
PAID = [{"project": PROJECT, "contractor": FIRM, "in_payroll": True, "owed": Decimal(0), "days_late": 0}]


def wages(rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = worker_month.FRAME.schema
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)


def built(
    account: dict[str, Any], *, handed_in: tuple[str, ...] = (), flows: tuple[dict[str, Any], ...] = (),
    owed: list[dict[str, Any]] | None = None, project: dict[str, Any] | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    found = ledgers(
        payroll=[{"name": "张某甲", "net_pay": 1}], project=[RECORD | (project or {})], account=[ACCOUNT | account],
        account_flow=list(flows),
    )  # fmt: skip
    frame = dedicated_account.build(
        sheets(found, *handed_in, closing_words=("销户",), **more), wages(PAID if owed is None else owed)
    )
    assert frame.collect_schema() == dedicated_account.FRAME.schema
    (row,) = frame.collect().rows(named=True)
    return row


@pytest.mark.parametrize(
    ("sentence", "account", "more", "expected"),
    [
        ("the name as it must be", {}, {}, {"name_matches": True, "expected_name": NAME, "contractor": GENERAL}),
        ("other brackets, other width, 帐户",
         {"name": f"示例建设(集团)公司 {PROJECT}农民工工资专用帐户"}, {}, {"name_matches": True}),
        ("the project's name shortened", {"name": f"{GENERAL}一期农民工工资专用账户"}, {},
         {"name_matches": False, "name_is_short": True}),
        ("the firm alone", {"name": GENERAL}, {}, {"name_matches": False, "name_is_short": False}),
        ("no general contractor", {}, {"project": {"general_contractor": None}},
         {"name_matches": None, "expected_name": None}),
        ("no name", {"name": None}, {}, {"name_matches": None}),
        ("filed", {"filed_on": D(2026, 10, 5)}, {}, {"filed": True, "filing_days": 10}),
        ("not filed: to the as-of date", {}, {"handed_in": ("account.filed_on",)}, {"filed": False, "filing_days": 57}),
        ("no such column", {}, {}, {"filed": None, "tripartite_signed": None, "closing_noticed": None}),
        ("a day that could not be read is not blank", {},
         {"handed_in": ("account.filed_on",), "lost": [("account", "filed_on")]}, {"filed": None}),
        ("the first labour fee", {"tripartite_signed_on": D(2026, 9, 28)},
         {"flows": ({"booked_on": D(2026, 10, 27), "amount_in": 5}, {"booked_on": D(2026, 9, 27), "amount_in": 5},
                    {"booked_on": D(2026, 9, 21), "amount_in": 1, "memo": "结息"})},
         {"tripartite_signed": True, "first_fee_on": D(2026, 9, 27)}),
        ("in use", {}, {}, {"is_closed": False, "is_complete": False, "unpaid_total": 0}),
        ("closed by its status", {"status": "已销户"}, {}, {"is_closed": True, "closed_on": None}),
        ("thirty days of notice, the next day closed",
         {"closed_on": D(2026, 10, 31), "closing_notice_from": D(2026, 10, 1), "closing_notice_to": D(2026, 10, 30)}, {},
         {"is_closed": True, "closing_notice_days": 30}),
        ("closed while posted: days until then",
         {"closed_on": D(2026, 10, 31), "closing_notice_from": D(2026, 10, 2), "closing_notice_to": D(2026, 11, 5)}, {},
         {"closing_notice_days": 29}),
        ("no last day of notice: until it was closed",
         {"closed_on": D(2026, 10, 31), "closing_notice_from": D(2026, 10, 1)}, {}, {"closing_notice_days": 30}),
        ("wages owed past their day", {}, {"owed": [PAID[0] | {"owed": Decimal(50), "days_late": 3}]},
         {"unpaid_total": 50}),
        ("wages owed and not due", {}, {"owed": [PAID[0] | {"owed": Decimal(50), "days_late": 0}]}, {"unpaid_total": 0}),
        ("nobody's known", {}, {"owed": [PAID[0] | {"owed": None}]}, {"unpaid_total": None}),
        ("one unknown, the others paid", {}, {"owed": [*PAID, PAID[0] | {"owed": None}]}, {"unpaid_total": None}),
        ("one unknown, another owed", {},
         {"owed": [PAID[0] | {"owed": Decimal(50), "days_late": 3}, PAID[0] | {"owed": None}]}, {"unpaid_total": 50}),
        ("a project that is complete", {}, {"project": {"status": "已竣工"}}, {"is_complete": True}),
        ("a project without a status", {}, {"project": {"status": None}}, {"is_complete": None}),
    ],
)  # fmt: skip
def test_account(sentence: str, account: dict[str, Any], more: dict[str, Any], expected: dict[str, Any]) -> None:
    row = built(account, **more)
    assert {name: row[name] for name in expected} == expected, sentence
