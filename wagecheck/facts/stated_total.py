"""One row per total or subtotal cell of a submitted sheet."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.sheets import keyed
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import column_title, schema
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="stated_total",
    title="合计行",
    grain=("ledger", "sheet_key", "field_title", "ordinal"),
    columns={
        "ledger": pl.String, "sheet_key": pl.String, "field_title": pl.String, "ordinal": pl.Int32,
        "total_title": pl.String,      # what the row calls itself: 合计, 小计 …
        "stated": MONEY, "computed": MONEY, "rows": pl.Int32, "any_at": PLACES,
    },
)  # fmt: skip

_KEYS = ("project", "contractor", "period", "ledger", "sheet_key", "field_title")


def build(
    totals: pl.DataFrame, sources: pl.DataFrame, ledgers: Mapping[str, pl.DataFrame], units: pl.LazyFrame
) -> pl.LazyFrame:
    """Stated beside computed sums, null where intake could not compute one; ``rows``: how many numbers were added.

    Project, contractor and period are those that all rows of the table share, else those of the table itself; a total
    over several contractors stands under （未归属）. ``field_title`` is the column's title, its heading where it is no
    field of the ledger. ``ordinal`` numbers totals of one column from the top, from 1.
    """
    keys = ("project", "contractor", "period_start", "period_end")
    summed = totals.lazy().select("src").unique()
    rows = [frame.lazy().select("src", *keys).join(summed, on="src", how="semi") for frame in ledgers.values()]
    only = {key: pl.when(pl.col(key).n_unique() == 1).then(pl.col(key).first()) for key in keys}
    tables = (
        sources.lazy()
        .select("src", *keys)
        .join(pl.concat(rows).group_by("src").agg(**only), on="src", how="left", suffix=" of rows")
        .select("src", *(pl.coalesce(f"{key} of rows", key).alias(key) for key in keys))
        .join(keyed(sources), on="src")
    )
    placed = (
        totals.lazy()
        .join(tables, on="src")
        .join(_titles(totals, sources).lazy(), on=["ledger", "field"])
        .with_columns(total_title="title")
    )
    return (
        assign(placed.collect(), units)
        .lazy()
        .sort(*_KEYS, "src", "row", "col", nulls_last=True)
        .with_columns(
            ordinal=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(_KEYS),
            any_at=pl.concat_list(pack(pl.col("src"), pl.col("row"), pl.col("col").fill_null(0))),
            person=pl.lit(None),
            name=pl.lit(None),
            id_number=pl.lit(None),
        )
        .select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
    )


def _titles(totals: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """ledger, field, field_title of the columns that have totals; they are few."""
    tables = sources.select("src", "ledger")
    pairs = totals.select("src", "field").unique().join(tables, on="src").select("ledger", "field").unique()
    titles = [column_title(ledger, name) if name in schema(ledger) else name for ledger, name in pairs.iter_rows()]
    return pairs.with_columns(pl.Series("field_title", titles, dtype=pl.String))
