"""Worker-days that several exports of machines hold: a month in two files that overlap, two gates, several sheets.

They are one day. Its punches are those of all exports together; of results (正常, 缺卡) the known one counts. The rows
that contractors keep by hand are left alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from wagecheck.intake import punches

_WHO: Final = ["project", "contractor", "name_key", "id_number", "worker_no"]
_DAY: Final = [*_WHO, "date"]
_STATED: Final = ("days", "hours", "overtime_hours")


def once(attendance: pl.DataFrame, devices: Collection[int]) -> pl.DataFrame:
    """``attendance`` with every day of a worker once over the sources ``devices`` (``src``), where it stands first.

    Two people of one name without any number on one sheet stay two: only days of different sources are put together.
    """
    if len(devices) < _SEVERAL or not attendance.height:
        return attendance
    known = pl.col("name_key").is_not_null() | pl.col("id_number").is_not_null()
    mine = pl.col("src").is_in(list(devices)) & known
    numbered = attendance.with_row_index("place")
    # one number for a worker-day finds the few that may stand twice; they are put together by their texts
    days = numbered.filter(mine).with_columns(pl.struct(_DAY).hash().alias("key"))
    days = days.filter(pl.col("key").is_duplicated())
    days = days.filter(pl.col("src").n_unique().over("key") > 1)
    if not days.height:
        return attendance
    namesakes = days.group_by("key", "src").len().filter(pl.col("len") > 1)["key"].unique()
    repeated = days.filter(~pl.col("key").is_in(namesakes.implode())) if len(namesakes) else days
    if not repeated.height:
        return attendance
    merged = _merged(repeated.drop("key"))
    others = numbered.filter(~pl.col("place").is_in(repeated["place"].implode()))
    return pl.concat([others, merged.select(others.columns)]).sort("place").drop("place")


_SEVERAL: Final = 2


def _merged(days: pl.DataFrame) -> pl.DataFrame:
    """One row for every worker and date, that of the first source."""
    bare = pl.col("mark").str.replace_all(r"\s", "")
    days = days.with_columns(
        bare.str.contains(punches.PUNCHES).fill_null(False).alias("is_punch"),
        pl.when(bare.str.contains(punches.PUNCHES)).then(punches.moments(punches.times(bare))).alias("punched"),
    ).sort("place")
    values = ("work", "hours", "overtime_hours")
    rest = [c for c in days.columns if c not in (*_DAY, *values, "mark", "is_punch", "punched")]
    grouped = days.group_by(_DAY, maintain_order=True).agg(
        *(of_day(c) for c in rest),
        *(pl.col(c).max() for c in values),
        pl.col("mark").first(),
        pl.col("is_punch").all(),
        punches.together(),
    )
    return grouped.with_columns(
        pl.when("is_punch").then(punches.mark(pl.col("punched"))).otherwise("mark").alias("mark"),
        pl.when("is_punch")
        .then(punches.work(pl.col("punched")).cast(days.schema["work"]))
        .otherwise("work")
        .alias("work"),
    )


def of_day(column: str) -> pl.Expr:
    """What rows of a worker-day say together: the machine of the first, every way of recording, the latest record."""
    if column == "device":
        return pl.col(column).sort_by(pl.col("punched").list.first(), nulls_last=True, maintain_order=True).first()
    if column == "channel":
        said = pl.col(column).str.split("、").list.explode(keep_nulls=False, empty_as_null=False)
        said = said.drop_nulls().unique(maintain_order=True)
        return pl.when(said.len() > 0).then(said.str.join("、")).alias(column)
    return pl.col(column).max() if column == "recorded_on" else pl.col(column).first()


def stated_once(summary: pl.DataFrame, devices: Collection[int]) -> pl.DataFrame:
    """``summary`` with the sums of a worker kept in the widest of several exports that overlap, null in the others.

    Sums of periods that lie apart stay: they add up.
    """
    if len(devices) < _SEVERAL or not summary.height:
        return summary
    stated = pl.any_horizontal(pl.col(name).is_not_null() for name in _STATED)
    dated = pl.col("period_start").is_not_null() & pl.col("period_end").is_not_null()
    numbered = summary.with_row_index("place")
    mine = numbered.filter(pl.col("src").is_in(list(devices)) & stated & dated)
    mine = mine.filter(pl.col("src").n_unique().over(_WHO) > 1)
    if not mine.height:
        return summary
    keys = [*_WHO, "place", "src", "period_start", "period_end"]
    pairs = mine.select(keys).join(mine.select(keys), on=_WHO, nulls_equal=True, suffix="_other")
    length, other = (
        (pl.col(f"period_end{end}") - pl.col(f"period_start{end}")).dt.total_days() for end in ("", "_other")
    )
    begun, ended = (
        pl.col("period_start") <= pl.col("period_end_other"),
        pl.col("period_end") >= pl.col("period_start_other"),
    )
    overlap = begun & ended
    wider = (other > length) | ((other == length) & (pl.col("place_other") < pl.col("place")))
    lesser = pairs.filter((pl.col("src") != pl.col("src_other")) & overlap & wider)["place"].unique()
    again = pl.col("place").is_in(lesser.implode())
    return numbered.with_columns(pl.when(~again).then(pl.col(name)).alias(name) for name in _STATED).drop("place")
