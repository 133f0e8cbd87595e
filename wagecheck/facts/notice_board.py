"""One row per board at the gate (维权信息告示牌): which items it lacks, what it says.

Contractor is the general contractor. Which items those are is data (``rules/dictionaries/board_items.toml``).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.pay_day import agreed_day
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="notice_board",
    title="维权信息告示牌",
    grain=("board_no",),
    standing=True,
    columns={
        "board_no": pl.Int32,          # 1, 2 … in the order of the sheet
        "n_missing": pl.Int32, "missing": pl.String,     # titles of the items that are not there, joined by 、
        "minimum_wage": MONEY,         # 元/月, as posted
        "pay_day": pl.String,
        "contract_pay_days": pl.String,  # pay days of contracts that fall on another day, joined by 、; null: none do
        "board_at": PLACES, "contract_at": PLACES,
    },
)  # fmt: skip

_FIELDS: Final = ("minimum_wage", "pay_day")


def build(sheets: StandingSheets) -> pl.LazyFrame:
    """Records of the sheet 告示牌. An item is missing where its cell is blank or the sheet has no column for it.

    An item that stands there but could not be read is not missing.
    """
    items = [item for item in sheets.settings.board_items if item.ledger == "board"]
    unread = pl.Series(
        [tuple(pair) for pair in sheets.issues.select("src", "field").unique().iter_rows()], dtype=pl.Object
    ).to_list()
    lacks = []
    for item in items:
        there = [sheets.filled("board", field).fill_null(value=False) for field in item.fields]
        lost = [src for src, field in unread if field in item.fields]
        lacks.append(~pl.any_horizontal(*there, pl.col("src").is_in(lost)))
    titles = [pl.when(lack).then(pl.lit(item.title)) for lack, item in zip(lacks, items, strict=True)]
    rows = sheets.rows("board").with_columns(
        board_no=pl.int_range(1, pl.len() + 1).over("project"),
        n_missing=pl.sum_horizontal(lack.cast(pl.Int32) for lack in lacks) if lacks else pl.lit(0),
        missing=pl.concat_str(titles, separator="、", ignore_nulls=True) if titles else pl.lit(""),
        board_at=pl.concat_list("at"),
    )
    own = rows.select("project", "board_no", "n_missing", "missing", *_FIELDS, "board_at")
    placed = sheets.under_projects(own, projects(sheets).select("project", "general_contractor"))
    others = _other_pay_days(placed, sheets)
    told = placed.join(others, on=["project", "board_no"], how="left", nulls_equal=True, maintain_order="left")
    return only(told, FRAME.schema, "board_no")


def _other_pay_days(boards: pl.DataFrame, sheets: StandingSheets) -> pl.DataFrame:
    """project, board_no, contract_pay_days, contract_at: wordings of contracts that mean another day of the month."""
    contracts = sheets.rows("contract").drop_nulls("pay_day")
    wordings = contracts.group_by("project", words="pay_day", maintain_order=True).agg(contract_at=pl.col("at").first())
    end = pl.col("period_end")
    return (
        boards.select("project", "board_no", "period_end", "pay_day")
        .join(wordings, on="project", nulls_equal=True)
        .filter(agreed_day(pl.col("pay_day"), end) != agreed_day(pl.col("words"), end))
        .sort("words")
        .group_by("project", "board_no", maintain_order=True)
        .agg(contract_pay_days=pl.col("words").str.join("、"), contract_at="contract_at")
    )
