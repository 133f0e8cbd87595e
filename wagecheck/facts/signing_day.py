"""One row per project, contractor and day on which labour contracts were signed: contracts that look signed later."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.registration_day import attended
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import only
from wagecheck.ledgers.companies import company_key
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="signing_day",
    title="合同签订日",
    grain=("signed_on",),
    standing=True,
    masks={"names": "name", "card_names": "name"},
    columns={
        "signed_on": pl.Date,
        "contracts": pl.Int32,         # first contracts signed that day
        # of them signed more than backdated_days after the first day worked; null without any attendance
        "late_contracts": pl.Int32, "days_late": pl.Int32, "first_day": pl.Date, "names": pl.String,
        "firm_registered_on": pl.Date,     # of the contractor; null where 参建单位 does not say
        # signed before the worker's identity card became valid, although he had not worked before it either
        "before_card": pl.Int32, "card_names": pl.String, "card_from": pl.Date,
        "contract_at": PLACES, "card_at": PLACES, "contractor_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork, units: pl.DataFrame) -> pl.LazyFrame:
    """Signing days of the first contract of every worker; renewals say nothing."""
    rows = (
        ground.contracts_by_person.filter(pl.col("signed_on").is_not_null())
        .select("pid", "signed_on", "contract_at")
        .join(ground.persons.select("pid", *_SITE, "name"), on="pid", maintain_order="left")
        .join(
            ground.days.group_by("pid").agg(first_day=pl.col("date").min()), on="pid", how="left", maintain_order="left"
        )
        .join(_cards(ground), on="pid", how="left", maintain_order="left")
        .join(attended(ground), on=_SITE, how="left", nulls_equal=True, maintain_order="left")
        .join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True, maintain_order="left")
    )
    renewed = (pl.col("first_day") < pl.col("card_from")).fill_null(value=False)
    least = ground.settings.on("backdated_days", pl.col("period_start"))
    rows = rows.with_columns(days_late=(pl.col("signed_on") - pl.col("first_day")).dt.total_days()).with_columns(
        late=(pl.col("days_late") > least).fill_null(value=False),
        early=((pl.col("signed_on") < pl.col("card_from")) & ~renewed).fill_null(value=False),
    ).sort("contract_at")  # fmt: skip
    found = rows.group_by(*_SITE, "period", "period_start", "period_end", "signed_on", maintain_order=True).agg(
        contracts=pl.len(),
        late_contracts=pl.when(pl.col("attended").first()).then(pl.col("late").sum()),
        days_late=pl.col("days_late").filter("late").max(),
        first_day=pl.col("first_day").filter("late").min(),
        names=first_names(pl.col("late")),
        before_card=pl.when(pl.col("card_from").count() > 0).then(pl.col("early").sum()),
        card_names=first_names(pl.col("early")),
        card_from=pl.col("card_from").filter("early").max(),
        contract_at=pl.col("contract_at").list.explode(keep_nulls=False, empty_as_null=False),
        card_at=pl.concat_list("contract_at", "identity_at").filter("early")
        .list.explode(keep_nulls=False, empty_as_null=False),
    )  # fmt: skip
    return only(_with_firm(found, ground), FRAME.schema, "signed_on")


def _cards(ground: Groundwork) -> pl.DataFrame:
    """pid → card_from (the latest card), identity_at."""
    rows = ground.ledgers["identity"].join(
        ground.people.pids("identity"), on=["src", "row", "name_key"], nulls_equal=True, maintain_order="left"
    )
    places = ground.people.appearances.filter(pl.col("ledger") == "identity").select("src", "row", "at").unique()
    return (
        rows.join(places, on=["src", "row"], how="left", maintain_order="left")
        .group_by("pid", maintain_order=True)
        .agg(card_from=pl.col("id_valid_from").max(), identity_at=pl.col("at"))
    )


def _with_firm(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` with the day on which the contractor was registered, as its own project says, by the compared name."""
    firms = ground.ledgers["contractor"].select(
        "project",
        "name",
        firm_registered_on="registered_on",
        contractor_at=pl.concat_list(pack(pl.col("src"), pl.col("row"))),
    )
    keyed = firms.with_columns(key=pl.Series([company_key(name) for name in firms["name"]], dtype=pl.String))
    keyed = keyed.drop("name").drop_nulls("key").unique(["project", "key"], keep="first", maintain_order=True)
    own = pl.Series([company_key(name) for name in rows["contractor"]], dtype=pl.String)
    return (
        rows.with_columns(key=own)
        .join(keyed, on=["project", "key"], how="left", nulls_equal=True, maintain_order="left")
        .drop("key")
    )
