"""Parts of a submission: whole projects, so that only people and accounts are shared between parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import file_property
from wagecheck.facts.standing import UNASSIGNED

if TYPE_CHECKING:
    from wagecheck.intake.submission import Submission

#: Projects of a part; None stands for tables and problems that name no project.
Projects = tuple[str | None, ...]
_SPAN: Final = ("period_start", "period_end")
#: Ledgers that say which pay periods of a contractor are judged, the first that it has.
_RANKS: Final = {"payroll": 0, "attendance": 1, "attendance_summary": 1, "notice": 2, "payment": 3}
#: A range of days, not the day of a payment.
_is_span: Final = pl.col("period_end") > pl.col("period_start")
#: Frames of a submission that follow their table.
_BY_TABLE: Final = ("cells", "totals", "counts", "serials", "assumptions", "headings")


def plan(submission: Submission, most_rows: int, period: tuple[dt.date, dt.date] | None = None) -> list[Projects]:
    """Projects that are assessed together, with at most ``most_rows`` records where a project alone has not more.

    One part with everything where records name no project: whose they are, all projects together tell. Projects without
    any pay period (of those in ``period``) are judged under the latest of the run, so they go with projects that have
    it. So do problems that name no project: of two projects they are nobody's, of a single one they are its own.
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
    if together := _together(submission, sizes, period):
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


def _together(
    submission: Submission, sizes: Mapping[str | None, int], period: tuple[dt.date, dt.date] | None
) -> set[str | None]:
    """The projects that are judged by what the others show: without any pay period that is judged, or None.

    With them go some that have the latest period of all and of those asked for, and for None, which is the only project
    where there is only one, two more. Empty where every project has its own.
    """
    spans = _spans(submission)
    decides = pl.col("rank") == pl.col("rank").min().over("project", "contractor")
    units = spans.drop_nulls("contractor").filter(decides)
    asked = units if period is None else units.filter(_within(period))
    alone = {project for project in sizes if project not in set(asked["project"])}
    if not alone:
        return set()
    known = (spans, units)
    several = [*known, *(each.filter(_within(period)) for each in known if period is not None)]
    several += [each.filter(_is_span) for each in several]
    several += [each.with_columns(pl.col("period_end").dt.month_end()) for each in several]
    there = set(pl.concat([each.sort("period_end", "period_start", "project").tail(1)["project"] for each in several]))
    if None in alone:
        for projects in (set(units["project"]), set(asked["project"]), {name for name in sizes if sizes[name]}):
            there.update(sorted(name for name in projects if name is not None)[:2])
    return alone | there if asked.height or None in alone else set()


def _spans(submission: Submission) -> pl.DataFrame:
    """Whose records are of which days: project, contractor, rank of the ledger, period_start, period_end.

    Of the ranks of a contractor the first decides which pay periods are judged (``facts.units``).
    """
    days = {"attendance": "date", "payment": "paid_on"}
    found = []
    for name in sorted(_RANKS):
        day = pl.col(days[name]) if name in days else pl.lit(None, dtype=pl.Date)
        found.append(
            submission.ledgers[name]
            .select("project", "contractor", *(pl.coalesce(end, day).alias(end) for end in _SPAN), ledger=pl.lit(name))
            .unique()
        )
    if submission.spilled is not None:
        found.append(submission.spilled.spans().select(found[0].columns))
    ranked = pl.concat(found).drop_nulls(["project", *_SPAN])
    rank = pl.col("ledger").replace_strict(_RANKS, default=None, return_dtype=pl.Int8)
    return ranked.select("project", "contractor", *_SPAN, rank=rank).drop_nulls("rank").unique()


def _within(period: tuple[dt.date, dt.date]) -> pl.Expr:
    return (pl.col("period_start") <= period[1]) & (pl.col("period_end") >= period[0])


def cut(submission: Submission, plans: Sequence[Projects]) -> Iterator[Submission]:
    """The part of each plan, without what lies on disk. Files, which belong to no project, are in all."""
    if len(plans) == 1:
        yield replace(submission, spilled=None)
        return
    several = file_property.of_several(submission.sources)
    files = tuple(replace(file, several=file.path in several) for file in submission.files)
    for projects in plans:
        mine = _mine(projects)
        sources = submission.sources.filter(mine)
        of_table = pl.col("src").is_in(sources["src"].implode())
        yield replace(
            submission,
            ledgers={name: ledger.filter(mine) for name, ledger in submission.ledgers.items()},
            sources=sources,
            issues=submission.issues.filter(mine),
            files=files,
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
