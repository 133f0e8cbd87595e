"""Who stands on an attendance table: everybody once, where no table of sums (attendance_summary) says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.exports.placing import Placed
from wagecheck.ledgers.catalogue import schema

_SPAN: Final = ["project", "contractor", "period_start", "period_end"]
_WHO: Final = ["src", "name_key", "id_number", "worker_no", "period_start"]


def listed(attendance: Sequence[Placed], sums: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Frames of the ledger ``attendance_summary``; contractors whose sums were handed in are left out."""
    stated = pl.concat([frame.select(_SPAN) for frame in sums]).unique() if sums else None
    found = []
    for one in attendance:
        rows = one.records
        if stated is not None:
            rows = rows.join(stated, on=_SPAN, how="anti", nulls_equal=True, maintain_order="left")
        only_hours = pl.col("unit").first() == "hour"
        first = [pl.col(name).first() for name in ("row", "project", "contractor", "team", "period_end", "name")]
        grouped = rows.group_by(_WHO, maintain_order=True).agg(
            *first,
            pl.col("id_state", "trade").first(),
            unit=pl.when(only_hours).then(pl.lit("hour")).otherwise(pl.lit("day")),
        )
        wanted = schema("attendance_summary")
        full = grouped.with_columns(dated=pl.lit(value=True)).with_columns(
            pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in wanted.items()
            if name not in (*grouped.columns, "dated")
        )
        found.append(full.select(pl.col(name).cast(dtype) for name, dtype in wanted.items()))
    return found
