"""Rows that speak of a contractor-period (uid) and maybe of a person (pid), in exactly the columns of a frame."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wagecheck.facts.groundwork import Groundwork


def labelled(
    rows: pl.DataFrame, ground: Groundwork, schema: Mapping[str, pl.DataType | type[pl.DataType]], *sort: str
) -> pl.LazyFrame:
    """``rows`` (uid, perhaps pid, columns of the frame) with the key columns; a missing list of places is empty."""
    placed = rows.join(ground.numbered, on="uid", maintain_order="left")
    if "pid" in rows.columns:
        who = ground.persons.select("pid", "person", "name", "id_number")
        placed = placed.drop("person", "name", "id_number", strict=False).join(
            who, on="pid", how="left", maintain_order="left"
        )
    known = set(placed.columns)
    columns = []
    for name, kind in schema.items():
        value = pl.col(name) if name in known else pl.lit(None)
        cast = value.cast(kind)
        columns.append((cast.fill_null(pl.lit([], dtype=kind)) if name.endswith("_at") else cast).alias(name))
    order = ["project", "contractor", "period_start", "person", *sort]
    return placed.select(columns).sort(order, nulls_last=True).lazy()
