"""Records of the standing data: what 项目信息.xlsx and the blacklist say, one record per row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from wagecheck.simulate.records import ZERO, Record


@dataclass(eq=False, kw_only=True)
class InsuranceRecord(Record):
    """参保名单."""

    name: str
    id_number: str
    insurer_contractor: str
    insured_from: dt.date
    insured_to: dt.date
    registered_on: dt.date
    kind: str = "工伤保险"


@dataclass(eq=False, kw_only=True)
class FlowRecord(Record):
    """专户流水; the balance is reckoned when all flows are known."""

    booked_on: dt.date
    memo: str
    amount_in: Decimal | None
    amount_out: Decimal | None
    payee_name: str
    payee_account: str | None
    txn_no: str = ""
    balance: Decimal = ZERO
    balance_slip: Decimal = ZERO
    """What the balance shown is too high by."""


@dataclass(eq=False, kw_only=True)
class AccountRecord(Record):
    """专户."""

    name: str
    number: str
    bank: str
    opened_on: dt.date
    filed_on: dt.date | None
    tripartite_signed_on: dt.date | None
    status: str = "正常"
    closed_on: dt.date | None = None
    closing_notice_from: dt.date | None = None
    closing_notice_to: dt.date | None = None


@dataclass(eq=False, kw_only=True)
class GuaranteeRecord(Record):
    """保证金; ``ratio`` as a fraction (0.015 = 1.5 %)."""

    guarantee_no: str
    ratio: Decimal
    amount: Decimal
    deposited_on: dt.date
    valid_from: dt.date
    valid_to: dt.date
    beneficiary: str
    form: str = "银行保函"
    on_demand: str = "是"
    irrevocable: str = "是"
    used_on: dt.date | None = None
    restored_on: dt.date | None = None


@dataclass(eq=False, kw_only=True)
class ContractorRecord(Record):
    """参建单位."""

    name: str
    uscc: str | None
    legal_rep: str
    legal_rep_id: str
    address: str
    phone: str
    registered_on: dt.date
    entered_on: dt.date
    subcontract_no: str
    subcontract_signed_on: dt.date
    entrust_signed_on: dt.date | None
    corp_type: str = "劳务分包"
    measure_cycle: str | None = "按月"
    settlement_method: str | None = "按月计量、按月结算"
    deposits: str = "履约保证金"
    former_names: str | None = None


@dataclass(eq=False, kw_only=True)
class BlacklistRecord(Record):
    """One listed firm, in the columns of a public list."""

    name: str
    uscc: str | None
    legal_rep: str | None
    reason: str
    decision_no: str
    authority: str
    listed_on: dt.date
    expires_on: dt.date
    person_id: str | None = None
    address: str | None = None
    phone: str | None = None
    account: str | None = None
