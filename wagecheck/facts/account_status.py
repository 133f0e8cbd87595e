"""One row per dedicated account: whether its recorded state says that it is frozen.

Contractor is the general contractor.
"""

from __future__ import annotations

import polars as pl

from wagecheck.facts.dedicated_account import accounts
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.payee import has_word, plain
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="account_status",
    title="专户状态",
    grain=("account_key",),
    standing=True,
    masks={"account_key": "card"},
    columns={
        "account_key": pl.String,      # number of the account, else its name
        "account_name": pl.String,
        "account_state": pl.String,    # as written
        "is_frozen": pl.Boolean,       # null where no state is written
        "account_at": PLACES,
    },
)  # fmt: skip


def build(sheets: StandingSheets) -> pl.LazyFrame:
    """Accounts of the sheet 专户; the words are ``record_words.toml`` ``frozen`` and ``unfrozen``."""
    words = sheets.settings.record_words
    state = pl.col("status")
    frozen = has_word(state, words.get("frozen", ())) & ~has_word(state, words.get("unfrozen", ()))
    known = accounts(sheets).with_columns(
        account_state=state.str.strip_chars(),
        is_frozen=pl.when(plain(state).is_not_null()).then(frozen),
    )
    placed = sheets.under_projects(known.drop("name", "status", "owner", strict=False), projects(sheets))
    return only(placed, FRAME.schema, "account_key")
