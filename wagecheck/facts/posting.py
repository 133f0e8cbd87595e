"""One row per contractor and pay period with a posted wage sheet: what it shows of people, and who signed it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.standing_sheets import StandingSheets, of_run, only
from wagecheck.facts.units import place
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="posting",
    title="工资公示",
    grain=(),
    columns={
        "posted_rows": pl.Int32,
        "open_ids": pl.Int32,          # rows that show a whole document number
        "open_cards": pl.Int32,        # rows that show a whole account number
        # workers who have not signed a sheet that others signed; null: nobody signed one sheet, and no other lacks any
        "unsigned_rows": pl.Int32,
        # the labour officer signed; null: nobody signed anything on one sheet, or it has no such column
        "confirmed": pl.Boolean,
        "minimum_wage": MONEY,         # 元/月, as posted on the wage sheet itself
        "board_states_wage": pl.Boolean,  # a sheet 告示牌 of the project gives the minimum wage
        "notice_at": PLACES,           # one place per sheet
        "open_at": PLACES,             # per sheet the first cell with a whole number
        "unsigned_at": PLACES,         # the blank cells
    },
)  # fmt: skip

_PERIOD: Final = ["project", "contractor", "period", "period_start", "period_end"]
#: Fewest characters of a whole number: passports have eight or nine, accounts twelve and more (last digits have four).
_WHOLE_ID: Final = 8
_WHOLE_CARD: Final = 12


def build(sheets: StandingSheets) -> pl.LazyFrame:
    """Sheets of the ledger notice by the period they belong to.

    A number that the file stored as a number counts as whole: the reader sees nearly all of it. A sheet on which nobody
    has signed is taken for the electronic original of one signed on paper (decision 11).
    """
    rows = sheets.rows("notice").with_columns(
        open_id=_whole("id_number", "id_state", _WHOLE_ID), open_card=_whole("bank_card", "card_state", _WHOLE_CARD)
    )
    signed, confirmed = _written("signature"), _written("confirmed_by")
    anybody = (signed | confirmed).any().over("src")
    judged = rows.with_columns(
        signed=pl.when(sheets.has_column("signature") & signed.any().over("src")).then(signed),
        confirmed=pl.when(sheets.has_column("confirmed_by") & anybody).then(confirmed.any().over("src")),
    )
    placed = (
        place(judged, sheets.units)
        .drop("period_start", "period_end")
        .join(
            sheets.units.select(_PERIOD),
            on=["project", "contractor", "period"],
            nulls_equal=True,
            maintain_order="left",
        )
    )
    sums = placed.group_by(_PERIOD, maintain_order=True).agg(
        posted_rows=pl.len(),
        open_ids=pl.col("open_id").sum(),
        open_cards=pl.col("open_card").sum(),
        unsigned_rows=pl.when(~pl.col("signed").all(ignore_nulls=False))
        .then((~pl.col("signed")).sum())
        .otherwise(pl.when(pl.col("signed").is_not_null().all()).then(0)),
        confirmed=pl.col("confirmed").all(ignore_nulls=False),
        minimum_wage=pl.col("minimum_wage").drop_nulls().first(),
        notice_at=pl.col("at").filter(pl.col("src").is_first_distinct()),
    )
    boards = of_run(sheets.ledgers["board"], sheets.units).drop_nulls("minimum_wage")["project"].unique()
    told = sums.with_columns(board_states_wage=pl.col("project").is_in(boards.implode()))
    return only(
        told.join(_cells(placed, sheets.cells), on=_PERIOD, how="left", nulls_equal=True), FRAME.schema, "period"
    )


def _whole(number: str, state: str, fewest: int) -> pl.Expr:
    bare = pl.col(number).str.replace_all(r"[^0-9A-Za-z]", "")
    shown = pl.col(state).fill_null("ok").is_in(["ok", "lossy"]) & ~pl.col(number).str.contains("*", literal=True)
    return (shown & (bare.str.len_chars() >= fewest)).fill_null(value=False)


def _written(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars() != "").fill_null(value=False)


def _cells(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Per contractor-period: in every sheet the first cell that shows a whole number; the cells that are not signed."""
    columns = cells.select("src", "field", "col", "row_offset").unique(["src", "field"], keep="first")
    cell = pack(pl.col("src"), pl.col("row") + pl.col("row_offset").fill_null(0), pl.col("col").fill_null(0))

    def found(flag: pl.Expr, field: str) -> pl.DataFrame:
        own = columns.filter(pl.col("field") == field).drop("field")
        return rows.filter(flag).join(own, on="src", how="left", maintain_order="left").with_columns(cell=cell)

    shown = [
        found(pl.col(flag), field).unique("src", keep="first", maintain_order=True)
        for flag, field in (("open_id", "id_number"), ("open_card", "bank_card"))
    ]
    open_at = pl.concat(shown).group_by(_PERIOD, maintain_order=True).agg(open_at=pl.col("cell"))
    unsigned = found(~pl.col("signed"), "signature").group_by(_PERIOD, maintain_order=True)
    return open_at.join(
        unsigned.agg(unsigned_at=pl.col("cell")), on=_PERIOD, how="full", coalesce=True, nulls_equal=True
    )
