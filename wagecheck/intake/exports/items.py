"""Payroll items of export tables: to which record of a payroll they belong.

On a sheet an item is a column of the record's own row. In a table of its own it names project, contractor, period and
person; where exactly one payroll record is of that person, the item is his and its place is that record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake import issues
from wagecheck.intake.exports.limits import LISTED_CELLS
from wagecheck.intake.exports.placing import Placed
from wagecheck.intake.items import PARTS
from wagecheck.ledgers.catalogue import column_title, schema
from wagecheck.ledgers.provenance import pack

_SPAN: Final = ["project", "contractor", "period_start", "period_end"]
_PERSON: Final = [*_SPAN, "id_number", "name_key"]


def linked(items: Sequence[Placed], payrolls: Sequence[pl.DataFrame]) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """The items with the place of their payroll record, and IN05 of those that nobody's record can take."""
    if not items:
        return [], issues.SCHEMA.to_frame()
    own = ["src", "row", *_PERSON]
    records = pl.concat([frame.select(own) for frame in payrolls] or [schema("payroll").to_frame().select(own)])
    by_both = _only(records, _PERSON)
    by_number = _only(records.filter(pl.col("id_number").is_not_null()), [*_SPAN, "id_number"])
    by_name = _only(records.filter(pl.col("name_key").is_not_null()), [*_SPAN, "name_key"])
    found: list[pl.DataFrame] = []
    lost: list[pl.DataFrame] = [issues.SCHEMA.to_frame()]
    for one in items:
        rows = one.records.rename({"src": "own_src", "row": "own_row"})
        for number, (keys, table) in enumerate(
            ((_PERSON, by_both), ([*_SPAN, "id_number"], by_number), ([*_SPAN, "name_key"], by_name))
        ):
            named = table.rename({"src": f"src{number}", "row": f"row{number}"})
            rows = rows.join(named, on=keys, how="left", nulls_equal=number == 0, maintain_order="left")
        # a name alone tells only where the item has no number of its own
        nameless = pl.col("id_number").is_null()
        rows = rows.with_columns(
            src=pl.coalesce("src0", "src1", pl.when(nameless).then("src2")),
            row=pl.coalesce("row0", "row1", pl.when(nameless).then("row2")),
            col=pl.lit(0, dtype=pl.Int32),
        )
        found.append(rows.filter(pl.col("src").is_not_null()).select(schema("payroll_item").names()))
        lost.append(_lost(one, rows.filter(pl.col("src").is_null())))
    return found, pl.concat(lost)


def _only(records: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The records that are the only ones of their keys: keys, src, row."""
    counted = records.group_by(keys).agg(pl.len().alias("n"), pl.col("src").first(), pl.col("row").first())
    return counted.filter(pl.col("n") == 1).drop("n")


def _lost(one: Placed, rows: pl.DataFrame) -> pl.DataFrame:
    """One IN05 per contractor and period for items without a record of their own."""
    header = one.read.columns.header("amount")
    col = one.read.columns.places["amount"] + 1
    keys = ["own_src", *_SPAN]
    grouped = rows.group_by(keys, maintain_order=True).agg(
        count=pl.len().cast(pl.Int32),
        row=pl.col("own_row").first(),
        at=pack(pl.col("own_src"), pl.col("own_row"), col).head(LISTED_CELLS),
    )
    sheets = one.sources.select(own_src="src", sheet="sheet")
    zh = pl.format(
        "有 {} 行工资项目（首见第 {} 行）在工资发放表里找不到唯一对应的人，没有采用；"
        "请写明身份证号码，并与工资发放表一致",
        "count", "row",
    )  # fmt: skip
    en = pl.format(
        "{} payroll items (first in row {}) belong to no single payroll record and were not used; give the number",
        "count", "row",
    )  # fmt: skip
    return (
        grouped.join(sheets, on="own_src", how="left")
        .with_columns(
            code=pl.lit("IN05"),
            src=pl.col("own_src"),
            file=pl.lit(one.read.table.name),
            col=pl.lit(col, dtype=pl.Int32),
            field=pl.lit("amount"),
            raw=pl.lit(header),
            detail=zh,
            detail_en=en,
            mild=pl.lit(value=False),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in issues.SCHEMA.items())
    )


def of_parts(payroll: Placed) -> pl.DataFrame:
    """Items of the columns of a payroll that are parts of its gross, where no table of items was handed in."""
    columns = payroll.read.columns
    gross = columns.places.get("gross_pay")
    wanted = schema("payroll_item").names()
    found = [schema("payroll_item").to_frame()]
    for name in sorted(PARTS & columns.places.keys(), key=columns.places.__getitem__):
        at = columns.places[name]
        rows = payroll.records.filter(pl.col(name).is_not_null()).with_columns(
            amount=pl.col(name),
            col=pl.lit(at + 1, dtype=pl.Int32),
            title=pl.lit(columns.names[at] if not columns.names[at].isascii() else column_title("payroll", name)),
            kind=pl.lit("earning"),
            after_gross=pl.lit(None if gross is None else False, dtype=pl.Boolean),
        )
        found.append(rows.filter(pl.col("amount") != 0).select(wanted))
    return pl.concat(found)
