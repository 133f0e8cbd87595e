"""Payments of export tables: which kind of bank file it is, which way money went, what became of it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake import bank_status
from wagecheck.intake.exports import wordings
from wagecheck.intake.wordings import squeeze
from wagecheck.ledgers.names import name_key

_ZERO: Final = pl.lit(0, dtype=pl.Decimal(18, 2))


def completed(rows: pl.DataFrame, given: frozenset[str]) -> pl.DataFrame:
    """``rows`` of the ledger ``payment`` (all columns) with document, direction, status and names; ``given``: columns.

    Without a column of directions every payment goes out, and one of less than nothing means nothing (null).
    """
    kind = next((name for name, fields in wordings.raw()["documents"].items() if given & set(fields)), "batch")
    rows = rows.with_columns(document=pl.coalesce("document", pl.lit(kind)))
    if "direction" not in given:
        rows = rows.with_columns(
            amount=pl.when(pl.col("amount") >= _ZERO).then("amount"), direction=pl.lit("out", dtype=pl.String)
        )
    rows = rows.with_columns(pl.col("amount").abs())
    booked = (pl.col("document") == "statement") & pl.col("status_text").is_null()
    status = pl.coalesce("status", _said(rows["status_text"]), _reasoned(rows["failure_reason"]))
    rows = rows.with_columns(status=pl.coalesce(status, pl.when(booked).then(pl.lit("success"))))
    out = pl.col("direction") == "out"
    if "name" not in given:
        rows = rows.with_columns(name=pl.when(out).then("payee_name"))
    elif "payee_name" not in given:
        rows = rows.with_columns(payee_name="name")
    return rows.with_columns(name_key=name_key(pl.col("name")))


def unexplained(rows: pl.DataFrame) -> pl.DataFrame:
    """``row`` and ``raw`` of results that nobody explains."""
    return rows.filter(pl.col("status_text").is_not_null() & pl.col("status").is_null()).select(
        "row", raw="status_text"
    )


def _said(written: pl.Series) -> pl.Expr:
    """What the words of the bank say; null where they are not known."""
    known = {text: bank_status.status_of(text) for text in written.drop_nulls().unique().to_list()}
    if not known:
        return pl.lit(None, dtype=pl.String)
    return pl.col("status_text").replace_strict(known, default=None, return_dtype=pl.String)


def _reasoned(reasons: pl.Series) -> pl.Expr:
    """A reason of failure is a failure, where no status stands beside it."""
    nothing = {squeeze(word) for word in bank_status.rules()["reason"]["nothing"]}
    known = {
        text: None if squeeze(text) in nothing else bank_status.status_of(text) or "failed"
        for text in reasons.drop_nulls().unique().to_list()
    }
    if not known:
        return pl.lit(None, dtype=pl.String)
    told = pl.col("failure_reason").replace_strict(known, default=None, return_dtype=pl.String)
    return pl.when(pl.col("status_text").is_null()).then(told)
