"""BK and FR: what the bank did."""

from __future__ import annotations

from copy import copy
from decimal import Decimal

from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.people import STRANGE_FIRM
from wagecheck.simulate.standing import FlowRecord
from wagecheck.simulate.truth import PayCalendar


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


@defect("BK08", "contractor")
def bk08_wages_to_a_company(case: Case) -> None:
    """Eight thousand yuan of wages went to another company."""
    payment = copy(case.of(case.last.payment))
    payment.worker, payment.payee_name, payment.payee_account = None, STRANGE_FIRM, "42000000000000700017"
    payment.amount, payment.txn_no = Decimal("8000.00"), f"{payment.txn_no}8"
    case.last.payment.append(payment)
    case.expect("BK08", payment, "payee_name", worker=None, note="工资转给别的公司")


@defect("BK09")
def bk09_no_voucher(case: Case) -> None:
    """Paid on another day than everybody, and that day's batch has no voucher."""
    payment = case.of(case.last.payment)
    payment.paid_on, payment.voucher_no = PayCalendar(case.last.month).due, None
    case.expect("BK09", payment, "voucher_no", worker=None, note="当天的代发没有凭证号")


@defect("BK10")
def bk10_paid_in_cash(case: Case) -> None:
    """The payroll says cash and the bank did not pay; so nothing shows that he got it (PY18)."""
    payroll = case.of(case.last.payroll)
    payroll.pay_method = "现金"
    case.last.payment.remove(case.of(case.last.payment))
    case.expect("BK10", payroll, "pay_method", note="现金支付")
    case.expect("PY18", payroll, "net_pay", injected=False, note="银行没有付款，已逾期")


@defect("BK11", "project")
def bk11_account_frozen(case: Case) -> None:
    """The dedicated account is frozen."""
    account = case.books.account
    account.status = "冻结"
    general = case.world.project.general_contractor
    case.expect("BK11", account, "status", worker=None, contractor=general, note="专户被冻结")


@defect("FR48", "project")
def fr48_credit_leaves_at_once(case: Case) -> None:
    """Five thousand yuan went to a dealer on the day the labour fees came; no wage either (PJ06)."""
    credit = [flow for flow in case.books.flows if flow.amount_in][-1]
    flow = FlowRecord(
        booked_on=credit.booked_on,
        memo="往来款",
        amount_in=None,
        amount_out=Decimal("5000.00"),
        payee_name="示例物资贸易有限公司",
        payee_account="42000000000000600031",
    )
    case.books.flows.append(flow)
    general = case.world.project.general_contractor
    case.expect("FR48", flow, "amount_out", worker=None, contractor=general, note="进账当日转给单位")
    case.expect("PJ06", flow, "payee_name", worker=None, contractor=general, injected=False, note="专户支出不是工资")


@defect("FR50", "project")
def fr50_balance_does_not_follow(case: Case) -> None:
    """One balance of the dedicated account is a thousand yuan too high."""
    credit = [flow for flow in case.books.flows if flow.amount_in][-1]
    credit.balance_slip = Decimal("1000.00")
    general = case.world.project.general_contractor
    case.expect("FR50", credit, "balance", worker=None, contractor=general, note="余额接不上")
