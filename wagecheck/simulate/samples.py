"""The samples that come with the product: ``python -m wagecheck.simulate.samples samples/`` writes them anew.

clean and messy are lawful, messy in the forms in which files really arrive; typical has a good, an average and a bad
contractor; severe is a listed contractor that has not paid for two months. Answers stand in ``answers/``, beside the
submissions, so that nobody reads them as one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from wagecheck.simulate import account_flows, bookkeeping, plan, scenario, submission
from wagecheck.simulate.books import Books
from wagecheck.simulate.case import Case, Expectation
from wagecheck.simulate.defects import blacklist, payroll
from wagecheck.simulate.layouts import blacklist_file, habits
from wagecheck.simulate.standing import BlacklistRecord
from wagecheck.simulate.submission import Layout, Made
from wagecheck.simulate.truth import World

BLACKLIST = "blacklist.xlsx"
ANSWERS = "answers"

#: typical: the second contractor has everyday slips, the third is in real trouble, the first is clean.
_TYPICAL = (
    *((rule, 1) for rule in ("PY04", "AT02", "PB02", "IN06", "IN10", "LC08", "PY01", "BK06", "AT09")),
    *((rule, 2) for rule in ("LC01", "LC02", "RN04", "PY08", "PY15", "PY18", "BK01", "BK02", "BK07", "FR24", "FR36")),
    *((rule, 2) for rule in ("SU01", "SU03")),
)
#: severe: what is wrong beside two unpaid months.
_SEVERE = (
    *((rule, 0) for rule in ("RN01", "RN04", "AG01", "LC01", "LC02", "LC05", "AT02", "FR24", "FR25", "SU02", "PB03")),
    *((rule, 0) for rule in ("PY04", "PY06", "PY08", "PY10", "PJ01", "PJ06", "PJ12", "IN01", "IN02", "IN10")),
)
_SEVERE_FIRM = 15
#: One character away from the listed firm's name, and without a code: a hint to look at.
_NEAR_NAME = ("玉兰", "玉蓝")


def clean() -> Made:
    """Two contractors, all lawful."""
    return submission.make(workers=12, contractors=2, seed=2026)


def messy() -> Made:
    """Six contractors, all lawful; those whose machines count punches have no half days."""
    world = scenario.make(2027, workers=6, contractors=len(habits.HABITS), months=1)
    for place in habits.WHOLE_DAYS:
        for worker in world.contractors[place].workers:
            worker.days = {day: replace(work, work=Decimal(1)) for day, work in worker.days.items()}
    return _spoiled(world, 2027, lambda _: [])


def typical() -> Made:
    """Three contractors: clean, everyday faults, real trouble."""
    world = scenario.make(7, workers=16, contractors=3, months=1, site=1, first_firm=4)
    return _spoiled(world, 7, lambda books: plan.apply_to(world, books, _TYPICAL))


def severe() -> Made:
    """One listed contractor, nearly everything wrong, only the team leaders paid for two months."""
    world = scenario.make(11, workers=20, contractors=1, months=2, site=2, first_firm=_SEVERE_FIRM)

    def spoil(books: Books) -> list[Expectation]:
        expected = plan.apply_to(world, books, _SEVERE)
        expected += _unpaid(world, books)
        return expected + _listed(world, books)

    return _spoiled(world, 11, spoil)


def listed() -> list[BlacklistRecord]:
    """The list beside the samples: the severe contractor by its code, and a firm whose name is near."""
    firm = scenario.make(11, workers=20, contractors=1, months=2, site=2, first_firm=_SEVERE_FIRM).contractors[0]
    return [
        blacklist.entry(firm.name, firm.uscc, firm.legal_rep, ordinal=1),
        blacklist.entry(firm.name.replace(*_NEAR_NAME), None, None, ordinal=2),
    ]


def _spoiled(world: World, seed: int, spoil: Callable[[Books], list[Expectation]]) -> Made:
    books = bookkeeping.write_down(world)
    expected = spoil(books)
    account_flows.book(books, world)
    return Made(world, books, expected, seed)


def _unpaid(world: World, books: Books) -> list[Expectation]:
    """Takes away every payment but the leaders', where the payroll says that something is due."""
    contractor = books.contractors[0]
    expected: list[Expectation] = []
    for worker in contractor.contractor.workers:
        case = Case(world, books, contractor, worker, others=[])
        for month in contractor.months:
            on_payroll = any(record.worker is worker for record in month.payroll)
            if on_payroll and not worker.is_leader:
                payroll.unpaid_month(case, month)
        expected += case.expected
    case = Case(world, books, contractor, contractor.contractor.workers[0], others=[])
    case.expect("BL07", worker=None, injected=False, note="连续两期欠薪")
    case.expect("BL08", worker=None, injected=False, note="欠薪人数和总额达到当地数额")
    return expected + case.expected


def _listed(world: World, books: Books) -> list[Expectation]:
    """Findings of the list that :func:`listed` writes."""
    contractor = books.contractors[0]
    case = Case(world, books, contractor, contractor.contractor.workers[0], others=[])
    spot = books.standing[0]
    case.expect("BL01", spot, "uscc", months=case.months, worker=None, note="信用代码在名单上")
    case.expect("BL02", spot, "name", months=case.months, worker=None, note="名单上有一字之差的名称，没有代码")
    return case.expected


SAMPLES: dict[str, tuple[Callable[[], Made], Layout]] = {
    "clean": (clean, "tidy"),
    "typical": (typical, "tidy"),
    "severe": (severe, "tidy"),
    "messy": (messy, "archetypes"),
}


def write(folder: Path) -> None:
    """Writes all samples below ``folder``, replacing those of an earlier run; README.md stays."""
    for name, (make, layout) in SAMPLES.items():
        shutil.rmtree(folder / name, ignore_errors=True)
        made = make()
        files = made.draw(layout=layout)
        submission.save(files, folder / name)
        (folder / ANSWERS).mkdir(parents=True, exist_ok=True)
        submission.save_answers(made, files, folder / ANSWERS / f"{name}.json")
    submission.save_one(blacklist_file.draw(listed(), BLACKLIST), folder)


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "samples"))
