"""One row per sheet, and per worker record, on which items that a law lists are missing or blank."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="required_item",
    title="法定项目",
    grain=("scope", "ledger", "sheet_key", "person"),
    masks={"name": "name", "id_number": "id"},
    columns={
        "scope": pl.String,            # sheet: the column is not there · worker: the cell under it is blank
        "ledger": pl.String, "ledger_title": pl.String, "sheet_key": pl.String, "file": pl.String, "sheet": pl.String,
        "n_missing": pl.Int32, "missing": pl.String,     # titles of the missing groups, joined by 、
        "any_at": PLACES,
    },
)
