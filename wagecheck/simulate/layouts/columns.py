"""Headings of the tidy ledgers: Chinese title and the field of the record under it."""

from __future__ import annotations

from collections.abc import Iterable

from wagecheck.simulate.records import MachineRecord, NoticeRecord, PayrollRecord
from wagecheck.simulate.sheets import Column


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(Column(*pair.split(":")) for pair in text.split())


IDENTITY = _columns(
    "姓名:name 证件类型:id_type 身份证号码:id_number 性别:gender 出生日期:birth_date 民族:nation 住址:address "
    "签发机关:id_issuer 有效期起:id_valid_from 有效期止:id_valid_until 联系电话:phone"
)
CONTRACT = _columns(
    "姓名:name 身份证号码:id_number 联系电话:phone 合同编号:contract_no 合同名称:contract_title 合同类型:contract_type "
    "合同期限类型:contract_term_type 合同签订日期:contract_signed_on 合同开始日期:contract_start "
    "合同终止日期:contract_end 用人单位:employer 用人单位统一社会信用代码:employer_uscc 工种:trade "
    "用工形式:employment_form 计量单位:wage_unit 计量单价:wage_rate 约定发薪日:pay_day 试用期:probation "
    "本人签字:worker_signed "
    "合同状态:contract_status 备注:remark"
)
ROSTER = _columns(
    "姓名:name 性别:gender 出生日期:birth_date 民族:nation 籍贯:native_place 身份证号码:id_number 联系电话:phone "
    "户籍地址及现住址:address 工种:trade 班组:team 班组长:team_leader 用人单位:employer 用工形式:employment_form "
    "进场日期:entry_date 退场日期:exit_date 实名登记日期:registered_on 安全教育日期:safety_trained_on "
    "特种作业证编号:certificate_no 特种作业证有效期:certificate_until "
    "合同编号:contract_no 合同签订日期:contract_signed_on 劳动合同期限:contract_term 日工资:daily_rate "
    "工资卡号:bank_card 开户银行:bank_name 备注:remark"
)
ATTENDANCE = _columns("姓名:name 身份证号码:id_number 班组:team 工种:trade")
MACHINE = _columns(
    "姓名:name 身份证号码:id_number 班组:team 日期:date 出勤:mark 设备名称:device 考勤方式:channel 录入日期:recorded_on"
)
#: Of machines that keep times instead of days.
TIMES = _columns("上班打卡时间:came 下班打卡时间:left")
ATTENDANCE_SUMS = _columns("出勤天数:work_days 加班工时:overtime_hours 本人签字:signature")

PAYROLL_HEAD = _columns(
    "用人单位:employer 支付周期:pay_cycle 支付日期:pay_date 姓名:name 身份证号码:id_number 联系电话:phone 班组:team "
    "工种:trade"
)
PAYROLL_WORK = _columns("日工资:daily_rate 出勤天数:work_days 加班工时:overtime_hours")
PAYROLL_EARNINGS = _columns("基本工资:base_pay 加班工资:overtime_pay 补贴:allowance")
PAYROLL_TAIL = _columns(
    "银行账号:bank_card 开户银行:bank_name 支付方式:pay_method 本人签字:signature 签字日期:signed_on "
    "提交总包日期:submitted_on 总包审核日期:reviewed_on 劳资专管员审核:reviewer 工资清单是否送达:slip_delivered "
    "备注:remark"
)
#: Columns that the payroll's total row adds up.
PAYROLL_SUMS = frozenset(
    column.field
    for column in _columns(
        "出勤天数:work_days 加班工时:overtime_hours 基本工资:base_pay 加班工资:overtime_pay 补贴:allowance "
        "应发工资:gross_pay 个税:tax 社保个人部分:social_insurance 罚款:fine 工伤保险:injury_premium "
        "工具押金:deposit 损坏赔偿:damages 物资抵扣:goods "
        "未支付数:unpaid 实发工资:net_pay"
    )
)

PAYMENT = _columns(
    "交易日期:paid_on 交易流水号:txn_no 付款账号:payer_account 付款户名:payer_name 收款户名:payee_name "
    "收款账号:payee_account 收款行:payee_bank 金额:amount 代发结果:status 失败原因:failure_reason 附言:memo "
    "凭证号:voucher_no"
)
NOTICE = _columns(
    "姓名:name 身份证号码:id_number 班组:team 工种:trade 出勤天数:work_days 应发工资:gross_pay 实发工资:net_pay "
    "公示开始日期:notice_from 公示结束日期:notice_to 本人签字:signature 劳资专管员签字:confirmed_by"
)


def deductions(records: Iterable[PayrollRecord]) -> tuple[Column, ...]:
    """个税 and 社保, and columns of fines and premiums where anybody was charged."""
    records = list(records)
    columns = _columns("个税:tax 社保个人部分:social_insurance")
    columns += _columns("罚款:fine") if any(record.fine is not None for record in records) else ()
    charged = any(record.injury_premium is not None for record in records)
    columns += _columns("工伤保险:injury_premium") if charged else ()
    for title, name in (("工具押金", "deposit"), ("损坏赔偿", "damages"), ("物资抵扣", "goods")):
        if any(getattr(record, name) is not None for record in records):
            columns += (Column(title, name),)
    return columns


def machine(records: Iterable[MachineRecord]) -> tuple[Column, ...]:
    """What a machine says of each day: that he was there, or when."""
    if all(record.came is None for record in records):
        return MACHINE
    place = next(number for number, column in enumerate(MACHINE) if column.field == "mark")
    return (*MACHINE[:place], *TIMES, *MACHINE[place + 1 :])


def notice(records: Iterable[NoticeRecord]) -> tuple[Column, ...]:
    """The posted sheet, and the minimum wage where it states one."""
    stated = any(record.minimum_wage is not None for record in records)
    return NOTICE + (_columns("当地最低工资标准（元/月）:minimum_wage") if stated else ())


def unpaid(records: Iterable[PayrollRecord]) -> tuple[Column, ...]:
    """未支付数, where the sheet itself says that somebody has not got all."""
    return _columns("未支付数:unpaid") if any(record.unpaid is not None for record in records) else ()


def payroll(records: list[PayrollRecord]) -> tuple[Column, ...]:
    """All columns of a payroll, in order."""
    return (
        *PAYROLL_HEAD,
        *PAYROLL_WORK,
        *PAYROLL_EARNINGS,
        Column("应发工资", "gross_pay"),
        *deductions(records),
        *unpaid(records),
        Column("实发工资", "net_pay"),
        *PAYROLL_TAIL,
    )
