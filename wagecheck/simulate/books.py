"""The binders: all records that one contractor, and the whole project, hand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from wagecheck.simulate.calendar import Month
from wagecheck.simulate.records import (
    AttendanceRecord,
    ContractRecord,
    IdentityRecord,
    MachineRecord,
    NoticeRecord,
    PaymentRecord,
    PayrollRecord,
    RosterRecord,
    Value,
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
    machine: list[MachineRecord] = field(default_factory=list)
    """The export of an attendance machine, one line per worker and day."""
    wrong_total: tuple[str, Decimal] | None = None
    """Field of the payroll whose total row is wrong, and by how much."""
    corrected: list[PayrollRecord] = field(default_factory=list)
    """A second version of the payroll that lies beside the first."""


@dataclass(eq=False)
class Marker:
    """Stands in a sheet that holds no record, so that the sheet can be found again."""


@dataclass(eq=False)
class Paper(Marker):
    """A sheet of the standing data with one record, drawn from the truth."""

    changes: dict[str, Value] = field(default_factory=dict)
    """Heading → what stands below it instead of the truth."""


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
    wrong_head_count: Marker | None = None
    """The name of the roster's file states one worker more than it has."""
    skipped_serial: Marker | None = None
    """The serial numbers of the roster skip one."""
    payroll_without_amounts: Marker | None = None
    """One more payroll lies in the folder that has no column of amounts."""
    undated_notice: Marker | None = None
    """One more notice lies in the folder that says nowhere which month it is for."""
    roster_months: tuple[Month, ...] = ()
    """The roster is handed in anew for each of these months, instead of once."""
    rosters_alike: bool = False
    """All of these files are the same, to the byte."""


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
    closed_accounts: list[AccountRecord] = field(default_factory=list)
    project_paper: Paper = field(default_factory=Paper)
    board_paper: Paper | None = field(default_factory=Paper)
    """None: no sheet 告示牌 is handed in."""
    fees_too_small: bool = False
    """The owner paid in just what went out, although more wages were due."""
    blacklist: list[BlacklistRecord] = field(default_factory=list)
