"""BL: the contractor stands on a list. The list is written beside the submission."""

from __future__ import annotations

import datetime as dt

from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.standing import BlacklistRecord


@defect("BL01", "contractor")
def bl01_listed_by_code(case: Case) -> None:
    """The contractor's credit code is on the statutory list."""
    firm = case.contractor.contractor
    case.books.blacklist.append(entry(firm.name, firm.uscc, firm.legal_rep, ordinal=len(case.books.blacklist) + 1))
    case.expect("BL01", _standing(case), "uscc", months=case.months, worker=None, note="信用代码在名单上")


@defect("BL02", "contractor")
def bl02_listed_by_name(case: Case) -> None:
    """The list has the contractor's name but no code."""
    firm = case.contractor.contractor
    case.books.blacklist.append(entry(firm.name, None, firm.legal_rep, ordinal=len(case.books.blacklist) + 1))
    case.expect("BL02", _standing(case), "name", months=case.months, worker=None, note="名称在名单上，名单无代码")


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
