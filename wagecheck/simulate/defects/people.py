"""RN and AG: who the people are."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import replace

from wagecheck.simulate import numbers
from wagecheck.simulate.bookkeeping import contract_record, identity_record, insurance_record, masked, roster_record
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.records import IdentityRecord, NoticeRecord, RosterRecord
from wagecheck.simulate.truth import DAY


def _renumber(case: Case, number: str) -> None:
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
    _renumber(case, numbers.wrong_check(case.worker.id_number))
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


@defect("AG01")
def ag01_under_sixteen(case: Case) -> None:
    """Fifteen years old on the first day of work."""
    first_day = min(case.of(case.first.attendance).days)
    birth = dt.date(first_day.year - 15, 3, 3)
    sequence = int(case.worker.id_number[14:17])
    case.worker.birth = birth
    _renumber(case, numbers.identity_number(birth, sequence))
    for record in case.records():
        if isinstance(record, IdentityRecord | RosterRecord):
            record.birth_date = birth
    card = case.of(case.contractor.identity)
    # a card of five years, as children have
    card.id_valid_from, card.id_valid_until = dt.date(2024, 3, 3), dt.date(2029, 3, 3)
    case.expect("AG01", card, "id_number", months=case.months, note="首次出勤时未满十六周岁")


def rename(case: Case, record: IdentityRecord) -> str:
    """Another surname on a copy of the name; never a look-alike of the first."""
    surname = "欧阳" if not record.name.startswith("欧阳") else "司马"
    return surname + copy(record.name)[1:]
