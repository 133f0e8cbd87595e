"""The dedicated account: labour fees come in, wages go out, the balance follows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from wagecheck.simulate import numbers
from wagecheck.simulate.books import Books, ContractorBooks
from wagecheck.simulate.calendar import business_day, days
from wagecheck.simulate.records import ZERO, PaymentRecord
from wagecheck.simulate.standing import FlowRecord
from wagecheck.simulate.truth import DAY, World

#: Memo of the regular labour fees.
FEE = "拨付人工费用"
_OWNER_ACCOUNT = "42000000000000800008"
_STEP = 10_000
_BANK_FEE = Decimal("10.00")


def labour_fees(world: World, contractors: list[ContractorBooks]) -> list[FlowRecord]:
    """What the owner pays in: on the 28th of every month from the start of the project, so no gap exceeds a month.

    Every credit is more than the largest payroll it is for.
    """
    wages = (
        sum((record.net_pay for firm in contractors for ledgers in firm.months if ledgers.month == month
             for record in ledgers.payroll), ZERO)
        for month in world.months
    )  # fmt: skip
    return fees(world, max(wages, default=ZERO))


def fees(world: World, wages: Decimal) -> list[FlowRecord]:
    """The credits of a project whose largest payroll of a month comes to ``wages``, from its start."""
    amount = Decimal(-(-int(wages + _STEP) // _STEP) * _STEP)
    start = world.project.start_on
    paid_in = (day for day in days(start, world.as_of) if day == start or day.day == min(start.day, 28))
    return [credit(world, day, amount) for day in paid_in]


def credit(world: World, day: dt.date, amount: Decimal) -> FlowRecord:
    """One labour fee."""
    return FlowRecord(
        booked_on=day,
        memo=FEE,
        amount_in=amount,
        amount_out=None,
        payee_name=world.project.owner,
        payee_account=_OWNER_ACCOUNT,
    )


def debit(payment: PaymentRecord) -> FlowRecord:
    """A payment as the statement of the account shows it."""
    return FlowRecord(
        worker=payment.worker,
        booked_on=payment.paid_on,
        memo=payment.memo,
        amount_in=None,
        amount_out=payment.amount,
        payee_name=payment.payee_name,
        payee_account=payment.payee_account,
        txn_no=payment.txn_no,
    )


def book(books: Books, world: World) -> None:
    """Adds all successful payments to the dedicated account and a bank fee, in order, and reckons balances.

    A payment that stands there already, by its number, is not added again.
    """
    booked = {flow.txn_no for flow in books.flows}
    for contractor in books.contractors:
        for ledgers in contractor.months:
            for payment in ledgers.payment:
                own = payment.payer_account == books.account.number
                if own and payment.status == "成功" and payment.txn_no not in booked:
                    books.flows.append(debit(payment))
    _shorten(books)
    books.flows.append(bank_fee(world))
    books.flows.sort(key=lambda flow: flow.booked_on)
    balance = ZERO
    for ordinal, flow in enumerate(books.flows, start=1):
        balance += (flow.amount_in or ZERO) - (flow.amount_out or ZERO)
        flow.balance = balance + flow.balance_slip
        flow.txn_no = flow.txn_no or f"{flow.booked_on:%Y%m%d}{numbers.DISTRICT}{ordinal:06d}"


def bank_fee(world: World) -> FlowRecord:
    """The statement goes on after the day of pay."""
    return FlowRecord(
        booked_on=business_day(world.as_of - DAY),
        memo="账户管理费",
        amount_in=None,
        amount_out=_BANK_FEE,
        payee_name=world.project.account_bank,
        payee_account=None,
    )


def _shorten(books: Books) -> None:
    """Where the fees were too small: together just what went out and the bank fee, in equal parts."""
    if not books.fees_too_small:
        return
    paid_in = [flow for flow in books.flows if flow.amount_in and flow.memo == FEE]
    others = [flow for flow in books.flows if flow not in paid_in]
    spent = sum(((flow.amount_out or ZERO) - (flow.amount_in or ZERO) for flow in others), _BANK_FEE)
    part = (spent / len(paid_in)).quantize(ZERO)
    for flow in paid_in:
        flow.amount_in = part
    paid_in[0].amount_in = spent - part * (len(paid_in) - 1)
