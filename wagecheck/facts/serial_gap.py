"""One row per sheet of a contractor: numbers missing in its column 序号, and dates outside its month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.sheets import keyed
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import TITLES
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="serial_gap",
    title="序号和月份",
    grain=("ledger", "sheet_key"),
    columns={
        "ledger": pl.String, "ledger_title": pl.String, "sheet_key": pl.String, "file": pl.String, "sheet": pl.String,
        "n_serials": pl.Int32,         # numbered rows; null where there is no such column
        "n_missing": pl.Int32,         # numbers left out between two rows; null where the numbers are no serial numbers
        "after": pl.Int32, "before": pl.Int32,     # the first gap
        "n_dates": pl.Int32,           # dated entries of an attendance list
        "outside_share": pl.Float64,   # share of them outside the month of the sheet's title or name; null: no dates
        "gap_at": PLACES, "date_at": PLACES,
    },
)  # fmt: skip

_LEDGERS: Final = ("identity", "contract", "roster", "attendance", "payroll", "notice")
#: Sources of a pay period that stand apart from the rows.
_HEADED: Final = ("band", "title", "sheet", "file")
#: Layouts of attendance with a date in every row.
_LISTS: Final = ("daily list", "punch list")


def build(
    serials: pl.DataFrame, sources: pl.DataFrame, ledgers: Mapping[str, pl.DataFrame], units: pl.LazyFrame
) -> pl.LazyFrame:
    """Ledgers that a contractor keeps; bank exports number as they like. Numbers may begin anywhere and begin again.

    A column in which most numbers are missing holds no serial numbers (card numbers of a gate, say).
    """
    tables = sources.filter(pl.col("ledger").is_in(_LEDGERS))
    rows = tables.select("src", "ledger", "project", "contractor", "period_start", "period_end").join(
        keyed(sources).collect().select("src", "sheet_key", "file", "sheet"), on="src"
    )
    for part in (_gaps(serials), _outside(ledgers["attendance"], tables)):
        rows = rows.join(part, on="src", how="left")
    empty = pl.lit([], dtype=PLACES)
    placed = assign(rows, units).with_columns(
        ledger_title=pl.col("ledger").replace_strict(TITLES, default=None),
        person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None),
        **{name: pl.col(name).fill_null(empty) for name in ("gap_at", "date_at")},
    )  # fmt: skip
    return (
        placed.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "ledger", "sheet_key")
        .lazy()
    )


def _gaps(serials: pl.DataFrame) -> pl.DataFrame:
    """src, n_serials, n_missing, after, before, gap_at."""
    step = pl.col("serial") - pl.col("serial").shift(1).over("src")
    gap = (pl.col("step") > 1).fill_null(value=False)
    missing = pl.col("step").filter(gap).sum() - gap.sum()
    return (
        serials.sort("src", "row")
        .with_columns(step=step, last=pl.col("serial").shift(1).over("src"), at=pack(pl.col("src"), pl.col("row")))
        .group_by("src", maintain_order=True)
        .agg(
            n_serials=pl.len().cast(pl.Int32),
            n_missing=pl.when(missing < pl.len()).then(missing).cast(pl.Int32),
            after=pl.col("last").filter(gap).first(),
            before=pl.col("serial").filter(gap).first(),
            gap_at=pl.col("at").filter(gap),
        )
    )


def _outside(attendance: pl.DataFrame, tables: pl.DataFrame) -> pl.DataFrame:
    """src, n_dates, outside_share, date_at: entries of a list, against the month that its heading states."""
    headed = tables.filter(
        (pl.col("ledger") == "attendance") & pl.col("period_from").is_in(_HEADED) & pl.col("layout").is_in(_LISTS)
    ).select("src", first="period_start", last="period_end")
    rows = attendance.join(headed, on="src").drop_nulls("date")
    outside = (pl.col("date") < pl.col("first")) | (pl.col("date") > pl.col("last"))
    at = pack(pl.col("src"), pl.col("row"), pl.col("col").fill_null(0))
    return rows.group_by("src").agg(
        n_dates=pl.len().cast(pl.Int32),
        outside_share=outside.mean(),
        date_at=at.filter(outside).unique().sort().head(20),
    )
