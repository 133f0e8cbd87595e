"""PJ and SI: the project's account, labour fees, guarantee, board, subcontracts and insurance."""

from __future__ import annotations

from decimal import Decimal

from wagecheck.simulate.books import Paper
from wagecheck.simulate.case import Case, defect
from wagecheck.simulate.defects.payroll import pay_out
from wagecheck.simulate.records import ZERO
from wagecheck.simulate.standing import AccountRecord, ContractorRecord, FlowRecord
from wagecheck.simulate.truth import DAY


@defect("PJ01", "project")
def pj01_account_opened_too_late(case: Case) -> None:
    """The dedicated account was opened forty days after the contract was signed."""
    account = case.books.account
    account.opened_on = case.world.project.signed_on + 40 * DAY
    account.filed_on = account.tripartite_signed_on = account.opened_on + DAY
    _expect(case, "PJ01", account, "opened_on", "施工合同签订四十天后才开立专户")


@defect("PJ02", "project")
def pj02_account_named_otherwise(case: Case) -> None:
    """The account is called by the general contractor's name alone."""
    account = case.books.account
    account.name = case.world.project.general_contractor
    _expect(case, "PJ02", account, "name", "专户户名没有项目名称和用途")


@defect("PJ03", "project")
def pj03_account_filed_too_late(case: Case) -> None:
    """Filed forty-five days after opening."""
    account = case.books.account
    account.filed_on = account.opened_on + 45 * DAY
    _expect(case, "PJ03", account, "filed_on", "开户四十五天后才备案")


@defect("PJ04", "project")
def pj04_agreement_after_the_first_fee(case: Case) -> None:
    """The three-party agreement was signed five days after the first labour fee."""
    account = case.books.account
    account.tripartite_signed_on = case.world.project.start_on + 5 * DAY
    _expect(case, "PJ04", account, "tripartite_signed_on", "首次拨付五天后才签三方协议")


@defect("PJ06", "project")
def pj06_account_used_for_material(case: Case) -> None:
    """Money of the dedicated account went to a dealer in material."""
    flow = FlowRecord(
        booked_on=case.world.as_of - 2 * DAY,
        memo="材料款",
        amount_in=None,
        amount_out=Decimal("5000.00"),
        payee_name="示例建材商贸有限公司",
        payee_account="42000000000000600024",
    )
    case.books.flows.append(flow)
    _expect(case, "PJ06", flow, "payee_name", "专户支付材料款")


@defect("PJ07", "project")
def pj07_labour_fees_every_two_months(case: Case) -> None:
    """The construction contract has labour fees paid every sixty days."""
    paper = case.books.project_paper
    paper.changes["人工费用拨付周期（天）"] = 60
    _expect(case, "PJ07", paper, "人工费用拨付周期（天）", "合同约定六十天拨付一次人工费用")


@defect("PJ08")
def pj08_labour_fees_too_small(case: Case) -> None:
    """The labour fees were used up before one worker was paid; so his wages are in arrears (PY18)."""
    case.books.fees_too_small = True
    case.last.payment.remove(case.of(case.last.payment))
    fees = [flow for flow in case.books.flows if flow.amount_in]
    _expect(case, "PJ08", fees[0], "amount_in", "人工费用少于应付工资")
    case.expect("PY18", case.of(case.last.payroll), "net_pay", injected=False, note="专户的钱不够，整月未发")


@defect("PJ10", "project")
def pj10_no_guarantee_of_payment(case: Case) -> None:
    """The owner gave no guarantee of payment."""
    paper = case.books.project_paper
    paper.changes |= {"工程款支付担保": None, "工程款支付担保编号": None}
    _expect(case, "PJ10", paper, "工程款支付担保", "没有工程款支付担保")


@defect("PJ11", "project")
def pj11_guarantee_deposited_too_late(case: Case) -> None:
    """Deposited forty-five days after the contract was signed."""
    guarantee = case.books.guarantee
    guarantee.deposited_on = guarantee.valid_from = case.world.project.signed_on + 45 * DAY
    _expect(case, "PJ11", guarantee, "deposited_on", "签约四十五天后才存保证金")


@defect("PJ12", "project")
def pj12_guarantee_too_small(case: Case) -> None:
    """Half of the guarantee is missing."""
    guarantee = case.books.guarantee
    guarantee.amount = (guarantee.amount / 2).quantize(ZERO)
    _expect(case, "PJ12", guarantee, "amount", "保证金只存了一半")


@defect("PJ13", "project")
def pj13_letter_ends_before_the_works(case: Case) -> None:
    """The letter of guarantee ends a month before the planned completion."""
    guarantee = case.books.guarantee
    guarantee.valid_to = case.world.project.complete_on - 30 * DAY
    _expect(case, "PJ13", guarantee, "valid_to", "保函比工期短一个月")


@defect("PJ14", "project")
def pj14_guarantee_not_restored(case: Case) -> None:
    """Used forty days ago and not restored."""
    guarantee = case.books.guarantee
    guarantee.used_on = case.world.as_of - 40 * DAY
    _expect(case, "PJ14", guarantee, "used_on", "动用后四十天没有补足")


@defect("PJ15", "project")
def pj15_account_closed_after_ten_days_of_notice(case: Case) -> None:
    """A second account of the project was closed after a notice of ten days."""
    account = case.books.account
    closed = AccountRecord(
        name=account.name,
        number="42000000000000950003",
        bank=account.bank,
        opened_on=account.opened_on,
        filed_on=account.opened_on + DAY,
        tripartite_signed_on=account.opened_on + DAY,
        status="已销户",
        closed_on=case.world.as_of - 10 * DAY,
        closing_notice_from=case.world.as_of - 20 * DAY,
        closing_notice_to=case.world.as_of - 11 * DAY,
    )
    case.books.closed_accounts.append(closed)
    _expect(case, "PJ15", closed, "closing_notice_from", "销户前只公示十天")


@defect("PJ16", "contractor")
def pj16_payroll_row_not_reviewed(case: Case) -> None:
    """The labour officer left out one row of the payroll."""
    payroll = case.of(case.last.payroll)
    payroll.reviewer = None
    case.expect("PJ16", payroll, "reviewer", worker=None, note="工资表有一行没有劳资专管员审核")


@defect("PJ17", "project")
def pj17_board_without_minimum_wage(case: Case) -> None:
    """The board at the gate does not give the local minimum wage."""
    paper = case.books.board_paper = case.books.board_paper or Paper()
    paper.changes["当地最低工资标准（元/月）"] = None
    _expect(case, "PJ17", paper, "当地最低工资标准（元/月）", "告示牌没有当地最低工资标准")


@defect("PJ18", "contractor")
def pj18_no_agreement_on_paying_the_workers(case: Case) -> None:
    """No agreement with the general contractor on paying the workers."""
    record = _standing(case)
    record.entrust_signed_on = None
    case.expect("PJ18", record, "entrust_signed_on", worker=None, note="没有委托代发协议")


@defect("PJ19", "project")
def pj19_work_given_to_a_person(case: Case) -> None:
    """A person stands among the subcontractors."""
    project = case.world.project
    person = ContractorRecord(
        name="牛某包",
        uscc=None,
        legal_rep="牛某包",
        legal_rep_id=project.labor_officer_id,
        address="湖北省武汉市示例区示例路201号",
        phone=project.labor_officer_phone,
        registered_on=project.start_on - 400 * DAY,
        entered_on=project.start_on,
        subcontract_no="SLFB-P-001",
        subcontract_signed_on=project.start_on - 5 * DAY,
        entrust_signed_on=project.start_on - 3 * DAY,
    )
    case.books.standing.append(person)
    case.expect("PJ19", person, "name", worker=None, contractor=person.name, note="分包给个人")


@defect("PJ20", "contractor")
def pj20_subcontract_without_cycle(case: Case) -> None:
    """The subcontract says nothing of the cycle of measurement."""
    record = _standing(case)
    record.measure_cycle = None
    case.expect("PJ20", record, "measure_cycle", worker=None, note="分包合同没有计量周期")


@defect("PJ21", "contractor")
def pj21_deposit_beyond_the_four(case: Case) -> None:
    """A deposit for safety was taken from the subcontractor."""
    record = _standing(case)
    record.deposits = "履约保证金、安全文明施工保证金"
    case.expect("PJ21", record, "deposits", worker=None, note="收取安全文明施工保证金")


@defect("SI01", "project")
def si01_insured_after_the_start(case: Case) -> None:
    """Work-injury insurance began five days after the works."""
    paper = case.books.project_paper
    paper.changes["项目工伤保险参保日期"] = case.world.project.start_on + 5 * DAY
    _expect(case, "SI01", paper, "项目工伤保险参保日期", "开工五天后才参加工伤保险")


@defect("SI02")
def si02_not_on_the_list_of_insured(case: Case) -> None:
    """Stands on the roster and not on the list of insured people."""
    case.books.insurance.remove(case.of(case.books.insurance))
    case.expect("SI02", case.of(case.contractor.roster), "name", note="不在参保名单")


@defect("SI03")
def si03_charged_for_work_injury_insurance(case: Case) -> None:
    """Thirty yuan for work-injury insurance were deducted."""
    payroll = case.of(case.last.payroll)
    payroll.injury_premium = Decimal("30.00")
    payroll.settle()
    pay_out(case, case.last, payroll)
    case.expect("SI03", payroll, "injury_premium", note="扣工伤保险费 30 元")


@defect("SI04")
def si04_registered_too_late(case: Case) -> None:
    """Registered for social insurance forty days after entry."""
    record = case.of(case.books.insurance)
    record.registered_on = case.worker.entry_on + 40 * DAY
    case.expect("SI04", record, "registered_on", note="进场四十天后才参保登记")


def _standing(case: Case) -> ContractorRecord:
    """The contractor's row of the sheet 参建单位."""
    name = case.contractor.contractor.name
    return next(record for record in case.books.standing if record.name == name)


def _expect(case: Case, rule: str, spot: object, cell: str, note: str) -> None:
    """Findings of the project are the general contractor's, under the latest month."""
    case.expect(rule, spot, cell, worker=None, contractor=case.world.project.general_contractor, note=note)
