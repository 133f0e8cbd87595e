"""Parts of a submission: whole projects, so that only people and accounts are shared between parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts.standing import UNASSIGNED
from wagecheck.intake.belonging import PERIODIC

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission

#: Projects of a part; None stands for tables and problems that name no project.
Projects = tuple[str | None, ...]
_SPAN: Final = ("project", "period_start", "period_end")
#: A range of days, not the day of a payment.
_is_span: Final = pl.col("period_end") > pl.col("period_start")
#: Frames of a submission that follow their table.
_BY_TABLE: Final = ("cells", "totals", "counts", "serials", "assumptions", "headings")


def plan(submission: Submission, most_rows: int, period: tuple[dt.date, dt.date] | None = None) -> list[Projects]:
    """Projects that are assessed together, with at most ``most_rows`` records where a project alone has not more.

    One part with everything where records name no project: whose they are, all projects together tell. Projects without
    any pay period are judged under the latest of the run, so they go with projects that have it (of those in ``period``
    and of all).
    """
    sizes: dict[str | None, int] = dict.fromkeys(
        [*submission.sources["project"].unique().to_list(), *submission.issues["project"].unique().to_list()], 0
    )
    counted = [ledger.group_by("project").len().iter_rows() for ledger in submission.ledgers.values()]
    away = {} if submission.spilled is None else submission.spilled.sizes()
    for project, rows in chain(*counted, away.items()):
        sizes[project] = sizes.get(project, 0) + rows
    if sizes.get(None):
        return [tuple(_sorted(sizes))]
    bundles = [[project] for project in sizes]
    undated, latest = _undated(submission, set(sizes), period)
    if undated and latest:
        together = undated | latest
        bundles = [list(together), *([project] for project in sizes if project not in together)]
    parts: list[list[str | None]] = []
    filled: list[int] = []
    weights = [(sum(sizes[project] for project in bundle), _sorted(bundle)) for bundle in bundles]
    for rows, bundle in sorted(weights, key=lambda pair: (-pair[0], pair[1][0] or "")):  # the largest first
        fits = next((n for n, there in enumerate(filled) if there + rows <= most_rows), None)
        if fits is None:
            parts.append(bundle)
            filled.append(rows)
        else:
            parts[fits] += bundle
            filled[fits] += rows
    return [tuple(_sorted(part)) for part in parts]


def _undated(
    submission: Submission, projects: set[str | None], period: tuple[dt.date, dt.date] | None
) -> tuple[set[str | None], set[str | None]]:
    """The projects without any record of a pay period, and some that have the latest of all and of those asked for."""
    spans = [submission.ledgers[name].select(_SPAN) for name in sorted(PERIODIC) if name in submission.ledgers]
    paid = submission.ledgers["payment"].select("project", period_start="paid_on", period_end="paid_on")
    if submission.spilled is not None:
        spans.append(submission.spilled.spans())
    dated = pl.concat([*spans, paid]).unique()
    undated = projects - set(dated["project"]) - {None}
    known = dated.drop_nulls()
    asked = known if period is None else known.filter(
        (pl.col("period_start") <= period[1]) & (pl.col("period_end") >= period[0])
    )  # fmt: skip
    latest = [
        each.sort("period_end", "period_start", "project").tail(1)["project"]
        for each in (known, asked, known.filter(_is_span), asked.filter(_is_span))
    ]
    return undated, set(pl.concat(latest))


def cut(submission: Submission, plans: Sequence[Projects]) -> Iterator[Submission]:
    """The part of each plan, without what lies on disk. Files, which belong to no project, are in all."""
    if len(plans) == 1:
        yield replace(submission, spilled=None)
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
            spilled=None,
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


def _sorted(projects: Collection[str | None]) -> list[str | None]:
    return sorted(projects, key=lambda name: (name is not None, name or ""))
