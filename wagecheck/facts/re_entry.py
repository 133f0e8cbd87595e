"""One row per project, contractor, worker and exit after which he came back elsewhere: what he left unpaid."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import roster_stays
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period

FRAME = Frame(
    name="re_entry",
    title="退场后再进场",
    grain=("person", "exit_on"),
    standing=True,
    masks={"name": "name", "id_number": "id"},
    columns={
        "exit_on": pl.Date, "exit_team": pl.String,
        "entry_on": pl.Date, "entry_team": pl.String, "entry_contractor": pl.String,
        "unpaid": MONEY,               # due and not paid for the periods up to the exit; null where that is not known
        "roster_at": PLACES, "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork, worker_month: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Stays of the rosters, in order; the next stay is with another team or another contractor.

    The same identity number is the same person, also where another part of the submission has him
    (``Groundwork.elsewhere``); without one only stays with the same contractor are compared.
    """
    stays = roster_stays.found(ground).sort("who", "start", "end", nulls_last=True).with_row_index("n")
    own = ("who", "n", "start", "end", "team", "key", *_SITE, "at")
    there = ground.elsewhere.stays.with_columns(who="id_number", n=pl.lit(None, dtype=stays.schema["n"]))
    entries = pl.concat([stays.select(own), there.select(own)])
    pairs = (
        stays.filter(pl.col("end").is_not_null())
        .join(
            entries.select(
                "who", next="n", entry_on="start", entry_end="end", entry_team="team", entry_key="key",
                entry_project="project", entry_contractor="contractor", entry_at="at",
            ),
            on="who",
        )
        .filter(
            pl.col("entry_on") >= pl.col("end"),
            pl.col("next").ne_missing(pl.col("n")),
            pl.any_horizontal(
                pl.col(mine).ne_missing(pl.col(other))
                for mine, other in ((name, f"entry_{name}") for name in ("key", "contractor", "project"))
            ),
        )
        .sort("n", "entry_on", "entry_end", "entry_project", "entry_contractor", "entry_at", nulls_last=True)
        .unique("n", keep="first", maintain_order=True)
    )  # fmt: skip
    rows = (
        pairs.join(_unpaid(pairs, worker_month), on="n", how="left")
        .rename({"end": "exit_on", "team": "exit_team"})
        .with_columns(roster_at=pl.concat_list("at"), any_at=pl.concat_list("entry_at"))
        .lazy()
        .join(latest_period(units.lazy()), on=_SITE, nulls_equal=True)
    )
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()]).sort(
        "project", "contractor", "person", "exit_on"
    )


def _unpaid(pairs: pl.DataFrame, worker_month: pl.DataFrame) -> pl.DataFrame:
    """n, unpaid: of the periods that began by the day of exit; null where a payroll of his could not be settled."""
    owed = worker_month.filter(pl.col("in_payroll").fill_null(value=False)).select(
        *_SITE, "person", "period_start", "owed", late=pl.col("days_late") > 0
    )
    return (
        pairs.select("n", *_SITE, "person", "end")
        .join(owed, on=[*_SITE, "person"], nulls_equal=True)
        .filter(pl.col("period_start") <= pl.col("end"))
        .group_by("n")
        .agg(
            unpaid=pl.when(pl.col("owed").null_count() == 0).then(
                pl.col("owed").filter(pl.col("late").fill_null(value=False)).sum()
            )
        )
    )
