"""The dedicated account: labour fees come in, wages go out, the balance follows."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate import numbers
from wagecheck.simulate.books import Books
from wagecheck.simulate.calendar import days
from wagecheck.simulate.records import ZERO
from wagecheck.simulate.standing import FlowRecord
from wagecheck.simulate.truth import World


def book(books: Books, world: World) -> None:
    """Adds the owner's credits and all successful payments to the dedicated account, in order, and reckons balances.

    Labour fees come on the 28th of every month from the start of the project, so no gap exceeds a month, and always
    more than the payroll they are for.
    """
    account = books.account
    wages = {
        month: sum(
            (
                record.amount
                for contractor in books.contractors
                for ledgers in contractor.months
                if ledgers.month == month
                for record in ledgers.payment
            ),
            ZERO,
        )
        for month in world.months
    }
    fee = max(wages.values(), default=ZERO) + 10_000
    fee = Decimal(-(-int(fee) // 10_000) * 10_000)
    for day in days(world.project.start_on, world.as_of):
        if day == world.project.start_on or day.day == min(world.project.start_on.day, 28):
            books.flows.append(
                FlowRecord(
                    booked_on=day,
                    memo="拨付人工费用",
                    amount_in=fee,
                    amount_out=None,
                    payee_name=world.project.owner,
                    payee_account="42000000000000800008",
                )
            )
    for contractor in books.contractors:
        for ledgers in contractor.months:
            for payment in ledgers.payment:
                if payment.status == "成功" and payment.payer_account == account.number:
                    books.flows.append(
                        FlowRecord(
                            worker=payment.worker,
                            booked_on=payment.paid_on,
                            memo=payment.memo,
                            amount_in=None,
                            amount_out=payment.amount,
                            payee_name=payment.payee_name,
                            payee_account=payment.payee_account,
                            txn_no=payment.txn_no,
                        )
                    )
    books.flows.sort(key=lambda flow: flow.booked_on)
    balance = ZERO
    for ordinal, flow in enumerate(books.flows, start=1):
        balance += (flow.amount_in or ZERO) - (flow.amount_out or ZERO)
        flow.balance = balance
        flow.txn_no = flow.txn_no or f"{flow.booked_on:%Y%m%d}{numbers.DISTRICT}{ordinal:06d}"
