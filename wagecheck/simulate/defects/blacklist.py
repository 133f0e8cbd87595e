"""BL: the contractor stands on a list. The list is written beside the submission."""

from __future__ import annotations

import datetime as dt

from wagecheck.simulate import numbers
from wagecheck.simulate.books import MonthBooks
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.standing import BlacklistRecord


@defect("BL01", "contractor")
def bl01_listed_by_code(case: Case) -> None:
    """The contractor's credit code is on the statutory list."""
    firm = case.contractor.contractor
    case.books.blacklist.append(entry(firm.name, firm.uscc, firm.legal_rep, ordinal=len(case.books.blacklist) + 1))
    listed = _in_force(case, case.books.blacklist[-1])
    case.expect("BL01", _standing(case), "uscc", months=listed, worker=None, note="信用代码在名单上")


@defect("BL02", "contractor")
def bl02_listed_by_name(case: Case) -> None:
    """The list has the contractor's name but no code."""
    firm = case.contractor.contractor
    case.books.blacklist.append(entry(firm.name, None, firm.legal_rep, ordinal=len(case.books.blacklist) + 1))
    listed = _in_force(case, case.books.blacklist[-1])
    case.expect("BL02", _standing(case), "name", months=listed, worker=None, note="名称在名单上，名单无代码")


@defect("BL03", "contractor")
def bl03_legal_rep_listed_with_another_firm(case: Case) -> None:
    """Another firm's entry names the contractor's legal representative with the identity number."""
    firm = case.contractor.contractor
    listed = _other(case, legal_rep=firm.legal_rep)
    listed.person_id = firm.legal_rep_id
    case.expect("BL03", _standing(case), "legal_rep", worker=None, note="法定代表人是另一名单单位的列入人员")


@defect("BL04")
def bl04_paid_to_a_listed_account(case: Case) -> None:
    """The worker's pay went to the account of a listed firm, which his own ledgers state as his."""
    listed = _other(case)
    listed.account = case.worker.card
    for month in case.months:
        for payment in month.payment:
            if payment.worker is case.worker and payment.paid_on >= listed.listed_on:
                case.expect("BL04", payment, "payee_account", months=[month], note="收款账号在名单上")


@defect("BL05", "contractor")
def bl05_address_of_a_listed_firm(case: Case) -> None:
    """The contractor has the address of a listed firm."""
    listed = _other(case)
    listed.address = f"湖北省武汉市示例区换壳路{len(case.books.blacklist)}号"
    standing = next(record for record in case.books.standing if record.name == case.contractor.contractor.name)
    standing.address = listed.address
    case.expect("BL05", standing, "address", worker=None, note="注册地址与名单单位相同")


@defect("BL06", "contractor")
def bl06_left_the_list_lately(case: Case) -> None:
    """The contractor's entry ended forty days before the first month."""
    firm = case.contractor.contractor
    listed = entry(firm.name, firm.uscc, firm.legal_rep, ordinal=len(case.books.blacklist) + 1)
    last = case.first.month.first - dt.timedelta(days=40)
    listed.listed_on, listed.expires_on = last.replace(year=last.year - 3) + dt.timedelta(days=1), last
    case.books.blacklist.append(listed)
    case.expect("BL06", _standing(case), "uscc", months=case.months, worker=None, note="移出名单不满观察期")


@defect("BL10", "contractor")
def bl10_entry_expires_soon(case: Case) -> None:
    """The entry ends ten days after the day of judgement; it is in force, so BL01 speaks too."""
    firm = case.contractor.contractor
    listed = entry(firm.name, firm.uscc, firm.legal_rep, ordinal=len(case.books.blacklist) + 1)
    last = case.world.as_of + dt.timedelta(days=10)
    listed.listed_on, listed.expires_on = last.replace(year=last.year - 3) + dt.timedelta(days=1), last
    case.books.blacklist.append(listed)
    spot = _standing(case)
    case.expect("BL10", spot, "uscc", worker=None, note="十天后届满")
    case.expect("BL01", spot, "uscc", months=case.months, worker=None, injected=False, note="仍在有效期内")


@defect("BL07", months=2)
def bl07_two_months_in_a_row(case: Case) -> None:
    """Nothing was paid to the worker for two months in a row (PY18 for each)."""
    _unpaid(case, case.months[-2:])
    case.expect("BL07", case.of(case.last.payroll), "net_pay", worker=None, note="连续两期欠薪")


@defect("BL08", months=3)
def bl08_three_months_to_one_worker(case: Case) -> None:
    """Nothing was paid to the worker for three months, above the province's amount; the group's condition too."""
    _unpaid(case, case.months[-3:])
    spot = case.of(case.last.payroll)
    case.expect("BL08", spot, "net_pay", worker=None, note="一人被欠三期，超过当地数额")
    case.expect("BL07", spot, "net_pay", worker=None, injected=False, note="连续三期欠薪")


def _unpaid(case: Case, months: list[MonthBooks]) -> None:
    for month in months:
        month.payment.remove(case.of(month.payment))
        case.expect("PY18", case.of(month.payroll), "net_pay", months=[month], injected=False, note="整月未发，已逾期")


def _in_force(case: Case, listed: BlacklistRecord) -> list[MonthBooks]:
    """The months in which the entry is in force on some day."""
    return [month for month in case.months if listed.listed_on <= month.month.last]


def _other(case: Case, legal_rep: str | None = None) -> BlacklistRecord:
    """An entry of a firm that is not on the project."""
    ordinal = len(case.books.blacklist) + 1
    listed = entry(
        f"示例名单{ordinal}号建筑劳务有限公司", numbers.company_code(800_000 + ordinal), legal_rep, ordinal=ordinal
    )
    case.books.blacklist.append(listed)
    return listed


def entry(name: str, uscc: str | None, legal_rep: str | None, *, ordinal: int) -> BlacklistRecord:
    """A listing of three years, decided in March 2026."""
    return BlacklistRecord(
        name=name,
        uscc=uscc,
        legal_rep=legal_rep,
        reason="拖欠农民工工资，经责令限期支付逾期未支付",
        decision_no=f"示例人社监列决字〔2026〕{ordinal}号",
        authority="示例市人力资源和社会保障局",
        listed_on=dt.date(2026, 3, 2),
        expires_on=dt.date(2029, 3, 1),
    )


def _standing(case: Case) -> object:
    name = case.contractor.contractor.name
    return next(record for record in case.books.standing if record.name == name)
