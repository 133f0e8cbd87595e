"""bank_sheet, card_run and voucher_batch: what bank files and card numbers show by themselves."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.ground_kit import ground, sources
from tests.facts.site import CARD_A, ID_A, D
from wagecheck.facts import bank_sheet, card_run, voucher_batch

PAY = {"name": "张某甲", "id_number": ID_A, "net_pay": 5000, "bank_card": CARD_A}
LINES = [(1, None, 100, 1100), (1, 50, None, 1050), (2, 30, None, 1020), (3, None, 80, 1100), (3, 100, None, 1000),
         (4, 10, None, 990)]  # fmt: skip


def flows(order: list[int], *, number: str | None = None, **changes: Any) -> list[dict[str, Any]]:
    rows = [
        {
            "booked_on": D(2026, 11, day),
            "amount_out": out,
            "amount_in": came,
            "balance": balance,
            "txn_no": number or f"T{n}",
        }
        for n, (day, out, came, balance) in enumerate(LINES)
    ]
    return [rows[n] | changes for n in order]


def judged(**given: list[dict[str, Any]]) -> dict[str, Any]:
    made = ground(payroll=[PAY], **given)
    frame = bank_sheet.build(made, sources(made), made.units)
    assert frame.collect_schema() == bank_sheet.FRAME.schema
    (row,) = frame.collect().rows(named=True)
    return row


BROKEN = flows([0, 1, 2, 3, 4, 5])
BROKEN[5] = BROKEN[5] | {"balance": 1990}


@pytest.mark.parametrize(
    ("sentence", "rows", "expected"),
    [
        ("in order", flows([0, 1, 2, 3, 4, 5]), 0),
        ("newest first", flows([5, 4, 3, 2, 1, 0]), 0),
        ("days newest first, lines of a day in order", flows([5, 3, 4, 2, 0, 1]), 0),
        ("the last balance is too high", BROKEN, 1),
        ("a line is missing", flows([0, 1, 3, 4, 5]), None),
        ("only debits were exported", flows([1, 2, 4, 5]), None),
        ("one line", flows([0]), 0),
        ("no balances", flows([0, 1, 2], balance=None), None),
    ],
)  # fmt: skip
def test_balances(sentence: str, rows: list[dict[str, Any]], expected: int | None) -> None:
    assert judged(account_flow=rows)["n_breaks"] == expected, sentence


def test_one_line_missing_of_many() -> None:
    """A long statement with one break is no filtered one."""
    rows, balance = [], 0
    for day in range(1, 31):
        balance += 100
        rows.append({"booked_on": D(2026, 11, day), "amount_in": 100, "balance": balance, "txn_no": f"T{day}"})
    found = judged(account_flow=[row for row in rows if row["txn_no"] != "T15"])
    assert (found["n_breaks"], found["break_amount"], found["first_break"]) == (1, 100, 19)


PAID = {"payee_name": "张某甲", "payee_account": CARD_A, "amount": 5000, "paid_on": D(2026, 11, 15), "txn_no": "T1",
        "document": "result", "status": "success"}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "rows", "expected"),
    [
        ("numbers differ", [PAID, PAID | {"txn_no": "T2", "amount": 1}], 0),
        ("one number on two days", [PAID, PAID | {"paid_on": D(2026, 11, 16)}, PAID | {"txn_no": "T2", "amount": 7}], 1),
        ("one number for two payees among many", [PAID | {"txn_no": f"T{n}", "amount": n} for n in range(2, 9)]
         + [PAID, PAID | {"amount": 1}], 1),
        ("the number of the batch", [PAID | {"amount": n} for n in range(1, 9)], 0),
        ("the payment came back under its own number", [PAID, PAID | {"direction": "in"}], 0),
        ("failed and repeated under its own number", [PAID | {"status": "failed"}, PAID | {"paid_on": D(2026, 11, 18)}], 0),
        ("no numbers", [PAID | {"txn_no": None}], None),
    ],
)  # fmt: skip
def test_numbers_used_again(sentence: str, rows: list[dict[str, Any]], expected: int | None) -> None:
    assert judged(payment=rows)["n_repeats"] == expected, sentence


def card(serial: int, prefix: str = "622848") -> str:
    digits = f"{prefix}{serial:012d}"
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


@pytest.mark.parametrize(
    ("sentence", "cards", "expected"),
    [
        ("five in a row", [card(n) for n in (3, 1, 2, 5, 4)], (5, 1)),
        ("every second number", [card(n) for n in (2, 4, 6, 8)], (4, 2)),
        ("far apart", [card(n) for n in (100, 200, 300)], (1, None)),
        ("the step changes", [card(n) for n in (1, 2, 3, 5, 7)], (3, 1)),
        ("the same card in several rows", [card(1), card(1), card(2)], (2, 1)),
        ("another bank's numbers", [card(1), card(2, "621700"), card(3)], (2, 2)),
        ("masked", ["6228****0018", "6228****0026"], (None, None)),
        ("passbooks are no cards", ["12345678", "12345679"], (None, None)),
    ],
)  # fmt: skip
def test_runs_of_cards(sentence: str, cards: list[str], expected: tuple[int | None, int | None]) -> None:
    states = {"card_state": "masked"} if sentence == "masked" else {}
    made = ground(payroll=[{"name": f"张某{n}", "bank_card": c, "net_pay": 1} | states for n, c in enumerate(cards)])
    frame = card_run.build(made, made.units)
    assert frame.collect_schema() == card_run.FRAME.schema
    rows = frame.collect().sort("n_cards", descending=True, nulls_last=True, maintain_order=True)
    assert rows.select("n_cards", "step").rows()[0] == expected, sentence


def test_share_of_one_branch() -> None:
    banks = ["一支行", "一支行", "一支行", "二支行"]
    rows = [{"name": f"张某{n}", "bank_card": card(n), "bank_name": bank, "net_pay": 1} for n, bank in enumerate(banks)]
    made = ground(payroll=rows)
    assert card_run.build(made, made.units).select("bank_name", "branch_share").collect().rows() == [("一支行", 0.75)]


@pytest.mark.parametrize(
    ("sentence", "rows", "expected"),
    [
        ("every row", [PAID | {"voucher_no": "HD1"}], [True]),
        ("one row of the batch", [PAID | {"voucher_no": "HD1"}, PAID | {"amount": 1}], [True]),
        ("one day has none", [PAID | {"voucher_no": "HD1"}, PAID | {"amount": 1, "paid_on": D(2026, 11, 18)}], [True, False]),
        ("no such column", [PAID], [None]),
        ("the bank's statement is a voucher", [PAID | {"document": "statement"}], [True]),
        ("nothing arrived", [PAID | {"status": "failed", "voucher_no": "HD1"}], []),
    ],
)  # fmt: skip
def test_vouchers(sentence: str, rows: list[dict[str, Any]], expected: list[bool | None]) -> None:
    made = ground(payroll=[PAY], payment=[{"memo": "2026年10月工资"} | row for row in rows])
    told = any(row.get("voucher_no") for row in rows)
    cells = pl.DataFrame({"src": made.ledgers["payment"]["src"].unique(), "field": "voucher_no" if told else "amount"})
    frame = voucher_batch.build(made, cells)
    assert frame.collect_schema() == voucher_batch.FRAME.schema
    assert frame.collect()["has_voucher"].to_list() == expected, sentence
