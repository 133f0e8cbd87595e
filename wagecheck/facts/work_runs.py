"""Days worked in a row without a day off, over the ends of pay periods (劳动法 art. 38)."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.people import run_start

_KEYS: Final = ["uid", "pid"]


def longest(days: pl.DataFrame) -> pl.DataFrame:
    """uid, pid → longest_run (Int32, days), run_from, run_to (Date), run_at (the cell of run_to).

    ``days`` are days worked: uid, pid, date, at (List). A run may begin in an earlier period; of several runs that
    reach into the period the longest counts, measured up to its last day within the period.
    """
    one = days.select(*_KEYS, "date", "at").sort("pid", "date").filter(run_start(["pid", "date"]))
    follows = (pl.col("pid") == pl.col("pid").shift(1)) & (
        (pl.col("date") - pl.col("date").shift(1)).dt.total_days() == 1
    )
    counted = (
        one.with_row_index("i")
        .with_columns(begin=pl.when(~follows.fill_null(value=False)).then("i").forward_fill())
        .with_columns(nth=(pl.col("i") - pl.col("begin") + 1).cast(pl.Int32))
    )
    last = pl.col("nth").arg_max()
    return counted.group_by(_KEYS, maintain_order=True).agg(
        longest_run=pl.col("nth").max(),
        run_to=pl.col("date").get(last),
        run_at=pl.col("at").get(last),
    ).with_columns(run_from=pl.col("run_to") - pl.duration(days=pl.col("longest_run") - 1))  # fmt: skip
