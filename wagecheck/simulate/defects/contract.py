"""LC: labour contracts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from wagecheck.simulate import numbers
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.payroll import pay_out
from wagecheck.simulate.defects.people import STRANGE_FIRM
from wagecheck.simulate.truth import DAY


@defect("LC01")
def lc01_no_contract(case: Case) -> None:
    """Works and is paid without any contract."""
    case.contractor.contract.remove(case.of(case.contractor.contract))
    roster = case.of(case.contractor.roster)
    roster.contract_no = roster.contract_signed_on = roster.contract_term = None
    case.expect("LC01", roster, "name", months=case.months, note="无劳动合同")


@defect("LC02")
def lc02_signed_too_late(case: Case) -> None:
    """Signed more than a month after the first day of employment; so also on site before signing (RN04)."""
    contract, roster = case.of(case.contractor.contract), case.of(case.contractor.roster)
    first = min(case.worker.entry_on, *case.of(case.first.attendance).days)
    signed = first + 35 * DAY
    contract.contract_signed_on = roster.contract_signed_on = signed
    case.expect("LC02", contract, "contract_signed_on", note="用工一个月后才签合同")
    before = [month for month in case.months if any(day < signed for day in case.of(month.attendance).days)]
    case.expect("RN04", contract, "contract_signed_on", months=before, injected=False, note="签合同前已出勤")


@defect("LC03")
def lc03_no_trade_on_the_contract(case: Case) -> None:
    """The contract does not say for which work."""
    contract = case.of(case.contractor.contract)
    contract.trade = None
    case.expect("LC03", contract, "name", note="合同没有工作内容")


@defect("LC04")
def lc04_signed_with_another_firm(case: Case) -> None:
    """The contract was signed with a firm that is not on the project."""
    contract = case.of(case.contractor.contract)
    contract.employer, contract.employer_uscc = STRANGE_FIRM, numbers.company_code(800_001)
    case.expect("LC04", contract, "employer", note="合同签给了别的单位")


@defect("LC05")
def lc05_subcontract_instead_of_contract(case: Case) -> None:
    """The document is a subcontract."""
    contract = case.of(case.contractor.contract)
    contract.contract_title, contract.contract_type = "劳务分包协议书", "劳务分包"
    case.expect("LC05", contract, "contract_title", months=case.months, note="以劳务分包协议代替劳动合同")


@defect("LC06")
def lc06_agreement_without_reason(case: Case) -> None:
    """A written work agreement although a labour contract was possible."""
    contract = case.of(case.contractor.contract)
    contract.contract_title = contract.contract_type = "用工书面协议"
    case.expect("LC06", contract, "contract_title", note="用工书面协议没有理由")


@defect("LC07")
def lc07_not_signed_by_the_worker(case: Case) -> None:
    """The register says that the worker has not signed."""
    contract = case.of(case.contractor.contract)
    contract.worker_signed = "未签"
    case.expect("LC07", contract, "worker_signed", note="本人未签字")


@defect("LC08")
def lc08_worked_after_the_end(case: Case) -> None:
    """The contract ended before the last three days worked."""
    contract, roster = case.of(case.contractor.contract), case.of(case.contractor.roster)
    contract.contract_end = sorted(case.of(case.last.attendance).days)[-4]
    roster.contract_term = f"{contract.contract_start}至{contract.contract_end}"
    case.expect("LC08", contract, "contract_end", note="合同到期后仍出勤")


@defect("LC09")
def lc09_no_end_and_no_kind_of_term(case: Case) -> None:
    """Neither the last day nor the kind of term is stated."""
    contract = case.of(case.contractor.contract)
    contract.contract_end = contract.contract_term_type = None
    case.expect("LC09", contract, "contract_end", note="期限种类和终止日期都没有")


@defect("LC10")
def lc10_probation_of_three_months(case: Case) -> None:
    """Three months of probation in a contract of one to three years."""
    contract = case.of(case.contractor.contract)
    contract.probation = "3个月"
    case.expect("LC10", contract, "probation", note="试用期超过两个月")


@defect("LC11")
def lc11_agreed_pay_below_the_minimum(case: Case) -> None:
    """The contract agrees on 2 000 yuan a month; the payroll pays more."""
    contract = case.of(case.contractor.contract)
    contract.wage_unit, contract.wage_rate = "月", Decimal(2000)
    case.expect("LC11", contract, "wage_rate", note="约定月工资 2000 元，低于最低工资")


@defect("LC12")
def lc12_deposit(case: Case) -> None:
    """A deposit for tools was deducted."""
    payroll = case.of(case.last.payroll)
    payroll.deposit = Decimal("300.00")
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("LC12", payroll, "deposit", note="扣工具押金 300 元")


@defect("LC13")
def lc13_dispatched_for_a_year(case: Case) -> None:
    """Dispatched labour under a contract of less than two years."""
    contract, roster = case.of(case.contractor.contract), case.of(case.contractor.roster)
    contract.employment_form = roster.employment_form = "劳务派遣"
    case.expect("LC13", contract, "employment_form", note="派遣合同不满两年")


@defect("LC14")
def lc14_part_time_paid_by_the_month(case: Case) -> None:
    """Part-time work that is settled once a month."""
    contract, roster = case.of(case.contractor.contract), case.of(case.contractor.roster)
    contract.employment_form = roster.employment_form = "非全日制"
    case.expect("LC14", contract, "employment_form", months=case.months, note="非全日制按月结算")


@defect("LC16")
def lc16_second_fixed_term(case: Case) -> None:
    """A fixed-term contract of a year came before."""
    contract = case.of(case.contractor.contract)
    end = case.worker.entry_on - DAY
    start = end - 364 * DAY
    before = replace(
        contract,
        contract_no=f"{contract.contract_no}-1",
        contract_signed_on=start - 3 * DAY,
        contract_start=start,
        contract_end=end,
        contract_status="已到期",
    )
    case.contractor.contract.insert(case.contractor.contract.index(contract), before)
    case.expect("LC16", contract, "contract_start", note="连续两次固定期限合同")
