"""One row per worker and pay period whose payroll deducts a premium: which titles, how much, in which cells."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import StandingSheets, only
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="insurance_charge",
    title="工资表扣保险费",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "titles": pl.String,               # of the columns with a premium, joined by 、
        "charged": MONEY,                  # work-injury and accident insurance; null: the title does not say which
        "is_injury_insurance": pl.Boolean, # one of the titles names 工伤
        "charge_at": PLACES,
    },
)  # fmt: skip

_ROW: Final = ["src", "row", "name_key"]
_WHO: Final = ["uid", "pid"]


def build(sheets: StandingSheets, ground: Groundwork) -> pl.LazyFrame:
    """Workers with an amount under such a title; whoever paid nothing has no row.

    Words are those of ``standing_words.toml``: 工伤, 意外险 … are charges, 社会保险 and the like are the worker's own
    share, and a bare 保险 does not say what it is for.
    """
    items = sheets.ledgers["payroll_item"].filter((pl.col("amount") != 0) & (pl.col("kind") != "earning"))
    charge, unclear, own = (
        sheets.says("title", section).fill_null(value=False)
        for section in ("injury_charge", "unclear_charge", "own_insurance")
    )
    premiums = items.with_columns(charge=charge, at=pack(pl.col("src"), pl.col("row"), pl.col("col"))).filter(
        pl.col("charge") | (unclear & ~own)
    )
    injury = sheets.says("title", "injury_insurance").fill_null(value=False)
    rows = (
        premiums.with_columns(injury=injury)
        .join(ground.payroll.select(*_ROW, *_WHO).drop_nulls(_WHO), on=_ROW, nulls_equal=True, maintain_order="left")
        .group_by(_WHO, maintain_order=True)
        .agg(
            titles=pl.col("title").unique(maintain_order=True).str.join("、"),
            charged=pl.when(pl.col("charge").any()).then(pl.col("amount").abs().filter("charge").sum()),
            is_injury_insurance=pl.col("injury").any(),
            charge_at=pl.col("at"),
        )
    )
    told = rows.join(ground.numbered, on="uid").join(
        ground.persons.select("pid", "person", "name", "id_number"), on="pid"
    )
    asked = sheets.units.select("project", "contractor", "period")
    kept = told.join(asked, on=["project", "contractor", "period"], how="semi", nulls_equal=True)
    return only(kept, FRAME.schema, "period", "person")
