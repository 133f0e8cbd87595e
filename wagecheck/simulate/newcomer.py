"""One more contractor that joins a submission, for faults that show in a whole team and would disturb others.

It works for the same project, is paid from the same account, and shares nothing else with the contractors before it,
not even a name.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from wagecheck.simulate import account_flows, bookkeeping, names, numbers, scenario
from wagecheck.simulate.books import ContractorBooks
from wagecheck.simulate.case import Case
from wagecheck.simulate.records import ZERO
from wagecheck.simulate.truth import Contractor, World

#: Places in the list of made-up firms, and phones, that no contractor of the world has.
_FIRST_FIRM = 40
_FIRST_PHONE = 899_000
_PEOPLE = 16
_STEP = 10_000


def join(
    case: Case, number: int, *, workers: int, prepare: Callable[[Contractor], None] = lambda firm: None, early: int = 0
) -> Case:
    """A case about a new contractor of one team, lawful so far; ``number`` (0 …) tells newcomers apart.

    ``prepare`` changes the truth before it is written down. ``early``: months by which its people came before the
    submission begins; attendance and pay are handed in for the months of the submission only.
    """
    months = case.world.months
    own = scenario.make(
        1000 + number, workers=workers, contractors=1, months=len(months) + early, first_firm=_FIRST_FIRM + number
    )
    firm = own.contractors[0]
    _rename(case, firm, number)
    for ordinal, worker in enumerate(firm.workers):
        worker.phone = numbers.phone_number(_FIRST_PHONE + number * _PEOPLE + ordinal)
    prepare(firm)
    world = World(project=case.world.project, contractors=[firm], months=months, as_of=case.world.as_of)
    books = bookkeeping.contractor_books(firm, world)
    case.books.contractors.append(books)
    case.books.standing.append(bookkeeping.standing_record(firm))
    case.books.insurance += [bookkeeping.insurance_record(worker, firm, world.project) for worker in firm.workers]
    provide(case, books)
    return Case(case.world, case.books, books, firm.workers[0], others=firm.workers[1:], expected=case.expected)


def _rename(case: Case, firm: Contractor, number: int) -> None:
    """Gives the people of the newcomer names that nobody on the project has."""
    taken = {worker.name for one in case.books.contractors for worker in one.contractor.workers}
    people = names.people(random.Random(number), len(taken) + len(firm.workers))
    free = (name for name in people if name not in taken)
    given = {worker.name: next(free) for worker in firm.workers}
    for worker in firm.workers:
        worker.name, worker.leader = given[worker.name], given[worker.leader]


def provide(case: Case, books: ContractorBooks) -> None:
    """The owner pays in enough for one more contractor, every time."""
    wages = max(sum((record.gross_pay for record in month.payroll), ZERO) for month in books.months)
    more = Decimal(-(-int(wages) // _STEP) * _STEP)
    for flow in case.books.flows:
        if flow.amount_in is not None and flow.memo == account_flows.FEE:
            flow.amount_in += more
