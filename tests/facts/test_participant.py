"""participant: who is on the project, as what, and under which terms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers, settings, sheets, who
from wagecheck.facts import participant, payment_row

CODE = "91110199MA00000X7P"
ROW = {"name": FIRM, "uscc": CODE, "corp_type": "劳务分包", "contractor": None}
SPECIAL = "42000000000000900001"
PAYROLL = {"name": "张某甲", "id_number": "110199199003070017", "net_pay": 100}
PAID = {
    "name": "张某甲", "payee_name": "张某甲", "amount": 100, "paid_on": D(2026, 11, 12), "payer_account": SPECIAL,
    "status": "success", "pay_period": "2026-10",
}  # fmt: skip


def built(
    *rows: dict[str, Any], payments: tuple[dict[str, Any], ...] = (), handed_in: tuple[str, ...] = (),
    items: tuple[dict[str, Any], ...] = (),
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Rows by contractor."""
    found = ledgers(
        payroll=[PAYROLL], project=[{"name": PROJECT, "general_contractor": "示例建设公司"}],
        contractor=list(rows), account=[{"number": SPECIAL}], payment=list(payments), payroll_item=list(items),
    )  # fmt: skip
    people, units = who(found)
    paid = payment_row.build(found, people, units, settings()).collect()
    frame = participant.build(sheets(found, *handed_in), paid)
    assert frame.collect_schema() == participant.FRAME.schema
    return {row["contractor"]: row for row in frame.collect().rows(named=True)}


@pytest.mark.parametrize(
    ("sentence", "changes", "expected"),
    [
        ("a company with a code", {}, {
            "is_subcontractor": True, "has_uscc": True, "uscc_problem": None, "is_individual": False,
            "is_individual_business": False, "entrust_signed": None, "n_missing_terms": None, "other_deposits": None,
        }),
        ("a slip in the code", {"uscc": CODE[:-1] + "Q"}, {"uscc_problem": "check_digit"}),
        ("an individual business", {"uscc": "92110199MA00000X7P"}, {"is_individual_business": True}),
        ("specialist work", {"corp_type": "专业分包"}, {"is_subcontractor": True}),
        ("by its number", {"corp_type": "006"}, {"is_subcontractor": True}),
        ("equipment is no work", {"corp_type": "设备分包"}, {"is_subcontractor": False}),
        ("the general contractor", {"corp_type": "施工总承包单位"}, {"is_subcontractor": False}),
        ("no role, but ledgers of workers", {"corp_type": None}, {"is_subcontractor": True}),
        ("an agreement", {"entrust_signed_on": D(2026, 9, 1)}, {"entrust_signed": True}),
        ("terms", {"measure_cycle": "按月", "settlement_method": "按月结算"},
         {"n_missing_terms": 0, "missing_terms": "", "back_to_back": False}),
        ("waiting for the owner", {"settlement_method": "业主付款后7日内支付"}, {"back_to_back": True}),
        ("the four lawful deposits", {"deposits": "投标保证金、履约保证金,质量保证金；农民工工资保证金 / 质保金"},
         {"other_deposits": None}),
        ("others", {"deposits": "履约保证金，安全生产保证金、工期押金"}, {"other_deposits": "安全生产保证金、工期押金"}),
    ],
)  # fmt: skip
def test_company(sentence: str, changes: dict[str, Any], expected: dict[str, Any]) -> None:
    row = built(ROW | changes)[FIRM]
    assert {name: row[name] for name in expected} == expected, sentence


def test_blank_cells_are_not_missing_columns() -> None:
    columns = (
        "contractor.uscc",
        "contractor.entrust_signed_on",
        "contractor.measure_cycle",
        "contractor.settlement_method",
    )
    row = built(ROW | {"uscc": None, "measure_cycle": "按月"}, handed_in=columns)[FIRM]
    told = (row["has_uscc"], row["entrust_signed"], row["n_missing_terms"], row["missing_terms"])
    assert told == (False, False, 1, "进度结算办法")


def test_a_person_without_ledgers_and_a_firm_without_a_row() -> None:
    rows = built(ROW | {"name": "牛某包", "uscc": None})
    assert (rows["牛某包"]["is_individual"], rows["牛某包"]["period"]) == (True, "2026-10")
    assert (rows[FIRM]["is_subcontractor"], rows[FIRM]["has_uscc"], rows[FIRM]["contractor_at"]) == (True, None, [])


@pytest.mark.parametrize(
    ("sentence", "signed", "payments", "before", "first"),
    [
        ("signed before", D(2026, 9, 1), (PAID,), False, D(2026, 11, 12)),
        ("signed on the day", D(2026, 11, 12), (PAID,), False, D(2026, 11, 12)),
        ("signed after", D(2026, 11, 13), (PAID,), True, D(2026, 11, 12)),
        ("paid from another account", D(2026, 11, 13), (PAID | {"payer_account": "11"},), False, None),
        ("no payments at all", D(2026, 11, 13), (), None, None),
    ],
)
def test_order_of_agreement_and_pay(
    sentence: str, signed: Any, payments: tuple[dict[str, Any], ...], before: bool | None, first: Any
) -> None:
    row = built(ROW | {"entrust_signed_on": signed}, payments=payments)[FIRM]
    assert (row["paid_before_entrust"], row["first_paid_on"]) == (before, first), sentence


def test_deposits_in_the_payroll() -> None:
    item = {"name": "张某甲", "col": 9, "kind": "deduction"}
    items = (
        item | {"title": "安全保证金", "amount": Decimal(200)},
        item | {"title": "质保金", "amount": Decimal(50), "col": 10},
        item | {"title": "工期保证金", "amount": Decimal(0), "col": 11},
        item | {"title": "保证金返还", "amount": Decimal(70), "kind": "earning", "col": 12},
    )
    row = built(ROW, items=items)[FIRM]
    assert (row["deposit_titles"], row["deposit_amount"], len(row["deposit_at"])) == ("安全保证金", 200, 1)


def test_one_row_per_company_whatever_the_brackets() -> None:
    rows = built(ROW, ROW | {"name": f" {FIRM} ", "legal_rep": "李某"})
    assert (list(rows), len(rows[FIRM]["contractor_at"])) == ([FIRM], 2)


def test_frame_is_empty_without_units() -> None:
    found = ledgers()
    frame = participant.build(sheets(found), payment_row.FRAME.empty().collect())
    assert frame.collect().is_empty()
    assert isinstance(frame, pl.LazyFrame)
