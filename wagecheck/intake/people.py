"""Who the rows of an attendance table speak of, where the columns say it in their own way."""

from __future__ import annotations

from typing import Final

import polars as pl

#: Eighteen digits with a day of birth; whether the check digit is right is judged later, for it may be a slip.
_IDENTITY: Final = r"^[1-9]\d{5}((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\d{3}[\dX]$"


def numbered(people: pl.DataFrame) -> pl.DataFrame:
    """``people`` (worker_no, id_number, id_state) with identity numbers that stand under 工号 as identity numbers.

    Many gates use the identity number as the worker's number.
    """
    if not {"worker_no", "id_number"} <= set(people.columns) or people["worker_no"].null_count() == people.height:
        return people
    number = pl.col("worker_no").str.to_uppercase()
    born = number.str.extract(_IDENTITY, 1).str.to_date("%Y%m%d", strict=False)
    theirs = pl.col("id_number").is_null() & born.is_not_null()
    return people.with_columns(
        pl.when(theirs).then(number).otherwise("id_number").alias("id_number"),
        pl.when(theirs).then(pl.lit("ok")).otherwise("id_state").alias("id_state"),
        pl.when(~theirs).then("worker_no").alias("worker_no"),
    )
