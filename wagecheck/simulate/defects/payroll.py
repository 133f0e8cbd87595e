"""PY: the payroll."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate import newcomer
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.records import PayrollRecord


def pay_out(case: Case, month: MonthBooks, payroll: PayrollRecord) -> None:
    """Bank and notice follow the payroll."""
    case.of(month.payment).amount = payroll.net_pay
    for notice in month.notice:
        if notice.worker is case.worker:
            notice.work_days, notice.gross_pay, notice.net_pay = payroll.work_days, payroll.gross_pay, payroll.net_pay


@defect("PY01")
def py01_obligatory_cell_blank(case: Case) -> None:
    """The worker's phone is missing on the payroll."""
    payroll = case.of(case.last.payroll)
    payroll.phone = None
    case.expect("PY01", payroll, "name", note="工资表缺联系电话")


@defect("PY04")
def py04_not_signed(case: Case) -> None:
    """One worker has not signed, the others have."""
    payroll = case.of(case.last.payroll)
    payroll.signature = payroll.signed_on = None
    case.expect("PY04", payroll, "signature", note="工资表本人未签字")


@defect("PY06")
def py06_net_pay_does_not_add_up(case: Case) -> None:
    """Net pay is less than gross pay minus deductions; bank and notice repeat the mistake."""
    payroll = case.of(case.last.payroll)
    payroll.net_pay -= Decimal("137.50")
    pay_out(case, case.last, payroll)
    case.expect("PY06", payroll, "net_pay", note="实发比应发减扣款少 137.50 元")


@defect("PY08")
def py08_fine(case: Case) -> None:
    """A fine was deducted."""
    payroll = case.of(case.last.payroll)
    payroll.fine = Decimal("200.00")
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("PY08", payroll, "fine", note="扣罚款 200 元")


@defect("PY10")
def py10_below_the_minimum_wage(case: Case) -> None:
    """A day rate of 80 yuan, in contract, roster and payroll."""
    rate = Decimal(80)
    case.worker.daily_rate = rate
    contract = case.of(case.contractor.contract)
    contract.wage_rate = rate
    case.expect("LC11", contract, "wage_rate", injected=False, note="约定日工资折合月工资低于最低工资")
    case.of(case.contractor.roster).daily_rate = rate
    for month in case.months:
        payroll = case.of(month.payroll)
        payroll.daily_rate = rate
        payroll.tax = payroll.social_insurance = Decimal("0.00")
        payroll.settle()
        pay_out(case, month, payroll)
        case.expect("PY10", payroll, "gross_pay", months=[month], note="日工资 80 元，低于最低工资")


@defect("PY15")
def py15_living_allowance_only(case: Case) -> None:
    """The payroll itself pays 1 500 yuan and calls the rest unpaid; so it is in arrears (PY18)."""
    payroll = case.of(case.last.payroll)
    payroll.unpaid = payroll.net_pay - 1500
    payroll.remark = "先发生活费"
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("PY15", payroll, "unpaid", note="只发 1500 元，其余写为未支付")
    case.expect("PY18", payroll, "unpaid", injected=False, note="未支付部分已逾期")


@defect("PY18")
def py18_short_paid(case: Case) -> None:
    """The bank paid a thousand yuan less than the payroll says, and the due day is past."""
    payment = case.of(case.last.payment)
    payment.amount -= 1000
    case.expect("PY18", payment, "amount", note="银行少发 1000 元，已逾期")


def unpaid_month(case: Case, month: MonthBooks) -> None:
    """Nothing was paid at all for a month that is due (for the sample in real trouble)."""
    month.payment.remove(case.of(month.payment))
    case.expect("PY18", case.of(month.payroll), "net_pay", months=[month], note="整月未发，已逾期")


@defect("PY05")
def py05_no_wage_slip(case: Case) -> None:
    """The payroll says that he got no slip."""
    payroll = case.of(case.last.payroll)
    payroll.slip_delivered = "否"
    case.expect("PY05", payroll, "slip_delivered", note="工资清单没有送达")


@defect("PY07", needs_notice=True)
def py07_rate_below_the_contract(case: Case) -> None:
    """Twenty yuan a day less than the contract says; overtime as agreed."""
    payroll = case.of(case.last.payroll)
    overtime = payroll.overtime_pay
    payroll.daily_rate -= Decimal(20)
    payroll.settle()
    more = overtime - payroll.overtime_pay
    payroll.overtime_pay = overtime
    payroll.gross_pay += more
    payroll.net_pay += more
    pay_out(case, case.last, payroll)
    case.expect("PY07", payroll, "daily_rate", note="工资表日工资比合同少 20 元")


@defect("PY09")
def py09_too_much_for_damage(case: Case) -> None:
    """A quarter of the month's wage was taken for damage."""
    payroll = case.of(case.last.payroll)
    payroll.damages = (payroll.gross_pay / 4).quantize(Decimal("0.01"))
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("PY09", payroll, "damages", note="赔偿扣款占应发四分之一")


@defect("PY13")
def py13_goods_instead_of_money(case: Case) -> None:
    """Three hundred yuan of the wage were given in goods."""
    payroll = case.of(case.last.payroll)
    payroll.goods = Decimal("300.00")
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("PY13", payroll, "goods", note="以物资抵工资 300 元")


@defect("PY17", "contractor")
def py17_implausibly_high_pay(case: Case) -> None:
    """One of a new contractor gets sixty thousand yuan more than usual, which the owner has paid in."""
    new = newcomer.join(case, 18, workers=8)
    new.worker = new.others[0]
    payroll = new.of(new.last.payroll)
    payroll.allowance += Decimal(60_000)
    payroll.settle()
    pay_out(new, new.last, payroll)
    newcomer.provide(case, new.contractor)
    new.expect("PY17", payroll, "net_pay", note="一个月实发六万多元")
    new.expect("FR27", payroll, "gross_pay", injected=False, note="日均工资远高于同班组的人")


@defect("PY19", others=1)
def py19_sums_differ_where_names_do_not_tell(case: Case) -> None:
    """Two workers of one name; the bank's result has no accounts, and together they got 500 yuan too little."""
    [other] = case.take()
    other.name = case.worker.name
    for record in case.records(other):
        for name in ("name", "signature", "payee_name"):
            if getattr(record, name, None):
                setattr(record, name, other.name)
    for worker in (case.worker, other):
        case.of(case.last.payment, worker).payee_account = ""
    payment = case.of(case.last.payment)
    payment.amount -= 500
    case.expect("PY19", payment, "amount", worker=None, note="两名同名工人，合计少发 500 元")
