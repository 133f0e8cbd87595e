"""项目信息.xlsx: the standing data, one sheet per ledger, one header row, one record per row."""

from __future__ import annotations

from wagecheck import resources
from wagecheck.rulebook import values
from wagecheck.simulate.books import Books, Paper
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.case import SampleError
from wagecheck.simulate.layouts.tidy import made_at
from wagecheck.simulate.records import Value
from wagecheck.simulate.sheets import Column, File, Sheet

PATH = "项目信息.xlsx"

#: Headings of where the project stands, and what is below them: Wuhan, first tier of the province's minimum wage.
_REGION, _TIER = "行政区划代码", "最低工资档次"
_PLACE: dict[str, Value] = {_REGION: "420100", _TIER: "1"}

CONTRACTORS = tuple(
    Column(title, field)
    for title, field in (
        ("单位名称", "name"),
        ("统一社会信用代码", "uscc"),
        ("参建类型", "corp_type"),
        ("法定代表人", "legal_rep"),
        ("法定代表人身份证号", "legal_rep_id"),
        ("注册地址", "address"),
        ("联系电话", "phone"),
        ("注册日期", "registered_on"),
        ("进场日期", "entered_on"),
        ("分包合同编号", "subcontract_no"),
        ("分包合同签订日期", "subcontract_signed_on"),
        ("计量周期", "measure_cycle"),
        ("进度结算办法", "settlement_method"),
        ("已收保证金种类", "deposits"),
        ("委托代发协议签订日期", "entrust_signed_on"),
        ("曾用名", "former_names"),
    )
)
ACCOUNT = tuple(
    Column(title, field)
    for title, field in (
        ("账户名称", "name"),
        ("账号", "number"),
        ("开户银行", "bank"),
        ("开户日期", "opened_on"),
        ("备案日期", "filed_on"),
        ("三方协议签订日期", "tripartite_signed_on"),
        ("账户状态", "status"),
        ("销户日期", "closed_on"),
        ("销户公示开始日期", "closing_notice_from"),
        ("销户公示结束日期", "closing_notice_to"),
    )
)
FLOWS = tuple(
    Column(title, field)
    for title, field in (
        ("交易日期", "booked_on"),
        ("摘要", "memo"),
        ("收入", "amount_in"),
        ("支出", "amount_out"),
        ("余额", "balance"),
        ("对方户名", "payee_name"),
        ("对方账号", "payee_account"),
        ("交易流水号", "txn_no"),
    )
)
GUARANTEE = tuple(
    Column(title, field)
    for title, field in (
        ("存储方式", "form"),
        ("保函编号", "guarantee_no"),
        ("存储比例", "ratio"),
        ("保证金金额（元）", "amount"),
        ("存储日期", "deposited_on"),
        ("保函生效日期", "valid_from"),
        ("保函到期日期", "valid_to"),
        ("受益人", "beneficiary"),
        ("是否见索即付", "on_demand"),
        ("是否不可撤销", "irrevocable"),
        ("动用日期", "used_on"),
        ("补足日期", "restored_on"),
    )
)
INSURANCE = tuple(
    Column(title, field)
    for title, field in (
        ("姓名", "name"),
        ("身份证号码", "id_number"),
        ("参建单位名称", "insurer_contractor"),
        ("险种", "kind"),
        ("参保开始日期", "insured_from"),
        ("参保截止日期", "insured_to"),
        ("参保登记日期", "registered_on"),
    )
)


def draw(books: Books, *, by_hand: bool = False) -> File:
    """The workbook of the general contractor. ``by_hand``: the account is kept as a cash book, month and day apart."""
    project = _paper("项目", project_values(books), books.project_paper)
    sheets = [project, *map(Sheet, ("参建单位", "专户", "专户流水", "保证金", "参保名单"))]
    _, contractors, account, flows, guarantee, insurance = sheets
    contractors.table(CONTRACTORS, books.standing, numbered=False)
    account.table(ACCOUNT, [books.account, *books.closed_accounts], numbered=False)
    if by_hand:
        _cash_book(flows, books)
    else:
        flows.table(FLOWS, books.flows, numbered=False)
    guarantee.table(GUARANTEE, [books.guarantee], numbered=False)
    insurance.table(INSURANCE, books.insurance, numbered=False)
    if books.board_paper is not None:
        sheets.append(_paper("告示牌", board_values(books), books.board_paper))
    return File(
        PATH, "xlsx", sheets, author="示例总包资料员", made_at=made_at(books.contractors[0].months[-1].month, 0)
    )


def _cash_book(sheet: Sheet, books: Books) -> None:
    """年、月 as the number 2026.1 (October) and 日 in a column of its own."""
    sheet.append("年、月", "日", *(column.title for column in FLOWS[1:]))
    where = {column.field: number for number, column in enumerate(FLOWS, start=2)} | {"booked_on": 2}
    for record in books.flows:
        day = record.booked_on
        cells = (record.value(column.field) for column in FLOWS[1:])
        sheet.place(record, sheet.append(float(f"{day:%Y.%m}"), day.day, *cells), where)


def project_values(books: Books) -> dict[str, Value]:
    """Headings of the sheet 项目 and what is true below them."""
    project = books.project
    return {
        "项目名称": project.name,
        "项目所在地": project.location,
        **_PLACE,
        "建设单位": project.owner,
        "总承包单位": project.general_contractor,
        "总承包单位统一社会信用代码": project.general_contractor_uscc,
        "施工合同金额（元）": project.contract_amount,
        "施工合同签订日期": project.signed_on,
        "开工日期": project.start_on,
        "计划完工日期": project.complete_on,
        "人工费用拨付周期（天）": 30,
        "工程款支付担保": "银行保函",
        "工程款支付担保编号": "ZFBH-2026-0007",
        "劳资专管员": project.labor_officer,
        "劳资专管员身份证号码": project.labor_officer_id,
        "劳资专管员电话": project.labor_officer_phone,
        "项目工伤保险参保日期": project.signed_on + (project.start_on - project.signed_on) / 2,
        "项目工伤保险截止日期": project.complete_on,
        "考勤方式": "人脸识别闸机",
        "项目状态": "在建",
        "近两年是否拖欠工资": "否",
    }


def _paper(name: str, values: dict[str, Value], paper: Paper) -> Sheet:
    """Headings and one record below them."""
    values |= paper.changes
    sheet = Sheet(name, [list(values), list(values.values())])
    sheet.place(paper, len(sheet.rows), {title: index for index, title in enumerate(values, start=1)})
    return sheet


def board_values(books: Books) -> dict[str, Value]:
    """Headings of the sheet 告示牌 and what is true below them."""
    project = books.project
    return {
        "建设单位": project.owner,
        "施工总承包单位": project.general_contractor,
        "项目部": f"{project.name}项目部",
        "分包单位": "、".join(firm.contractor.name for firm in books.contractors),
        "行业主管部门": "示例区住房和城乡建设局",
        "劳资专管员": project.labor_officer,
        "当地最低工资标准（元/月）": _minimum_wage(
            books.contractors[0].months[-1].month, _PLACE | books.project_paper.changes
        ),
        "工资支付日期": "次月15日",
        "劳动保障监察投诉电话": "027-00012333",
        "劳动人事争议仲裁机构": "示例区劳动人事争议仲裁院",
        "法律援助电话": "027-00012348",
        "公共法律服务热线": "12348",
    }


def _minimum_wage(month: Month, place: dict[str, Value]) -> Value:
    """What the notice board shows: the monthly minimum wage of the project's district in a month."""
    path = resources.folder("rules") / "values" / "minimum_wage_monthly.toml"
    value, _ = values.read(path)
    found = values.Values({value.id: value}).lookup(value.id, month.first, str(place[_REGION]), str(place[_TIER]))
    if found.amount is None:
        raise SampleError(found.zh, found.en)
    return found.amount
