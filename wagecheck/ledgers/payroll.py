"""工资发放表: who earned what, what was deducted, what is paid out; and its money columns one by one."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Count, Date, Days, Flag, Money, Text, column


class Payroll(Ledger):
    """One row per worker and payroll sheet."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    phone: Text = person.phone()
    worker_no: Text = person.worker_no()
    trade: Text = person.trade()
    work_days: Days = column("出勤天数", "days worked", unit="天", platform="days")
    work_hours: Days = column("总工时", "hours worked", unit="小时", platform="workHours")
    overtime_hours: Days = column("加班工时", "overtime hours", unit="小时")
    daily_rate: Money = column("日工资", "pay per day", unit="元/天")
    hourly_rate: Money = column("小时工资", "pay per hour", unit="元/小时")
    piece_rate: Money = column("计件单价", "pay per piece or quantity", unit="元")
    quantity: Days = column("工程量", "pieces or quantity done")
    base_pay: Money = column("基本工资", "pay for the normal work of the period", unit="元")
    overtime_pay: Money = column("加班工资", "pay for overtime", unit="元")
    allowance: Money = column("津贴补贴", "allowances", unit="元")
    gross_pay: Money = column("应发工资", "gross pay", unit="元", platform="totalPayAmount")
    deduction_total: Money = column("扣款合计", "sum of deductions as stated", unit="元")
    net_pay: Money = column("实发工资", "net pay", unit="元", platform="actualAmount")
    unpaid: Money = column("未支付数", "what the sheet itself says is not paid yet", unit="元")
    bank_card: Text = person.bank_card()
    card_state: Text = person.card_state()
    bank_name: Text = person.bank_name()
    bank_code: Text = column("联行号", "bank code of the account", platform="payRollBankCode")
    payee_name: Text = column("收款户名", "name on the account", mask="name")
    signature: Text = column("本人签字", "worker's signature as written", mask="name")
    signed_on: Date = column("签字日期", "day of the signature")
    pay_date: Date = column("发放日期", "day of payment", platform="balanceDate")
    pay_method: Text = column("支付方式", "bank, cash … as written")
    is_back_pay: Flag = column("是否补发", "whether the row pays for an earlier period", platform="isBackPay")
    back_pay_period: Text = column("补发月份", "period that back pay is for, as written")
    submitted_on: Date = column("提交总包日期", "day of submission to the general contractor")
    reviewed_on: Date = column("总包审核日期", "day of review by the general contractor")
    reviewer: Text = column("审核人", "who reviewed", mask="name")
    slip_delivered: Text = column("工资清单是否送达", "whether the worker got a wage slip, as written")
    payroll_no: Text = column("工资单编号", "number of the payroll", platform="thirdPayRollCode")
    remark: Text = person.remark()


class PayrollItem(Ledger):
    """One row per payroll record and money column that is no gross, net, unpaid, total or rate."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.unchecked_id_number()
    id_state: Text = person.id_state()
    col: Count = column("列号", "column of the amount, 1-based")
    title: Text = column("项目名称", "heading of the column as written")
    kind: Text = column("项目类别", "earning · deduction · advance · unknown")
    amount: Money = column("金额", "amount of the item", unit="元")
    after_gross: Flag = column("在应发之后", "whether the column stands to the right of gross pay")
