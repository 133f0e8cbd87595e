"""A sample as export tables: the first project with its defects, then the crowd, block by block, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wagecheck.simulate import answers, plan, submission
from wagecheck.simulate.case import Defect, SampleError
from wagecheck.simulate.exports import crowd, written
from wagecheck.simulate.exports.parts import Parts
from wagecheck.simulate.submission import Made

#: So many contractors where nobody says how many, and people of each in larger samples.
_USUAL_CONTRACTORS, _USUAL_PEOPLE = 3, 450
_FEW = 2_000
MOST_CONTRACTORS = 5_000
#: The first project is made person by person.
_MOST_OF_A_CONTRACTOR = 2_000
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Wish:
    """How many people of each contractor in the first project, and the projects after it."""

    workers: int
    contractors: int
    sites: tuple[crowd.Site, ...]
    months: int
    defects: tuple[Defect, ...]
    seed: int


def wish(*, workers: int | None, contractors: int | None, months: int, defects: str, seed: int) -> Wish:
    """Shares people and contractors out over projects. Raises SampleError where the wish cannot be met."""
    chosen = plan.chosen(defects, months, paper=False)
    if contractors is None:
        contractors = _USUAL_CONTRACTORS
        if workers is not None and workers > _FEW:
            contractors = max(contractors, round(workers / _USUAL_PEOPLE))
    _check(workers or 0, contractors)
    projects = -(-contractors // crowd.CONTRACTORS)
    first = -(-contractors // projects)
    needed = plan.fewest(chosen, contractors=first, months=months, seed=seed)
    each = None if workers is None else -(-workers // contractors)
    if each is None:
        each = max(-(-submission.USUAL // contractors), needed)
    elif contractors > first and workers is not None:
        each = max(workers // contractors, needed)
    submission.ensure_enough(chosen, workers=each, contractors=first, needed=needed)
    rest = (each * contractors if workers is None else workers) - each * first
    if contractors > first and rest < contractors - first:
        raise SampleError(
            f"工人不够：第一个项目的 {first} 个参建单位要 {each * first} 人。请增大 --workers 或减少 --contractors。",
            f"Too few workers: the {first} contractors of the first project take {each * first}. Raise --workers or "
            "lower --contractors.",
        )
    sites = crowd.sites(rest, contractors - first) if contractors > first else []
    return Wish(each, first, tuple(sites), months, chosen, seed)


def _check(workers: int, contractors: int) -> None:
    if workers > MOST_PEOPLE or contractors > MOST_CONTRACTORS:
        raise SampleError(
            f"导出表最多生成 {MOST_PEOPLE} 人、{MOST_CONTRACTORS} 个参建单位。",
            f"At most {MOST_PEOPLE} people and {MOST_CONTRACTORS} contractors can be made up as export tables.",
        )
    if workers > _MOST_OF_A_CONTRACTOR * contractors:
        fewest = -(-workers // _MOST_OF_A_CONTRACTOR)
        raise SampleError(
            f"每个参建单位最多 {_MOST_OF_A_CONTRACTOR} 人：请用 --contractors {fewest} 或更多，或者不写。",
            f"At most {_MOST_OF_A_CONTRACTOR} people per contractor: use --contractors {fewest} or more, or leave "
            "--contractors out.",
        )


def write(wanted: Wish, folder: Path, answers_path: Path) -> Made:
    """Writes all tables below ``folder`` and the answers; returns the first project."""
    submission.ensure_empty(folder)
    made = submission.spoiled(
        wanted.defects,
        workers=wanted.workers,
        contractors=wanted.contractors,
        months=wanted.months,
        seed=wanted.seed,
    )
    first = written.Tables()
    written.standing(first, made.books)
    for one in made.books.contractors:
        written.contractor(first, one, made.world.project.name)
    found = answers.told(made.expected, first.place)
    parts = Parts(folder)
    parts.add(first.frames())
    taken = frozenset(
        number
        for firm in made.books.contractors
        for number in (firm.contractor.legal_rep_id, *(one.id_number for one in firm.identity + firm.roster))
    )
    serial = 0
    for block in crowd.blocks(wanted.sites, wanted.months):
        tables = crowd.tables(block, made.world.months, first=serial, seed=wanted.seed, taken=taken)
        serial += sum(site.people for site in block)
        parts.add(tables)
    answers.write_told(answers_path, found, seed=wanted.seed, as_of=made.world.as_of)
    return made
