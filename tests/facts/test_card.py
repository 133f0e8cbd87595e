"""card: whose wages go to one account."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import CARD_A, CARD_B, FIRM, ID_A, ID_B, ID_C, D, ledgers, settings, who
from wagecheck.facts import card, payment_row

A = {"name": "张某甲", "id_number": ID_A, "bank_card": CARD_A}
B = {"name": "李某乙", "id_number": ID_B, "bank_card": CARD_B}
PAID = {"payee_name": "张某甲", "payee_account": CARD_A, "amount": 5000, "paid_on": D(2026, 11, 15)}
OTHER = {"contractor": "示例劳务乙公司"}
NOVEMBER = {"period_start": D(2026, 11, 1), "period_end": D(2026, 11, 30)}


def built(**given: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[int, str, int]]:
    """(contractor, period) of CARD_A → holders, their names, cells."""
    found = ledgers(**given)
    people, units = who(found)
    payments = payment_row.build(found, people, units, settings())
    frame = card.build(found, people, units, payments)
    assert frame.collect_schema() == card.FRAME.schema
    rows = frame.collect().rows(named=True)
    return {
        (row["contractor"], row["period"]): (row["n_holders"], row["holders"], len(row["any_at"]))
        for row in rows
        if row["card"] == CARD_A
    }


PAYROLL = [A | {"net_pay": 5000}, B | {"net_pay": 6000}]
HERE = (FIRM, "2026-10")
THERE = ("示例劳务乙公司", "2026-10")


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("one worker, three ledgers, one payment", {"roster": [A, B], "payroll": PAYROLL, "payment": [PAID]},
         {HERE: (1, "张某甲", 3)}),
        ("two workers on one card", {"roster": [A, B | {"bank_card": CARD_A}], "payroll": PAYROLL},
         {HERE: (2, "李某乙、张某甲", 3)}),
        ("a spouse who is no worker draws the wage: no second holder",
         {"roster": [A, B], "payroll": PAYROLL, "payment": [PAID | {"payee_name": "王某丙"}]},
         {HERE: (1, "张某甲", 2)}),
        ("another worker is paid to this card: a second holder",
         {"roster": [A, B], "payroll": PAYROLL, "payment": [PAID, PAID | {"payee_name": "李某乙", "amount": 6000}]},
         {HERE: (2, "李某乙、张某甲", 4)}),
        ("the payment to the other worker never arrived",
         {"roster": [A, B], "payroll": PAYROLL,
          "payment": [PAID | {"payee_name": "李某乙", "status": "failed", "document": "result"}]},
         {HERE: (1, "张某甲", 2)}),
        ("the same number with two contractors is one person",
         {"roster": [A, A | OTHER], "payroll": [A | {"net_pay": 5000}, A | OTHER | {"net_pay": 500}]},
         {HERE: (1, "张某甲", 4), THERE: (1, "张某甲", 4)}),
        ("two contractors, two people",
         {"payroll": [A | {"net_pay": 5000}, B | OTHER | {"net_pay": 500, "bank_card": CARD_A}]},
         {HERE: (2, "李某乙、张某甲", 2), THERE: (2, "李某乙、张某甲", 2)}),
        ("no number in the notice: the name is the worker's",
         {"payroll": PAYROLL, "notice": [{"name": "张某甲", "bank_card": CARD_A}]}, {HERE: (1, "张某甲", 2)}),
        ("no number with the other contractor: the same name on the same card is one person",
         {"payroll": [A | {"net_pay": 1}, {"name": "张某甲", "bank_card": CARD_A, "net_pay": 1} | OTHER]},
         {HERE: (1, "张某甲", 2), THERE: (1, "张某甲", 2)}),
        ("nobody has a number, two names",
         {"payroll": [{"name": "张某甲", "bank_card": CARD_A}, {"name": "李某乙", "bank_card": CARD_A}]},
         {HERE: (2, "张某甲、李某乙", 2)}),
        ("a rare character that one sheet could not write",
         {"payroll": [{"name": "王玥", "id_number": ID_A, "bank_card": CARD_A}],
          "notice": [{"name": "王？", "bank_card": CARD_A}]}, {HERE: (1, "王玥", 2)}),
        ("a namesake with his own number", {"payroll": [A, A | {"id_number": ID_C}]}, {HERE: (2, "张某甲、张某甲", 2)}),
        ("a slip in the number is no second person",
         {"roster": [A], "payroll": [A | {"id_number": ID_A[:-1] + "8"}]}, {HERE: (1, "张某甲", 2)}),
        ("stored as a number, last digits lost",
         {"payroll": [A, B | {"bank_card": CARD_A, "card_state": "lossy"}]}, {HERE: (1, "张某甲", 1)}),
        ("a masked card", {"payroll": [A, B | {"bank_card": "6228****0018", "card_state": "masked"}]},
         {HERE: (1, "张某甲", 1)}),
        ("two months", {"payroll": [A, A | NOVEMBER]}, {HERE: (1, "张某甲", 2), (FIRM, "2026-11"): (1, "张某甲", 2)}),
        ("a roster without a month stands under the latest", {"roster": [A], "payroll": [B, B | NOVEMBER]},
         {(FIRM, "2026-11"): (1, "张某甲", 1)}),
        ("no cards at all", {"payroll": [{"name": "张某甲", "id_number": ID_A}]}, {}),
    ],
)  # fmt: skip
def test_holders(sentence: str, given: dict[str, Any], expected: dict[Any, Any]) -> None:
    found = built(**given)
    names = {key: (n, "、".join(sorted(text.split("、"))), cells) for key, (n, text, cells) in found.items()}
    wanted = {key: (n, "、".join(sorted(text.split("、"))), cells) for key, (n, text, cells) in expected.items()}
    assert names == wanted, sentence
