"""One row per person in the identity ledger: how long the identity card is valid, and when the person was on site."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="identity_row",
    title="身份证信息",
    grain=("person",),
    standing=True,
    masks={"name": "name", "id_number": "id"},
    columns={
        "id_type": pl.String, "id_valid_from": pl.Date, "id_valid_until": pl.Date,
        "is_open_ended": pl.Boolean,   # 长期: there is no last day
        "entry_on": pl.Date,           # first entry on the roster, else first day worked
        "active_until": pl.Date,       # end of the last period judged in which the person worked or was paid
        "identity_at": PLACES, "roster_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ground: Groundwork, workers: pl.DataFrame, units: pl.DataFrame) -> pl.LazyFrame:
    """People of the identity ledger, judged under the latest period of their contractor. ``workers``: worker_month.

    Of several cards the one that is valid longest counts.
    """
    ledger = ground.ledgers["identity"]
    named = ledger.join(
        ground.people.pids("identity"), on=["src", "row", "name_key"], nulls_equal=True, maintain_order="left"
    ).filter(pl.col("pid").is_not_null())
    cards = (
        named.with_columns(at=pack(pl.col("src"), pl.col("row")))
        .sort("id_valid_until", nulls_last=False, maintain_order=True)
        .group_by("pid", maintain_order=True)
        .agg(
            pl.col("id_type", "id_valid_from").last(),
            pl.col("id_valid_until").max(),
            is_open_ended=pl.col("id_open_ended").any(),
            identity_at=pl.col("at").unique(maintain_order=True),
        )
    )
    asked = units.select(*_SITE, "period").unique()
    site = workers.join(asked, on=[*_SITE, "period"], how="semi", nulls_equal=True)
    stays = site.group_by([*_SITE, "person"], maintain_order=True).agg(
        active_until=pl.col("period_end").filter("active").max(),
        first_day=pl.col("first_day").min(),
        roster_at=pl.col("roster_at").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
    )
    entries = ground.roster.group_by("pid").agg(first_entry=pl.col("entry_date").min())
    return (
        cards.join(ground.people.persons.select("pid", *_SITE, "person", "name", "id_number"), on="pid")
        .join(stays, on=[*_SITE, "person"], how="left", nulls_equal=True)
        .join(entries, on="pid", how="left")
        .join(latest_period(units.lazy()).collect(), on=_SITE, nulls_equal=True)
        .lazy()
        .with_columns(entry_on=pl.coalesce("first_entry", "first_day"))
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort(*_SITE, "person")
    )
