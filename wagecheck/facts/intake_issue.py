"""One row per thing that could not be read; rules give it its severity and its words."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.sheets import place
from wagecheck.facts.standing import assign
from wagecheck.ledgers.provenance import pack, unpack

FRAME = Frame(
    name="intake_issue",
    title="读取问题",
    grain=("code", "file", "sheet", "field", "ordinal"),
    columns={
        "code": pl.String, "file": pl.String, "sheet": pl.String, "field": pl.String, "ordinal": pl.Int32,
        "raw": pl.String, "detail": pl.String, "detail_en": pl.String, "count": pl.Int32,
        "mild": pl.Boolean,            # written in another way than its neighbours, without effect on the value
        "place": pl.String,            # file, sheet and first cell in words
        "any_at": PLACES,
    },
)  # fmt: skip

#: Codes of cells that are filled although no value could be read from them.
_FILLED: Final = ("IN05", "IN08")
#: Cells that a finding lists; its count is that of all.
_LISTED: Final = 500
_KEYS = ("project", "contractor", "period", "code", "file", "sheet", "field")


def build(issues: pl.DataFrame, units: pl.LazyFrame) -> pl.LazyFrame:
    """The submission's issues; one without contractor stands under （未归属）, one without period under the latest.

    ``ordinal`` numbers issues with equal keys from 1, in the order of their places. ``any_at`` holds the first cells
    that the issue speaks of; it is empty where the issue has no table or no row (a file that could not be opened).
    """
    columns = ["src", "row", "col"]
    placed = assign(issues, units).lazy().sort(*_KEYS, *columns, "raw", "detail", nulls_last=True)
    first = pl.when(pl.col("src").is_not_null() & (pl.col("row") > 0)).then(
        pack(pl.col("src"), pl.col("row"), pl.col("col").fill_null(0))
    )
    return placed.with_columns(
        ordinal=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(_KEYS),
        count=pl.col("count").fill_null(1),
        detail=_sentence("detail", "。"),
        detail_en=_sentence("detail_en", "."),
        place=place(row="row", col="col"),
        mild=pl.col("mild").fill_null(value=False),
        any_at=pl.when(pl.col("at").list.len() > 0)
        .then(pl.col("at").list.head(_LISTED))
        .otherwise(pl.concat_list(first).list.drop_nulls()),
        person=pl.lit(None),
        name=pl.lit(None),
        id_number=pl.lit(None),
    ).select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())


def _sentence(name: str, stop: str) -> pl.Expr:
    return pl.when(pl.col(name).str.ends_with(stop)).then(name).otherwise(pl.col(name) + stop)


def unread(issues: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """src, row, field of every record's cell that is filled but could not be read: it is no blank."""
    found = issues.filter(pl.col("code").is_in(_FILLED) & pl.col("src").is_not_null() & pl.col("field").is_not_null())
    _, row, _ = unpack(pl.col("at"))
    offsets = cells.select("src", "field", "row_offset").unique(["src", "field"], keep="first", maintain_order=True)
    return (
        found.select("src", "field", "at")
        .explode("at")
        .drop_nulls("at")
        .with_columns(row=row)
        .join(offsets, on=["src", "field"], how="left")
        .select("src", row=pl.col("row") - pl.col("row_offset").fill_null(0), field="field")
        .unique(maintain_order=True)
    )
