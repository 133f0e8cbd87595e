"""The projects after the first: which contractors with how many people each, and their tables a block at a time.

What there is one of – projects, contractors, accounts – is made like that of the first project; people, days and money
are made by columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

import polars as pl

from wagecheck.simulate import account_flows, bookkeeping, names, numbers, scenario
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.exports import entries, flows, month, people, written
from wagecheck.simulate.truth import Contractor, Project, World

#: Contractors of a project, about; a project has no more than one more.
CONTRACTORS = 5
#: Firms of these projects come after all that the first project and its defects may have.
_FIRST_FIRM = 100
#: People and months of a block: some 1.7 million days.
_BLOCK = 100_000
#: Sizes of contractors beside each other.
_SIZES = (6, 9, 13, 8, 15, 10, 7, 12, 11, 14)
_REPRESENTATIVES = (dt.date(1960, 1, 1), 3_600, 7, 3)
"""First birth, days from there on, step from firm to firm, and sequence number: none that a worker has."""
_OFFICERS = (dt.date(1985, 1, 1), 5)


@dataclass(frozen=True)
class Site:
    """One project to make: its number (1 …), the place of its first firm, and the people of each firm."""

    number: int
    first_firm: int
    sizes: tuple[int, ...]

    @property
    def people(self) -> int:
        """All people of the project."""
        return sum(self.sizes)


def sites(workers: int, contractors: int) -> list[Site]:
    """``workers`` people shared out over ``contractors`` firms, large and small ones, and these over projects.

    Every firm has somebody: there are no fewer people than firms.
    """
    count = -(-contractors // CONTRACTORS)
    weights = [_SIZES[place % len(_SIZES)] for place in range(contractors)]
    bounds = [0]
    for weight in weights:
        bounds.append(bounds[-1] + weight)
    ends = [(workers - contractors) * bound // bounds[-1] for bound in bounds]
    sizes = [1 + end - start for start, end in pairwise(ends)]
    firsts = [contractors * number // count for number in range(count + 1)]
    return [
        Site(number, _FIRST_FIRM + start, tuple(sizes[start:end]))
        for number, (start, end) in enumerate(pairwise(firsts), start=1)
    ]


def blocks(all_sites: Sequence[Site], months: int) -> Iterator[list[Site]]:
    """Neighbouring projects that are made together."""
    block: list[Site] = []
    for site in all_sites:
        block.append(site)
        if sum(one.people for one in block) * months >= _BLOCK:
            yield block
            block = []
    if block:
        yield block


def tables(
    block: Sequence[Site], months: tuple[Month, ...], *, first: int, seed: int, taken: frozenset[str]
) -> dict[str, pl.DataFrame]:
    """All tables of a block of projects; ``first`` is the serial of its first person."""
    worlds = [_world(site, months) for site in block]
    firms = pl.concat([_firms(world, site) for world, site in zip(worlds, block, strict=True)])
    opening = scenario.opening_day(months[0])
    crowd = people.made(firms, first=first, opening=opening, seed=seed, taken=taken)
    monthly = [_month(crowd, one, seed) for one in months]
    found = entries.of_people(crowd)
    for name in monthly[0]:
        frame = pl.concat([one[name] for one in monthly])
        found[name] = in_order(frame, firms) if len(monthly) > 1 else frame
    return found | _standing(block, worlds, found)


def _month(crowd: pl.DataFrame, one: Month, seed: int) -> dict[str, pl.DataFrame]:
    worked = month.days(crowd, one, seed=seed)
    paid = month.pay(crowd, worked, one)
    return {"attendance": entries.of_days(crowd, worked, paid), **entries.of_month(paid)}


def in_order(frame: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """The rows of a contractor together, in the order of firms, months after each other."""
    places = firms.select("contractor", place=pl.int_range(pl.len()))
    return frame.join(places, on="contractor", how="left", maintain_order="left").sort(
        "place", maintain_order=True
    ).drop("place")  # fmt: skip


def _standing(
    block: Sequence[Site], worlds: Sequence[World], found: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """项目, 参建单位, 专户, 保证金, 告示牌 as the first project has them, 专户流水 with all that the accounts paid."""
    wages = found["payroll"].group_by("project", "period_start").agg(pl.col("net_pay").sum())
    most = dict(wages.group_by("project").agg(pl.col("net_pay").max()).rows())
    held, booked = written.Tables(), []
    for number, world in zip((site.number for site in block), worlds, strict=True):
        books = bookkeeping.write_down(world)
        books.guarantee.guarantee_no = f"{books.guarantee.guarantee_no[:-6]}{118 + number:06d}"
        books.project_paper.changes["工程款支付担保编号"] = f"ZFBH-2026-{7 + number:04d}"
        books.flows = account_flows.fees(world, most.get(world.project.name, Decimal(0)))
        booked.append((world, books.flows))
        written.standing(held, replace(books, flows=[]))
    frames = held.frames()
    own = {name: frames[name] for name in ("project", "contractor", "account", "guarantee", "board")}
    return own | {"account_flow": flows.table(booked, found["payment"])}


def _firms(world: World, site: Site) -> pl.DataFrame:
    project = world.project
    rows = [
        {
            "firm": site.first_firm + place,
            "people": size,
            "project": project.name,
            "contractor": firm.name,
            "uscc": firm.uscc,
            "officer": project.labor_officer,
            "start_on": project.start_on,
            "complete_on": project.complete_on,
            "payer_account": project.account_number,
            "payer_name": project.account_name,
        }
        for place, (firm, size) in enumerate(zip(world.contractors, site.sizes, strict=True))
    ]
    return pl.DataFrame(rows, schema=people.FIRM)


def _world(site: Site, months: tuple[Month, ...]) -> World:
    """The project and its contractors, with nobody in them."""
    project = _project(site, months)
    make = partial(_contractor, project)
    firms = [make(site.first_firm + place) for place in range(len(site.sizes))]
    return World(project=project, contractors=firms, months=months, as_of=scenario.AS_OF)


def _project(site: Site, months: tuple[Month, ...]) -> Project:
    first = scenario.lawful_project(months[0], 0, 0)
    birth, sequence = _OFFICERS
    return replace(
        scenario.lawful_project(months[0], site.people * len(months), site.number),
        name=names.site(site.number),
        general_contractor_uscc=first.general_contractor_uscc,
        labor_officer=f"{names.SURNAMES[site.number % len(names.SURNAMES)]}某专{site.number}",
        labor_officer_id=numbers.identity_number(birth + dt.timedelta(days=site.number), sequence),
        labor_officer_phone=numbers.phone_number(site.number),
    )


def _contractor(project: Project, index: int) -> Contractor:
    birth, count, step, sequence = _REPRESENTATIVES
    born = birth + dt.timedelta(days=index * step % count)
    person = numbers.identity_number(born, sequence + 2 * (index // count))
    return replace(scenario.lawful_contractor(index, project), legal_rep_id=person)
