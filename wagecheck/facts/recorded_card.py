"""Wage cards as the contractor's own ledgers record them: roster, payroll and notice, complete numbers only."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.people import People
from wagecheck.ledgers.distinct import once

_SITE: Final = ["project", "contractor"]
_LEDGERS: Final = ("roster", "payroll", "notice")


def account_text(account: pl.Expr) -> pl.Expr:
    """Digits, letters and mask characters of an account number; null where nothing is left."""
    return once(account, _text, pl.String, same=r"^[0-9A-Z*]+$")


def complete(account: pl.Expr, state: pl.Expr) -> pl.Expr:
    """The account number where it is complete (neither masked nor stored as a number); null otherwise."""
    whole = once(account, _whole, pl.String, same=r"^[0-9A-Z]+$")
    return pl.when(state.fill_null("ok") == "ok").then(whole)


def _text(account: pl.Expr) -> pl.Expr:
    bare = account.str.normalize("NFKC").str.replace_all(r"[^0-9A-Za-z*]", "").str.to_uppercase()
    return pl.when(bare != "").then(bare)


def _whole(account: pl.Expr) -> pl.Expr:
    bare = _text(account)
    return pl.when(~bare.str.contains("*", literal=True)).then(bare)


def cards(people: People) -> pl.DataFrame:
    """Every complete card in a row about a known person.

    Columns: project, contractor, period_start, period_end, person, name_key (as written there), card, at.
    """
    return people.kept("cards", lambda: _cards(people))


def _cards(people: People) -> pl.DataFrame:
    return (
        people.appearances.select(
            *_SITE, "period_start", "period_end", "person", "name_key", "card", "at", "ledger", "ambiguous"
        )
        .filter(pl.col("ledger").is_in(_LEDGERS) & ~pl.col("ambiguous") & pl.col("card").is_not_null())
        .with_columns(card=account_text(pl.col("card")))
        .filter(~pl.col("card").str.contains("*", literal=True))
        .select(*_SITE, "period_start", "period_end", "person", "name_key", "card", "at")
    )
