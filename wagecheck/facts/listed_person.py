"""One row per contractor, person in a role and blacklist entry of another company that names this person."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import listed, listing_match
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.listing_verdict import Verdicts, none
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import StandingSheets, only
from wagecheck.ledgers.names import name_key
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="listed_person",
    title="黑名单人员比对",
    grain=("role", "person", "entry"),
    masks={"name": "name", "id_number": "id"},
    standing=True,
    listing=True,
    columns={
        "role": pl.String,             # legal_rep · team_leader · labor_officer
        "role_title": pl.String,
        "match": pl.String,            # id · name; null: the sheet does not tell who the legal representative is
        "entry": pl.String, "list_title": pl.String, "entry_name": pl.String, "decision_no": pl.String,
        "in_force_from": pl.Date, "in_force_to": pl.Date,
        "in_force": pl.Boolean,        # on any day of the latest period; null where the list does not tell
        "contractor_at": PLACES, "roster_at": PLACES, "project_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period", "period_start", "period_end"]
_TITLES: Final = {"legal_rep": "法定代表人", "team_leader": "班组长", "labor_officer": "劳资专管员"}


def build(
    entries: pl.DataFrame,
    ground: Groundwork,
    sheets: StandingSheets,
    matches: pl.LazyFrame,
    verdicts: Verdicts | None = None,
) -> pl.LazyFrame:
    """Legal representatives (参建单位), team leaders (roster) and labour officers (项目) whom an entry names.

    ``matches`` is the frame listing_match: what an entry says of the contractor itself is told there. One whose
    legal representative is not known has one row without ``match``. Whoever was decided to be somebody else
    (``verdicts``) is left out.
    """
    entry = listed.described(entries, sheets.settings)
    people = pl.concat([_legal_reps(sheets), _leaders(ground, sheets), _officers(sheets)], how="diagonal")
    people = people.with_row_index("index").with_columns(
        key=name_key(pl.col("name")), number_of=listed.complete(pl.col("id_number"))
    )
    found = listed.named(people, listed.persons(entry, sheets.settings)).join(
        entry.select("number", "id", *listed.ENTRY), on="number"
    )
    found = (
        (verdicts or none())
        .without_other_people(
            found.join(people.select("index", "contractor", "key", "number_of"), on="index", maintain_order="left")
        )
        .drop("contractor", "key", "number_of", "id")
    )
    rows = (
        people.join(found, on="index", maintain_order="left")
        .join(listing_match.own(matches), on=[*_SITE, "entry"], how="anti", nulls_equal=True)
        .with_columns(in_force=listed.in_force(pl.col("period_start"), pl.col("period_end")))
    )
    nameless = people.filter((pl.col("role") == "legal_rep") & pl.col("key").is_null() & pl.col("number_of").is_null())
    rows = pl.concat([rows, nameless], how="diagonal").with_columns(
        role_title=pl.col("role").replace_strict(_TITLES),
        id_number="number_of",
        person=pl.coalesce("number_of", pl.concat_str(pl.lit("name:"), "key")),
    )
    rows = rows.unique([*_UNIT, *FRAME.grain], keep="first", maintain_order=True)
    return only(rows, FRAME.schema, "role", "person", "entry")


def _legal_reps(sheets: StandingSheets) -> pl.DataFrame:
    """Every contractor under its latest period."""
    found = listing_match.subjects(sheets.ledgers["contractor"], sheets.units.lazy())
    latest = pl.col("period_start").eq_missing(pl.col("period_start").max().over(_SITE))
    return found.filter(latest).select(
        *_UNIT, "contractor_at", role=pl.lit("legal_rep"), name="legal_rep", id_number="legal_rep_id"
    )


def _leaders(ground: Groundwork, sheets: StandingSheets) -> pl.DataFrame:
    """Team leaders whom the roster names; their number where exactly one person of the contractor has that name."""
    named = (
        ground.roster.with_columns(key=name_key(pl.col("team_leader")))
        .filter(pl.col("key").str.len_chars() > 1)
        .group_by(*_SITE, "key", maintain_order=True)
        .agg(name=pl.col("team_leader").first(), at=pack(pl.col("src"), pl.col("row")).first())
    )
    bearers = ground.people.persons.filter(pl.len().over(*_SITE, "name_key") == 1).select(
        *_SITE, "id_number", key="name_key"
    )
    return (
        named.join(bearers, on=[*_SITE, "key"], how="left", nulls_equal=True, maintain_order="left")
        .join(latest_period(sheets.units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left")
        .select(*_UNIT, "name", "id_number", role=pl.lit("team_leader"), roster_at=pl.concat_list("at"))
    )


def _officers(sheets: StandingSheets) -> pl.DataFrame:
    """Labour officers of the sheet 项目, under the general contractor."""
    general = projects(sheets).select("project", "general_contractor", "labor_officer", "project_at")
    numbers = (
        sheets.rows("project")
        .with_columns(project=pl.coalesce("project", "name"))
        .group_by("project", maintain_order=True)
        .agg(id_number=pl.col("labor_officer_id").drop_nulls().first())
    )
    return (
        sheets.under_projects(general.select("project"), general)
        .join(numbers, on="project", how="left", nulls_equal=True, maintain_order="left")
        .select(*_UNIT, "id_number", "project_at", role=pl.lit("labor_officer"), name="labor_officer")
        .filter(pl.col("name").is_not_null())
    )
