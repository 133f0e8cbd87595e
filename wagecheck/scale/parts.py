"""Parts of a submission: whole projects, so that only people and accounts are shared between parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts.standing import UNASSIGNED

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission

#: Projects of a part; None stands for tables and problems that name no project.
Projects = tuple[str | None, ...]
#: Frames of a submission that follow their table.
_BY_TABLE: Final = ("cells", "totals", "counts", "serials", "assumptions", "headings")


def plan(submission: Submission, most_rows: int) -> list[Projects]:
    """Projects that are assessed together, with at most ``most_rows`` records where a project alone has not more.

    One part with everything where records name no project: whose they are, all projects together tell.
    """
    sizes: dict[str | None, int] = dict.fromkeys(
        [*submission.sources["project"].unique().to_list(), *submission.issues["project"].unique().to_list()], 0
    )
    for ledger in submission.ledgers.values():
        for project, rows in ledger.group_by("project").len().iter_rows():
            if project is None:
                return [tuple(_sorted(sizes))]
            sizes[project] = sizes.get(project, 0) + rows
    parts: list[list[str | None]] = []
    filled: list[int] = []
    for project in sorted(_sorted(sizes), key=lambda name: -sizes[name]):  # the largest first, then wherever it fits
        fits = next((n for n, rows in enumerate(filled) if rows + sizes[project] <= most_rows), None)
        if fits is None:
            parts.append([project])
            filled.append(sizes[project])
        else:
            parts[fits].append(project)
            filled[fits] += sizes[project]
    return [tuple(_sorted(part)) for part in parts]


def cut(submission: Submission, plans: Sequence[Projects]) -> Iterator[Submission]:
    """The part of each plan. Files, which belong to no project, are in all."""
    if len(plans) == 1:
        yield submission
        return
    for projects in plans:
        mine = _mine(projects)
        sources = submission.sources.filter(mine)
        of_table = pl.col("src").is_in(sources["src"].implode())
        yield replace(
            submission,
            ledgers={name: ledger.filter(mine) for name, ledger in submission.ledgers.items()},
            sources=sources,
            issues=submission.issues.filter(mine),
            **{
                name: frame.filter(of_table)
                for name in _BY_TABLE
                if "src" in (frame := getattr(submission, name)).columns
            },
        )


def names(projects: Projects) -> list[str]:
    """As results call them."""
    return [UNASSIGNED if project is None else project for project in projects]


def _mine(projects: Projects) -> pl.Expr:
    known = [project for project in projects if project is not None]
    mine = pl.col("project").is_in(known)
    return mine.fill_null(value=True) if None in projects else mine.fill_null(value=False)


def _sorted(projects: Sequence[str | None] | dict[str | None, int]) -> list[str | None]:
    return sorted(projects, key=lambda name: (name is not None, name or ""))
