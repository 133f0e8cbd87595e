"""What the lists say of every contractor and its people, in plain data, whether a rule speaks of it or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from wagecheck.privacy import Masker

_ENTRY: Final = ("match", "entry", "list_title", "entry_name", "decision_no", "in_force_from", "in_force_to")
#: Columns that are read of the frames that compare with the lists.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "listing_match": (*_ENTRY, "decided", "authority", "in_force"),
    "listed_person": (*_ENTRY, "role", "in_force"),
}
_SITE: Final = ("project", "contractor")
_WHOM: Final = ("role", "name", "entry", "entry_name")


def told(frames: Mapping[str, pl.DataFrame], reason: tuple[str, str] | None, masker: Masker) -> dict[str, Any]:
    """``compared``, the ``reason`` (in two languages) where nothing was, and ``entries`` that may mean somebody.

    An entry: project, contractor, role (company · legal_rep · team_leader · labor_officer), masked name of the person,
    match (uscc · name · former_name · near_name · decided · id), decided (a person recorded that it is the same),
    list_title, entry_name, decision_no, authority, from, to (ISO dates), in_force (in any period judged; null: the list
    does not tell), periods in which it was. ``unknown``: contractors whose legal representative nobody told.
    """
    zh, en = reason or (None, None)
    found = pl.concat([_companies(frames["listing_match"]), _people(frames["listed_person"], masker)], how="diagonal")
    named = found.filter(pl.col("match").is_not_null())
    entries = (
        named.group_by(*_SITE, *_WHOM, maintain_order=True)
        .agg(
            pl.col("match", "decided", "list_title", "decision_no", "authority").first(),
            pl.col("in_force_from").first().dt.to_string("iso").alias("from"),
            pl.col("in_force_to").first().dt.to_string("iso").alias("to"),
            in_force=pl.when(pl.col("in_force").any())
            .then(True)
            .when(pl.col("in_force").is_not_null().all())
            .then(False),
            periods=pl.col("period").filter(pl.col("in_force").fill_null(False)).unique().sort(),
        )
        .sort(*_SITE, pl.col("role") != "company", ~pl.col("in_force").fill_null(True), *_WHOM, nulls_last=True)
    )
    unknown = found.filter(pl.col("match").is_null() & (pl.col("role") == "legal_rep"))
    return {
        "compared": zh is None,
        "reason": zh,
        "reason_en": en,
        "entries": entries.drop("entry").to_dicts(),
        "unknown": unknown.select(_SITE).unique().sort(_SITE).to_dicts(),
    }


def _companies(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        *_SITE, "period", *COLUMNS["listing_match"], role=pl.lit("company"), name=pl.lit(None, pl.String)
    )


def _people(frame: pl.DataFrame, masker: Masker) -> pl.DataFrame:
    return frame.select(*_SITE, "period", *COLUMNS["listed_person"], masker.column("name", "name"))
