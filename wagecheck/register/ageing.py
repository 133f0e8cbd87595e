"""Bands of the ageing of arrears (账龄): by calendar months from the day on which the wage was due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl


def band(ends: Sequence[int], as_of: dt.date) -> pl.Expr:
    """The number of the band of ``due_on``: 0 up to the first end, ``len(ends)`` beyond the last one.

    ``ends`` are months after the due day, of the profile. One more than the last number: the due day is not known.
    """
    day = pl.lit(as_of)
    found = pl.when(pl.col("due_on").is_null()).then(len(ends) + 1).otherwise(len(ends))
    for at, end in reversed(list(enumerate(ends))):
        found = pl.when(day <= pl.col("due_on").dt.offset_by(f"{end}mo")).then(at).otherwise(found)
    return found
