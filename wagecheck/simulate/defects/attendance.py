"""AT: attendance."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate.case import Case, defect


@defect("AT02", needs_notice=True)
def at02_more_days_paid_than_worked(case: Case) -> None:
    """Payroll, bank and notice all say two days more than attendance."""
    payroll = case.of(case.last.payroll)
    payroll.work_days += Decimal(2)
    payroll.settle()
    case.of(case.last.payment).amount = payroll.net_pay
    notice = case.of(case.last.notice)
    notice.work_days, notice.gross_pay, notice.net_pay = payroll.work_days, payroll.gross_pay, payroll.net_pay
    case.expect("AT02", payroll, "work_days", note="工资表天数比考勤多 2 天")


@defect("AT09")
def at09_worked_before_entry(case: Case) -> None:
    """The roster says that he entered on his third day of work."""
    roster = case.of(case.contractor.roster)
    roster.entry_date = sorted(case.of(case.first.attendance).days)[2]
    case.expect("AT09", roster, "entry_date", months=[case.first], note="进场日期之前有 2 天考勤")
