"""Rows of kept checks that a later check of the same pay tells under another name or another pay period.

A correction may spell a contractor otherwise, or date its pay period otherwise. The same wages would then stand in the
portfolio twice. Only what can be nothing else is taken away: the other rows stay, so that no arrears disappear.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.ledgers.companies import company_key
from wagecheck.register import untold_rows

#: What tells a row apart.
ROW: Final = ("run", "place", "contractor", "period")
_NEW: Final = ("age_new", "contractor_new", "period_new")
_ABOUT: Final = pl.coalesce("period", "month")
#: What could not tell the pay takes no place of what could.
_TELLS: Final = ~untold_rows.weaker("", "_new")


def replaced(rows: pl.DataFrame, last: pl.DataFrame, previous: Mapping[str, str]) -> pl.DataFrame:
    """Those of ``last`` that are replaced (``ROW``), each once, with the newest contractor and period in their place.

    ``rows`` are all rows, oldest check first, ``last`` the newest of every contractor and pay period, both with
    ``place``, ``hand_in``, ``first_day`` and ``end_day``; ``previous``: hand-in → the one that it corrects.
    """
    # one plan for all of it: most of these frames are small, and every step collected apart costs more than its work
    aged = (
        last.lazy().with_row_index("age").with_columns(untold_rows.rank(), about=_ABOUT, key=_keys(last["contractor"]))
    )
    names = rows.lazy().select("run", "place", "contractor").unique()
    parts = [_respelled(aged, names, "uscc"), _respelled(aged, names, "key")]
    if previous:
        parts.append(_redated(aged, rows.lazy().select(*ROW).unique(), previous))
    return pl.concat(parts).sort("age_new").unique(list(ROW), keep="last", maintain_order=True).collect()


def renamed(rows: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """All ``rows``, those about a replaced contractor's pay period with the names that took its place.

    ``gone`` as :func:`replaced` gives it. Month and days are those of the row itself, whatever it is called.
    """
    names = ("place", "contractor", "period")
    found = gone.select(*names, *_NEW[1:]).rows()
    steps = {(place, was, then): (place, now, since) for place, was, then, now, since in found}
    before, after = [], []
    for first in steps:
        step, seen = first, {first}
        while step in steps and steps[step] not in seen:
            step = steps[step]
            seen.add(step)
        before.append(first)
        after.append(step[1:])
    kinds = dict.fromkeys(("contractor_new", "period_new"), pl.String)
    table = pl.concat(
        [
            pl.DataFrame(before, schema=dict.fromkeys(names, pl.String), orient="row"),
            pl.DataFrame(after, schema=kinds, orient="row"),
        ],
        how="horizontal",
    ).with_columns(moved=pl.lit(value=True))
    joined = rows.join(table, on=list(names), how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(
        contractor=pl.when("moved").then("contractor_new").otherwise("contractor"),
        period=pl.when("moved").then("period_new").otherwise("period"),
    ).drop("moved", *kinds)


def _respelled(aged: pl.LazyFrame, names: pl.LazyFrame, same: str) -> pl.LazyFrame:
    """Older rows of the same company and pay period under a name that the later check does not know any more.

    Two companies with one code by a slip are no such case: the checks name both.
    """
    known = aged.drop_nulls(same)
    pairs = known.join(known, on=["place", "about", same], suffix="_new").filter(
        (pl.col("age") < pl.col("age_new")) & (pl.col("contractor") != pl.col("contractor_new")) & _TELLS
    )
    return (
        pairs.join(
            names, left_on=["run_new", "place", "contractor"], right_on=["run", "place", "contractor"], how="anti"
        )
        .join(names, left_on=["run", "place", "contractor_new"], right_on=["run", "place", "contractor"], how="anti")
        .select(*ROW, *_NEW)
    )


def _redated(aged: pl.LazyFrame, periods: pl.LazyFrame, previous: Mapping[str, str]) -> pl.LazyFrame:
    """Rows of a corrected hand-in whose pay period the correction dates otherwise, with days in common."""
    chain = pl.LazyFrame(_corrections(previous), schema={"hand_in_new": pl.String, "hand_in": pl.String}, orient="row")
    new = aged.select(pl.all().name.suffix("_new"))
    both = ["place", "contractor"]
    pairs = (
        aged.join(chain, on="hand_in")
        .join(new, left_on=["hand_in_new", *both], right_on=["hand_in_new", *(f"{name}_new" for name in both)])
        .filter(
            pl.col("period") != pl.col("period_new"),
            pl.col("first_day") <= pl.col("end_day_new"),
            pl.col("first_day_new") <= pl.col("end_day"),
            _TELLS,
        )
    )
    return (
        pairs.join(periods, left_on=["run", *both, "period_new"], right_on=[*ROW], how="anti")
        .join(periods, left_on=["run_new", *both, "period"], right_on=[*ROW], how="anti")
        .with_columns(contractor_new="contractor")
        .select(*ROW, *_NEW)
    )


def _corrections(previous: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every hand-in with each one before it that it corrects, directly or by way of others."""
    pairs = []
    for later in previous:
        earlier, seen = previous.get(later), {later}
        while earlier is not None and earlier not in seen:
            pairs.append((later, earlier))
            seen.add(earlier)
            earlier = previous.get(earlier)
    return pairs


def _keys(names: pl.Series) -> pl.Series:
    keys = {name: company_key(name) for name in names.unique().to_list()}
    return pl.Series([keys[name] for name in names], dtype=pl.String)
