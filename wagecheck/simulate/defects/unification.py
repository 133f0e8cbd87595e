"""SU: the six ledgers against each other."""

from __future__ import annotations

from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.people import rename


@defect("SU01", "contractor")
def su01_no_notice(case: Case) -> None:
    """The contractor handed in no notice for the month."""
    case.last.notice.clear()
    case.expect("SU01", worker=None, note="未提交工资公示表")


@defect("SU02")
def su02_not_on_the_roster(case: Case) -> None:
    """Works and is paid but does not stand on the roster; so he is on site unregistered (RN04)."""
    case.contractor.roster.remove(case.of(case.contractor.roster))
    for month in case.months:
        attendance = case.of(month.attendance)
        case.expect("SU02", attendance, "name", months=[month], note="花名册中没有此人")
        case.expect("RN04", attendance, "name", months=[month], injected=False, note="未登记而出勤")


@defect("SU03")
def su03_one_number_two_names(case: Case) -> None:
    """The identity ledger has another surname under the same number."""
    card = case.of(case.contractor.identity)
    card.name = rename(case, card)
    case.expect("SU03", card, "name", note="同一证件号码，两个姓名")
