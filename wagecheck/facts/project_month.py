"""One row per project and pay period; contractor is the general contractor."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame

FRAME = Frame(
    name="project_month",
    title="项目",
    grain=(),
    standing=True,
    columns={
        "region": pl.String, "tier": pl.String,
        "contract_amount": MONEY, "contract_signed_on": pl.Date, "start_on": pl.Date, "complete_on": pl.Date,
        "has_account": pl.Boolean,     # null when the sheet 专户 was not handed in
        "account_opened_on": pl.Date, "account_days": pl.Int32,     # days from signing the contract to opening
        "has_guarantee": pl.Boolean, "guarantee_amount": MONEY, "guarantee_ratio": pl.Decimal(10, 4),
        "guarantee_rate": pl.Decimal(18, 6),                       # amount ÷ contract amount
        "arrears_in_two_years": pl.Boolean,
        "as_of": pl.Date,
        "project_at": PLACES, "account_at": PLACES, "guarantee_at": PLACES,
    },
)
