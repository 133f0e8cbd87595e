"""花名册: the real-name roster of the site."""

from __future__ import annotations

from wagecheck.ledgers import person
from wagecheck.ledgers.common import Ledger
from wagecheck.ledgers.fields import Date, Money, Text, column


class Roster(Ledger):
    """One row per worker of a contractor."""

    name: Text = person.name()
    name_key: Text = person.name_key()
    gender: Text = person.gender()
    birth_date: Date = person.birth_date()
    id_type: Text = person.id_type()
    id_number: Text = person.id_number(typed=True)
    id_state: Text = person.id_state()
    phone: Text = person.phone()
    address: Text = person.address()
    native_place: Text = column("籍贯", "native place", sensitivity="personal")
    nation: Text = person.nation()
    trade: Text = person.trade()
    work_role: Text = column("岗位类型", "worker or manager", platform="workRole")
    team_leader: Text = column("班组长", "team leader: name or flag as written", mask="name", platform="teamLeaderName")
    employer: Text = column("用人单位", "employer as written", platform="corpName")
    entry_date: Date = column("进场日期", "day of entry", platform="date")
    exit_date: Date = column("退场日期", "day of exit; null = still on site", platform="date")
    registered_on: Date = column("实名登记日期", "day of real-name registration")
    safety_trained_on: Date = column("安全教育日期", "day of basic safety training")
    certificate_no: Text = column("特种作业证编号", "number of the certificate for special operations", mask="id")
    certificate_until: Date = column("特种作业证有效期", "last day of validity of that certificate")
    contract_no: Text = column("合同编号", "number of the contract", platform="contractCode")
    contract_signed_on: Date = column("合同签订日期", "day on which the contract was signed")
    contract_signed: Text = column("是否签订劳动合同", "whether a contract was signed, as written")
    employment_form: Text = column("用工形式", "full time, part time, dispatch …")
    bank_card: Text = person.bank_card()
    card_state: Text = person.card_state()
    bank_name: Text = person.bank_name()
    daily_rate: Money = column("日工资", "agreed pay per day", unit="元/天")
    hourly_rate: Money = column("小时工资", "agreed pay per hour", unit="元/小时")
    remark: Text = person.remark()
