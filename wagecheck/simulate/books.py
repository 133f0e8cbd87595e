"""The binders: all records that one contractor, and the whole project, hand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from wagecheck.simulate.calendar import Month
from wagecheck.simulate.records import (
    AttendanceRecord,
    ContractRecord,
    IdentityRecord,
    NoticeRecord,
    PaymentRecord,
    PayrollRecord,
    RosterRecord,
)
from wagecheck.simulate.standing import (
    AccountRecord,
    BlacklistRecord,
    ContractorRecord,
    FlowRecord,
    GuaranteeRecord,
    InsuranceRecord,
)
from wagecheck.simulate.truth import Contractor, Project


@dataclass(eq=False)
class MonthBooks:
    """The monthly ledgers of one contractor; an empty list means that nothing is handed in."""

    month: Month
    attendance: list[AttendanceRecord] = field(default_factory=list)
    payroll: list[PayrollRecord] = field(default_factory=list)
    payment: list[PaymentRecord] = field(default_factory=list)
    notice: list[NoticeRecord] = field(default_factory=list)
    wrong_total: tuple[str, Decimal] | None = None
    """Field of the payroll whose total row is wrong, and by how much."""
    corrected: list[PayrollRecord] = field(default_factory=list)
    """A second version of the payroll that lies beside the first."""


@dataclass(eq=False)
class Marker:
    """Stands in a sheet that holds no record, so that the sheet can be found again."""


@dataclass(eq=False)
class ContractorBooks:
    """Everything one contractor hands in."""

    contractor: Contractor
    identity: list[IdentityRecord] = field(default_factory=list)
    contract: list[ContractRecord] = field(default_factory=list)
    roster: list[RosterRecord] = field(default_factory=list)
    months: list[MonthBooks] = field(default_factory=list)
    broken_file: bool = False
    """A damaged workbook lies in the folder."""
    strange_sheet: Marker | None = None
    """The roster's workbook has one more sheet that is no ledger."""
    payroll_without_amounts: Marker | None = None
    """One more payroll lies in the folder that has no column of amounts."""
    undated_notice: Marker | None = None
    """One more notice lies in the folder that says nowhere which month it is for."""


@dataclass(eq=False)
class Books:
    """The whole submission: standing data of the project and the folders of the contractors."""

    project: Project
    contractors: list[ContractorBooks]
    standing: list[ContractorRecord]
    account: AccountRecord
    guarantee: GuaranteeRecord
    insurance: list[InsuranceRecord]
    flows: list[FlowRecord]
    blacklist: list[BlacklistRecord] = field(default_factory=list)
