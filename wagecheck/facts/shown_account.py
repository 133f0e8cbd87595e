"""What an account number shows when two are compared: the whole number, or its last four digits.

A number that was stored as a number, or masked beyond its last four digits, shows nothing.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.recorded_card import account_text, complete

_TAIL: Final = r"([0-9A-Z]{4})$"


def shown(account: pl.Expr, state: pl.Expr) -> dict[str, pl.Expr]:
    """``account`` (complete, else null), ``tail`` (last four characters shown, else null), ``written`` (any text)."""
    written = account_text(account)
    kept = pl.when(state.fill_null("ok") != "lossy").then(written)
    return {"account": complete(account, state), "tail": kept.str.extract(_TAIL, 1), "written": written}


def n_different() -> pl.Expr:
    """How many accounts stand in a group (columns account, tail, written), null where that cannot be told.

    Two complete numbers are two accounts if they differ, a masked one is another if its last digits are.
    """
    seen = pl.max_horizontal(pl.col("account").drop_nulls().n_unique(), pl.col("tail").drop_nulls().n_unique())
    hidden = (pl.col("tail").is_null() & pl.col("written").is_not_null()).sum()
    return (
        pl.when((seen > 1) | (hidden == 0))
        .then(seen)
        .when((seen == 0) & (pl.col("written").drop_nulls().n_unique() == 1))
        .then(1)
        .cast(pl.Int32)
    )


def same(left: str, right: str) -> pl.Expr:
    """Whether two accounts are one, from the columns ``account`` and ``tail`` with these suffixes; null: not known."""
    whole = pl.col(f"account{left}").is_not_null() & pl.col(f"account{right}").is_not_null()
    return (
        pl.when(whole)
        .then(pl.col(f"account{left}") == pl.col(f"account{right}"))
        .otherwise(pl.col(f"tail{left}") == pl.col(f"tail{right}"))
    )
