"""What green is worth in kept checks: it stays green only where something was judged, and grey says that it was not."""

from __future__ import annotations

import polars as pl
from sqlalchemy import select

from wagecheck.register import kept_rows
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN


def earned(reader: Reader, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows (``kept_rows.read``); grey instead of green where no rule came to a verdict, or the pay of the workers
    could not be told.

    A row without workers is as its check has it, which knows who may have none (``judging.earned_green``); checks kept
    before that was looked at call it green, so of them what no rule came to a verdict about is grey too.
    """
    none = (pl.col("workers") == 0) & pl.col("owed").is_null()
    judged = (pl.col("assessed").fill_null("") != "") & ((pl.col("workers") == 0) | pl.col("owed").is_not_null())
    doubtful = rows.filter((pl.col("colour") == "green") & none)["run"].unique().sort().to_list()
    earned_by = _earned(reader, doubtful) if doubtful else []
    trusted = none & pl.col("run").is_in(earned_by)
    unearned = (pl.col("colour") == "green") & ~judged & ~trusted
    return rows.with_columns(colour=pl.when(unearned).then(pl.lit("grey")).otherwise("colour"))


def _earned(reader: Reader, runs: list[str]) -> list[str]:
    query = select(RUN.c.id, RUN.c.manifest).where(RUN.c.id.in_(runs))
    kept = kept_rows.frame(reader, query, {"id": pl.String, "manifest": pl.String})
    return kept.filter(pl.col("manifest").str.json_path_match("$.green_is_earned") == "true")["id"].to_list()
