"""Which defect spoils whom: every defect on workers of its own, spread over the contractors.

A contractor that handed in no notice (SU01) cannot show a fault in the notice, so that defect goes to the last
contractor and those that need a notice to the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from wagecheck.simulate import scenario
from wagecheck.simulate.books import Books, ContractorBooks
from wagecheck.simulate.case import REGISTRY, Case, Defect, Expectation, SampleError
from wagecheck.simulate.defects import TYPICAL
from wagecheck.simulate.truth import Contractor, Worker, World

#: Findings about a contractor or a project as a whole, whichever of its workers show them.
_OF_THE_WHOLE = ("AT01", "PJ17", "BL07", "BL08")
#: Full days in every month that a worker needs to be spoiled.
_FULL_DAYS = 6
#: No more people are tried than this for every one that the defects need.
_MOST_FOR_ONE = 20


def chosen(defects: str | Iterable[str], months: int = 1, *, paper: bool = True) -> tuple[Defect, ...]:
    """``none``, ``typical``, ``all`` or ids (``BK06,SU02``), in the order of the ids.

    ``all`` are those that show in so many months, side by side; without ``paper`` those that a table can hold, and so
    with ``typical``. Raises SampleError for an id that no defect stands for, that needs more months, or paper.
    """
    shown = tuple(rule for rule, one in REGISTRY.items() if one.months <= months and not one.apart)
    named: dict[str, tuple[str, ...]] = {"none": (), "typical": TYPICAL, "all": shown}
    if isinstance(defects, str):
        whole = defects in named
        defects = named[defects] if whole else defects.split(",")
        defects = [one for one in defects if paper or not (whole and REGISTRY[one].paper)]
    ids = [one.strip().upper() for one in defects if one.strip()]
    unknown = sorted(set(ids) - set(REGISTRY))
    if unknown:
        known = " ".join(sorted(REGISTRY))
        raise SampleError(
            f"没有这样的缺陷：{' '.join(unknown)}。可选：none typical all {known}",
            f"No such defect: {' '.join(unknown)}. Choose from: none typical all {known}",
        )
    drawn = sorted(one for one in set(ids) if REGISTRY[one].paper and not paper)
    if drawn:
        raise SampleError(
            f"缺陷 {' '.join(drawn)} 出在文件或表格的写法上，导出表里看不出来：请用 --format xlsx。",
            f"Defects {' '.join(drawn)} lie in how a file or sheet is written and no table can show them: "
            "use --format xlsx.",
        )
    longer = sorted(one for one in set(ids) if REGISTRY[one].months > months)
    if longer:
        needed = max(REGISTRY[one].months for one in longer)
        raise SampleError(
            f"缺陷 {' '.join(longer)} 至少需要 {needed} 个月：请用 --months {needed} 或更多。",
            f"Defects {' '.join(longer)} need at least {needed} months: use --months {needed} or more.",
        )
    return tuple(REGISTRY[one] for one in sorted(set(ids)))


def apply(world: World, books: Books, defects: Sequence[Defect]) -> list[Expectation]:
    """Spoils the books and returns all findings to expect."""
    pools = [pool(one.contractor, world) for one in books.contractors]
    firms = tuple(books.contractors)  # a defect may add one more
    expected: list[Expectation] = []
    for defect, place in shared_out(defects, len(firms)):
        expected += spoil(world, books, firms[place], defect, pools[place])
    return once(expected)


def shared_out(defects: Sequence[Defect], contractors: int) -> list[tuple[Defect, int]]:
    """Every defect and the place of the contractor that it spoils. Raises SampleError where one is not enough."""
    last = contractors - 1
    without_notice = last if any(one.rule == "SU01" for one in defects) else None
    if without_notice is not None and contractors == 1 and any(one.needs_notice for one in defects):
        raise SampleError(
            "缺陷 SU01（未提交公示表）和公示表上的缺陷要分在两个参建单位：请用 --contractors 2 或更多。",
            "SU01 (no notice) and defects of the notice need two contractors: use --contractors 2 or more.",
        )
    found: list[tuple[Defect, int]] = []
    for turn, defect in enumerate(defects):
        if defect.rule == "SU01":
            found.append((defect, last))
        else:
            possible = [one for one in range(contractors) if not (defect.needs_notice and one == without_notice)]
            found.append((defect, possible[turn % len(possible)]))
    return found


def fewest(defects: Sequence[Defect], *, contractors: int, months: int, seed: int) -> int:
    """The fewest workers of each contractor with whom all defects can be made, each on workers of its own."""
    needed: Counter[int] = Counter()
    for defect, place in shared_out(defects, contractors):
        needed[place] += defect.people
    most = max(needed.values(), default=0)
    for each in range(max(1, most), most * _MOST_FOR_ONE + 1):
        world = scenario.make(seed, workers=each, contractors=contractors, months=months)
        if all(len(pool(firm, world)) >= needed[place] for place, firm in enumerate(world.contractors)):
            return each
    return 1


def apply_to(world: World, books: Books, assignments: Sequence[tuple[str, int]]) -> list[Expectation]:
    """Spoils the books by hand: pairs of a rule's id and the place of a contractor among the contractors."""
    pools = [pool(one.contractor, world) for one in books.contractors]
    expected: list[Expectation] = []
    for rule, index in assignments:
        expected += spoil(world, books, books.contractors[index], REGISTRY[rule], pools[index])
    return once(expected)


def once(expected: Iterable[Expectation]) -> list[Expectation]:
    """Of several faults that make one finding about a whole contractor, the first one injected, else the first."""
    kept: dict[tuple[object, ...], Expectation] = {}
    for number, one in enumerate(expected):
        whole = one.rule in _OF_THE_WHOLE
        key = (one.rule, one.contractor, one.period) if whole else (number,)
        if key not in kept or (one.injected and not kept[key].injected):
            kept[key] = one
    return list(kept.values())


def spoil(
    world: World, books: Books, contractor: ContractorBooks, defect: Defect, free: list[Worker]
) -> list[Expectation]:
    """One defect in the books of one contractor; takes its workers out of ``free``."""
    if len(free) < defect.people:
        raise SampleError(
            "工人不够：每个缺陷要有自己的工人，请增大 --workers。",
            "Too few workers: every defect needs workers of its own; raise --workers.",
        )
    worker = free.pop(0) if defect.subject == "worker" else contractor.contractor.workers[0]
    case = Case(world, books, contractor, worker, others=free)
    defect.apply(case)
    return case.expected


def pool(firm: Contractor, world: World) -> list[Worker]:
    """Workers that may be spoiled: no team leaders, and with at least six full days in every month."""
    return [
        worker
        for worker in firm.workers
        if not worker.is_leader
        and all(sum(day.work == 1 for day in worker.month(month).values()) >= _FULL_DAYS for month in world.months)
    ]
