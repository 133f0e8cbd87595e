"""IN: what cannot be read."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate.books import Marker
from wagecheck.simulate.case import Case, defect


@defect("IN01", "contractor")
def in01_broken_file(case: Case) -> None:
    """A workbook in the folder is damaged."""
    case.contractor.broken_file = True
    path = f"{case.contractor.contractor.name}/进场教育签到.xlsx"
    case.expect("IN01", worker=None, path=path, note="文件损坏")


@defect("IN02", "contractor")
def in02_sheet_that_is_no_ledger(case: Case) -> None:
    """The roster's workbook has a sheet about helmets and shoes."""
    case.contractor.strange_sheet = Marker()
    case.expect("IN02", case.contractor.strange_sheet, worker=None, note="不是任何一种台账的工作表")


@defect("IN03", "contractor")
def in03_payroll_without_amounts(case: Case) -> None:
    """A second payroll has no column of amounts."""
    case.contractor.payroll_without_amounts = Marker()
    case.expect("IN03", case.contractor.payroll_without_amounts, worker=None, note="工资表没有金额栏")


@defect("IN06")
def in06_identity_number_stored_as_number(case: Case) -> None:
    """Excel kept fifteen digits of the identity number on the payroll."""
    payroll = case.of(case.last.payroll)
    payroll.raw["id_number"] = int(payroll.id_number[:15] + "000")
    case.expect("IN06", payroll, "id_number", worker=None, note="身份证号码存成数字，末三位丢失")


@defect("IN10", "contractor")
def in10_wrong_total(case: Case) -> None:
    """The total row of the payroll says a thousand yuan too much."""
    case.last.wrong_total = ("net_pay", Decimal(1000))
    case.expect("IN10", case.last, "net_pay", worker=None, note="合计比各行之和多 1000 元")
