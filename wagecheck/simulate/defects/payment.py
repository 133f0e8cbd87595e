"""BK: what the bank did."""

from __future__ import annotations

from wagecheck.simulate.case import Case, defect


@defect("BK01")
def bk01_not_from_the_dedicated_account(case: Case) -> None:
    """Paid from the contractor's own account."""
    payment = case.of(case.last.payment)
    payment.payer_account = "42000000000000700017"
    payment.payer_name = case.contractor.contractor.name
    case.expect("BK01", payment, "payer_account", note="不是从专户发放")


@defect("BK02")
def bk02_paid_to_somebody_else(case: Case) -> None:
    """The account recorded for the worker is in another person's name."""
    payment = case.of(case.last.payment)
    payment.payee_name = "欧阳某代"
    case.expect("BK02", payment, "payee_name", note="收款户名不是本人")


@defect("BK06")
def bk06_bank_paid_more(case: Case) -> None:
    """The bank paid three hundred yuan more than the payroll says; nothing is owed, the two just differ."""
    payment = case.of(case.last.payment)
    payment.amount += 300
    case.expect("BK06", payment, "amount", note="银行比工资表多发 300 元")


@defect("BK07")
def bk07_failed_and_not_repeated(case: Case) -> None:
    """The transfer failed and was not repeated; so the month is in arrears (PY18)."""
    payment = case.of(case.last.payment)
    payment.status, payment.failure_reason, payment.voucher_no = "失败", "账号户名不符", None
    case.expect("BK07", payment, "status", note="代发失败后没有补发")
    case.expect("PY18", case.of(case.last.payroll), "net_pay", injected=False, note="代发失败，整月未到账")
