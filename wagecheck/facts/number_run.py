"""One row per group of people with neighbouring identity numbers, and per team whose people come from one county."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import only
from wagecheck.ledgers.identifiers import resident_problem

FRAME = Frame(
    name="number_run",
    title="连号证件",
    grain=("scope", "first_number", "team"),
    standing=True,
    masks={"names": "name", "first_number": "id", "last_number": "id"},
    columns={
        "scope": pl.String,            # run: numbers that follow each other · county: people of one team
        "team": pl.String,             # of a county row
        "first_number": pl.String, "last_number": pl.String,     # of a run
        "people": pl.Int32, "team_people": pl.Int32,
        "county_share": pl.Float64,    # part of the team with the commonest first six digits
        "without_phone": pl.Int32,     # of the people meant; null where no ledger has phones
        "phoneless_share": pl.Float64, # part of the team that is of that county and has no phone
        # of a run: how many of them share a phone or a card with another of them, were paid without attendance,
        # worked or were paid without a contract, or have no phone
        "other_signals": pl.Int32, "signal_people": pl.Int32,
        "names": pl.String, "roster_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_FRONT: Final = 14
_CODE: Final = 3
_COUNTY: Final = 6


def build(ground: Groundwork, workers: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """Resident numbers of the rosters; judged once, under the latest period of the contractor.

    ``people`` of a run have the same county and birth date, and sequence codes at most number_run_step apart.
    """
    rows = _people(ground, workers)
    rows = rows.join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True)
    found = pl.concat([_runs(rows, ground), _counties(rows)], how="diagonal")
    return only(found, FRAME.schema, "scope", "first_number", "team")


def _people(ground: Groundwork, workers: pl.DataFrame) -> pl.DataFrame:
    """Everybody on a roster with a sound number, with what else is odd about him."""
    listed = (
        ground.roster.filter(pl.col("pid").is_not_null())
        .group_by("pid", maintain_order=True)
        .agg(pl.col("team").drop_nulls().first(), roster_at=pl.col("at").unique(maintain_order=True))
    )
    persons = ground.persons.join(ground.people.persons.select("pid", "cards"), on="pid", maintain_order="left")
    has_phones = pl.col("phone").is_not_null().any().over(_SITE)
    unpaid_work = (pl.col("in_payroll") & pl.col("in_attendance").not_()).fill_null(value=False)
    unsigned = (pl.col("active") & pl.col("in_contract").not_()).fill_null(value=False)
    odd = workers.group_by([*_SITE, "person"]).agg(unattended=unpaid_work.any(), unsigned=unsigned.any())
    number = pl.col("id_number")
    return (
        persons.with_columns(phoneless=pl.when(has_phones).then(pl.col("phone").is_null()))
        .join(listed, on="pid", maintain_order="left")
        .filter(
            number.is_not_null() & resident_problem(number).is_null() & (number.str.len_chars() == _FRONT + _CODE + 1)
        )
        .join(odd, on=[*_SITE, "person"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.col("unattended", "unsigned").fill_null(value=False),
            front=number.str.slice(0, _FRONT),
            code=number.str.slice(_FRONT, _CODE).cast(pl.Int32),
            county=number.str.slice(0, _COUNTY),
            card=pl.col("cards").list.first(),
        )
        .drop("period", "period_start", "period_end", strict=False)
    )


def _runs(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    order = [*_SITE, "front"]
    rows = rows.with_columns(step=ground.settings.on("number_run_step", pl.col("period_start")).cast(pl.Int32)).sort(
        *order, "code", nulls_last=True
    )
    apart = pl.col("code") - pl.col("code").shift().over(order)
    rows = rows.with_columns(begins=(apart > pl.col("step")).fill_null(value=True).cast(pl.Int32))
    rows = rows.with_columns(run=pl.col("begins").cum_sum()).filter(pl.len().over("run") > 1)
    shared = [
        pl.when(pl.col(name).is_not_null())
        .then(pl.len().over("run", name) > 1)
        .fill_null(value=False)
        .alias(f"same_{name}")
        for name in ("phone", "card")
    ]
    signs = ["same_phone", "same_card", "unattended", "unsigned", "without"]
    rows = rows.with_columns(*shared, without=pl.col("phoneless").fill_null(value=False))
    return rows.group_by(*_SITE, "period", "period_start", "period_end", "run", maintain_order=True).agg(
        scope=pl.lit("run"),
        first_number=pl.col("id_number").first(),
        last_number=pl.col("id_number").last(),
        people=pl.len(),
        without_phone=pl.when(pl.col("phoneless").null_count() == 0).then(pl.col("phoneless").sum()),
        other_signals=pl.sum_horizontal(pl.col(name).any().cast(pl.Int32) for name in signs),
        signal_people=pl.any_horizontal(signs).sum(),
        names=first_names(pl.lit(value=True)),
        roster_at=pl.col("roster_at").list.explode(keep_nulls=False, empty_as_null=False),
    )


def _counties(rows: pl.DataFrame) -> pl.DataFrame:
    team = [*_SITE, "period", "period_start", "period_end", "team"]
    rows = rows.filter(pl.col("team").is_not_null())
    rows = rows.with_columns(
        alike=pl.len().over([*_SITE, "team", "county"]), team_people=pl.len().over([*_SITE, "team"])
    ).sort(*_SITE, "team", "alike", "county", "pid", descending=[False, False, False, True, False, False])
    best = pl.col("county") == pl.col("county").first()
    without = best & pl.col("phoneless").fill_null(value=False)
    known = pl.col("phoneless").null_count() == 0
    return rows.group_by(team, maintain_order=True).agg(
        scope=pl.lit("county"),
        people=best.sum(),
        team_people=pl.len(),
        county_share=best.mean(),
        without_phone=pl.when(known).then(without.sum()),
        phoneless_share=pl.when(known).then(without.mean()),
        names=first_names(without),
        roster_at=pl.col("roster_at").filter(without).list.explode(keep_nulls=False, empty_as_null=False),
    )
