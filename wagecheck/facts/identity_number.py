"""One row per project, contractor and identity number: under which names it stands."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import name_variant
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.payee import is_masked
from wagecheck.facts.people import People
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.identifiers import identity_problem

FRAME = Frame(
    name="identity_number",
    title="证件号码",
    grain=("id_number",),
    standing=True,
    masks={"name": "name", "id_number": "id", "names": "name"},
    columns={
        "n_names": pl.Int32, "names": pl.String,      # distinct normalised names, joined by 、
        "variants_only": pl.Boolean,                  # the names differ by one rare or look-alike character
        "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_NUMBER: Final = [*_SITE, "id_number"]

#: Names of one number of which each is compared with each; more are never spellings of one.
_MOST_SPELLINGS: Final = 12


def build(people: People, units: pl.DataFrame) -> pl.LazyFrame:
    """Well-formed numbers with the names they stand with in any ledger but payments (BK02 speaks about payees).

    Numbers that lost digits, masked or malformed ones, and masked names say nothing and are left out. ``variants_only``
    is true where every two names are spellings of one (``name_variant``: a rare character or a placeholder for it).
    """
    number = pl.col("id_number").str.strip_chars().str.to_uppercase()
    rows = (
        people.appearances.select(*_SITE, "name", "name_key", "id_state", "at", id_number=number)
        .filter(
            pl.col("id_number").is_not_null() & (pl.col("id_number") != ""),
            (pl.col("id_state").fill_null("ok") == "ok") & ~pl.col("id_number").str.contains("[*＊]"),
            pl.col("name_key").is_not_null() & ~is_masked(pl.col("name")),
        )
        .filter(identity_problem(pl.col("id_number")).is_null())
        .sort("at")
    )
    names = rows.group_by([*_NUMBER, "name_key"], maintain_order=True).agg(pl.col("name").first())
    numbers = rows.group_by(_NUMBER, maintain_order=True).agg(any_at=pl.col("at").unique(maintain_order=True))
    listed = names.group_by(_NUMBER, maintain_order=True).agg(
        pl.col("name").first(), n_names=pl.len(), names=pl.col("name").str.join("、")
    )
    return (
        numbers.join(listed, on=_NUMBER, nulls_equal=True)
        .join(_variants(names), on=_NUMBER, how="left", nulls_equal=True)
        .with_columns(person=pl.col("id_number"), variants_only=pl.col("variants_only").fill_null(value=False))
        .lazy()
        .join(latest_period(units.lazy()), on=_SITE, nulls_equal=True)
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "id_number")
    )


def _variants(names: pl.DataFrame) -> pl.DataFrame:
    """Numbers with several names: whether all of them are spellings of one. Numbers with a great many are left out."""
    several = names.filter(pl.len().over(_NUMBER).is_between(2, _MOST_SPELLINGS)).select(*_NUMBER, left="name_key")
    pairs = several.join(several.rename({"left": "right"}), on=_NUMBER, nulls_equal=True).filter(
        pl.col("left") < pl.col("right")
    )
    return (
        pairs.with_columns(variant=name_variant.variants(pairs, rare=True))
        .group_by(_NUMBER)
        .agg(variants_only=pl.col("variant").all())
    )
