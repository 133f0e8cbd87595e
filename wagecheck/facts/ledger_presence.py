"""One row per project, contractor, pay period and ledger of the six unifications (payments count on their own)."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import Frame

FRAME = Frame(
    name="ledger_presence",
    title="六统一台账",
    grain=("ledger",),
    columns={"ledger": pl.String, "ledger_title": pl.String, "submitted": pl.Boolean, "workers": pl.Int32},
)
