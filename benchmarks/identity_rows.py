"""Rows of a roster: made-up people of the test district, all of their identity numbers right or none."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.ledgers.catalogue import schema

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS: Final = "10X98765432"


def check_digit(number: pl.Expr) -> pl.Expr:
    """The check digit that follows from the first 17 digits of an identity number (GB 11643)."""
    total = pl.sum_horizontal(
        number.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(_WEIGHTS)
    )
    return (total % 11).replace_strict(dict(enumerate(_DIGITS)), return_dtype=pl.String)


def roster(rows: int, *, wrong: bool) -> pl.DataFrame:
    """So many people, each once, in the columns of the ledger; where ``wrong``, every number ends in a wrong digit."""
    count = pl.int_range(rows)
    day = pl.date(1960, 1, 1) + pl.duration(days=count % 15_000)
    stem = pl.concat_str(pl.lit("110199"), day.dt.strftime("%Y%m%d"), (count // 15_000).cast(pl.String).str.zfill(3))
    digit = check_digit(pl.col("stem"))
    if wrong:
        digit = pl.when(digit == "1").then(pl.lit("2")).otherwise(pl.lit("1"))
    made = pl.select(stem=stem, src=1, row=count + 2, name=pl.lit("张某甲"), number=count).select(
        "src", "row", "name", name_key="name", id_number=pl.col("stem") + digit, id_state=pl.lit("ok")
    )
    known = schema("roster")
    return made.select(
        (pl.col(name) if name in made.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in known.items()
    )
