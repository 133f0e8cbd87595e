"""AG: age, sex and post."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from wagecheck.simulate import numbers
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.payroll import pay_out
from wagecheck.simulate.defects.people import renumber
from wagecheck.simulate.records import IdentityRecord, RosterRecord
from wagecheck.simulate.truth import WorkDay

#: Jingzhou: a city of the same province and wage tier that keeps older people off sites.
_CITY, _REGION = "湖北省荆州市示例区", "421000"
_OVER_AGE_FROM = dt.date(2026, 7, 1)
_SEXES = {"男": 1, "女": 0}


def ruled(case: Case) -> list[MonthBooks]:
    """The months since which the rules about people past retirement are in force."""
    return [month for month in case.months if month.month.first >= _OVER_AGE_FROM]


def keeps_old_people_off(case: Case) -> bool:
    """Whether the project stands in the city of AG03."""
    return case.books.project_paper.changes.get("行政区划代码") == _REGION


def _reborn(case: Case, birth: dt.date, gender: str) -> IdentityRecord:
    """Another date of birth and sex, in every ledger; the identity card of the worker."""
    sequence = int(case.worker.id_number[14:17]) // 2 * 2 + _SEXES[gender]
    case.worker.birth, case.worker.gender = birth, gender
    renumber(case, numbers.identity_number(birth, sequence))
    for record in case.records():
        if isinstance(record, IdentityRecord | RosterRecord):
            record.birth_date, record.gender = birth, gender
    return case.of(case.contractor.identity)


def _young(case: Case, age: int) -> IdentityRecord:
    """So many years old on the first day of work, with a card of five years."""
    first_day = min(case.of(case.first.attendance).days)
    card = _reborn(case, dt.date(first_day.year - age, 3, 3), case.worker.gender)
    card.id_valid_from, card.id_valid_until = dt.date(2024, 3, 3), dt.date(2029, 3, 3)
    return card


def _trade(case: Case, trade: str) -> None:
    """Another trade in every ledger."""
    case.worker.trade = trade
    for record in case.records():
        if hasattr(record, "trade"):
            record.trade = trade


def _without_overtime(case: Case) -> None:
    """Nobody past the age of retirement works overtime; pay, bank and notice follow."""
    for month in case.months:
        attendance, payroll = case.of(month.attendance), case.of(month.payroll)
        attendance.days = {day: WorkDay(worked.work) for day, worked in attendance.days.items()}
        payroll.overtime_hours = Decimal(0)
        payroll.settle()
        pay_out(case, month, payroll)


@defect("AG01")
def ag01_under_sixteen(case: Case) -> None:
    """Fifteen years old on the first day of work."""
    card = _young(case, 15)
    case.expect("AG01", card, "id_number", months=case.months, note="首次出勤时未满十六周岁")


@defect("AG02")
def ag02_minor(case: Case) -> None:
    """Seventeen years old on the first day of work."""
    card = _young(case, 17)
    case.expect("AG02", card, "id_number", months=case.months, note="首次出勤时未满十八周岁")


@defect("AG03")
def ag03_older_than_the_city_allows(case: Case) -> None:
    """A man who is sixty since August and not yet of statutory age, in a city that allows no man of sixty on site."""
    case.books.project_paper.changes |= {"项目所在地": _CITY, "行政区划代码": _REGION}
    card = _reborn(case, dt.date(1966, 8, 1), "男")
    old = [month for month in case.months if month.month.first >= dt.date(2026, 8, 1)]
    case.expect("AG03", card, "id_number", months=old, note="男性满六十周岁，当地限制进场")


@defect("AG04")
def ag04_of_statutory_age(case: Case) -> None:
    """A woman of fifty-two without overtime."""
    card = _reborn(case, dt.date(1974, 3, 3), "女")
    _without_overtime(case)
    case.expect("AG04", card, "id_number", months=case.months, note="已达到法定退休年龄")


@defect("AG05")
def ag05_of_statutory_age_without_agreement(case: Case) -> None:
    """A woman of fifty-two without overtime, under an agreement on services; so she is of statutory age (AG04)."""
    card = _reborn(case, dt.date(1974, 4, 4), "女")
    _without_overtime(case)
    contract = case.of(case.contractor.contract)
    contract.contract_title = contract.contract_type = "劳务协议"
    case.expect("AG05", contract, "contract_title", months=ruled(case), note="超龄而没有用工书面协议")
    case.expect("AG04", card, "id_number", months=case.months, injected=False, note="已达到法定退休年龄")


@defect("AG07")
def ag07_woman_carrying_loads(case: Case) -> None:
    """A woman whose trade is carrying loads."""
    _reborn(case, dt.date(1990, 5, 5), "女")
    _trade(case, "搬运工")
    case.expect("AG07", case.of(case.contractor.roster), "trade", months=case.months, note="女工从事搬运")


@defect("AG08")
def ag08_scaffolder_without_certificate(case: Case) -> None:
    """A scaffolder whose certificate is not on the roster."""
    _trade(case, "架子工")
    case.expect("AG08", case.of(case.contractor.roster), "certificate_no", note="架子工没有登记操作资格证")
