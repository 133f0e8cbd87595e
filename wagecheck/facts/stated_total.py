"""One row per total or subtotal cell of a submitted sheet."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame

FRAME = Frame(
    name="stated_total",
    title="合计行",
    grain=("ledger", "sheet_key", "field_title", "ordinal"),
    columns={
        "ledger": pl.String, "sheet_key": pl.String, "field_title": pl.String, "ordinal": pl.Int32,
        "stated": MONEY, "computed": MONEY, "any_at": PLACES,
    },
)
