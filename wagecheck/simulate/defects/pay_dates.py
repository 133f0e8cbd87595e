"""PY: the dates of pay."""

from __future__ import annotations

import datetime as dt

from wagecheck.simulate import newcomer
from wagecheck.simulate.calendar import banks_closed, business_day
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.truth import DAY, PAY_DAY


@defect("PY03", "contractor", months=3, apart=True)
def py03_a_month_left_out(case: Case) -> None:
    """Nothing was handed in for the month before the last, although people stayed."""
    month = case.months[-2]
    for ledger in (month.attendance, month.payroll, month.payment, month.notice):
        ledger.clear()
    case.expect("PY03", worker=None, note="中间一个月没有工资表")


@defect("PY11", months=2)
def py11_more_than_a_month_between_two_pay_days(case: Case) -> None:
    """Paid a week late, more than a month after the pay before."""
    payment = case.of(case.last.payment)
    payment.paid_on = business_day(case.world.as_of)
    case.expect("PY11", payment, "paid_on", note="与上次发放相隔超过一个月")


@defect("PY12", "contractor")
def py12_paid_after_the_weekend(case: Case) -> None:
    """The pay day is a Sunday; everybody of a new contractor was paid on the Monday after."""
    new = newcomer.join(case, 15, workers=4)
    following = case.last.month.shift(1)
    day = dt.date(following.year, following.number, PAY_DAY)
    while banks_closed(day):
        day += DAY
    for payment in new.last.payment:
        payment.paid_on = day
    new.expect("PY12", new.last.payment[0], "paid_on", worker=None, note="支付日是周日，周一才发")


@defect("PY14")
def py14_left_and_not_settled(case: Case) -> None:
    """Left after his last day of the month; agreed to be paid by the end of the next, and nothing has come yet."""
    exit_on = max(case.of(case.last.attendance).days)
    case.of(case.contractor.roster).exit_date = exit_on
    contract = case.of(case.contractor.contract)
    contract.pay_day = "次月30日"
    case.last.payment.remove(case.of(case.last.payment))
    case.expect("PY14", case.of(case.last.payroll), "net_pay", note="退场二十多天没有结清")
    general = case.world.project.general_contractor
    note = "告示牌和这份合同的支付日不同"
    case.expect("PJ17", contract, "pay_day", contractor=general, worker=None, injected=False, note=note)


@defect("PY20", "contractor")
def py20_paid_before_it_was_reviewed(case: Case) -> None:
    """The general contractor reviewed the payroll on the day after the payment."""
    paid_on = max(payment.paid_on for payment in case.last.payment)
    for payroll in case.last.payroll:
        payroll.reviewed_on = paid_on + DAY
    case.expect("PY20", case.last.payroll[0], "reviewed_on", worker=None, note="发放之后才审核")


@defect("PY21")
def py21_a_year_is_nearly_over(case: Case) -> None:
    """Left ten months ago and stands, unpaid, on this month's payroll; so without attendance, and in arrears."""
    exit_on = case.world.as_of - 305 * DAY
    entry_on = exit_on - 60 * DAY
    roster, contract = case.of(case.contractor.roster), case.of(case.contractor.contract)
    roster.entry_date = roster.registered_on = roster.safety_trained_on = entry_on
    roster.exit_date = exit_on
    contract.contract_start = entry_on
    contract.contract_end = exit_on
    contract.contract_signed_on = roster.contract_signed_on = entry_on - DAY
    roster.contract_term = f"{entry_on}至{exit_on}"
    contract.contract_status = "已终止"
    for insured in case.books.insurance:
        if insured.worker is case.worker:
            insured.insured_from, insured.registered_on = entry_on, entry_on
    for month in case.months:
        month.attendance.remove(case.of(month.attendance))
        month.payment.remove(case.of(month.payment))
        if month is not case.last:
            month.payroll.remove(case.of(month.payroll))
            month.notice.remove(case.of(month.notice))
    payroll = case.of(case.last.payroll)
    case.expect("PY21", payroll, "net_pay", note="退场十个月，仍有欠薪")
    case.expect("PY18", payroll, "net_pay", injected=False, note="整月未发，已逾期")
    case.expect("FR24", payroll, "name", injected=False, note="有薪无勤")
    case.expect("AT01", payroll, "name", worker=None, injected=False, note="工资表上有人没有考勤")
