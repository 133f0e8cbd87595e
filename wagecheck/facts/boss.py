"""Whom a wage must not go to beside firms: the legal representatives of the contractors."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wagecheck.facts.people import People
from wagecheck.ledgers.names import name_key


def bosses(ledgers: Mapping[str, pl.DataFrame], people: People, units: pl.DataFrame) -> pl.DataFrame:
    """project, payee_key (name key), boss (true): legal representatives who are no workers of the project.

    Standing data that name no project speak of all.
    """
    ledger = ledgers["contractor"].select("project", payee_key=name_key(pl.col("legal_rep"))).drop_nulls("payee_key")
    projects = units.select("project").unique()
    everywhere = ledger.filter(pl.col("project").is_null()).select("payee_key").join(projects, how="cross")
    named = pl.concat([ledger.drop_nulls("project"), everywhere.select("project", "payee_key")])
    workers = people.known_names.select("project", payee_key="name_key").unique()
    return (
        named.unique()
        .join(workers, on=["project", "payee_key"], how="anti", nulls_equal=True)
        .with_columns(boss=pl.lit(value=True))
    )
