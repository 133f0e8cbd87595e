"""LC: labour contracts."""

from __future__ import annotations

from wagecheck.simulate.case import Case, defect
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


@defect("LC05")
def lc05_subcontract_instead_of_contract(case: Case) -> None:
    """The document is a subcontract."""
    contract = case.of(case.contractor.contract)
    contract.contract_title, contract.contract_type = "劳务分包协议书", "劳务分包"
    case.expect("LC05", contract, "contract_title", months=case.months, note="以劳务分包协议代替劳动合同")


@defect("LC08")
def lc08_worked_after_the_end(case: Case) -> None:
    """The contract ended before the last three days worked."""
    contract, roster = case.of(case.contractor.contract), case.of(case.contractor.roster)
    contract.contract_end = sorted(case.of(case.last.attendance).days)[-4]
    roster.contract_term = f"{contract.contract_start}至{contract.contract_end}"
    case.expect("LC08", contract, "contract_end", note="合同到期后仍出勤")
