"""Payments to persons with the account each went to, as the bank files write it."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.recorded_card import account_text
from wagecheck.facts.shown_account import shown
from wagecheck.ledgers.provenance import pack


def payments(ground: Groundwork) -> pl.DataFrame:
    """Single payments (no lump sums) by uid and pid: paid (number), account, tail, written, payer, status, amount,

    paid_on, memo, at (of the row cited first), any_at. The file that shows most of the account speaks. ``payer`` is
    ``special`` for any of the project's dedicated accounts, else the number of the account that paid.
    """
    return ground.kept("paid accounts", lambda: _with_accounts(ground.payments_of_persons, ground))


def of_all_time(ground: Groundwork) -> pl.DataFrame:
    """The same of every payment to a known worker, whether or not its month was handed in; uid is null."""
    who = ground.persons.select("pid", "project", "contractor", "person")
    rows = ground.payments.filter(pl.col("person").is_not_null()).join(
        who, on=["project", "contractor", "person"], nulls_equal=True, maintain_order="left"
    )
    return _with_accounts(rows.with_columns(uid=pl.lit(None, dtype=pl.UInt32)), ground)


def _with_accounts(payments: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    rows = (
        payments.filter(~pl.col("is_lump_sum").fill_null(value=False))
        .with_row_index("paid")
        .select(
            "paid", "uid", "pid", "status", "amount", "paid_on", "memo", "any_at", "payment_at", "document",
            payer=pl.when(pl.col("payer_is_special").fill_null(value=False))
            .then(pl.lit("special"))
            .otherwise(account_text(pl.col("payer_account"))),
        )
    )  # fmt: skip
    cells = ground.ledgers["payment"].select(
        at=pack(pl.col("src"), pl.col("row")), **shown(pl.col("payee_account"), pl.col("card_state"))
    )
    seen = (
        rows.select("paid", at="any_at")
        .explode("at")
        .join(cells, on="at")
        .sort("paid", pl.col("account").is_null(), pl.col("tail").is_null(), "at")
        .unique("paid", keep="first", maintain_order=True)
    )
    return rows.join(seen.select("paid", "account", "tail", "written"), on="paid", how="left", maintain_order="left")


def arrived() -> pl.Expr:
    """Whether the bank says that the payment arrived."""
    return (pl.col("status") == "success").fill_null(value=False)
