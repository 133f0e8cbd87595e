"""From packed places to what a person can open: file, sheet, row, cell."""

from __future__ import annotations

import polars as pl

from wagecheck.ledgers.provenance import column_letters, unpack
from wagecheck.rulebook.compile import Compiled

#: A place a rule points at: its finding, its rank in ``show.at``, the place, and the field if it names no column.
POINTED = pl.Schema({"finding": pl.UInt32, "rank": pl.Int32, "place": pl.Int64, "field": pl.String})
_PLACE = ("ledger", "file", "sheet", "row", "cell")
#: The same thing under the name that another ledger gives it.
_ALSO_CALLED = {"payee_account": "bank_card", "payee_name": "name", "amount_out": "amount", "booked_on": "paid_on"}


def pointed(rows: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """All places of failing rows (with a column ``finding``), in the order of ``show.at`` (columns of POINTED)."""
    parts = [
        rows.select(
            pl.col("finding").cast(pl.UInt32),
            pl.lit(rank, pl.Int32).alias("rank"),
            pl.col(column).alias("place"),
            pl.lit(field, pl.String).alias("field"),
        ).explode("place")
        for rank, (column, field) in enumerate(compiled.places)
    ]
    return pl.concat(parts).drop_nulls("place") if parts else pl.DataFrame(schema=POINTED)


def resolve(places: pl.DataFrame, sources: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """One row per finding: ledger, file, sheet, row, cell of the first place, and ``also`` with the others.

    A place that names no column is looked up by its field; where the sheet has no such column, the worker's name in
    that record is pointed at, and failing that the row alone. Equal cells are listed once.
    """
    src, row, col = unpack(pl.col("place"))
    wanted = places.with_columns(src=src, row=row, col=col)
    columns = _columns(cells)
    by_name = columns.filter(pl.col("field") == "name").select("src", name_col="col", name_offset="row_offset")
    found = (
        wanted.join(columns.rename({"col": "field_col"}), on=["src", "field"], how="left")
        .join(by_name, on="src", how="left")
        .join(sources.select("src", "ledger", "file", "sheet"), on="src", how="left")
    )
    exact = pl.col("col") > 0
    told = pl.col("field_col").is_not_null()
    column = pl.when(exact).then("col").otherwise(pl.coalesce("field_col", "name_col"))
    offset = pl.when(exact).then(0).when(told).then("row_offset").otherwise("name_offset").fill_null(0)
    found = found.with_columns(column=column, row=pl.col("row") + offset)
    numbers = found["column"].drop_nulls().unique().to_list()
    letters = {number: column_letters(number) for number in numbers}
    letter = pl.col("column").replace_strict(letters, default=None, return_dtype=pl.String)
    found = (
        found.with_columns(cell=letter + pl.col("row").cast(pl.String))
        .sort("finding", "rank", "file", "sheet", "row", "column", nulls_last=True)
        .unique(["finding", "file", "sheet", "row", "cell"], keep="first", maintain_order=True)
    )
    return found.group_by("finding", maintain_order=True).agg(
        *(pl.col(name).first() for name in _PLACE), also=pl.struct(_PLACE).slice(1)
    )


def _columns(cells: pl.DataFrame) -> pl.DataFrame:
    """Column and row offset of every field of a source; a field the sheet has under another name counts as well."""
    own = cells.select("src", "field", "col", "row_offset")
    called = own.filter(pl.col("field").is_in(list(_ALSO_CALLED))).with_columns(pl.col("field").replace(_ALSO_CALLED))
    back = {ours: theirs for theirs, ours in _ALSO_CALLED.items()}
    backward = own.filter(pl.col("field").is_in(list(back))).with_columns(pl.col("field").replace(back))
    return pl.concat([own, called, backward]).unique(["src", "field"], keep="first", maintain_order=True)
