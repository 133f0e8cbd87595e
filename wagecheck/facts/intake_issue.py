"""One row per thing that could not be read; rules give it its severity and its words."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.sheets import place
from wagecheck.facts.standing import assign
from wagecheck.ledgers.provenance import pack

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
)  # fmt: skip

_KEYS = ("project", "contractor", "period", "code", "file", "sheet", "field")


def build(issues: pl.DataFrame, units: pl.LazyFrame) -> pl.LazyFrame:
    """The submission's issues; one without contractor stands under （未归属）, one without period under the latest.

    ``ordinal`` numbers issues with equal keys from 1, in the order of their places. ``any_at`` is empty where the issue
    has no table or no row (a file that could not be opened).
    """
    columns = ["src", "row", "col"]
    placed = assign(issues, units).lazy().sort(*_KEYS, *columns, "raw", "detail", nulls_last=True)
    at = pl.when(pl.col("src").is_not_null() & (pl.col("row") > 0)).then(
        pack(pl.col("src"), pl.col("row"), pl.col("col").fill_null(0))
    )
    return placed.with_columns(
        ordinal=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(_KEYS),
        count=pl.col("count").fill_null(1),
        place=place(row="row", col="col"),
        any_at=pl.concat_list(at).list.drop_nulls(),
        person=pl.lit(None),
        name=pl.lit(None),
        id_number=pl.lit(None),
    ).select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
