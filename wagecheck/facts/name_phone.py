"""One row per project, contractor, normalised name and phone: how many valid identity numbers stand behind it."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="name_phone",
    title="同名同号",
    grain=("name_key", "phone"),
    standing=True,
    masks={"name": "name", "id_number": "id", "phone": "phone", "numbers": "id"},
    columns={"name_key": pl.String, "phone": pl.String, "n_numbers": pl.Int32, "numbers": pl.String, "any_at": PLACES},
)
