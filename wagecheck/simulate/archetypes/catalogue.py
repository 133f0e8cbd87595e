"""All archetypes by name: how each is drawn from a contractor's books, and which fields of which ledgers it carries.

What a form has no column for is not carried; everything that is carried must be read back as from the tidy ledgers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from wagecheck.simulate.archetypes import annual, banks, drawings, exports, matrices, payrolls, people, punches
from wagecheck.simulate.archetypes.drawings import Draw, Sheets, one_file
from wagecheck.simulate.layouts import messy
from wagecheck.simulate.layouts.handwriting import dotted
from wagecheck.simulate.sheets import Sheet

Books = Literal["a month", "whole days", "two months", "two whole months"]
"""Which made-up books an archetype can say: a machine that counts punches knows no half days."""


@dataclass(frozen=True)
class Archetype:
    """One form in which files arrive. ``carries``: ledger → fields, as ``wagecheck.ledgers`` names them."""

    name: str
    draw: Draw
    carries: Mapping[str, str]
    books: Books = "a month"
    merged: bool = False
    """Several files of one ledger say different things of the same people."""


IDENTITY: Final = "name_key id_number gender birth_date nation address id_issuer id_valid_from id_valid_until phone"
CONTRACT: Final = (
    "name_key id_number phone contract_no contract_title contract_type contract_term_type contract_signed_on "
    "contract_start contract_end employer employer_uscc trade employment_form wage_unit wage_rate pay_day "
    "worker_signed contract_status"
)
#: Where the column of the firm says to whom the record belongs, nobody is told to be the employer.
PLATFORM: Final = (
    "name_key gender birth_date id_number phone address nation native_place trade team team_leader entry_date "
    "exit_date registered_on safety_trained_on contract_no contract_signed_on employment_form bank_card bank_name "
    "daily_rate"
)
ROSTER: Final = f"{PLATFORM} employer"
PAYROLL: Final = (
    "name_key id_number phone trade team work_days overtime_hours daily_rate base_pay overtime_pay allowance "
    "gross_pay net_pay bank_card bank_name pay_date signature signed_on pay_method submitted_on reviewed_on reviewer "
    "slip_delivered"
)
SUBTOTALLED: Final = (
    "name_key id_number team trade work_days daily_rate base_pay overtime_hours overtime_pay allowance gross_pay "
    "net_pay bank_card bank_name signature signed_on"
)
CONFIRMED: Final = "name_key id_number trade phone work_days overtime_hours net_pay bank_card bank_name signature"
BOOKED: Final = "payee_name payee_account payer_account payer_name amount paid_on memo status"
PAYMENT: Final = f"{BOOKED} payee_bank txn_no voucher_no"
NOTICE: Final = "name_key id_number trade work_days gross_pay net_pay notice_from notice_to"
DAYS: Final = "name_key id_number date work"
SUMS: Final = "name_key id_number trade days overtime_hours signature"
ITEMS: Final = "name_key id_number kind amount"

WITHOUT_DAYS: Final = {
    "identity": IDENTITY,
    "contract": CONTRACT,
    "roster": ROSTER,
    "payroll": PAYROLL,
    "payroll_item": ITEMS,
    "payment": PAYMENT,
    "notice": NOTICE,
}
MARKED: Final = {"attendance": DAYS, "attendance_summary": SUMS}
ALL: Final = {**WITHOUT_DAYS, **MARKED}
PAID: Final = {"payroll": PAYROLL, "payroll_item": ITEMS}
#: Machines know people by name.
NAMED: Final = {"attendance": "name_key date work"}
COUNTED: Final = {**NAMED, "attendance_summary": "name_key days"}
SLASHES: Final = "考勤符号：/ 出勤   ½ 半天   ○ 休息"


def _clock(spread: bool) -> Sheets:
    return lambda _, m: [punches.blocks("考勤记录", m.month, m.attendance, spread=spread)]


def _sums(signed: bool) -> Sheets:
    return lambda b, m: [exports.sums(m.month, b.contractor.name, m.attendance, signed=signed)]


def _wecom(new: bool) -> Sheets:
    return lambda _, m: [exports.wecom([m], new=new)]


ARCHETYPES: Final = (
    Archetype("A1 一个工作簿：花名册、考勤表、工资表", drawings.pack, {**MARKED, **PAID, "roster": ROSTER}),
    Archetype(
        "A2 工资表：两行表头",
        one_file("10月工资.xlsx", lambda b, m: [payrolls.grouped("工资表", b.contractor.name, m)]),
        PAID,
    ),
    Archetype(
        "A2 工资表：三行表头、三个小计、公式",
        one_file("工资表.xlsx", lambda b, m: [payrolls.subtotalled("工资表", b.contractor.name, m)]),
        {"payroll": SUBTOTALLED},
    ),
    Archetype(
        "A2 委托支付确认表",
        one_file(
            "支付确认表.xls", lambda _, m: [payrolls.confirmation(f"{m.month.chinese}农民工工资委托支付确认表", m)]
        ),
        {"payroll": CONFIRMED},
    ),
    Archetype(
        "A3 日期为文字，星期行，√",
        drawings.matrix(matrices.text_day, matrices.tick, weekdays=True, legend=messy.LEGEND),
        MARKED,
    ),
    Archetype("A3 日期为数字，✓ 0.5", drawings.matrix(matrices.number_day, matrices.check), MARKED),
    Archetype("A3 日期为“1日”，1 0.5", drawings.matrix(matrices.spoken_day, matrices.days, written=dotted), MARKED),
    Archetype("A3 日期为日期，/ ½ ○", drawings.matrix(matrices.date_day, matrices.slash, legend=SLASHES), MARKED),
    Archetype("A3 小时数", drawings.matrix(matrices.text_day, matrices.hours, kind="xls"), MARKED),
    Archetype("A3 csv", drawings.matrix(matrices.text_day, matrices.tick, kind="csv", legend=messy.LEGEND), MARKED),
    Archetype("A4 一人两行，姓名身份证号上下", one_file("打卡考勤表.xlsx", drawings.two_lines), MARKED),
    Archetype("A5 一人三行，上午下午加班", one_file("考勤.xls", drawings.three_lines), MARKED),
    Archetype("A6 考勤机一人三行", one_file("考勤机导出.xls", _clock(True)), NAMED, "whole days"),
    Archetype("A6 考勤机，标签与值同格", one_file("刷卡记录.xlsx", _clock(False)), NAMED, "whole days"),
    Archetype(
        "A7 标准报表",
        one_file("1_标准报表.xls", lambda _, m: punches.standard_report(m.month, m.attendance)),
        {**NAMED, "attendance_summary": "name_key days overtime_hours"},
        "whole days",
    ),
    Archetype(
        "A8 企业微信 2018", one_file("上下班打卡_月报.xlsx", _wecom(False), kind="xlsx_lacking"), COUNTED, "whole days"
    ),
    Archetype("A8 企业微信 2020", one_file("打卡报表.xlsx", _wecom(True), kind="xlsx_lacking"), COUNTED, "whole days"),
    Archetype(
        "A8 企业微信，两个月一张表",
        one_file("打卡月报.xlsx", lambda b, _: [exports.wecom(b.months, new=False)], kind="xlsx_lacking"),
        COUNTED,
        "two whole months",
    ),
    Archetype(
        "A8 钉钉打卡时间",
        one_file("打卡时间表.xls", lambda _, m: [exports.dingtalk(m.month, m.attendance)]),
        {"attendance": DAYS},
        "whole days",
    ),
    Archetype(
        "A8 闸机通行记录",
        one_file("通行记录.xlsx", lambda _, m: [exports.gate(m.month, m.attendance)]),
        {"attendance": DAYS},
        "whole days",
    ),
    Archetype(
        "A9 考勤汇总",
        one_file("汇总.xlsx", _sums(False)),
        {"attendance_summary": SUMS.removesuffix(" signature")},
    ),
    Archetype("A9 考勤汇总，本人签字", one_file("汇总.xls", _sums(True)), {"attendance_summary": SUMS}),
    Archetype("A10 三份重叠的花名册", drawings.rosters, {"roster": ROSTER}, merged=True),
    Archetype(
        "A11 平台人员导入模板",
        one_file(
            "人员导入.xlsx", lambda b, _: [people.platform_roster(b), Sheet("Sheet2"), Sheet("Sheet3")], folder=""
        ),
        {"roster": PLATFORM},
    ),
    Archetype(
        "A11 平台工资导入，唯一标记",
        one_file("工资导入-{month}.xlsx", lambda _, m: [people.round_trip(m)]),
        {"payroll": "name_key id_number gross_pay net_pay"},
    ),
    Archetype(
        "A12 年度台账", one_file("工资台账2026（超）.xlsx", lambda b, _: annual.ledger(b, dotted)), PAID, "two months"
    ),
    *(
        Archetype(f"A13 {form.bank}", drawings.batch(form), {"payment": drawings.batch_fields(form)})
        for form in banks.FORMS
    ),
    Archetype("A14 代发结果", one_file("代发结果.csv", lambda _, m: [banks.result(m.payment)]), {"payment": PAYMENT}),
    Archetype(
        "A14 收入、支出两栏", one_file("专户明细.xlsx", lambda _, m: [banks.two_columns(m)]), {"payment": PAYMENT}
    ),
    Archetype("A14 正负金额", one_file("交易明细.xls", lambda _, m: [banks.signed(m)]), {"payment": BOOKED}),
    Archetype("A14 借贷标志", one_file("对账单.xlsx", lambda _, m: [banks.debit_credit(m)]), {"payment": BOOKED}),
    Archetype(
        "A14 借贷标志 D C", one_file("对账单.csv", lambda _, m: [banks.debit_credit(m, "D", "C")]), {"payment": BOOKED}
    ),
    Archetype(
        "A14 只有日期户名金额",
        one_file("银行流水.xlsx", lambda _, m: [banks.short(m)]),
        {"payment": "payee_name amount paid_on memo status"},
    ),
    Archetype("A16 Excel 2003 XML", drawings.container("excel_xml", ".xls"), ALL),
    Archetype("A16 HTML", drawings.container("html", ".xls"), ALL),
    Archetype("A16 ods", drawings.container("ods", ".ods"), ALL),
    Archetype("A16 ods 改名 xlsx", drawings.container("ods", ".xlsx"), ALL),
    Archetype("A16 et", drawings.container("et", ".et"), ALL),
    Archetype("A16 没有 sharedStrings 的 xlsx", drawings.container("xlsx_lacking", ".xlsx"), ALL),
    Archetype("A16 GBK csv，受保护的号码", drawings.protected_csv, WITHOUT_DAYS),
    Archetype("A16 整个文件夹的 zip", drawings.archive, ALL),
    Archetype("值：手写的一切", drawings.handwritten, {k: v for k, v in WITHOUT_DAYS.items() if k != "payment"}),
)
