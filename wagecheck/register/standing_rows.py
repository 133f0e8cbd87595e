"""Which rows of kept checks stand: of every place, company and pay period those of the last check that counts of it.

Where a check told two projects of a site apart, one of the command line about one of them leaves the other alone; a
hand-in counts for the whole site, except for what it could not tell the pay of.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.register import untold_rows
from wagecheck.register.replaced_rows import ABOUT

_OWN: Final = (*ABOUT, "part")


def standing(rows: pl.DataFrame) -> pl.DataFrame:
    """Those of ``rows`` (``replaced_rows.together``) that stand, with ``part``, by which projects are told apart."""
    # before weak rows are dropped: who names a project without knowing its pay tells it apart all the same
    rows = rows.with_columns(apart=(pl.col("part").n_unique().over("run", *ABOUT) > 1).any().over(ABOUT))
    rows = untold_rows.marked(rows, _OWN)
    weak = rows.filter("weak").select(*_OWN, "run").unique()
    rows = untold_rows.dropped(rows.filter(~pl.col("weak")).drop("weak"), ABOUT)
    last, own = pl.col("run").last().over(ABOUT), pl.col("run").last().over(_OWN)
    of_hand_ins = pl.col("hand_in").is_not_null()
    rows = rows.with_columns(
        last=last,
        own=pl.col("run") == own,
        handed=pl.col("age").filter(of_hand_ins).max().over(ABOUT),
        handed_run=pl.col("run").filter(of_hand_ins).last().over(ABOUT),
    )
    since = (pl.col("age") >= pl.col("handed")).fill_null(value=True) | (pl.col("run") == pl.col("handed_run"))
    alone = pl.col("apart") & since
    # what the last check, or the last hand-in, could not tell of one project stands beside what it told of the other
    held = pl.lit(value=False)
    if weak.height:
        for name in ("last", "handed_run"):
            told = weak.rename({"run": name}).with_columns(pl.lit(value=True).alias(f"held_{name}"))
            rows = rows.join(told, on=[*_OWN, name], how="left", nulls_equal=True, maintain_order="left")
            held |= pl.col(f"held_{name}").fill_null(value=False)
    newest = (pl.col("run") == pl.col("last")) | (pl.col("own") & (alone | held))
    # "no pay period found" is out of date once a later check found one in the same month
    month = pl.col("run").last().over("place", "key", "month")
    rows = rows.filter(newest & (pl.col("period").is_not_null() | (pl.col("run") == month)))
    return rows.select(pl.exclude("apart", "last", "own", "handed", "handed_run", "^held_.*$"))
