"""One row per project, contractor and identity number: under which names it stands."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="identity_number",
    title="证件号码",
    grain=("id_number",),
    standing=True,
    masks={"name": "name", "id_number": "id", "names": "name"},
    columns={
        "n_names": pl.Int32, "names": pl.String,      # distinct normalised names, joined by 、
        "variants_only": pl.Boolean,                  # the names differ by one rare or look-alike character
        "any_at": PLACES,
    },
)
