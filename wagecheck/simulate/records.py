"""What the ledgers say: one record per line of a sheet, typed, before any sheet is drawn.

A lawful submission says of every worker what is true (``bookkeeping``). A defect changes records, never the truth.
Money in yuan, days and hours as ``Decimal``, dates as ``date``; ``None`` is a blank cell. ``raw`` holds what is written
into the cell instead of the value, by field (an identity number stored as a number, say), or by day for a day's mark.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from wagecheck.simulate.truth import WorkDay, Worker

Value = str | Decimal | int | float | dt.date | None

ZERO = Decimal("0.00")


@dataclass(eq=False, kw_only=True)
class Record:
    """One line. ``worker`` is the person meant, where there is one."""

    worker: Worker | None = None
    raw: dict[str, Value] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    """Field → the formula of its cell, with other fields of the line in braces: ``{gross_pay}-{tax}``."""
    uncalculated: bool = False
    """The formulas were written by a program that calculates nothing: no result is stored."""
    hidden: bool = False
    """Its row is hidden."""

    def value(self, name: str) -> Value:
        """What stands in the cell of a field."""
        if name in self.raw:
            return self.raw[name]
        result: Value = getattr(self, name)
        return result


@dataclass(eq=False, kw_only=True)
class IdentityRecord(Record):
    """身份证信息."""

    name: str
    id_number: str
    gender: str
    birth_date: dt.date
    phone: str | None
    id_valid_from: dt.date
    id_valid_until: dt.date
    id_type: str = "居民身份证"
    nation: str = "汉"
    address: str = "湖北省示例县示例镇示例村"
    id_issuer: str = "示例县公安局"


@dataclass(eq=False, kw_only=True)
class ContractRecord(Record):
    """劳动合同台账."""

    name: str
    id_number: str
    phone: str | None
    contract_no: str
    contract_signed_on: dt.date | None
    contract_start: dt.date | None
    contract_end: dt.date | None
    employer: str
    employer_uscc: str
    trade: str | None
    wage_rate: Decimal
    pay_day: str
    contract_title: str = "建筑工人简易劳动合同"
    contract_type: str = "劳动合同"
    contract_term_type: str | None = "固定期限"
    employment_form: str = "全日制"
    wage_unit: str = "日"
    probation: str | None = "无"
    worker_signed: str | None = "是"
    contract_status: str = "履行中"
    remark: str | None = None


@dataclass(eq=False, kw_only=True)
class RosterRecord(Record):
    """花名册."""

    name: str
    id_number: str
    gender: str
    birth_date: dt.date
    phone: str | None
    address: str
    trade: str
    team: str
    team_leader: str
    employer: str
    entry_date: dt.date | None
    registered_on: dt.date | None
    safety_trained_on: dt.date | None
    contract_no: str | None
    contract_signed_on: dt.date | None
    contract_term: str | None
    bank_card: str
    bank_name: str
    daily_rate: Decimal
    exit_date: dt.date | None = None
    employment_form: str = "全日制"
    nation: str = "汉"
    native_place: str = "湖北"
    certificate_no: str | None = None
    certificate_until: dt.date | None = None
    remark: str | None = None


@dataclass(eq=False, kw_only=True)
class AttendanceRecord(Record):
    """考勤表: one line per worker and month."""

    name: str
    id_number: str
    trade: str
    team: str
    days: dict[dt.date, WorkDay]
    signature: str | None

    @property
    def work_days(self) -> Decimal:
        """Sum of day values."""
        return sum((day.work for day in self.days.values()), Decimal(0))

    @property
    def overtime_hours(self) -> Decimal:
        """Sum of overtime."""
        return sum((day.overtime for day in self.days.values()), Decimal(0))


@dataclass(eq=False, kw_only=True)
class MachineRecord(Record):
    """打卡明细: one line of an attendance machine per worker and day."""

    name: str
    id_number: str
    team: str
    date: dt.date
    mark: Decimal
    device: str
    channel: str
    recorded_on: dt.date
    came: str | None = None
    """When he was seen first and last, by machines that keep times instead of days."""
    left: str | None = None


@dataclass(eq=False, kw_only=True)
class PayrollRecord(Record):
    """工资发放表. ``fine`` … ``goods`` and ``unpaid`` are columns only where somebody has them."""

    name: str
    id_number: str
    phone: str | None
    employer: str | None
    pay_cycle: str | None
    pay_date: dt.date | None
    team: str
    trade: str
    daily_rate: Decimal
    work_days: Decimal
    overtime_hours: Decimal
    base_pay: Decimal
    overtime_pay: Decimal
    allowance: Decimal
    gross_pay: Decimal
    tax: Decimal
    social_insurance: Decimal
    net_pay: Decimal
    bank_card: str
    bank_name: str
    signature: str | None
    signed_on: dt.date | None
    submitted_on: dt.date
    reviewed_on: dt.date
    reviewer: str | None
    fine: Decimal | None = None
    injury_premium: Decimal | None = None
    deposit: Decimal | None = None
    damages: Decimal | None = None
    goods: Decimal | None = None
    unpaid: Decimal | None = None
    pay_method: str = "银行代发"
    slip_delivered: str = "是"
    remark: str | None = None

    def settle(self) -> None:
        """Recomputes gross and net from the items (rates in yuan per day; overtime at one and a half)."""
        self.base_pay = (self.daily_rate * self.work_days).quantize(ZERO)
        self.overtime_pay = (self.daily_rate / 8 * Decimal("1.5") * self.overtime_hours).quantize(ZERO)
        self.gross_pay = self.base_pay + self.overtime_pay + self.allowance
        self.net_pay = self.gross_pay - self.tax - self.social_insurance - (self.unpaid or ZERO)
        self.net_pay -= (self.fine or ZERO) + (self.injury_premium or ZERO) + (self.deposit or ZERO)
        self.net_pay -= (self.damages or ZERO) + (self.goods or ZERO)


@dataclass(eq=False, kw_only=True)
class PaymentRecord(Record):
    """银行代发结果: one line per transfer."""

    paid_on: dt.date
    payer_account: str
    payer_name: str
    payee_name: str
    payee_account: str
    payee_bank: str
    amount: Decimal
    memo: str
    txn_no: str
    voucher_no: str | None
    status: str = "成功"
    failure_reason: str | None = None


@dataclass(eq=False, kw_only=True)
class NoticeRecord(Record):
    """工资公示表, with the identity number masked as a wall demands."""

    name: str
    id_number: str
    team: str
    trade: str
    work_days: Decimal
    gross_pay: Decimal
    net_pay: Decimal
    notice_from: dt.date
    notice_to: dt.date
    signature: str | None = None
    confirmed_by: str | None = None
    minimum_wage: Decimal | None = None
