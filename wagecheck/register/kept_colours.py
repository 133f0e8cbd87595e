"""What green is worth in kept checks: it stays green only where something was judged, and grey says that it was not."""

from __future__ import annotations

import json

import polars as pl
from sqlalchemy import select

from wagecheck.ledgers.companies import company_key
from wagecheck.register import kept_rows
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN


def earned(reader: Reader, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows (``kept_rows.read``); grey instead of green where

    * no rule came to a verdict, or the pay of the workers could not be told;
    * there are no workers and nothing of their pay, so that nothing can be wrong. Only a company that the files name
      as general contractor may well have no workers of its own. Checks kept before that name was kept tell nothing.
    """
    judged = (pl.col("assessed").fill_null("") != "") & ((pl.col("workers") == 0) | pl.col("owed").is_not_null())
    empty = pl.lit("grey")
    rows = rows.with_columns(colour=pl.when((pl.col("colour") == "green") & ~judged).then(empty).otherwise("colour"))
    quiet = (pl.col("colour") == "green") & (pl.col("workers") == 0) & pl.col("owed").is_null()
    pairs = rows.filter(quiet).select("run", "contractor").unique().rows()
    if not pairs:
        return rows
    query = select(RUN.c.id, RUN.c.manifest).where(RUN.c.id.in_(sorted({run for run, _ in pairs})))
    told = kept_rows.frame(reader, query, {"id": pl.String, "manifest": pl.String}).select(
        run="id", general=pl.col("manifest").str.json_path_match("$.general_contractors")
    )
    general = {run: {company_key(one) for one in json.loads(names)} for run, names in told.drop_nulls("general").rows()}
    silent = [pair for pair in pairs if pair[0] in general and company_key(pair[1]) not in general[pair[0]]]
    other = pl.DataFrame(silent, schema=dict.fromkeys(("run", "contractor"), pl.String), orient="row")
    return (
        rows.join(other.with_columns(silent=True), on=["run", "contractor"], how="left")
        .with_columns(colour=pl.when(quiet & pl.col("silent")).then(empty).otherwise("colour"))
        .drop("silent")
    )
