"""Rows of kept checks that a later check of the same pay tells under another name or another pay period.

A correction may spell a contractor otherwise, or date its pay period otherwise. The same wages would then stand in the
portfolio twice. Only what can be nothing else is brought together: the rest stays, so that no arrears disappear.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.register import spellings, untold_rows

#: What rows are about that speak of the same pay: the company by one of its names (``spellings``), and the period.
ABOUT: Final = ("place", "firm", "when")
_OWN: Final = ("run", "place", "contractor", "period")
_FIGURES: Final = ("owed", "unpaid", "workers", "rank")
_DAYS: Final = ("first_day", "end_day")


def together(rows: pl.DataFrame, previous: Mapping[str, str]) -> pl.DataFrame:
    """``rows``, oldest check first, with ``age``, ``key`` and what they are about (``ABOUT``): one history of each pay.

    They have ``place``, ``hand_in``, ``first_day`` and ``end_day``; ``previous``: hand-in → the one that it corrects.
    ``when`` is the period, or the month where none is known; of what a correction dates otherwise it is that of the
    correction.
    """
    keyed = rows.with_row_index("age").with_columns(
        key=spellings.keys(rows["contractor"]), when=pl.coalesce("period", "month")
    )
    told = spellings.firms(keyed)
    if not previous:
        return told
    ranked = told.with_columns(untold_rows.rank())
    pairs = _redated(ranked, previous)
    if pairs.is_empty():
        return told
    moves = _moves(ranked, pairs)
    table = told.select("age", firm_new="firm", when_new="when").join(moves, left_on="age", right_on="age_new")
    moved = told.join(table.select("age_old", "firm_new", "when_new"), left_on="age", right_on="age_old", how="left")
    return (
        moved.with_columns(firm=pl.coalesce("firm_new", "firm"), when=pl.coalesce("when_new", "when"))
        .drop("firm_new", "when_new")
        .sort("age")
    )


def _redated(rows: pl.DataFrame, previous: Mapping[str, str]) -> pl.DataFrame:
    """Rows of corrected hand-ins (age) and of the corrections (age_new) that date the pay period otherwise.

    At least half of the earlier period lies in the correction's: one day in common does not make a month's arrears
    disappear. A check that tells both periods, or both names, means two. What could not tell the pay dates nothing.
    """
    chain = pl.LazyFrame(_corrections(previous), schema={"hand_in_new": pl.String, "hand_in": pl.String}, orient="row")
    lazy = rows.lazy()
    columns = ("age", "hand_in", *_OWN, "key", "uscc", *_DAYS, *_FIGURES)
    old = lazy.select(columns).drop_nulls("period").join(chain, on="hand_in")
    new = lazy.select(pl.col(columns).name.suffix("_new")).drop_nulls("period_new")
    names = lazy.select("run", "place", "contractor").unique()
    parts = []
    for same in ("key", "uscc"):
        periods = lazy.drop_nulls(same).select("run", "place", same, "period").unique()
        about = ["run", "place", same, "period"]
        parts.append(
            old.drop_nulls(same)
            .join(new, left_on=["hand_in_new", "place", same], right_on=["hand_in_new", "place_new", f"{same}_new"])
            .filter(
                pl.col("age") < pl.col("age_new"),
                pl.col("period") != pl.col("period_new"),
                _mostly_within(),
                ~untold_rows.weaker("", "_new"),
            )
            .join(periods, left_on=["run", "place", same, "period_new"], right_on=about, how="anti")
            .join(periods, left_on=["run_new", "place", same, "period"], right_on=about, how="anti")
            .select("age", "age_new", "place", "run", "run_new", "contractor", "contractor_new")
        )
    pairs = pl.concat(parts)
    other = pl.col("contractor") != pl.col("contractor_new")
    named = ["run", "place", "contractor"]
    two = pl.concat(
        [
            pairs.filter(other).join(names, left_on=left, right_on=named, how="semi")
            for left in (["run_new", "place", "contractor"], ["run", "place", "contractor_new"])
        ]
    )
    both = ["age", "age_new"]
    return pairs.join(two, on=both, how="anti").select(both).unique().collect()


def _mostly_within() -> pl.Expr:
    """Whether at least half of the days of a period lie in the new one."""
    common = pl.min_horizontal("end_day", "end_day_new") - pl.max_horizontal("first_day", "first_day_new")
    days = pl.col("end_day") - pl.col("first_day")
    return 2 * (common.dt.total_days() + 1) >= days.dt.total_days() + 1


def _moves(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows (age_old) and those of the corrections (age_new) whose pay they are about.

    Besides the corrected row these are what it replaced itself, which else would come back, and rows of its period that
    could not tell the pay: before the correction beside what it corrects, after it beside what it says.
    """
    stood = rows.select("age", *ABOUT)
    touched = rows.join(pairs.join(stood, on="age"), on=ABOUT, how="semi", nulls_equal=True)
    weak = untold_rows.marked(touched.drop("rank"), ABOUT).select("age", *ABOUT, *_FIGURES[:3], "colour", "weak")
    weak = weak.with_columns(untold_rows.rank())
    told = rows.select(pl.col("age", *_FIGURES).name.suffix("_new"))
    corrected = pairs.join(weak.select("age", *ABOUT, last="weak"), on="age").join(told, on="age_new")
    found = weak.join(corrected.rename({"age": "age_then"}), on=ABOUT, nulls_equal=True).filter(
        (pl.col("age") == pl.col("age_then"))
        | (
            ~pl.col("last")
            & (
                (pl.col("age") < pl.col("age_then"))
                | ((pl.col("age") < pl.col("age_new")) & pl.col("weak"))
                | ((pl.col("age") > pl.col("age_new")) & untold_rows.weaker("_new", ""))
            )
        )
    )
    steps = dict(found.sort("age_new").select("age", "age_new").rows())  # the newest correction counts
    ends = {age: _end(age, steps) for age in steps}
    return pl.DataFrame(
        list(ends.items()), schema={"age_old": rows.schema["age"], "age_new": rows.schema["age"]}, orient="row"
    )


def _end(age: int, steps: Mapping[int, int]) -> int:
    """Where a row comes to stand: the correction may have been corrected itself."""
    seen = {age}
    while age in steps and steps[age] not in seen:
        age = steps[age]
        seen.add(age)
    return age


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
