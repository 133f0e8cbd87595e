"""工资公示表: what was posted on site before payment."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Days, Money, Text, column


class Notice(Ledger):
    """One row per worker on a notice."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    id_number: Text = person.id_number()
    id_state: Text = person.id_state()
    trade: Text = person.trade()
    work_days: Days = column("出勤天数", "days as posted", unit="天", platform="days")
    gross_pay: Money = column("应发工资", "gross pay as posted", unit="元", platform="totalPayAmount")
    net_pay: Money = column("实发工资", "net pay as posted", unit="元", platform="actualAmount")
    bank_card: Text = person.bank_card()
    card_state: Text = person.card_state()
    notice_from: Date = column("公示开始日期", "first day of posting")
    notice_to: Date = column("公示结束日期", "last day of posting")
    minimum_wage: Money = column("当地最低工资标准（元/月）", "minimum wage as posted", unit="元/月")
    signature: Text = column("本人签字", "worker's signature as written", mask="name")
    confirmed_by: Text = column("劳资专管员签字", "labour officer's signature as written", mask="name")
    remark: Text = person.remark()
