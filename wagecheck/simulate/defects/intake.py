"""IN: what cannot be read, and what a sheet says against itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from wagecheck.simulate import newcomer
from wagecheck.simulate.books import Marker
from wagecheck.simulate.case import Case, defect


@defect("IN01", "contractor", paper=True)
def in01_broken_file(case: Case) -> None:
    """A workbook in the folder is damaged."""
    case.contractor.broken_file = True
    path = f"{case.contractor.contractor.name}/进场教育签到.xlsx"
    case.expect("IN01", worker=None, path=path, note="文件损坏")


@defect("IN02", "contractor", paper=True)
def in02_sheet_that_is_no_ledger(case: Case) -> None:
    """The roster's workbook has a sheet about helmets and shoes."""
    case.contractor.strange_sheet = Marker()
    case.expect("IN02", case.contractor.strange_sheet, worker=None, note="不是任何一种台账的工作表")


@defect("IN03", "contractor", paper=True)
def in03_payroll_without_amounts(case: Case) -> None:
    """A second payroll has no column of amounts."""
    case.contractor.payroll_without_amounts = Marker()
    case.expect("IN03", case.contractor.payroll_without_amounts, worker=None, note="工资表没有金额栏")


@defect("IN04", needs_notice=True)
def in04_posted_without_an_amount(case: Case) -> None:
    """The notice names the worker, and no amount."""
    notice = case.of(case.last.notice)
    notice.raw["net_pay"] = notice.raw["gross_pay"] = None
    case.expect("IN04", notice, "net_pay", worker=None, note="公示表上没有金额")


@defect("IN05", paper=True)
def in05_days_in_words(case: Case) -> None:
    """The payroll says "half the month" where a number of days is asked for."""
    payroll = case.of(case.last.payroll)
    payroll.raw["work_days"] = "大半个月"
    case.expect("IN05", payroll, "work_days", worker=None, note="出勤天数写的是“大半个月”")


@defect("IN06", paper=True)
def in06_identity_number_stored_as_number(case: Case) -> None:
    """Excel kept fifteen digits of the identity number on the payroll."""
    payroll = case.of(case.last.payroll)
    payroll.raw["id_number"] = int(payroll.id_number[:15] + "000")
    case.expect("IN06", payroll, "id_number", worker=None, note="身份证号码存成数字，末三位丢失")


@defect("IN07", paper=True)
def in07_card_stored_as_number(case: Case) -> None:
    """Excel kept fifteen digits of the wage card on the payroll."""
    payroll = case.of(case.last.payroll)
    payroll.raw["bank_card"] = int(payroll.bank_card[:15] + "0" * (len(payroll.bank_card) - 15))
    case.expect("IN07", payroll, "bank_card", worker=None, note="银行账号存成数字，末几位丢失")


@defect("IN08", paper=True)
def in08_formula_without_result(case: Case) -> None:
    """A program wrote the worker's net pay as a formula and calculated nothing."""
    payroll = case.of(case.last.payroll)
    payroll.formulas["net_pay"] = "{gross_pay}-{tax}-{social_insurance}"
    payroll.uncalculated = True
    case.expect("IN08", payroll, "net_pay", worker=None, note="公式没有保存计算结果", shown_by="formula")


@defect("IN09", paper=True)
def in09_number_typed_over_a_formula(case: Case) -> None:
    """All gross pay is a sum of three columns, only the worker's was typed: the same amount, for now."""
    for record in case.last.payroll:
        if not record.uncalculated and "gross_pay" not in record.raw:
            record.formulas["gross_pay"] = "SUM({base_pay},{overtime_pay},{allowance})"
    payroll = case.of(case.last.payroll)
    del payroll.formulas["gross_pay"]
    case.expect("IN09", payroll, "gross_pay", worker=None, note="公式被手工改成数字", shown_by="formula")


@defect("IN10", "contractor", paper=True)
def in10_wrong_total(case: Case) -> None:
    """The total row of the payroll says a thousand yuan too much."""
    case.last.wrong_total = ("gross_pay", Decimal(1000))
    case.expect("IN10", case.last, "gross_pay", worker=None, note="合计比各行之和多 1000 元")


@defect("IN11", paper=True)
def in11_unknown_mark(case: Case) -> None:
    """One day of the attendance sheet bears a mark that nothing explains."""
    attendance = case.of(case.last.attendance)
    day = str(next(iter(attendance.days)))
    attendance.raw[day] = "¤"
    case.expect("IN11", attendance, day, worker=None, note="考勤符号“¤”没有说明")


@defect("IN12")
def in12_twice_on_one_sheet(case: Case) -> None:
    """The worker stands twice among the identity cards, word for word."""
    identity = case.of(case.contractor.identity)
    case.contractor.identity.append(replace(identity))
    case.expect("IN12", identity, "name", note="身份证信息重复两行")


@defect("IN13", paper=True)
def in13_third_decimal(case: Case) -> None:
    """The allowance on the payroll has a third decimal that nobody sees."""
    payroll = case.of(case.last.payroll)
    payroll.raw["allowance"] = float(payroll.allowance + Decimal("0.002"))
    case.expect("IN13", payroll, "allowance", worker=None, note="补贴有第三位小数")


@defect("IN14", "contractor", needs_notice=True, paper=True)
def in14_notice_without_a_month(case: Case) -> None:
    """A second notice says nowhere which month it is for."""
    case.contractor.undated_notice = Marker()
    case.expect("IN14", case.contractor.undated_notice, worker=None, note="公示表没有写明月份", shown_by="record")


@defect("IN15", paper=True)
def in15_hidden_row(case: Case) -> None:
    """The worker's row of the payroll is hidden."""
    payroll = case.of(case.last.payroll)
    payroll.hidden = True
    case.expect("IN15", payroll, "name", worker=None, note="工资表有一行被隐藏", shown_by="hiding")


@defect("IN16", "contractor", paper=True)
def in16_two_versions_of_the_payroll(case: Case) -> None:
    """A new contractor hands in its payroll twice, with other overtime hours for one of its people."""
    new = newcomer.join(case, 13, workers=4)
    new.last.corrected = [replace(record, raw={}, formulas={}) for record in new.last.payroll]
    first = new.last.corrected[0]
    first.overtime_hours += 1
    new.expect("IN16", first, "overtime_hours", worker=None, note="工资表交了两个版本", shown_by="record")
