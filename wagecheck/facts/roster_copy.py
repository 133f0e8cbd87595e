"""One row per project, contractor and team: how many monthly rosters in a row name exactly the same people."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import only

FRAME = Frame(
    name="roster_copy",
    title="花名册照抄",
    grain=("team",),
    standing=True,
    columns={
        "team": pl.String,
        "people": pl.Int32,            # of the latest roster
        "copies": pl.Int32,            # rosters of months in a row with the same people, the latest included; 1: none
        "first_month": pl.Date, "last_month": pl.Date,      # first days of the first and the last of them
        "moved": pl.Boolean,           # somebody came after the first of these months, or left; null: no dates at all
        "roster_at": PLACES,           # first row of each
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_TEAM: Final = [*_SITE, "team"]
#: Days between the first days of two rosters of months that follow each other.
_LONGEST_STEP: Final = 45


def build(ground: Groundwork, sources: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Teams on rosters. A roster whose title or file name tells no month is one for all, and no copy of another."""
    told = sources.select("src", told_start="period_start", told_end="period_end").unique("src", keep="first")
    rows = (
        ground.roster.filter(pl.col("pid").is_not_null())
        .join(told, on="src", how="left", maintain_order="left")
        .with_columns(
            period_start=pl.coalesce("period_start", "told_start"), period_end=pl.coalesce("period_end", "told_end")
        )
    )
    lists = (
        rows.group_by([*_TEAM, "period_start", "period_end"])
        .agg(
            members=pl.col("pid").unique().sort(),
            at=pl.col("at").min(),
        )
        .sort(*_TEAM, "period_start", nulls_last=False)
    )
    step = (pl.col("period_start") - pl.col("period_start").shift().over(_TEAM)).dt.total_days()
    same = (pl.col("members") == pl.col("members").shift().over(_TEAM)) & step.is_between(1, _LONGEST_STEP)
    lists = lists.with_columns(begins=(~same.fill_null(value=False)).cast(pl.Int32).cum_sum())
    last = lists.filter(pl.col("begins") == pl.col("begins").last().over(_TEAM))
    runs = last.group_by([*_TEAM, "begins"], maintain_order=True).agg(
        people=pl.col("members").last().list.len(),
        copies=pl.len(),
        first_month=pl.col("period_start").first(),
        last_month=pl.col("period_start").last(),
        first_end=pl.col("period_end").first(),
        last_end=pl.col("period_end").last(),
        roster_at=pl.col("at"),
    )
    dates = rows.select(*_TEAM, "entry_date", "exit_date").unique()
    came = pl.col("entry_date").is_between("first_end", "last_end", closed="right")
    left = pl.col("exit_date").is_between("first_month", "last_end")
    dated = pl.any_horizontal(pl.col("entry_date", "exit_date").is_not_null()).any()
    moves = (
        runs.select(*_TEAM, "first_month", "first_end", "last_end")
        .join(dates, on=_TEAM, nulls_equal=True)
        .group_by(_TEAM)
        .agg(moved=pl.when(dated).then((came.fill_null(value=False) | left.fill_null(value=False)).any()))
    )
    found = runs.join(moves, on=_TEAM, how="left", nulls_equal=True, maintain_order="left").join(
        latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left"
    )
    return only(found, FRAME.schema, "team")
