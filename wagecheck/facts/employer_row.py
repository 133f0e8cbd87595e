"""One row per contractor and employer that its roster names: is that company on the project's list, who has no team."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import company_match
from wagecheck.facts.filled_columns import with_columns_of
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="employer_row",
    title="花名册用人单位",
    grain=("employer",),
    standing=True,
    columns={
        "employer": pl.String,         # as the roster names it, else the contractor that handed the roster in
        "listed": pl.Boolean,          # in 参建单位, or the general contractor; null where 参建单位 was not submitted
        "n_workers": pl.Int32,
        "n_without_team": pl.Int32,    # of them without a team; null where the roster names no team at all
        "roster_at": PLACES,           # rows without a team, if any, else all rows
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork, cells: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Employers of everybody on the roster, judged under the latest period of the contractor."""
    roster = ground.roster.filter(pl.col("pid").is_not_null())
    given = pl.when(pl.col("employer").str.strip_chars() != "").then(pl.col("employer").str.strip_chars())
    rows = with_columns_of(roster, cells, ["team"]).with_columns(
        employer=pl.coalesce(given, "contractor"), teams=pl.col("team").is_not_null().any().over("src")
    )
    people = (
        rows.sort("src", "row")
        .group_by([*_SITE, "employer", "pid"], maintain_order=True)
        .agg(
            no_team=pl.when(pl.col("teams").any()).then(pl.col("team").is_null().all()),
            at=pl.col("at").unique(maintain_order=True),
        )
    )
    missing = pl.col("no_team").fill_null(value=False)
    found = people.group_by([*_SITE, "employer"], maintain_order=True).agg(
        n_workers=pl.len().cast(pl.Int32),
        n_without_team=pl.when(pl.col("no_team").is_not_null().any()).then(missing.sum()).cast(pl.Int32),
        roster_at=pl.when(missing.any())
        .then(pl.col("at").filter(missing).list.explode(keep_nulls=False, empty_as_null=False).implode())
        .otherwise(pl.col("at").list.explode(keep_nulls=False, empty_as_null=False).implode()),
    )
    meant = company_match.meant(found.select("project", given="employer"), ground.ledgers, ground.units)
    return (
        found.join(meant, left_on=["project", "employer"], right_on=["project", "given"], how="left", nulls_equal=True)
        .join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True)
        .lazy()
        .with_columns(person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None))
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort(*_SITE, "employer")
    )
