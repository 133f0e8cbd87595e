"""One row per project, contractor, pay period and team of the payroll: how many of its people the notice names."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.team_name import team_key

FRAME = Frame(
    name="posted_team",
    title="班组公示",
    grain=("team",),
    columns={
        "team": pl.String,             # as the payroll writes it; null for people without a team
        "has_notice": pl.Boolean,      # a notice was handed in for the period
        "n_workers": pl.Int32,         # on the payroll
        "n_posted": pl.Int32,          # of them in the notice; null where the notice names nobody for certain
        "payroll_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["project", "contractor", "period", "person"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.LazyFrame:
    """Teams of the payroll; back pay for an earlier month needs no posting of its own."""
    posted = worker_month.select(*_KEYS, "in_notice", "is_back_pay")
    rows = (
        ground.payroll.drop_nulls("pid")
        .select("uid", "pid", "team", "at", key=team_key(pl.col("team"), ground.settings))
        .join(ground.numbered.select("uid", *_KEYS[:3]), on="uid")
        .join(ground.persons.select("pid", "person"), on="pid")
        .join(posted, on=_KEYS, nulls_equal=True, maintain_order="left")
        .filter(~pl.col("is_back_pay").fill_null(value=False))
    )
    sure = pl.col("in_notice").fill_null(value=False)
    teams = rows.group_by("uid", "key", maintain_order=True).agg(
        pl.col("team").drop_nulls().first(),
        n_workers=pl.col("pid").n_unique().cast(pl.Int32),
        n_posted=pl.when(sure.any() | (pl.col("in_notice").null_count() == 0)).then(
            pl.col("pid").filter(sure).n_unique()
        ),
        payroll_at=pl.col("at").unique(maintain_order=True),
    )
    notices = ground.units.select(*_KEYS[:3], "has_notice").join(
        ground.numbered.select("uid", *_KEYS[:3]), on=_KEYS[:3], nulls_equal=True
    )
    return labelled(teams.join(notices.select("uid", "has_notice"), on="uid"), ground, FRAME.schema, "team")
