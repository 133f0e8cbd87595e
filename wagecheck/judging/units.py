"""The contractor-periods of a run: which rules speak about them, and what they handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.facts import frames
from wagecheck.facts.standing import UNASSIGNED
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.rulebook.rule import Rule

KEYS: Final = ("project", "contractor", "period")
#: Frames whose subject is the project; their contractor is the general contractor.
PROJECT_FRAMES: Final = (
    "project_month", "account_row", "dedicated_account", "labor_fee", "guarantee_letter", "notice_board",
    "site_attendance", "account_drain", "account_status", "bank_sheet",
)  # fmt: skip
#: Ledgers that are handed in per contractor and period; the columns ``has_…`` of the frame contractor_month.
_PERIODIC: Final = {
    "identity": "identity",
    "contract": "contract",
    "roster": "roster",
    "attendance": "attendance",
    "attendance_summary": "attendance",
    "payroll": "payroll",
    "payroll_item": "payroll",
    "payment": "payment",
    "notice": "notice",
}


def named(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with a name in place of an unknown project or contractor, and an empty text for an unknown period."""
    return rows.with_columns(
        pl.col("project").fill_null(UNASSIGNED),
        pl.col("contractor").fill_null(UNASSIGNED),
        pl.col("period").fill_null(""),
    )


@dataclass(frozen=True)
class Units:
    """All contractor-periods, one row each, numbered by ``unit``.

    ``table`` has unit, project, contractor, period, period_start, period_end, region, tier, ``monthly`` (it handed in a
    ledger for the period), ``latest`` (the latest such period of the contractor), ``of_project`` (the general
    contractor's unit of a project), ``has_<ledger>`` for every ledger.
    """

    table: pl.DataFrame

    @classmethod
    def of(cls, facts: Mapping[str, pl.DataFrame], ledgers: Mapping[str, pl.DataFrame]) -> Units:
        """Every contractor and period that any frame speaks about. ``ledgers`` tell what was handed in."""
        months, projects = facts["contractor_month"], facts["project_month"]
        columns = [*KEYS, "period_start", "period_end"]
        keys = pl.concat([_runs(frame.select(columns)) for frame in facts.values()]).unique(
            list(KEYS), maintain_order=True
        )
        flags = months.select(*KEYS, *(f"has_{name}" for name in sorted(set(_PERIODIC.values()))), monthly=pl.lit(True))
        table = (
            keys.join(flags.unique(list(KEYS)), on=list(KEYS), how="left")
            .join(projects.select(*KEYS, of_project=pl.lit(True)).unique(list(KEYS)), on=list(KEYS), how="left")
            .join(_places(months, projects), on="project", how="left")
            .sort(*KEYS)
            .with_columns(pl.col("monthly", "of_project").fill_null(False))
        )
        last = pl.col("period_start").filter(pl.col("monthly")).max().over("project", "contractor")
        table = table.with_columns(latest=(pl.col("monthly") & (pl.col("period_start") == last)).fill_null(False))
        standing = [_has_standing(name, ledgers[name]) for name in TITLES if name not in _PERIODIC]
        return cls(table.with_columns(standing).with_row_index("unit"))

    @staticmethod
    def spoken_of(rule: Rule) -> pl.Expr:
        """Over the rows of ``table``: does the rule owe this unit an outcome?"""
        if rule.about in PROJECT_FRAMES:
            # a project without its sheet has no general contractor: all its contractors hear that it is missing
            nobody = ~pl.col("of_project").any().over("project")
            return pl.col("of_project") | (nobody & pl.col("latest"))
        return pl.col("latest") if frames()[rule.about].standing else pl.col("monthly")

    @staticmethod
    def missing(rule: Rule) -> pl.Expr:
        """Over the rows of ``table``: the ledgers the rule needs that were not handed in (List, maybe empty)."""
        if rule.where:
            names = list(dict.fromkeys(place.split(".")[0] for place in rule.where))
            any_of_them = pl.any_horizontal(_has(name, rule) for name in names)
            return pl.when(any_of_them).then(pl.lit([], pl.List(pl.String))).otherwise(pl.lit(names))
        absent = [pl.when(~_has(name, rule)).then(pl.lit(name)) for name in rule.ledgers]
        if rule.about in PROJECT_FRAMES and "project" not in rule.ledgers:
            absent.append(pl.when(~(pl.col("has_project") | pl.col("of_project"))).then(pl.lit("project")))
        return pl.concat_list(absent).list.drop_nulls() if absent else pl.lit([], pl.List(pl.String))


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` without those that repeat the keys of the row before: rows of a unit mostly stand together."""
    changed = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift(1)) for key in KEYS)
    return rows.filter(changed | (pl.int_range(pl.len()) == 0))


def _has(ledger: str, rule: Rule) -> pl.Expr:
    """Was the ledger handed in? For standing facts in any period, for a project by any of its contractors."""
    column = pl.col(f"has_{_PERIODIC.get(ledger, ledger)}").fill_null(False)
    if ledger not in _PERIODIC:
        return column
    if rule.about in PROJECT_FRAMES:
        return column.any().over("project")
    return column.any().over("project", "contractor") if frames()[rule.about].standing else column


def _places(months: pl.DataFrame, projects: pl.DataFrame) -> pl.DataFrame:
    """Region and tier of every project."""
    both = pl.concat([months.select("project", "region", "tier"), projects.select("project", "region", "tier")])
    return both.sort("project", "region", "tier", nulls_last=True).unique("project", keep="first", maintain_order=True)


def _has_standing(name: str, ledger: pl.DataFrame) -> pl.Expr:
    """Standing data are handed in per project; rows that name no project serve all."""
    projects = ledger["project"].unique().to_list()
    everywhere = None in projects
    known = [project for project in projects if project is not None]
    return (pl.lit(True) if everywhere else pl.col("project").is_in(known)).alias(f"has_{name}")
