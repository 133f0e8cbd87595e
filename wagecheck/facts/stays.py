"""What the roster says of each person: stays on site, registration, team, trade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import periods
from wagecheck.facts.people import People
from wagecheck.ledgers.provenance import pack

_SITE: Final = ["project", "contractor"]
_SPAN: Final = [*_SITE, "period_start", "period_end"]
_TEXTS: Final = ["team", "trade", "work_role"]


def rows(ledgers: Mapping[str, pl.DataFrame], people: People) -> pl.DataFrame:
    """The roster with pid and at."""
    roster = ledgers["roster"].join(
        people.pids("roster"), on=["src", "row", "name_key"], nulls_equal=True, maintain_order="left"
    )
    return roster.with_columns(at=pack(pl.col("src"), pl.col("row")))


def ranges(roster: pl.DataFrame) -> pl.DataFrame:
    """Stays on site: pid, start, end; monthly copies of one stay are one, its exit the one that was written last.

    A row without any date says nothing where another row of the person has one.
    """
    stays = roster.group_by("pid", start="entry_date").agg(end=pl.col("exit_date").max())
    dated = pl.col("start").is_not_null() | pl.col("end").is_not_null()
    return stays.filter(dated | ~dated.any().over("pid"))


def listed(roster: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Who stands on the roster of each period: uid, pid, roster_at, team, trade, work_role, registered_on."""
    numbered = units.with_row_index("uid").select(*_SITE, "period", "uid")
    served = periods.serving(roster, units).join(numbered, on=[*_SITE, "period"], nulls_equal=True)
    return (
        roster.join(served.select([*_SPAN, "uid"]), on=_SPAN, nulls_equal=True, maintain_order="left")
        .group_by("uid", "pid", maintain_order=True)
        .agg(
            roster_at=pl.col("at").unique(maintain_order=True),
            **{name: pl.col(name).drop_nulls().first() for name in _TEXTS},
        )
    )


def by_person(roster: pl.DataFrame) -> pl.DataFrame:
    """pid → registered_on (earliest), first_entry (earliest entry)."""
    return roster.group_by("pid").agg(
        registered_on=pl.col("registered_on").min(), first_entry=pl.col("entry_date").min()
    )


def in_force(base: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """The stay that counts in each period of ``base`` (uid, pid, period_end): uid, pid, entry_on, exit_on.

    The latest that began by the end of the period, else the first to come.
    """
    return (
        base.select("uid", "pid", "period_end")
        .join(stays, on="pid")
        .with_columns(
            begun=(pl.col("start") <= pl.col("period_end")).fill_null(value=True),
            distance=(pl.col("period_end") - pl.col("start")).dt.total_days().abs(),
        )
        .sort("uid", "pid", "begun", "distance", descending=[False, False, True, False], nulls_last=True)
        .unique(["uid", "pid"], keep="first", maintain_order=True)
        .select("uid", "pid", entry_on="start", exit_on="end")
    )
