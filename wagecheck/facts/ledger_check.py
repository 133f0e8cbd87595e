"""One row per person and rule whose column check failed in any ledger (the checks stand on the Pandera models)."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="ledger_check",
    title="栏目校验",
    grain=("rule", "subject"),
    standing=True,
    masks={"name": "name", "id_number": "id", "value": "id"},
    columns={
        "rule": pl.String, "ledger": pl.String, "field": pl.String, "problem": pl.String,
        "subject": pl.String,          # what the finding is about (the raw value), so that one slip is one finding
        "value": pl.String, "any_at": PLACES,
    },
)
