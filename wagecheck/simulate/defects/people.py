"""RN: who the people are."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from wagecheck.simulate import numbers
from wagecheck.simulate.bookkeeping import contract_record, identity_record, insurance_record, masked, roster_record
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.records import IdentityRecord, NoticeRecord
from wagecheck.simulate.truth import DAY

#: A firm that is on no list of the project.
STRANGE_FIRM = "示例外来建筑工程有限公司"


def renumber(case: Case, number: str) -> None:
    """Writes another identity number into every ledger of the worker."""
    case.worker.id_number = number
    for record in case.records():
        if isinstance(record, NoticeRecord):
            record.id_number = masked(number)
        elif hasattr(record, "id_number"):
            record.id_number = number


@defect("RN01")
def rn01_wrong_check_character(case: Case) -> None:
    """The last character of the identity number is wrong, in the same way everywhere."""
    renumber(case, numbers.wrong_check(case.worker.id_number))
    case.expect("RN01", case.of(case.contractor.identity), "id_number", note="身份证号码末位校验码不符")


@defect("RN02")
def rn02_two_numbers_behind_one_name_and_phone(case: Case) -> None:
    """A second person of the same name and phone, with another valid number, is registered but never worked."""
    ghost = replace(case.worker, birth=case.worker.birth + 400 * DAY, days={})
    sequence = 999 if case.worker.gender == "男" else 998
    ghost.id_number = numbers.identity_number(ghost.birth, sequence)
    # a card of the other bank, in a range that is not given to anybody
    ghost.card = numbers.card_number("621700", 95_000_000 + int(case.worker.card[-5:]))
    ghost.contract_no = case.worker.contract_no + "-2"
    firm, project = case.contractor.contractor, case.world.project
    case.contractor.identity.append(identity_record(ghost))
    case.contractor.contract.append(contract_record(ghost, firm, project))
    case.contractor.roster.append(roster_record(ghost, firm, project))
    case.books.insurance.append(insurance_record(ghost, firm, project))
    case.expect("RN02", case.of(case.contractor.identity), "id_number", note="同名同号码，两个证件号码")


@defect("RN04")
def rn04_on_site_before_registration(case: Case) -> None:
    """Registered five days after the first day of work."""
    roster = case.of(case.contractor.roster)
    attendance = case.of(case.first.attendance)
    roster.registered_on = min(attendance.days) + 5 * DAY
    case.expect("RN04", roster, "registered_on", months=[case.first], note="实名登记晚于首次出勤")


@defect("RN03")
def rn03_card_expired(case: Case) -> None:
    """The identity card expired one day before the end of the month."""
    card = case.of(case.contractor.identity)
    card.id_valid_until = case.last.month.last - DAY
    card.id_valid_from = card.id_valid_until.replace(year=card.id_valid_until.year - 20)
    case.expect("RN03", card, "id_valid_until", note="身份证在月底前已过期")


@defect("RN05")
def rn05_phone_missing_on_the_roster(case: Case) -> None:
    """The worker's phone is missing on the roster."""
    roster = case.of(case.contractor.roster)
    roster.phone = None
    case.expect("RN05", roster, "name", note="花名册缺联系电话")


@defect("RN07")
def rn07_trained_after_the_first_day(case: Case) -> None:
    """Safety training took place two days after the first day of work."""
    roster = case.of(case.contractor.roster)
    roster.safety_trained_on = min(case.of(case.first.attendance).days) + 2 * DAY
    case.expect("RN07", roster, "safety_trained_on", note="安全教育晚于首次出勤")


@defect("RN09")
def rn09_exit_in_the_future(case: Case) -> None:
    """The exit date lies after the day of checking."""
    roster = case.of(case.contractor.roster)
    roster.exit_date = case.world.as_of + 10 * DAY
    case.expect("RN09", roster, "exit_date", note="退场日期晚于核对当天")


@defect("RN10")
def rn10_employer_not_on_the_list(case: Case) -> None:
    """The roster names a company that is not among the participating companies."""
    roster = case.of(case.contractor.roster)
    roster.employer = STRANGE_FIRM
    case.expect("RN10", roster, "employer", worker=None, note="用人单位不在参建单位表")


@defect("RN11")
def rn11_manager_on_the_payroll(case: Case) -> None:
    """The payroll gives a worker the post of a clerk."""
    for month in case.months:
        payroll = case.of(month.payroll)
        payroll.trade = "资料员"
        case.expect("RN11", payroll, "trade", months=[month], note="工资表上的岗位是资料员")


@defect("RN12", "project")
def rn12_attendance_by_hand(case: Case) -> None:
    """The project says that attendance is taken by hand."""
    paper = case.books.project_paper
    paper.changes["考勤方式"] = "手工签到"
    general = case.world.project.general_contractor
    case.expect("RN12", paper, "考勤方式", worker=None, contractor=general, note="考勤方式是手工签到")


def rename(case: Case, record: IdentityRecord) -> str:
    """Another surname on a copy of the name; never a look-alike of the first."""
    surname = "欧阳" if not record.name.startswith("欧阳") else "司马"
    return surname + copy(record.name)[1:]
