"""SU, PB01, FR74: the six ledgers against each other."""

from __future__ import annotations

from wagecheck.simulate import numbers
from wagecheck.simulate.books import Marker
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.cards import other_card
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


@defect("SU04")
def su04_slip_in_one_ledger(case: Case) -> None:
    """The attendance has another last character of the number than all other ledgers; it is not well formed (RN01)."""
    attendance = case.of(case.last.attendance)
    attendance.id_number = numbers.wrong_check(attendance.id_number)
    case.expect("SU04", attendance, "id_number", note="考勤表里的号码与其他台账不同")
    case.expect("RN01", attendance, "id_number", injected=False, note="号码不符合编码规则")


@defect("SU05")
def su05_paid_to_another_card(case: Case) -> None:
    """The bank paid to another card of his than roster and payroll name."""
    payment = case.of(case.last.payment)
    payment.payee_account = other_card(case, 5)
    case.expect("SU05", payment, "payee_account", note="银行付到另一张卡")


@defect("SU06")
def su06_another_team_in_attendance(case: Case) -> None:
    """The attendance puts him into another team."""
    attendance = case.of(case.last.attendance)
    attendance.team = "电焊班"
    case.expect("SU06", attendance, "team", note="考勤表里是另一个班组", shown_by="cell")


@defect("SU07", "contractor", paper=True)
def su07_head_count_in_the_file_name(case: Case) -> None:
    """The name of the roster's file states one worker more than it has."""
    marker = Marker()
    case.contractor.wrong_head_count = marker
    case.expect("SU07", marker, worker=None, note="文件名写的人数多一人")


@defect("FR74", "contractor", paper=True)
def fr74_serial_number_left_out(case: Case) -> None:
    """The roster's serial numbers skip one."""
    marker = Marker()
    case.contractor.skipped_serial = marker
    case.expect("FR74", marker, "name", worker=None, note="花名册序号缺一个")


@defect("PB01", needs_notice=True)
def pb01_team_not_posted(case: Case) -> None:
    """A team of one was not posted."""
    team = "雨棚班"
    case.worker.team = team
    for record in case.records():
        if hasattr(record, "team"):
            record.team = team
    case.last.notice.remove(case.of(case.last.notice))
    spot = case.of(case.last.payroll)
    case.expect("PB01", spot, "team", worker=None, note="班组没有公示")
