"""劳动合同: the register of contracts with each worker."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Money, Text, column


class Contract(Ledger):
    """One row per contract."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    phone: Text = person.phone()
    contract_no: Text = column("合同编号", "number of the contract", platform="contractCode")
    contract_title: Text = column("合同名称", "title of the document, e.g. 劳动合同, 劳务协议")
    contract_type: Text = column("合同类型", "kind of document as written")
    contract_term_type: Text = column("合同期限类型", "fixed term, open-ended or task", platform="contractPeriodType")
    contract_signed_on: Date = column("合同签订日期", "day on which the contract was signed")
    contract_start: Date = column("合同开始日期", "first day of the term", platform="startDate")
    contract_end: Date = column("合同结束日期", "last day of the term; null = open or task", platform="endDate")
    employer: Text = column("用人单位", "employer on the contract", platform="corpName")
    employer_uscc: Text = column("用人单位统一社会信用代码", "credit code of the employer", platform="corpCode")
    trade: Text = person.trade()
    employment_form: Text = column("用工形式", "full time, part time, dispatch …")
    wage_unit: Text = column("计量单位", "what the agreed rate is paid for: 天, 小时, 月, ㎡ …", platform="unit")
    wage_rate: Money = column("工资标准", "agreed rate per wage_unit", unit="元", platform="unitPrice")
    monthly_wage: Money = column("月工资", "agreed pay per month", unit="元/月")
    pay_day: Text = column("工资支付日", "agreed pay day as written, e.g. 次月18日")
    probation: Text = column("试用期", "probation as written: none, months or dates")
    probation_wage: Money = column("试用期工资", "agreed pay per month during probation", unit="元/月")
    worker_signed: Text = column("劳动者签字", "worker's signature as written", mask="name")
    contract_status: Text = column("合同状态", "in force, ended … as written")
    remark: Text = person.remark()
