"""What is owed: due, paid, owed and days late, by hand and against a plain count in Python."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.facts.ledger_kit import LI, NUMBERS, SETTINGS, WANG, ZHANG, D, ledgers
from wagecheck.facts import arrears, worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings

PAY = {**ZHANG, "net_pay": 5000}
PAID = {
    **ZHANG, "document": "result", "status": "success", "amount": 5000, "paid_on": D(2026, 11, 18),
    "pay_period": "2026-10",
}  # fmt: skip
#: Somebody else's proof of payment: payments were handed in for the period.
OTHER = {**PAID, **LI}
AGREED = [{**ZHANG, "pay_day": "次月18日"}]


def month(as_of: dt.date = SETTINGS.as_of, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    found = worker_month.build(
        Groundwork(ledgers(**rows), Settings(**NUMBERS, as_of=as_of, calendar=SETTINGS.calendar))
    )
    return found.row(by_predicate=pl.col("name") == "张某甲", named=True)


@pytest.mark.parametrize(
    ("sentence", "payroll", "payment", "due", "paid", "owed"),
    [
        ("paid in full", [PAY], [PAID], 5000, 5000, 0),
        ("paid in two parts", [PAY], [{**PAID, "amount": 2000}, {**PAID, "amount": 3000}], 5000, 5000, 0),
        ("paid in part", [PAY], [{**PAID, "amount": 4800}], 5000, 4800, 200),
        ("paid too much", [PAY], [{**PAID, "amount": 5200}], 5000, 5200, 0),
        ("nobody paid him", [PAY], [OTHER], 5000, 0, 5000),
        ("no payments handed in: not known", [PAY], [], 5000, None, None),
        ("money in flight: not known", [PAY], [{**PAID, "status": "pending"}], 5000, None, None),
        ("part of it in flight", [PAY], [{**PAID, "amount": 2000}, {**PAID, "amount": 3000, "status": "pending"}],
         5000, None, None),
        ("an instruction proves nothing", [PAY], [{**PAID, "document": "batch", "status": None}, OTHER],
         5000, None, None),
        ("nothing but instructions, and none for him", [PAY], [{**OTHER, "document": "batch", "status": None}],
         5000, None, None),
        ("an instruction and its booking are one payment", [PAY],
         [{**PAID, "document": "batch", "status": None}, {**PAID, "document": "statement", "direction": "out"}],
         5000, 5000, 0),
        ("a failed payment is none", [PAY], [{**PAID, "status": "failed"}], 5000, 0, 5000),
        ("paid for two, returned", [PAY], [{**PAID, "status": "refunded"}, OTHER], 5000, 0, 5000),
        ("the payroll states an unpaid part", [{**PAY, "gross_pay": 8000, "unpaid": 3000}], [PAID], 8000, 5000, 3000),
        ("an unpaid part that net still holds", [{**PAY, "gross_pay": 5000, "unpaid": 3000}], [PAID], 5000, 5000, 0),
        ("no net pay", [{**PAY, "net_pay": None}], [PAID], None, 5000, None),
        (
            "one lump sum for all: not known",
            [PAY],
            [{"document": "statement", "direction": "out", "amount": 9000, "paid_on": D(2026, 11, 18),
              "pay_period": "2026-10", "payee_name": "应付代收业务款项"}, OTHER],
            5000, None, None,
        ),
    ],
)  # fmt: skip
def test_due_paid_owed(
    sentence: str,
    payroll: list[dict[str, Any]],
    payment: list[dict[str, Any]],
    due: int | None,
    paid: int | None,
    owed: int | None,
) -> None:
    given_rows = ledgers(payroll=[*payroll, {**LI, "net_pay": 5000}], payment=payment, contract=AGREED)
    found = worker_month.build(Groundwork(given_rows, SETTINGS)).row(
        by_predicate=pl.col("name") == "张某甲", named=True
    )
    assert (found["due"], found["paid_total"], found["owed"]) == (due, paid, owed), sentence


@pytest.mark.parametrize(
    ("sentence", "as_of", "owed", "days_late"),
    [
        ("before the due day nothing is owed", D(2026, 11, 10), 0, 0),
        ("on the due day nothing is owed", D(2026, 11, 18), 0, 0),
        ("a day later it is", D(2026, 11, 19), 5000, 1),
        ("a month later", D(2026, 12, 18), 5000, 30),
    ],
)
def test_days_late(sentence: str, as_of: dt.date, owed: int, days_late: int) -> None:
    found = month(as_of, payroll=[PAY, {**LI, "net_pay": 5000}], payment=[OTHER], contract=AGREED)
    assert (found["due_on"], found["owed"], found["days_late"]) == (D(2026, 11, 18), owed, days_late), sentence


def test_the_own_contract_comes_first() -> None:
    others = [{**who, "pay_day": "次月25日"} for who in (LI, WANG)]
    assert month(payroll=[PAY], contract=[*AGREED, *others])["due_on"] == D(2026, 11, 18)
    assert month(payroll=[PAY], contract=others)["due_on"] == D(2026, 11, 25)


def test_nothing_is_due_to_whoever_stands_on_no_payroll() -> None:
    found = month(payroll=[{**LI, "net_pay": 5000}], roster=[ZHANG], payment=[OTHER])
    assert (found["due_on"], found["due"], found["owed"], found["active"]) == (None, None, None, False)


STATUS = st.sampled_from(["success", "failed", "refunded", "pending", None])
DOCUMENT = st.sampled_from(["batch", "result", "statement"])
AMOUNT = st.integers(1, 900_000).map(lambda cents: Decimal(cents) / 100)
PAYMENTS = st.lists(st.tuples(STATUS, DOCUMENT, AMOUNT), max_size=5)


def counted(due: Decimal, rows: list[tuple[str | None, str, Decimal]], late: bool) -> Decimal | None:
    """What is owed, row by row; None where it cannot be told."""
    paid, proven, open_rows = Decimal(0), False, False
    for status, document, amount in rows:
        if status == "pending":
            return None if late else Decimal(0)
        if status == "success" or (status is None and document != "batch"):
            paid, proven = paid + amount, True
        elif status is None:
            open_rows = True
    if not late:
        return Decimal(0)
    return None if open_rows and not proven else max(due - paid, Decimal(0))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PAYMENTS, AMOUNT, st.booleans())
def test_against_a_plain_count(rows: list[tuple[str | None, str, Decimal]], due: Decimal, late: bool) -> None:
    payments = pl.DataFrame(
        {
            "uid": [0] * len(rows),
            "pid": [0] * len(rows),
            "document": [document for _, document, _ in rows],
            "status": [status for status, _, _ in rows],
            "amount": [amount for _, _, amount in rows],
            "paid_on": [D(2026, 11, 18)] * len(rows),
            "payee_name": ["张某甲"] * len(rows),
            "payment_at": [[1]] * len(rows),
        },
        schema={
            "uid": pl.UInt32, "pid": pl.UInt32, "document": pl.String, "status": pl.String,
            "amount": pl.Decimal(18, 2), "paid_on": pl.Date, "payee_name": pl.String, "payment_at": pl.List(pl.Int64),
        },
    )  # fmt: skip
    due_on = D(2026, 12, 9) if late else D(2026, 12, 10)
    worker = pl.DataFrame(
        {"uid": [0], "pid": [0], "due": [due], "due_on": [due_on], "in_payment": [bool(rows)], "proof": [True]},
        schema_overrides={"uid": pl.UInt32, "pid": pl.UInt32, "due": pl.Decimal(18, 2)},
    )
    joined = worker.join(arrears.paid(payments), on=["uid", "pid"], how="left")
    found = joined.with_columns(paid_total=arrears.paid_total()).select(owed=arrears.owed(SETTINGS)).item()
    assert found == counted(due, rows, late)
