"""What a defect is told and what it tells: the books it may spoil, and the findings that must follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from wagecheck.errors import WagecheckError
from wagecheck.simulate.books import Books, ContractorBooks, MonthBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.records import Record
from wagecheck.simulate.truth import Worker, World

R = TypeVar("R", bound=Record)

Subject = Literal["worker", "contractor", "project"]
#: Shown only where the record was drawn at all, its cell too, by a formula in its cell, by a hidden row.
Shown = Literal["record", "cell", "formula", "hiding"]


@dataclass(frozen=True)
class Expectation:
    """One finding that must come out. ``spot`` is the record (or month) that shows it, ``field`` its cell."""

    rule: str
    contractor: str
    period: Month
    worker: Worker | None
    spot: object
    field: str | None
    injected: bool
    note: str
    path: str | None = None
    """Of the file, where no record shows it."""
    shown_by: Shown | None = None
    """What a file must be able to hold to show it; drawn without, there is nothing to find."""


@dataclass
class Case:
    """One defect at work: whose books, which worker, what to expect."""

    world: World
    books: Books
    contractor: ContractorBooks
    worker: Worker
    """The worker to spoil; for defects of a contractor or a project just its first worker."""
    others: list[Worker]
    """Workers not spoiled by anything; ``take`` gives them out."""
    expected: list[Expectation] = field(default_factory=list)

    @property
    def last(self) -> MonthBooks:
        """The month judged."""
        return self.contractor.months[-1]

    @property
    def first(self) -> MonthBooks:
        """The first month of the submission."""
        return self.contractor.months[0]

    @property
    def months(self) -> list[MonthBooks]:
        """All months of the contractor."""
        return self.contractor.months

    def take(self, count: int = 1) -> list[Worker]:
        """Further workers, for this defect alone (``Defect.others`` says how many it may take)."""
        taken, self.others[:] = self.others[:count], self.others[count:]
        return taken

    def of(self, records: Iterable[R], worker: Worker | None = None) -> R:
        """The record of the worker in a ledger."""
        person = worker or self.worker
        return next(record for record in records if record.worker is person)

    def records(self, worker: Worker | None = None) -> list[Record]:
        """Every record that names the worker, in all ledgers of the contractor and in the insured list."""
        person = worker or self.worker
        ledgers: list[Sequence[Record]] = [self.contractor.identity, self.contractor.contract, self.contractor.roster]
        for month in self.contractor.months:
            ledgers += [month.attendance, month.payroll, month.payment, month.notice]
        ledgers.append(self.books.insurance)
        return [record for ledger in ledgers for record in ledger if record.worker is person]

    def expect(
        self,
        rule: str,
        spot: object = None,
        cell: str | None = None,
        *,
        note: str,
        months: Iterable[MonthBooks] | None = None,
        injected: bool = True,
        worker: Worker | Literal["case"] | None = "case",
        contractor: str | None = None,
        path: str | None = None,
        shown_by: Shown | None = None,
    ) -> None:
        """Adds one expected finding per month (by default only for the month judged)."""
        for month in [self.last] if months is None else months:
            self.expected.append(
                Expectation(
                    rule=rule,
                    contractor=contractor or self.contractor.contractor.name,
                    period=month.month,
                    worker=self.worker if worker == "case" else worker,
                    spot=spot,
                    field=cell,
                    injected=injected,
                    note=note,
                    path=path,
                    shown_by=shown_by,
                )
            )


@dataclass(frozen=True)
class Defect:
    """A way to spoil a lawful submission, under the id of the rule that must notice it."""

    rule: str
    subject: Subject
    needs_notice: bool
    """Cannot be shown where the contractor handed in no notice."""
    apply: Callable[[Case], None]
    months: int = 1
    """Shows only in a submission of at least so many months."""
    apart: bool = False
    """Takes away what other defects need, so it is made only where it is named, not with ``all``."""
    others: int = 0
    """Workers that it spoils besides the first one."""
    paper: bool = False
    """Lies in a file, a sheet or the way a cell is written, so that export tables cannot hold it."""

    @property
    def people(self) -> int:
        """Workers of its own that it takes from the contractor."""
        return (self.subject == "worker") + self.others

    @property
    def title(self) -> str:
        """First line of its docstring."""
        return (self.apply.__doc__ or "").strip().splitlines()[0]


REGISTRY: dict[str, Defect] = {}


def defect(
    rule: str,
    subject: Subject = "worker",
    *,
    needs_notice: bool = False,
    months: int = 1,
    apart: bool = False,
    others: int = 0,
    paper: bool = False,
) -> Callable[[Callable[[Case], None]], Callable[[Case], None]]:
    """Registers a function as the defect that makes ``rule`` fire."""

    def register(apply: Callable[[Case], None]) -> Callable[[Case], None]:
        REGISTRY[rule] = Defect(rule, subject, needs_notice, apply, months, apart, others, paper)
        return apply

    return register


class SampleError(WagecheckError):
    """A made-up submission was asked for that cannot be made."""

    code = "WC-50"
