"""One row per bank account, contractor and pay period: whose wages go to it."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="card",
    title="工资卡",
    grain=("card",),
    masks={"name": "name", "id_number": "id", "card": "card", "holders": "name"},
    columns={
        "card": pl.String,
        "n_holders": pl.Int32,         # distinct people, over all contractors and projects of the run
        "holders": pl.String,          # their names, joined by 、
        "any_at": PLACES,
    },
)
