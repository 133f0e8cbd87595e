"""One row per person on a contractor's roster: whether the list of insured people (参保名单) names them, since when."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="insured_person",
    title="参保人员",
    grain=("person",),
    standing=True,
    masks={"name": "name", "id_number": "id"},
    columns={
        # by number, else by name; null: only a row with the same name and another number, or a masked one
        "is_insured": pl.Boolean,
        "insured_from": pl.Date, "insured_to": pl.Date,
        "last_day": pl.Date,             # last day worked in the period; null where none is known
        "employed_from": pl.Date,        # first entry or first day worked, whichever is earlier
        "registered_on": pl.Date,        # first registration for social insurance
        "registration_days": pl.Int32,   # from the start of employment
        "roster_at": PLACES, "insurance_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(sheets: StandingSheets, ground: Groundwork) -> pl.LazyFrame:
    """People on the roster who have not left before the contractor's latest period, each under that period.

    Only rows about work-injury insurance count, and rows that do not name the kind; a row that ended before the last
    day worked in the latest period (without any: before that period) insures nobody. Any company of the project may
    have insured a worker.
    """
    latest = latest_period(sheets.units.lazy()).collect()
    roster = ground.roster.drop_nulls("pid")
    stay = roster.group_by("pid", maintain_order=True).agg(
        entry=pl.col("entry_date").min(),
        left=pl.when(pl.col("exit_date").is_not_null().all()).then(pl.col("exit_date").max()),
        roster_at=pl.col("at").unique(maintain_order=True),
    )
    first_day = ground.days.group_by("pid").agg(first_day=pl.col("date").min())
    people = (
        ground.persons.select("pid", *_SITE, "person", "name", "name_key", "id_number")
        .join(stay, on="pid")
        .join(first_day, on="pid", how="left")
        .join(latest, on=_SITE, nulls_equal=True)
        .join(_last_days(ground), on=[*_SITE, "period", "pid"], how="left", nulls_equal=True)
        .filter((pl.col("left") >= pl.col("period_start")).fill_null(value=True))
        .with_columns(employed_from=pl.min_horizontal("entry", "first_day"))
    )
    told = _with_insurance(people, _insurance(sheets)).with_columns(
        registration_days=(pl.col("registered_on") - pl.col("employed_from")).dt.total_days()
    )
    return only(told, FRAME.schema, "person")


def _last_days(ground: Groundwork) -> pl.DataFrame:
    """project, contractor, period, pid → last_day (Date): the last day worked in that period."""
    return (
        ground.days.group_by("uid", "pid")
        .agg(last_day=pl.col("date").max())
        .join(ground.numbered.select("uid", *_SITE, "period"), on="uid")
        .drop("uid")
    )


def _insurance(sheets: StandingSheets) -> pl.DataFrame:
    """Rows of 参保名单 about work-injury insurance: number only where it is complete."""
    injury = sheets.says("kind", "injury_insurance").fill_null(value=True)
    return (
        sheets.rows("insurance")
        .filter(injury)
        .select(
            "project", "name_key", "insured_from", "insured_to", "registered_on", "at",
            number=pl.when(pl.col("id_state").fill_null("ok") == "ok").then(
                pl.col("id_number").str.strip_chars().str.to_uppercase()
            ),
            blank=pl.col("id_state").fill_null("blank") == "blank",
        )
    )  # fmt: skip


def _with_insurance(people: pl.DataFrame, insurance: pl.DataFrame) -> pl.DataFrame:
    """The rows of the list that are a person's: those with the number, else those with the name and no number."""
    people = people.with_columns(needed_on=pl.coalesce("last_day", "period_start"))
    numbered = people.select("pid", "project", "needed_on", number="id_number").drop_nulls("number")
    named = people.select("pid", "project", "needed_on", "name_key", own="id_number").drop_nulls("name_key")
    certain = numbered.join(insurance.drop("name_key"), on=["project", "number"], nulls_equal=True).select(
        "pid", "needed_on", "insured_from", "insured_to", "registered_on", "at"
    )
    alike = named.join(insurance, on=["project", "name_key"], nulls_equal=True)
    sure = pl.col("blank") | pl.col("own").is_null()
    found = pl.concat([certain, alike.filter(sure).select(certain.columns)]).unique(["pid", "at"], maintain_order=True)
    holds = (pl.col("insured_to") >= pl.col("needed_on")).fill_null(value=True)
    mine = (
        found.sort("at")
        .group_by("pid", maintain_order=True)
        .agg(
            holds=holds.any(),
            insured_from=pl.col("insured_from").min(),
            insured_to=pl.col("insured_to").max(),
            registered_on=pl.col("registered_on").min(),
            insurance_at=pl.col("at"),
        )
    )
    maybe = alike.filter(~sure).select("pid", maybe=pl.lit(value=True)).unique()
    return (
        people.join(mine, on="pid", how="left", maintain_order="left")
        .join(maybe, on="pid", how="left", maintain_order="left")
        .with_columns(
            is_insured=pl.when(pl.col("holds").is_not_null())
            .then("holds")
            .when(pl.col("maybe").is_null())
            .then(pl.lit(value=False))
        )
    )
