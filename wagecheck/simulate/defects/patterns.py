"""FR: patterns of people, pay and papers that ask to be looked into. Those of a team have a ``newcomer``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from wagecheck.simulate import account_flows, newcomer, numbers
from wagecheck.simulate.calendar import Month, business_day
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects import age
from wagecheck.simulate.defects.attendance_patterns import without_overtime
from wagecheck.simulate.defects.payroll import pay_out
from wagecheck.simulate.defects.people import renumber
from wagecheck.simulate.records import ZERO, IdentityRecord, RosterRecord
from wagecheck.simulate.truth import DAY, Contractor, Worker

# -- who is on the roster -------------------------------------------------------------------------------------------


@defect("FR03", "contractor")
def fr03_paid_without_any_trace(case: Case) -> None:
    """Three people of a new contractor are paid without attendance and without a contract (so FR24, LC01, AT01)."""
    new = newcomer.join(case, 0, workers=8)
    for worker in new.others[:3]:
        new.last.attendance.remove(new.of(new.last.attendance, worker))
        _without_contract(new, worker)
        new.expect("FR24", new.of(new.last.payroll, worker), "name", worker=worker, injected=False, note="有薪无勤")
    spot = new.of(new.last.payroll, new.others[0])
    new.expect("AT01", spot, "name", worker=None, injected=False, note="有薪无勤的人数")
    new.expect("FR03", spot, "name", worker=None, note="三人有薪，无考勤、无合同")


@defect("FR04", "contractor")
def fr04_numbers_in_a_row(case: Case) -> None:
    """Three people of a new contractor have neighbouring identity numbers; one of them has no contract (so LC01)."""
    birth = dt.date(1990, 5, 5)

    def renamed(firm: Contractor) -> None:
        for ordinal, worker in enumerate(firm.workers[1:4]):
            worker.gender, worker.birth, worker.trade = "男", birth, "杂工"
            worker.id_number = numbers.identity_number(birth, 401 + 2 * ordinal)

    new = newcomer.join(case, 1, workers=6, prepare=renamed)
    _without_contract(new, new.others[2])
    new.expect("FR04", new.of(new.contractor.roster, new.others[0]), "id_number", worker=None, note="三个证件号码相连")


def _without_contract(case: Case, worker: Worker) -> None:
    case.contractor.contract.remove(case.of(case.contractor.contract, worker))
    roster = case.of(case.contractor.roster, worker)
    roster.contract_no = roster.contract_signed_on = roster.contract_term = None
    case.expect("LC01", roster, "name", months=case.months, worker=worker, injected=False, note="无劳动合同")


@defect("FR05")
def fr05_very_old(case: Case) -> None:
    """Seventy-four years old by the identity number (so past retirement, AG04, and overtime at that age, AG05)."""
    first_day = min(case.of(case.first.attendance).days)
    birth = dt.date(first_day.year - 74, 3, 3)
    case.worker.birth = birth
    renumber(case, numbers.identity_number(birth, int(case.worker.id_number[14:17])))
    for record in case.records():
        if isinstance(record, IdentityRecord | RosterRecord):
            record.birth_date = birth
    card = case.of(case.contractor.identity)
    case.expect("FR05", card, "id_number", months=case.months, note="已满 74 周岁")
    case.expect("AG04", card, "id_number", months=case.months, injected=False, note="已超过法定退休年龄")
    late = [month for month in age.ruled(case) if case.of(month.attendance).overtime_hours]
    case.expect("AG05", card, "id_number", months=late, injected=False, note="超龄加班")
    if age.keeps_old_people_off(case):
        case.expect("AG03", card, "id_number", months=case.months, injected=False, note="当地限制进场的年龄")


@defect("FR08", "contractor", paper=True)
def fr08_rosters_copied(case: Case) -> None:
    """A new contractor hands in the same roster for four months, with nobody coming or going."""
    new = newcomer.join(case, 2, workers=10, early=3)
    new.contractor.roster_months = tuple(new.last.month.shift(index - 3) for index in range(4))
    new.expect("FR08", new.contractor.roster[0], "name", worker=None, note="四个月花名册相同")


@defect("FR09")
def fr09_registered_late(case: Case) -> None:
    """Registered fifteen days after the first day of work (so also on site before registration, RN04)."""
    roster = case.of(case.contractor.roster)
    first = min(case.of(case.first.attendance).days)
    roster.registered_on = first + 15 * DAY
    case.expect("FR09", roster, "registered_on", worker=None, note="出勤十五天后才登记")
    before = [
        month for month in case.months if any(day < roster.registered_on for day in case.of(month.attendance).days)
    ]
    case.expect("RN04", roster, "registered_on", months=before, injected=False, note="实名登记晚于首次出勤")


# -- pay --------------------------------------------------------------------------------------------------------------


@defect("PY16", "contractor")
def py16_below_the_minimum_wage_on_average(case: Case) -> None:
    """All three people of a new contractor work for 80 yuan a day, so each is below the minimum (PY10, LC11)."""

    def cheap(firm: Contractor) -> None:
        for worker in firm.workers:
            worker.daily_rate, worker.insured = Decimal(80), False

    new = newcomer.join(case, 14, workers=3, prepare=cheap)
    for month in new.months:
        new.expect("PY16", month.payroll[0], "net_pay", months=[month], worker=None, note="人均实发低于最低工资")
    for worker in (new.worker, *new.others):
        contract = new.of(new.contractor.contract, worker)
        new.expect("LC11", contract, "wage_rate", worker=worker, injected=False, note="约定工资低于最低工资")
        for month in new.months:
            payroll = new.of(month.payroll, worker)
            new.expect("PY10", payroll, "gross_pay", months=[month], worker=worker, injected=False, note="低于最低工资")


@defect("FR27", needs_notice=True)
def fr27_much_pay_for_few_days(case: Case) -> None:
    """An allowance of four times the base pay that nothing explains."""
    payroll = case.of(case.last.payroll)
    payroll.allowance = payroll.base_pay * 4
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("FR27", payroll, "gross_pay", note="日均工资是同班组的几倍")


def _with_net(case: Case, target: Callable[[int], Decimal]) -> None:
    """An allowance makes the net pay of everybody what was wanted; bank and notice follow."""
    for month in case.months:
        for ordinal, payroll in enumerate(month.payroll):
            assert payroll.worker is not None
            payroll.tax = payroll.social_insurance = payroll.allowance = ZERO
            payroll.settle()
            payroll.allowance = target(ordinal) - payroll.net_pay
            payroll.settle()
            case.of(month.payment, payroll.worker).amount = payroll.net_pay
            notice = case.of(month.notice, payroll.worker)
            notice.gross_pay, notice.net_pay = payroll.gross_pay, payroll.net_pay


@defect("FR28", "contractor")
def fr28_everybody_gets_the_same(case: Case) -> None:
    """All twelve people of a new contractor get 9 000 yuan, whatever they worked: more than their days by day rate."""

    def cheap(firm: Contractor) -> None:
        without_overtime(firm)
        for worker in firm.workers:
            worker.daily_rate = Decimal(300)

    new = newcomer.join(case, 6, workers=12, prepare=cheap)
    _with_net(new, lambda ordinal: Decimal("9000.00"))
    for month in new.months:
        new.expect("FR28", month.payroll[0], "net_pay", months=[month], worker=None, note="人人实发 9000 元")


@defect("FR29", "contractor")
def fr29_just_below_the_threshold(case: Case) -> None:
    """Eight of the twelve people of a new contractor get a little less than 5 000 yuan."""

    def cheap(firm: Contractor) -> None:
        without_overtime(firm)
        for worker in firm.workers:
            worker.daily_rate = Decimal(190)

    new = newcomer.join(case, 7, workers=12, prepare=cheap)
    near = 8
    _with_net(
        new, lambda ordinal: Decimal(4760 + 23 * ordinal if ordinal < near else 5040 + 90 * ordinal).quantize(ZERO)
    )
    for month in new.months:
        new.expect("FR29", month.payroll[0], "net_pay", months=[month], worker=None, note="多数略低于 5000 元")


@defect("FR30", "contractor", months=2)
def fr30_payroll_equals_the_credit(case: Case) -> None:
    """The last payroll of a new contractor adds up to a labour fee that came before it was made."""
    new = newcomer.join(case, 8, workers=6)
    total = sum((record.net_pay for record in new.last.payroll), ZERO)
    flow = account_flows.credit(case.world, business_day(new.last.month.last - 3 * DAY), total)
    flow.memo = "拨付本月人工费"
    case.books.flows.append(flow)
    new.expect("FR30", flow, "amount_in", worker=None, note="工资合计等于先到账的人工费")


# -- contracts, signatures, files -----------------------------------------------------------------------------------


@defect("FR51", "contractor")
def fr51_contracts_signed_later(case: Case) -> None:
    """All six people of a new contractor signed on one day, weeks after they began (so LC02, RN04)."""
    new = newcomer.join(case, 9, workers=6)
    begun = max(min(record.days) for record in new.first.attendance)
    signed = begun + 31 * DAY
    for worker in [new.worker, *new.others]:
        contract, roster = new.of(new.contractor.contract, worker), new.of(new.contractor.roster, worker)
        contract.contract_signed_on = roster.contract_signed_on = signed
        new.expect("LC02", contract, "contract_signed_on", worker=worker, injected=False, note="用工一个月后才签合同")
        before = [month for month in new.months if any(day < signed for day in new.of(month.attendance, worker).days)]
        new.expect(
            "RN04", contract, "contract_signed_on", months=before, worker=worker, injected=False, note="签合同前已出勤"
        )
    new.expect("FR51", new.contractor.contract[0], "contract_signed_on", worker=None, note="六份合同同一天补签")


@defect("FR54")
def fr54_signed_after_the_pay(case: Case) -> None:
    """He signed the payroll a week after the bank had paid, whichever day that was."""
    payroll = case.of(case.last.payroll)
    payroll.signed_on = case.world.as_of - DAY
    case.expect("FR54", payroll, "signed_on", worker=None, note="发放后才签字")


@defect("FR68", "contractor", paper=True)
def fr68_one_file_for_two_months(case: Case) -> None:
    """A new contractor hands in one and the same roster for two months."""
    new = newcomer.join(case, 10, workers=6)
    month: Month = new.last.month
    new.contractor.roster_months, new.contractor.rosters_alike = (month.shift(-1), month), True
    name = new.contractor.contractor.name
    path = f"{name}/{month.shift(-1).chinese}花名册.csv"
    new.expect("FR68", path=path, worker=None, note="两个月的花名册是同一份文件")
