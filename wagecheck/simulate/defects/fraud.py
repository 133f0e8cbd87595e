"""FR: signals of fraud that are violations by themselves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from wagecheck.simulate.bookkeeping import (
    contract_record,
    enter_month,
    identity_record,
    insurance_record,
    roster_record,
)
from wagecheck.simulate.case import Case, SampleError, defect


@defect("FR13")
def fr13_two_sites_on_one_day(case: Case) -> None:
    """Two of his days also stand, as full days, in the books of the next contractor, which pays him for them."""
    all_books = case.books.contractors
    if len(all_books) < 2:
        raise SampleError("缺陷 FR13 至少需要 2 个参建单位。", "Defect FR13 needs at least 2 contractors.")
    other = all_books[(all_books.index(case.contractor) + 1) % len(all_books)]
    firm, project = other.contractor, case.world.project
    twin = replace(
        case.worker,
        team=other.roster[0].team,
        leader=other.roster[0].team_leader,
        contract_no=f"{case.worker.contract_no}-{all_books.index(other) + 1}",
    )
    worked = case.of(case.last.attendance).days
    days = [day for day in sorted(worked) if worked[day].work == Decimal(1)][:2]
    twin.days = {day: replace(worked[day], overtime=Decimal(0)) for day in days}
    other.identity.append(identity_record(twin))
    other.contract.append(contract_record(twin, firm, project))
    other.roster.append(roster_record(twin, firm, project))
    case.books.insurance.append(insurance_record(twin, firm, project))
    enter_month(other.months[-1], twin, twin.days, firm=firm, project=project, ordinal=len(other.roster))
    case.expect("FR13", case.of(case.last.attendance), str(days[0]), note="同日在两个单位出勤")
    case.expect(
        "FR13",
        other.months[-1].attendance[-1],
        str(days[0]),
        worker=twin,
        contractor=firm.name,
        injected=False,
        note="同日在两个单位出勤（另一单位）",
    )


@defect("FR24")
def fr24_paid_without_attendance(case: Case) -> None:
    """Stands on the payroll and was paid, but has no attendance."""
    case.last.attendance.remove(case.of(case.last.attendance))
    case.expect("FR24", case.of(case.last.payroll), "name", note="有薪无勤")
    case.expect("AT01", case.of(case.last.payroll), "name", worker=None, injected=False, note="工资表上有人没有考勤")


@defect("FR25", needs_notice=True)
def fr25_worked_without_pay(case: Case) -> None:
    """Worked, but stands on no payroll and so was neither paid nor posted (one fact, one finding: no SU02)."""
    month = case.last
    month.payroll.remove(case.of(month.payroll))
    month.payment.remove(case.of(month.payment))
    month.notice.remove(case.of(month.notice))
    attendance = case.of(month.attendance)
    case.expect("FR25", attendance, "name", note="有勤无薪")
    case.expect("AT01", attendance, "name", worker=None, injected=False, note="有人出勤，不在工资表上")


@defect("FR36", others=1)
def fr36_one_card_two_workers(case: Case) -> None:
    """The pay of two workers goes to one card."""
    [other] = case.take()
    case.of(case.contractor.roster, other).bank_card = case.worker.card
    for month in case.months:
        case.of(month.payroll, other).bank_card = case.worker.card
        case.of(month.payment, other).payee_account = case.worker.card
        spot = case.of(month.payroll, other)
        case.expect("FR36", spot, "bank_card", months=[month], worker=None, note="两人共用一张工资卡")
