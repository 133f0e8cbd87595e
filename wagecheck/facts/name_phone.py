"""One row per project, contractor, normalised name and phone: how many valid identity numbers stand behind it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.payee import is_masked
from wagecheck.facts.people import People
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.identifiers import resident_problem

FRAME = Frame(
    name="name_phone",
    title="同名同号",
    grain=("name_key", "phone"),
    standing=True,
    masks={"name": "name", "name_key": "name", "id_number": "id", "phone": "phone", "numbers": "id"},
    columns={"name_key": pl.String, "phone": pl.String, "n_numbers": pl.Int32, "numbers": pl.String, "any_at": PLACES},
)

_SITE: Final = ["project", "contractor"]
_KEYS: Final = [*_SITE, "name_key", "phone"]


def build(people: People, units: pl.DataFrame) -> pl.LazyFrame:
    """Names with a phone, and the numbers with a right check digit behind them (decision 14: a slip is no person).

    Masked names and phones are left out. ``numbers`` is joined by 、. ``person`` is null where several stand behind it.
    """
    number = pl.col("id_number").str.strip_chars().str.to_uppercase()
    whole = (pl.col("id_state").fill_null("ok") == "ok") & (number != "") & resident_problem(number).is_null()
    rows = (
        people.appearances.select(*_SITE, "person", "name", "name_key", "id_number", "id_state", "phone", "at")
        .with_columns(phone=pl.col("phone").str.replace_all(r"[^0-9+*]", ""))
        .filter(
            pl.col("name_key").is_not_null() & ~is_masked(pl.col("name")),
            pl.col("phone").is_not_null() & (pl.col("phone") != "") & ~pl.col("phone").str.contains("*", literal=True),
        )
        .sort("at")
        .with_columns(number=pl.when(whole).then(number))
    )
    numbers = pl.col("number").drop_nulls().unique(maintain_order=True)
    return (
        rows.lazy()
        .group_by(_KEYS, maintain_order=True)
        .agg(
            pl.col("name").first(),
            pl.col("person").first(),
            n_numbers=numbers.len(),
            numbers=numbers.str.join("、"),
            any_at=pl.col("at").unique(maintain_order=True),
        )
        .with_columns(id_number=pl.when(pl.col("n_numbers") == 1).then("numbers"))
        .with_columns(person=pl.when(pl.col("n_numbers") <= 1).then("person"))
        .join(latest_period(units.lazy()), on=_SITE, nulls_equal=True)
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "name_key", "phone")
    )
