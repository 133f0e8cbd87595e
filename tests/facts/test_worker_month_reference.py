"""The heart of ``worker_month`` against a plain count in Python: days worked, due, paid, owed, days late.

Written from the decisions, not from the code: months of several workers, with half days, unknown marks, several payroll
rows, money that went out, came back, is in flight or was only ordered.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts.ledger_kit import LI, NUMBERS, OCTOBER, SEPTEMBER, SETTINGS, WANG, ZHANG, ledgers
from wagecheck.facts import worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings

PEOPLE = {"张某甲": ZHANG, "李某乙": LI, "王某丙": WANG}
#: Period → the last day of the month after it, on which wages are due where no day was agreed.
MONTHS = {"2026-09": (SEPTEMBER, dt.date(2026, 10, 31)), "2026-10": (OCTOBER, dt.date(2026, 11, 30))}
Rows = dict[str, list[dict[str, Any]]]

amounts = st.integers(1, 900_000).map(lambda cents: Decimal(cents) / 100)
days = st.dictionaries(st.integers(1, 30), st.sampled_from(["0.5", "1", "0.3"]).map(Decimal), max_size=5)
pays = st.lists(st.tuples(amounts, st.none() | amounts), max_size=2)
moneys = st.lists(
    st.tuples(
        amounts,
        st.sampled_from(["success", "failed", "refunded", "pending", None]),
        st.sampled_from(["statement", "result", "batch"]),
    ),
    max_size=2,
    unique_by=lambda money: money[0],  # the same amount twice may be one payment in two documents (payment_merge)
)
made = st.fixed_dictionaries(
    {
        (name, period): st.fixed_dictionaries({"days": days, "pay": pays, "money": moneys})
        for name in PEOPLE
        for period in MONTHS
    }
)
as_ofs = st.sampled_from([dt.date(2026, 10, 31), dt.date(2026, 11, 1), dt.date(2026, 11, 30), dt.date(2026, 12, 10)])


def written(said: dict[tuple[str, str], dict[str, Any]]) -> Rows:
    """The ledgers: what was drawn, beside somebody who stands everywhere, so that every ledger was handed in."""
    rows: Rows = {"attendance": [], "payroll": [], "payment": []}
    for row, ((name, period), one) in enumerate(said.items(), start=5):
        who, span = PEOPLE[name], MONTHS[period][0]
        src = {"attendance": 10, "payroll": 20, "payment": 30}
        at = {ledger: {**who, **span, "src": number + int(period[-2:]), "row": row} for ledger, number in src.items()}
        rows["attendance"] += [
            {**at["attendance"], "date": span["period_start"].replace(day=day), "mark": "√", "work": work,
             "unit": "day", "col": day + 3}
            for day, work in one["days"].items()
        ]  # fmt: skip
        rows["payroll"] += [
            {**at["payroll"], "row": row * 10 + n, "net_pay": net, "unpaid": unpaid}
            for n, (net, unpaid) in enumerate(one["pay"])
        ]
        month = span["period_start"]
        paid_on = (month + dt.timedelta(days=45)).replace(day=18)
        rows["payment"] += [
            {**who, "src": at["payment"]["src"], "row": row * 10 + n, "document": document, "status": status,
             "amount": amount, "paid_on": paid_on, "pay_period": period, "payee_name": name}
            for n, (amount, status, document) in enumerate(one["money"])
        ]  # fmt: skip
    return rows


def went_out(status: str | None, document: str) -> bool:
    """A success, or a booked line or result without a word to the contrary."""
    return status == "success" or (status is None and document != "batch")


def reference(said: dict[tuple[str, str], dict[str, Any]], as_of: dt.date) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Name and period → days worked, due, paid, owed, days late; of everybody who worked, is on a payroll or was paid."""
    found = {}
    for period, (_, due_on) in MONTHS.items():
        month = {name: said[name, period] for name in PEOPLE}
        anybody = {part: any(one[part] for one in month.values()) for part in ("days", "pay", "money")}
        if not (anybody["days"] or anybody["pay"]):
            continue  # a payment alone makes no pay period
        # a booked line of a statement is a success; a result file without any status proves nothing about others
        proof = any(status or document == "statement" for one in month.values() for _, status, document in one["money"])
        for name, one in month.items():
            if not (one["days"] or one["pay"] or one["money"]):
                continue
            worked = sum(one["days"].values()) if one["days"] else None
            rows = set(one["pay"])  # a row that stands there twice, word for word, counts once
            due = sum(net + (unpaid or 0) for net, unpaid in rows) if rows else None
            paid: Decimal | None = None
            if one["money"]:
                sure = [amount for amount, status, document in one["money"] if went_out(status, document)]
                ordered = any(status is None and document == "batch" for _, status, document in one["money"])
                flying = any(status == "pending" for _, status, _ in one["money"])
                paid = None if flying or (ordered and not sure) else sum(sure, Decimal(0))
            elif anybody["money"] and proof:
                paid = Decimal(0)
            owed: Decimal | None = None
            if due is not None and as_of <= due_on:
                owed = Decimal(0)
            elif due is not None and paid is not None:
                owed = max(due - paid, Decimal(0))
            late = None if owed is None else (as_of - due_on).days if owed else 0
            found[name, period] = (worked, due, paid, owed, late)
    return found


def built(said: dict[tuple[str, str], dict[str, Any]], as_of: dt.date) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The same from the product."""
    given_settings = Settings(**NUMBERS, as_of=as_of, calendar=SETTINGS.calendar)
    frame = worker_month.build(Groundwork(ledgers(**written(said)), given_settings))
    columns = ("days_worked", "due", "paid_total", "owed", "days_late")
    return {
        (row["name"], row["period"]): tuple(row[column] for column in columns) for row in frame.iter_rows(named=True)
    }


@settings(max_examples=25)
@given(said=made, as_of=as_ofs)
def test_a_month_is_counted_alike(said: dict[tuple[str, str], dict[str, Any]], as_of: dt.date) -> None:
    assert built(said, as_of) == reference(said, as_of)
