"""What all rows of a file tell of its columns, told once to whoever reads some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from wagecheck.intake import parsing
from wagecheck.intake.exports import days, wordings
from wagecheck.intake.exports.columns import Columns
from wagecheck.intake.exports.scans import place
from wagecheck.intake.values import identifiers

_TEXTS = (pl.String, pl.Categorical, pl.Enum)


@dataclass(frozen=True)
class Overall:
    """``given``: fields with any value; ``tails``: identifiers → whether their texts that end in zeros lost digits.

    ``timed``: whether the days of attendance have times of day. All are None, or empty, where the rows that are read
    are all rows of the file.
    """

    given: frozenset[str] = frozenset()
    tails: Mapping[str, bool] = field(default_factory=dict)
    timed: bool | None = None


def told(ledger: str, frame: pl.LazyFrame, columns: Columns) -> Overall:
    """What the rows of a file (``Scan.frame``) say together."""
    counts = frame.select(pl.col(place(at)).count().alias(name) for name, at in columns.places.items()).collect()
    given = frozenset(name for name, count in counts.row(0, named=True).items() if count)
    kinds = frame.collect_schema()
    tails = {
        name: _lost(frame, place(at))
        for name, at in columns.places.items()
        if name in parsing.STATES and kinds[place(at)] in _TEXTS
    }
    at = columns.places.get(wordings.PUNCH, columns.places.get("date"))
    if ledger != "attendance" or at is None:
        return Overall(given, tails)
    timed = frame.select(days.timed(pl.col(place(at)), kinds[place(at)]).any()).collect().item()
    return Overall(given, tails, bool(timed))


def _lost(frame: pl.LazyFrame, column: str) -> bool:
    texts = frame.select(identifiers.digits(pl.col(column).cast(pl.String)).alias("text"))
    ended = texts.filter(pl.col("text").str.ends_with("000")).collect()["text"]
    if not identifiers.ends_in_zeros(ended).any():
        return False
    return identifiers.lost_by_most(texts.collect()["text"])
