"""The made-up world before anything is written down: a project, its contractors, its workers, their days of work.

What the ledgers say of it stands in ``records``; a defect makes the two differ.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from wagecheck.simulate.calendar import Month, business_day

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkDay:
    """Work on one date: days of 8 hours (1 or 0.5) and overtime in hours."""

    work: Decimal
    overtime: Decimal = Decimal(0)


@dataclass(eq=False)
class Worker:
    """One person, employed by one contractor. Rates in yuan per day."""

    name: str
    id_number: str
    gender: str
    birth: dt.date
    phone: str
    card: str
    bank: str
    trade: str
    team: str
    leader: str
    daily_rate: Decimal
    contract_no: str
    signed_on: dt.date
    trained_on: dt.date
    registered_on: dt.date
    entry_on: dt.date
    insured: bool
    days: dict[dt.date, WorkDay] = field(default_factory=dict)

    @property
    def is_leader(self) -> bool:
        """Leads the team."""
        return self.name == self.leader

    def month(self, month: Month) -> dict[dt.date, WorkDay]:
        """The days worked in a month."""
        return {day: work for day, work in self.days.items() if month.first <= day <= month.last}


@dataclass(eq=False)
class Contractor:
    """A labour firm on the project; ``author`` and ``clock`` feed file properties."""

    name: str
    uscc: str
    legal_rep: str
    legal_rep_id: str
    address: str
    phone: str
    registered_on: dt.date
    entered_on: dt.date
    subcontract_no: str
    subcontract_signed_on: dt.date
    entrust_signed_on: dt.date
    author: str
    workers: list[Worker] = field(default_factory=list)


@dataclass(eq=False)
class Project:
    """The building project and its general contractor."""

    name: str
    location: str
    owner: str
    general_contractor: str
    general_contractor_uscc: str
    contract_amount: Decimal
    signed_on: dt.date
    start_on: dt.date
    complete_on: dt.date
    labor_officer: str
    labor_officer_id: str
    labor_officer_phone: str
    account_number: str
    account_bank: str

    @property
    def account_name(self) -> str:
        """General contractor + project + 农民工工资专用账户, as the account must be called."""
        return f"{self.general_contractor}{self.name}农民工工资专用账户"


@dataclass(eq=False)
class World:
    """Everything true; ``months`` in order, the last one is the month judged."""

    project: Project
    contractors: list[Contractor]
    months: tuple[Month, ...]
    as_of: dt.date


PAY_DAY = 15


@dataclass(frozen=True)
class PayCalendar:
    """The dates on which the pay of a month passes from hand to hand, in lawful order."""

    month: Month

    @property
    def due(self) -> dt.date:
        """次月15日, moved before a day of rest."""
        following = self.month.shift(1)
        return business_day(dt.date(following.year, following.number, PAY_DAY))

    @property
    def paid(self) -> dt.date:
        """One business day before it is due."""
        return business_day(self.due - DAY)

    @property
    def reviewed(self) -> dt.date:
        """The general contractor has checked the sheet."""
        return self.paid - DAY

    @property
    def submitted(self) -> dt.date:
        """The signed sheet went to the general contractor."""
        return self.paid - 2 * DAY

    @property
    def notice_to(self) -> dt.date:
        """Last day on the wall."""
        return self.paid - 3 * DAY

    @property
    def notice_from(self) -> dt.date:
        """First day on the wall (five days with the last)."""
        return self.paid - 7 * DAY

    def signed(self, ordinal: int) -> dt.date:
        """Workers sign on two days, before the notice."""
        return self.paid - (9 - ordinal % 2) * DAY
