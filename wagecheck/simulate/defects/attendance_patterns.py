"""FR: patterns of attendance that ask to be looked into; those of a whole team show in a contractor of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from wagecheck.simulate import newcomer
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.calendar import site_closed
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.records import ZERO, MachineRecord, PayrollRecord
from wagecheck.simulate.truth import DAY, Contractor, WorkDay

_FULL = WorkDay(Decimal(1))
#: 17 and 18 February 2026, the first two days of the lunar year.
_NEW_YEAR = (dt.date(2026, 2, 17), dt.date(2026, 2, 18))
#: People whose passes one person could have made.
_PASSING = 5
#: Wednesday, on which such a team rests beside Sunday.
_REST = 2


def _together(firm: Contractor, dates: Iterable[dt.date]) -> None:
    """Everybody came with the first worker and worked all of these days in full."""
    chosen, first = list(dates), firm.workers[0]
    for worker in firm.workers:
        worker.signed_on, worker.trained_on = first.signed_on, first.trained_on
        worker.registered_on, worker.entry_on = first.registered_on, first.entry_on
        worker.days = dict.fromkeys(chosen, _FULL)


@defect("FR10", "contractor", months=9)
def fr10_at_work_over_new_year(case: Case) -> None:
    """In February half of a new contractor's team worked on two days of the Spring Festival, and was paid triple."""
    february = next(month for month in case.months if month.month.number == 2)
    holidays = [day for day in february.month.days if day in _NEW_YEAR]

    def stayed(firm: Contractor) -> None:
        for worker in firm.workers[1:5]:
            worker.days |= dict.fromkeys(holidays, _FULL)
            worker.days = dict(sorted(worker.days.items()))

    new = newcomer.join(case, 11, workers=8, prepare=stayed)
    month = new.months[case.months.index(february)]
    for worker in new.others[:4]:
        payroll = new.of(month.payroll, worker)
        _paid_extra(new, month, payroll, payroll.daily_rate * 2 * len(holidays))
    spot = new.of(month.attendance, new.others[0])
    new.expect("FR10", spot, str(holidays[0]), months=[month], worker=None, note="春节期间半数人在岗")


def _paid_extra(case: Case, month: MonthBooks, payroll: PayrollRecord, extra: Decimal) -> None:
    """More overtime pay; gross, net, bank and notice follow."""
    assert payroll.worker is not None
    payroll.overtime_pay += extra.quantize(ZERO)
    payroll.gross_pay += extra.quantize(ZERO)
    payroll.net_pay += extra.quantize(ZERO)
    case.of(month.payment, payroll.worker).amount = payroll.net_pay
    notice = case.of(month.notice, payroll.worker)
    notice.gross_pay, notice.net_pay = payroll.gross_pay, payroll.net_pay


@defect("FR12", "contractor", months=2)
def fr12_no_day_off(case: Case) -> None:
    """One of a new contractor worked every day of two months, paid for holidays and rest days (so AT04)."""
    months = case.months

    def restless(firm: Contractor) -> None:
        worker = firm.workers[1]
        worker.days = {day: _FULL for month in months[-2:] for day in month.month.days if day >= worker.entry_on} | {
            day: worked for day, worked in worker.days.items() if day < months[-2].month.first
        }

    new = newcomer.join(case, 12, workers=4, prepare=restless, early=1)
    worker = new.others[0]
    for month in new.months[-2:]:
        payroll = new.of(month.payroll, worker)
        _paid_extra(new, month, payroll, payroll.daily_rate * 20)
        attendance = new.of(month.attendance, worker)
        new.expect(
            "AT04",
            attendance,
            str(max(attendance.days)),
            months=[month],
            worker=worker,
            injected=False,
            note="没有休息",
        )
        if month is new.last:
            new.expect("FR12", attendance, "name", worker=worker, note="连续两个月没有休息")


@defect("FR11", "contractor")
def fr11_same_days_for_all(case: Case) -> None:
    """All ten people of a new contractor came together and worked the same days."""
    open_days = [day for day in case.last.month.days if not site_closed(day) and day.weekday() != _REST]
    new = newcomer.join(case, 3, workers=10, prepare=lambda firm: _together(firm, open_days[1:]))
    new.expect("FR11", new.last.attendance[0], "name", months=new.months[-1:], worker=None, note="全班出勤日期相同")


@defect("FR15")
def fr15_single_punches(case: Case) -> None:
    """A clock saw him once on every other day."""
    attendance = case.of(case.last.attendance)
    full = [day for day in sorted(attendance.days) if attendance.days[day].work == 1]
    for ordinal, day in enumerate(full):
        attendance.raw[str(day)] = _in(ordinal) if ordinal % 2 == 0 else f"{_in(ordinal)} {_out(ordinal)}"
    case.expect("FR15", attendance, str(full[0]), worker=None, note="隔日只有一次打卡")


@defect("FR17", "contractor")
def fr17_one_after_the_other(case: Case) -> None:
    """Five people of a new contractor pass one gate second by second, in the same order on every day."""

    def whole_days(firm: Contractor) -> None:
        open_days = [day for day in case.last.month.days if not site_closed(day) and day.weekday() != _REST]
        _together(firm, open_days[1:])
        for ordinal, worker in enumerate(firm.workers):
            del worker.days[open_days[2 + ordinal]]

    new = newcomer.join(case, 16, workers=_PASSING + 3, prepare=whole_days)
    order = {worker: place for place, worker in enumerate(new.others[:_PASSING])}
    _export(new, lambda number: False, lambda day: day)
    for line in new.last.machine:
        assert line.worker is not None
        seed = line.date.day * 13 + int(line.worker.id_number[14:17])
        morning = dt.datetime.combine(line.date, dt.time(6, 20 + line.date.day % 30, 11))
        if line.worker in order:
            morning += dt.timedelta(seconds=order[line.worker])
        else:
            morning += dt.timedelta(minutes=2 + seed % 9, seconds=seed % 47)
        evening = dt.datetime.combine(line.date, dt.time(17, 1 + seed * 7 % 58, seed * 11 % 60))
        line.came, line.left = f"{morning:%H:%M:%S}", f"{evening:%H:%M:%S}"
    together = max(line.date for line in new.last.machine)
    spot = next(line for line in new.last.machine if line.worker is new.others[0] and line.date == together)
    new.expect("FR17", spot, "came", worker=None, note="五人每天按同一次序连续过闸")


@defect("FR18")
def fr18_always_the_same_minute(case: Case) -> None:
    """A clock saw him come and go at the same minute on all days."""
    attendance = case.of(case.last.attendance)
    full = [day for day in sorted(attendance.days) if attendance.days[day].work == 1]
    for day in full:
        attendance.raw[str(day)] = "07:00 18:00"
    case.expect("FR18", attendance, str(full[0]), worker=None, note="每天同一分钟打卡")


def _in(ordinal: int) -> str:
    return f"0{6 + ordinal % 2}:{(ordinal * 17 + 11) % 60:02d}"


def _out(ordinal: int) -> str:
    return f"{17 + ordinal % 2}:{(ordinal * 23 + 7) % 60:02d}"


def _export(
    case: Case, corrected: Callable[[int], bool], recorded: Callable[[dt.date], dt.date]
) -> list[MachineRecord]:
    """The last month of a contractor as a machine exports it; every so many records is a correction by hand."""
    month = case.last
    found: list[MachineRecord] = []
    for record in month.attendance:
        for day, worked in sorted(record.days.items()):
            by_hand = corrected(len(month.machine))
            line = MachineRecord(
                worker=record.worker,
                name=record.name,
                id_number=record.id_number,
                team=record.team,
                date=day,
                mark=worked.work,
                device="示例闸机1号",
                channel="补卡" if by_hand else "人脸识别",
                recorded_on=recorded(day) if by_hand else day,
            )
            month.machine.append(line)
            found += [line] if by_hand else []
    month.attendance.clear()
    return found


def without_overtime(firm: Contractor) -> None:
    """The people of a firm work no overtime."""
    for worker in firm.workers:
        worker.days = {day: WorkDay(worked.work) for day, worked in worker.days.items()}


@defect("FR21", "contractor")
def fr21_many_corrections(case: Case) -> None:
    """One in seven records of a new contractor's machine was made by hand, on the next day."""
    new = newcomer.join(case, 4, workers=8, prepare=without_overtime)
    by_hand = _export(new, lambda number: number % 7 == 3, lambda day: day + DAY)
    new.expect("FR21", by_hand[0], "mark", worker=None, note="七分之一的考勤是人工补录")


@defect("FR22", "contractor")
def fr22_corrections_after_the_month(case: Case) -> None:
    """One in twelve records of a new contractor's machine was made by hand, eight days after the month."""
    new = newcomer.join(case, 5, workers=8, prepare=without_overtime)
    late = new.last.month.last + 8 * DAY
    by_hand = _export(new, lambda number: number % 12 == 5, lambda day: late)
    new.expect("FR22", by_hand[0], "mark", worker=None, note="月底后第八天补卡")
