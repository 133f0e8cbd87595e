"""One row per project, contractor and day of registration: who had been at work long before."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import only

FRAME = Frame(
    name="registration_day",
    title="实名登记日",
    grain=("registered_on",),
    standing=True,
    masks={"names": "name"},
    columns={
        "registered_on": pl.Date,
        "registered": pl.Int32,        # people of the contractor registered that day
        "on_roster": pl.Int32,         # people of the contractor on the roster
        # of those registered that day, at work more than late_registration_days before
        "late_people": pl.Int32, "days_late": pl.Int32,      # the greatest lateness
        "first_day": pl.Date, "names": pl.String,
        "roster_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork, units: pl.DataFrame) -> pl.LazyFrame:
    """Days of registration of everybody on a roster; null where the contractor handed in no attendance at all."""
    listed = (
        ground.roster.filter(pl.col("pid").is_not_null())
        .group_by("pid", maintain_order=True)
        .agg(pl.col("registered_on").min(), roster_at=pl.col("at").unique(maintain_order=True))
    )
    worked = ground.days.group_by("pid").agg(first_day=pl.col("date").min())
    persons = ground.persons.select("pid", *_SITE, "name")
    rows = (
        listed.join(persons, on="pid", maintain_order="left")
        .join(worked, on="pid", how="left", maintain_order="left")
        .join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left")
        .join(attended(ground), on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            on_roster=pl.len().over(_SITE),
            days_late=(pl.col("registered_on") - pl.col("first_day")).dt.total_days(),
        )
    )
    least = ground.settings.on("late_registration_days", pl.col("period_start"))
    rows = rows.with_columns(late=(pl.col("days_late") > least).fill_null(value=False)).sort("roster_at")
    found = rows.filter(pl.col("registered_on").is_not_null()).group_by(
        *_SITE, "period", "period_start", "period_end", "registered_on", maintain_order=True
    ).agg(
        registered=pl.len(),
        on_roster=pl.col("on_roster").first(),
        late_people=pl.when(pl.col("attended").first()).then(pl.col("late").sum()),
        days_late=pl.col("days_late").filter("late").max(),
        first_day=pl.col("first_day").filter("late").min(),
        names=first_names(pl.col("late")),
        roster_at=pl.col("roster_at").filter("late").list.explode(keep_nulls=False, empty_as_null=False),
    )  # fmt: skip
    return only(found, FRAME.schema, "registered_on")


def attended(ground: Groundwork) -> pl.DataFrame:
    """project, contractor → attended: the contractor handed in attendance for some period."""
    return ground.units.group_by(_SITE, maintain_order=True).agg(attended=pl.col("has_attendance").any())
