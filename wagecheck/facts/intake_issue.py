"""One row per thing that could not be read; rules give it its severity and its words."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame

FRAME = Frame(
    name="intake_issue",
    title="读取问题",
    grain=("code", "file", "sheet", "field", "ordinal"),
    columns={
        "code": pl.String, "file": pl.String, "sheet": pl.String, "field": pl.String, "ordinal": pl.Int32,
        "raw": pl.String, "detail": pl.String, "detail_en": pl.String, "count": pl.Int32,
        "place": pl.String,            # file, sheet and cell in words
        "any_at": PLACES,
    },
)
