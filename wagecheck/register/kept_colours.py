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
    * there are no workers and nothing of their pay, so that nothing can be wrong.

    Those that may have no workers (``without_workers``: the general contractor, suppliers …) stay green without any.
    Checks kept before these were kept do not tell them: there only what no rule came to a verdict about is grey.
    """
    judged = (pl.col("assessed").fill_null("") != "") & ((pl.col("workers") == 0) | pl.col("owed").is_not_null())
    none = (pl.col("workers") == 0) & pl.col("owed").is_null()
    green = pl.col("colour") == "green"
    pairs = rows.filter(green & none).select("run", "contractor").unique()
    told = _need_papers(reader, pairs)
    unearned = green & pl.when(none).then(pl.coalesce("needed", ~judged)).otherwise(~judged)
    return (
        rows.join(told, on=["run", "contractor"], how="left", maintain_order="left")
        .with_columns(colour=pl.when(unearned).then(pl.lit("grey")).otherwise("colour"))
        .drop("needed")
    )


def _need_papers(reader: Reader, pairs: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` (run, contractor) with ``needed``: whether the contractor must have workers; none of older checks."""
    schema = {"run": pl.String, "contractor": pl.String, "needed": pl.Boolean}
    if not pairs.height:
        return pl.DataFrame(schema=schema)
    query = select(RUN.c.id, RUN.c.manifest).where(RUN.c.id.in_(pairs["run"].unique().sort().to_list()))
    kept = kept_rows.frame(reader, query, {"id": pl.String, "manifest": pl.String})
    lists = kept.select("id", pl.col("manifest").str.json_path_match("$.without_workers")).drop_nulls().rows()
    need_none = {run: {company_key(name) for name in json.loads(names)} for run, names in lists}
    rows = [(run, name, company_key(name) not in need_none[run]) for run, name in pairs.rows() if run in need_none]
    return pl.DataFrame(rows, schema=schema, orient="row")
