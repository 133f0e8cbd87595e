"""Grounds and columns for the frames about contracts, stays and posts: all words and numbers of the rules folder."""

from __future__ import annotations

from typing import Any

import polars as pl

from tests.facts.ledger_kit import SRC, D, Given, ledgers
from tests.house_rules import BOOK
from wagecheck.facts import worker_month
from wagecheck.facts.groundwork import Groundwork
from wagecheck.judging import settings

AS_OF = D(2026, 11, 21)
SETTINGS = settings.build(BOOK, AS_OF)


def ground(**rows: Any) -> Groundwork:
    """Ledgers of these rows with the settings of the house."""
    return Groundwork(ledgers(**rows), SETTINGS)


def workers(given: Groundwork) -> pl.DataFrame:
    """The frame worker_month."""
    return worker_month.build(given)


def cells(**columns: list[str]) -> pl.DataFrame:
    """Sheets with these columns: ledger → fields."""
    rows = [
        (SRC[ledger], name, col, 0, name, 1.0, "exact", None)
        for ledger, names in columns.items()
        for col, name in enumerate(names, 1)
    ]
    return pl.DataFrame(rows, schema=Given({}).cells.schema, orient="row")


def unread(ledger: str, row: int, field: str) -> pl.DataFrame:
    """One cell that intake could not read (IN05)."""
    empty = Given({}).issues
    one = pl.DataFrame(
        {"code": ["IN05"], "src": [SRC[ledger]], "row": [row], "field": [field]},
        schema_overrides={"src": pl.Int32, "row": pl.Int32},
    )
    return pl.concat([empty, one], how="diagonal")
