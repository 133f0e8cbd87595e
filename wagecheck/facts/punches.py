"""Times of day in attendance marks (``07:01 11:58 18:00``, 次日 for the morning after, seconds where written)."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake.punches import NEXT_DAY, TIME

_DAY_SECONDS: Final = 24 * 60 * 60
_MINUTE: Final = 60


def times(mark: pl.Expr) -> pl.Expr:
    """The times of a mark as they are written (List(String), empty where there is none)."""
    return mark.str.extract_all(TIME).fill_null([])


def seconds(written: pl.Expr) -> pl.Expr:
    """Times as distinct seconds of the day in order (List(Int32)); the morning after counts on."""
    one = pl.element()
    parts = one.str.replace(NEXT_DAY, "").str.split(":")
    second = parts.list.get(2, null_on_oob=True).cast(pl.Int32).fill_null(0)
    clock = parts.list.get(0).cast(pl.Int32) * 3600 + parts.list.get(1).cast(pl.Int32) * 60 + second
    later = pl.when(one.str.starts_with(NEXT_DAY)).then(_DAY_SECONDS).otherwise(0)
    return written.list.eval((clock + later).cast(pl.Int32)).list.unique().list.sort()


def read(mark: pl.Expr) -> pl.Expr:
    """Struct of ``punches`` (distinct times) and ``punch_minutes`` (between first and last); null without any time."""
    moments = seconds(times(mark))
    count = moments.list.len().cast(pl.Int32)
    apart = (moments.list.last() - moments.list.first()) // _MINUTE
    return pl.struct(
        pl.when(count > 0).then(count).alias("punches"),
        pl.when(count > 0).then(apart.cast(pl.Int32)).alias("punch_minutes"),
    )
