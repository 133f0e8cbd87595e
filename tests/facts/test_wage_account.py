"""wage_account and account_change: the accounts a worker's pay is to go to, and went to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.ground_kit import SEPTEMBER, ground
from tests.facts.site import CARD_A, CARD_B, ID_A, D
from wagecheck.facts import account_change, wage_account

CARD_C = "6228480000000000026"
A = {"name": "张某甲", "id_number": ID_A, "bank_card": CARD_A}
PAY = A | {"net_pay": 5000}
PAID = {"payee_name": "张某甲", "payee_account": CARD_A, "amount": 5000, "paid_on": D(2026, 11, 15),
        "payer_account": "42000000000000900001", "memo": "2026年10月工资"}  # fmt: skip
SPECIAL = [{"number": "42000000000000900001"}, {"number": "17000000000000900002"}]


def row(**given: list[dict[str, Any]]) -> dict[str, Any]:
    frame = wage_account.build(ground(**({"roster": [A], "payroll": [PAY], "account": SPECIAL} | given)))
    assert frame.collect_schema() == wage_account.FRAME.schema
    rows = frame.collect().rows(named=True)
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("sentence", "payment", "expected"),
    [
        ("one payment", [PAID], (1, 1, 1)),
        ("two parts to one card", [PAID | {"amount": 3000}, PAID | {"amount": 2000}], (2, 1, 1)),
        ("two parts to two cards", [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payee_account": CARD_B}], (2, 2, 1)),
        ("a failed payment and its retry on another card",
         [PAID | {"status": "failed", "document": "result"}, PAID | {"payee_account": CARD_B, "paid_on": D(2026, 11, 18)}],
         (1, 1, 1)),
        ("an advance on another card is no part", [PAID, PAID | {"amount": 500, "payee_account": CARD_B, "memo": "10月生活费"}],
         (1, 1, 1)),
        ("two dedicated accounts are one payer",
         [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payer_account": "17000000000000900002"}], (2, 1, 1)),
        ("one part from another account", [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payer_account": "4200"}],
         (2, 1, 2)),
        ("a masked card that ends alike", [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payee_account": "6228****0018"}],
         (2, 1, 1)),
        ("a masked card that ends otherwise",
         [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payee_account": "6217****0020"}], (2, 2, 1)),
        ("a card that shows nothing", [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payee_account": "6217*****"}],
         (2, None, 1)),
        ("nothing arrived", [PAID | {"status": "failed", "document": "result"}], (0, None, None)),
    ],
)  # fmt: skip
def test_parts(sentence: str, payment: list[dict[str, Any]], expected: tuple[Any, ...]) -> None:
    found = row(payment=payment)
    assert (found["n_parts"], found["n_accounts"], found["n_payers"]) == expected, sentence


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("all the same", {"payment": [PAID]}, (3, False)),
        ("no payment yet", {}, (2, False)),
        ("paid to another card", {"payment": [PAID | {"payee_account": CARD_B}]}, (3, True)),
        ("only the roster differs", {"roster": [A | {"bank_card": CARD_B}], "payment": [PAID]}, (3, True)),
        ("the roster has the card of another month's pay: he changed it",
         {"roster": [A | {"bank_card": CARD_B}], "payroll": [PAY, PAY | SEPTEMBER | {"bank_card": CARD_B}],
          "payment": [PAID]}, (3, False)),
        ("the first payment failed on the recorded card",
         {"payment": [PAID | {"status": "failed", "document": "result"}, PAID | {"payee_account": CARD_B}]}, (3, False)),
        ("split over the recorded card and another",
         {"payment": [PAID | {"amount": 3000}, PAID | {"amount": 2000, "payee_account": CARD_B}]}, (3, False)),
        ("the bank shows the last digits", {"payment": [PAID | {"payee_account": "6228****0018"}]}, (3, False)),
        ("the bank shows other last digits", {"payment": [PAID | {"payee_account": "6228****0099"}]}, (3, True)),
        ("the bank shows nothing", {"payment": [PAID | {"payee_account": "6228*****"}]}, (3, None)),
        ("the payroll lost the last digits", {"payroll": [PAY | {"card_state": "lossy"}], "payment": [PAID]}, (3, None)),
        ("no card in the payroll", {"payroll": [PAY | {"bank_card": None}], "payment": [PAID]}, (2, False)),
        ("a card in the payroll only", {"roster": [A | {"bank_card": None}]}, (1, None)),
    ],
)  # fmt: skip
def test_cards_of_three_ledgers(sentence: str, given: dict[str, Any], expected: tuple[Any, ...]) -> None:
    frame = wage_account.build(ground(**({"roster": [A], "payroll": [PAY], "account": SPECIAL} | given))).collect()
    found = frame.filter(period="2026-10").rows(named=True)[0]
    assert (found["n_ledgers"], found["cards_differ"]) == expected, sentence


def test_somebody_on_no_payroll_has_nothing_due() -> None:
    found = row(payroll=[], attendance=[A | {"date": D(2026, 10, 8)}], payment=[PAID])
    assert (found["due"], found["largest_part"]) == (None, 5000)


@pytest.mark.parametrize(
    ("sentence", "payment", "expected"),
    [
        ("one card", [PAID, PAID | {"paid_on": D(2026, 10, 15)}], [1]),
        ("three cards in three months",
         [PAID, PAID | {"paid_on": D(2026, 10, 15), "payee_account": CARD_B},
          PAID | {"paid_on": D(2026, 9, 15), "payee_account": CARD_C}], [3]),
        ("the third card lies more than six months back",
         [PAID, PAID | {"paid_on": D(2026, 10, 15), "payee_account": CARD_B},
          PAID | {"paid_on": D(2026, 5, 15), "payee_account": CARD_C}], [2]),
        ("a payment that failed changes nothing",
         [PAID, PAID | {"payee_account": CARD_B, "status": "failed", "document": "result"}], [1]),
        ("nothing was paid", [], []),
    ],
)  # fmt: skip
def test_changes_of_card(sentence: str, payment: list[dict[str, Any]], expected: list[int]) -> None:
    made = ground(roster=[A], payroll=[PAY], payment=[row | {"memo": None} for row in payment])
    frame = account_change.build(made, made.units)
    assert frame.collect_schema() == account_change.FRAME.schema
    assert frame.collect()["n_accounts"].to_list() == expected, sentence
