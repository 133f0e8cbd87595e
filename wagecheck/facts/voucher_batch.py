"""One row per project, contractor, pay period and day of payment: whether a bank voucher is on record."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import paid_account
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="voucher_batch",
    title="代发批次",
    grain=("paid_on",),
    columns={
        "paid_on": pl.Date,
        "n_payments": pl.Int32, "amount": MONEY,
        # a voucher number on one row serves the batch, the bank's own statement is one; null: no column for numbers
        "has_voucher": pl.Boolean,
        "payment_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["uid", "paid_on"]


def build(ground: Groundwork, cells: pl.DataFrame) -> pl.LazyFrame:
    """Payments to workers that arrived, by the day they were paid. ``cells`` says which sheets have the column."""
    ledger = ground.ledgers["payment"]
    column = cells.filter(pl.col("field") == "voucher_no")["src"].unique()
    number = pl.col("voucher_no").str.strip_chars()
    rows = ledger.select(
        at=pack(pl.col("src"), pl.col("row")),
        proof=(number != "").fill_null(value=False) | (pl.col("document") == "statement").fill_null(value=False),
        has_column=pl.col("src").is_in(column.implode()) & (pl.col("document") == "result").fill_null(value=False),
    )
    paid = paid_account.payments(ground).filter(paid_account.arrived())
    seen = (
        paid.select("paid", at="any_at")
        .explode("at")
        .join(rows, on="at")
        .group_by("paid")
        .agg(pl.col("proof", "has_column").any())
    )
    batches = (
        paid.join(seen, on="paid", how="left", maintain_order="left")
        .group_by(_KEYS, maintain_order=True)
        .agg(
            n_payments=pl.len().cast(pl.Int32),
            amount=pl.col("amount").sum(),
            has_voucher=pl.when(pl.col("proof").any())
            .then(pl.lit(value=True))
            .when(pl.col("has_column").any())
            .then(pl.lit(value=False)),
            payment_at=pl.col("payment_at").list.explode(keep_nulls=False, empty_as_null=False),
        )
    )
    return labelled(batches, ground, FRAME.schema, "paid_on")
