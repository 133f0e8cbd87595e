"""AT: attendance."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from wagecheck.simulate.calendar import days, site_closed
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.payroll import pay_out
from wagecheck.simulate.truth import DAY, WorkDay

#: Changchun: the province says how many punches, and how far apart, make a day.
_CITY, _REGION = "吉林省长春市示例区", "220100"
_SUNDAY = 6
_WEEK = 7


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


@defect("AT03", apart=True)
def at03_two_punches_too_near(case: Case) -> None:
    """Where a day counts only with punches four hours apart (Changchun), a clock saw him come and go in two and a half.

    Another province has other minimum wages and amounts, so this is made only where it is named.
    """
    case.books.project_paper.changes |= {"项目所在地": _CITY, "行政区划代码": _REGION}
    attendance = case.of(case.last.attendance)
    day = next(day for day in sorted(attendance.days) if attendance.days[day].work == 1)
    attendance.raw[str(day)] = "07:02 09:31"
    case.expect("AT03", attendance, str(day), note="首末次打卡相隔两个半小时")


@defect("AT09")
def at09_worked_before_entry(case: Case) -> None:
    """The roster says that he entered on his third day of work."""
    roster = case.of(case.contractor.roster)
    roster.entry_date = sorted(case.of(case.first.attendance).days)[2]
    case.expect("AT09", roster, "entry_date", months=[case.first], note="进场日期之前有 2 天考勤")


@defect("AT01", needs_notice=True)
def at01_attendance_and_payroll_do_not_cover_each_other(case: Case) -> None:
    """One of the people who worked stands on no payroll; he himself is FR25."""
    month = case.last
    attendance = case.of(month.attendance)
    for ledger in (month.payroll, month.payment, month.notice):
        ledger.remove(case.of(ledger))  # type: ignore[arg-type]
    case.expect("AT01", attendance, "name", worker=None, note="有人出勤，不在工资表上")
    case.expect("FR25", attendance, "name", injected=False, note="有勤无薪")


@defect("AT04")
def at04_seven_days_in_a_row(case: Case) -> None:
    """Worked through a whole week, Sunday included; the days off were given in another week."""
    attendance = case.of(case.last.attendance)
    month = case.last.month
    first = max(min(attendance.days), month.first)
    weeks = ([start + number * DAY for number in range(_WEEK)] for start in days(first, month.last))
    week = next(week for week in weeks if not any(day > month.last or _announced(day) for day in week))
    added = Decimal(0)
    for day in week:
        before = attendance.days.get(day, WorkDay(Decimal(0)))
        added += 1 - before.work
        attendance.days[day] = WorkDay(Decimal(1), before.overtime)
    for day in sorted(attendance.days, reverse=True):
        if added <= 0:
            break
        work = attendance.days[day]
        if day not in week and not work.overtime:
            given = min(work.work, added)
            added -= given
            attendance.days[day] = WorkDay(work.work - given)
            if work.work == given:
                del attendance.days[day]
    assert added == 0
    case.expect("AT04", attendance, str(_end_of_longest_run(set(attendance.days), case)), note="连续出勤七天没有休息日")


def _announced(day: dt.date) -> bool:
    return site_closed(day) and day.weekday() != _SUNDAY


def _end_of_longest_run(worked: set[dt.date], case: Case) -> dt.date:
    earlier = [month for month in case.months if month is not case.last]
    everything = worked.union(*(case.of(month.attendance).days for month in earlier))
    lengths: dict[dt.date, int] = {}
    for day in sorted(everything):
        lengths[day] = lengths.get(day - DAY, 0) + 1
    return max(sorted(worked), key=lambda day: lengths[day])


@defect("AT05", needs_notice=True)
def at05_too_much_overtime(case: Case) -> None:
    """Forty hours of overtime in the month, all of it paid."""
    _overtime(case, Decimal(40))
    case.expect("AT05", case.of(case.last.attendance), "overtime_hours", note="当月加班 40 小时")


@defect("AT06", needs_notice=True)
def at06_overtime_paid_like_ordinary_hours(case: Case) -> None:
    """Ten hours of overtime paid at the ordinary rate."""
    _overtime(case, Decimal(10))
    payroll = case.of(case.last.payroll)
    short = payroll.overtime_pay / 3
    payroll.overtime_pay -= short
    payroll.gross_pay -= short
    payroll.net_pay -= short
    pay_out(case, case.last, payroll)
    case.expect("AT06", payroll, "overtime_pay", note="加班 10 小时按一倍付")


def _overtime(case: Case, hours: Decimal) -> None:
    """So many hours of overtime in the month, in attendance and payroll, paid as the law asks."""
    attendance, payroll = case.of(case.last.attendance), case.of(case.last.payroll)
    full = [day for day, work in attendance.days.items() if work.work == 1]
    for day, work in attendance.days.items():
        share = hours / len(full) if day in full else Decimal(0)
        attendance.days[day] = WorkDay(work.work, share.quantize(Decimal("0.01")))
    attendance.days[full[0]] = WorkDay(
        Decimal(1), hours - attendance.overtime_hours + attendance.days[full[0]].overtime
    )
    payroll.overtime_hours = attendance.overtime_hours
    payroll.settle()
    pay_out(case, case.last, payroll)


@defect("AT08")
def at08_attendance_not_confirmed(case: Case) -> None:
    """One worker has not signed the attendance sheet, the others have."""
    attendance = case.of(case.last.attendance)
    attendance.signature = None
    case.expect("AT08", attendance, "signature", note="考勤表本人未签字")
