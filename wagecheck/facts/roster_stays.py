"""Stays on the rosters, whoever keeps them: who was with which team of which contractor, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts.team_name import team_key

if TYPE_CHECKING:
    from wagecheck.facts.groundwork import Groundwork

_SITE: Final = ["project", "contractor"]
#: What parts of a submission tell each other of a stay of somebody with a number; ``key`` is the team's.
STAYS: Final = pl.Schema(
    {
        **dict.fromkeys(("id_number", *_SITE, "team", "key"), pl.String),
        **dict.fromkeys(("start", "end"), pl.Date),
        "at": pl.Int64,
    }
)


def found(ground: Groundwork) -> pl.DataFrame:
    """One row per entry: who, project, contractor, person, name, id_number, team, key, start, end, at.

    ``who`` is the identity number; without one the person with this contractor.
    """
    persons = ground.people.persons.select("pid", "person", "name", "id_number")
    rows = ground.roster.drop_nulls("pid").join(persons.rename({"name": "known", "id_number": "number"}), on="pid")
    site = pl.concat_str([pl.col(name).fill_null("") for name in _SITE], separator="\x1f")
    return (
        rows.with_columns(
            key=team_key(pl.col("team"), ground.settings),
            who=pl.coalesce("number", pl.concat_str(site, "person", separator="\x1f")),
        )
        .group_by("who", *_SITE, "person", "key", start="entry_date", maintain_order=True)
        .agg(
            name=pl.col("known").first(),
            id_number=pl.col("number").first(),
            team=pl.col("team").first(),
            end=pl.col("exit_date").max(),
            at=pl.col("at").first(),
        )
        .drop_nulls("start")
    )


def told(ground: Groundwork) -> pl.DataFrame:
    """The stays of everybody with a number (columns of STAYS)."""
    return found(ground).drop_nulls("id_number").select(STAYS.names())
