"""Which defect spoils whom: every defect on its own worker, spread over the contractors.

A contractor that handed in no notice (SU01) cannot show a fault in the notice, so that defect goes to the last
contractor and those that need a notice to the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wagecheck.simulate.books import Books, ContractorBooks
from wagecheck.simulate.case import REGISTRY, Case, Defect, Expectation, SampleError
from wagecheck.simulate.defects import TYPICAL
from wagecheck.simulate.truth import Worker, World

#: Defects on one worker that would meet on a second worker as well.
_SECOND_WORKER = ("FR36",)


def chosen(defects: str | Iterable[str]) -> tuple[Defect, ...]:
    """``none``, ``typical``, ``all`` or ids (``BK06,SU02``), in the order of the ids.

    Raises SampleError for an id that no defect stands for.
    """
    named: dict[str, tuple[str, ...]] = {"none": (), "typical": TYPICAL, "all": tuple(REGISTRY)}
    if isinstance(defects, str):
        defects = named[defects] if defects in named else defects.split(",")
    ids = [one.strip().upper() for one in defects if one.strip()]
    unknown = sorted(set(ids) - set(REGISTRY))
    if unknown:
        known = " ".join(sorted(REGISTRY))
        raise SampleError(
            f"没有这样的缺陷：{' '.join(unknown)}。可选：none typical all {known}",
            f"No such defect: {' '.join(unknown)}. Choose from: none typical all {known}",
        )
    return tuple(REGISTRY[one] for one in sorted(set(ids)))


def apply(world: World, books: Books, defects: Sequence[Defect]) -> list[Expectation]:
    """Spoils the books and returns all findings to expect."""
    last = books.contractors[-1]
    without_notice = last if any(one.rule == "SU01" for one in defects) else None
    if without_notice is not None and len(books.contractors) == 1 and any(one.needs_notice for one in defects):
        raise SampleError(
            "缺陷 SU01（未提交公示表）和公示表上的缺陷要分在两个参建单位：请用 --contractors 2 或更多。",
            "SU01 (no notice) and defects of the notice need two contractors: use --contractors 2 or more.",
        )
    pools = {id(one): pool(one) for one in books.contractors}
    expected: list[Expectation] = []
    for turn, defect in enumerate(defects):
        if defect.rule == "SU01":
            contractor = last
        else:
            possible = [one for one in books.contractors if not (defect.needs_notice and one is without_notice)]
            contractor = possible[turn % len(possible)]
        expected += spoil(world, books, contractor, defect, pools[id(contractor)])
    return expected


def apply_to(world: World, books: Books, assignments: Sequence[tuple[str, int]]) -> list[Expectation]:
    """Spoils the books by hand: pairs of a rule's id and the place of a contractor among the contractors."""
    pools = [pool(one) for one in books.contractors]
    expected: list[Expectation] = []
    for rule, index in assignments:
        expected += spoil(world, books, books.contractors[index], REGISTRY[rule], pools[index])
    return expected


def spoil(
    world: World, books: Books, contractor: ContractorBooks, defect: Defect, free: list[Worker]
) -> list[Expectation]:
    """One defect in the books of one contractor; takes its worker out of ``free``."""
    if defect.subject == "worker":
        needed = 2 if defect.rule in _SECOND_WORKER else 1
        if len(free) < needed:
            raise SampleError(
                "工人不够：每个缺陷要有自己的工人，请增大 --workers。",
                "Too few workers: every defect needs a worker of its own; raise --workers.",
            )
        worker = free.pop(0)
    else:
        worker = contractor.contractor.workers[0]
    case = Case(world, books, contractor, worker, others=free)
    defect.apply(case)
    return case.expected


def pool(books: ContractorBooks) -> list[Worker]:
    """Workers that may be spoiled: no team leaders, and with at least six full days in every month."""
    return [
        worker
        for worker in books.contractor.workers
        if not worker.is_leader
        and all(sum(day.work == 1 for day in worker.month(month.month).values()) >= 6 for month in books.months)
    ]
