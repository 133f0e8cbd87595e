"""Wage cards as the contractor's own ledgers record them: roster, payroll and notice, complete numbers only."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.people import People

_SITE: Final = ["project", "contractor"]
_LEDGERS: Final = ("roster", "payroll", "notice")


def account_text(account: pl.Expr) -> pl.Expr:
    """Digits, letters and mask characters of an account number; null where nothing is left."""
    bare = account.str.normalize("NFKC").str.replace_all(r"[^0-9A-Za-z*]", "").str.to_uppercase()
    return pl.when(bare != "").then(bare)


def complete(account: pl.Expr, state: pl.Expr) -> pl.Expr:
    """The account number where it is complete (neither masked nor stored as a number); null otherwise."""
    bare = account_text(account)
    return pl.when(~bare.str.contains("*", literal=True) & (state.fill_null("ok") == "ok")).then(bare)


def cards(people: People) -> pl.DataFrame:
    """Every complete card in a row about a known person.

    Columns: project, contractor, period_start, period_end, person, name_key (as written there), card, at.
    """
    return (
        people.appearances.filter(
            pl.col("ledger").is_in(_LEDGERS) & ~pl.col("ambiguous") & pl.col("card").is_not_null()
        )
        .with_columns(card=account_text(pl.col("card")))
        .filter(~pl.col("card").str.contains("*", literal=True))
        .select(*_SITE, "period_start", "period_end", "person", "name_key", "card", "at")
    )
