"""Sums of a contractor and period, and which of the six ledgers came in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.ledger_kit import CONTRACTOR, LI, SETTINGS, ZHANG, D, ledgers, october, worked
from wagecheck.facts import contractor_month, ledger_presence, worker_month
from wagecheck.facts.groundwork import Groundwork

PAYROLL = [{**ZHANG, "net_pay": 5000}, {**LI, "net_pay": 6000}]
PAID = {**ZHANG, "document": "result", "status": "success", "amount": 5000, "paid_on": D(2026, 11, 18),
        "pay_period": "2026-10"}  # fmt: skip
LUMP = {"document": "statement", "direction": "out", "amount": 11000, "paid_on": D(2026, 11, 17),
        "pay_period": "2026-10", "payee_name": "应付代收业务款项"}  # fmt: skip


def month(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    ground = Groundwork(ledgers(**rows), SETTINGS)
    found = contractor_month.build(ground, worker_month.build(ground))
    assert found.schema == contractor_month.FRAME.schema
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("sentence", "payment", "paid", "owed"),
    [
        ("all paid", [PAID, {**PAID, **LI, "amount": 6000}], 11000, 0),
        ("one is short", [PAID, {**PAID, **LI, "amount": 5500}], 10500, 500),
        ("no payments", [], None, None),
        ("a lump sum", [LUMP], 11000, None),
        ("a lump sum and its results", [LUMP, PAID, {**PAID, **LI, "amount": 6000}], 11000, 0),
        ("money in flight", [PAID, {**PAID, **LI, "amount": 6000, "status": "pending"}], None, 0),
        ("instructions only", [{**PAID, "document": "batch", "status": None}], None, None),
    ],
)
def test_sums(sentence: str, payment: list[dict[str, Any]], paid: int | None, owed: int | None) -> None:
    found = month(payroll=PAYROLL, payment=payment)
    assert (found["workers"], found["payroll_total"]) == (2, 11000), sentence
    assert (found["paid_total"], found["owed_total"]) == (paid, owed), sentence


def test_a_missing_net_pay_leaves_the_total_unknown() -> None:
    assert month(payroll=[*PAYROLL, {"name": "王某丙"}])["payroll_total"] is None


def test_posting() -> None:
    posted = {"notice_from": D(2026, 11, 5), "notice_to": D(2026, 11, 8)}
    short = {"notice_from": D(2026, 11, 8), "notice_to": D(2026, 11, 9), "src": 70}
    found = month(payroll=PAYROLL, notice=[{**ZHANG, **posted}, {**LI, **short}])
    assert (found["notice_from"], found["notice_to"], found["notice_days"]) == (D(2026, 11, 5), D(2026, 11, 9), 2)
    assert len(found["notice_at"]) == 2


def test_the_company_is_found_by_its_name() -> None:
    company = {
        "contractor": None,
        "name": CONTRACTOR.replace("甲", " 甲 "),
        "uscc": "91110199MA00000X7P",
        "legal_rep": "赵某",
    }
    found = month(payroll=PAYROLL, contractor=[company])
    assert (found["uscc"], found["legal_rep"]) == ("91110199MA00000X7P", "赵某")


def test_ledgers_of_the_month() -> None:
    ground = Groundwork(ledgers(payroll=PAYROLL, attendance=worked(ZHANG, *october(8)), roster=[ZHANG]), SETTINGS)
    found = ledger_presence.build(ground.units, worker_month.build(ground))
    assert found.schema == ledger_presence.FRAME.schema
    assert found.select("ledger", "submitted", "workers").rows() == [
        ("identity", False, 2),
        ("contract", False, 2),
        ("roster", True, 2),
        ("attendance", True, 2),
        ("payroll", True, 2),
        ("payment", False, 2),
        ("notice", False, 2),
    ]


def test_the_general_contractors_payments_make_no_month_of_their_own() -> None:
    paid = [
        {**PAID, "contractor": "总包建设有限公司"},
        {**PAID, **LI, "amount": 6000, "contractor": "总包建设有限公司"},
    ]
    ground = Groundwork(ledgers(payroll=PAYROLL, payment=paid), SETTINGS)
    found = contractor_month.build(ground, worker_month.build(ground))
    assert found.select("contractor", "has_payment", "paid_total").rows() == [(CONTRACTOR, True, 11000)]
