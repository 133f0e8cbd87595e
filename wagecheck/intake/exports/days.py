"""Attendance of export tables: one row per worker and day, or one per passing of a gate (platform WorkerAttendance).

The same laws as for sheets: ``layouts.daily_rows`` for marks, ``punches`` for times.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from wagecheck.intake import marks, punches
from wagecheck.intake.exports import wordings
from wagecheck.intake.exports.parsing import on_site
from wagecheck.intake.layouts.daily_rows import CONTEXT, DAYS, PERSON, RECORDED
from wagecheck.intake.layouts.day_meanings import compared

_DATE: Final = r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})"
_TEXTS: Final = (pl.String, pl.Categorical, pl.Enum)
_WHOSE: Final = ("project", "contractor", "name_key", "id_number", "worker_no")
#: A moment in the numbering of ``punches``: minutes of the day × 61 + second.
_MINUTE: Final = 61


def timed(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Which rows of a column of days (of type ``kind``) say a time of day."""
    if isinstance(kind, pl.Datetime):
        local = column if kind.time_zone is None else column.dt.convert_time_zone(wordings.raw()["time_zone"])
        return local.dt.time() != dt.time()
    if kind == pl.Time:
        return column.is_not_null()
    if kind not in _TEXTS:
        return pl.lit(value=False)
    return compared(column.cast(pl.String)).str.contains(r"\d{1,2}:\d{2}")


def moments(columns: dict[str, pl.Series], known: bool | None = None) -> tuple[str, pl.DataFrame] | None:
    """The column of moments, with ``day`` and ``punched`` (List(Int32)) of every row; None where the table has none.

    ``columns``: raw columns by field. A column of days at midnight, without a direction beside it, holds days.
    ``known``: whether other rows of the file say times of day too, where these are not all of them.
    """
    field = wordings.PUNCH if wordings.PUNCH in columns else "date"
    column, _ = on_site(columns[field])
    sure = field == wordings.PUNCH or wordings.DIRECTION in columns
    if isinstance(column.dtype, pl.Datetime):
        if not sure and not (column != column.dt.truncate("1d")).any() if known is None else not (sure or known):
            return None
        clock = pl.col("at").dt
        second = (clock.hour().cast(pl.Int32) * 60 + clock.minute()) * _MINUTE + clock.second()
        told = column.alias("at").to_frame().select(day=clock.date(), punched=second.cast(pl.Int32))
        return field, told.with_columns(pl.concat_list("punched").list.drop_nulls())
    if column.dtype == pl.Time:
        column = column.dt.to_string("%H:%M:%S")
    if column.dtype not in _TEXTS:
        return None
    text = compared(pl.col("at"))
    frame = column.cast(pl.String).alias("at").to_frame().with_columns(text=text)
    seen = frame.select(pl.col("text").str.contains(r"\d{1,2}:\d{2}").any()).item() if known is None else known
    if not sure and not seen:
        return None
    part = pl.col("at").str.extract_groups(_DATE).struct
    parts = [part.field(str(i)).cast(pl.Int32, strict=False) for i in (1, 2, 3)]
    clocks = punches.moments(punches.times(pl.col("at").str.replace_all(_DATE, " ")))
    sound = parts[1].is_between(1, 12) & parts[2].is_between(1, 31)
    written = pl.concat_str([part.field(str(i)) for i in (1, 2, 3)], separator="-").str.to_date(
        "%Y-%m-%d", strict=False
    )
    return field, frame.select(day=pl.when(sound).then(written), punched=clocks.fill_null([]))


def by_day(rows: pl.DataFrame, col: int) -> pl.DataFrame:
    """Punches (``day``, ``punched``) of one worker, contractor and day put together as rows of ``attendance``."""
    whose = [name for name in _WHOSE if name in rows.columns]
    others = [name for name in (*PERSON, *CONTEXT, *RECORDED) if name in rows.columns and name not in whose]
    seen = rows.filter(pl.col("day").is_not_null() & (pl.col("punched").list.len() > 0))
    grouped = seen.group_by([*whose, "day"], maintain_order=True).agg(
        pl.col("row").first(), *(_of_day(name) for name in others), punches.together()
    )
    return grouped.select(
        "row",
        *whose,
        *others,
        pl.col("day").alias("date"),
        punches.mark(pl.col("punched")).alias("mark"),
        punches.work(pl.col("punched")).cast(DAYS).alias("work"),
        unit=pl.lit("day"),
        col=pl.lit(col, dtype=pl.Int32),
    )


def _of_day(name: str) -> pl.Expr:
    """What the punches of a day say together (``layouts.punch_rows``)."""
    if name == "device":
        return pl.col(name).sort_by(pl.col("punched").list.first(), nulls_last=True).first()
    if name == "channel":
        said = pl.col(name).drop_nulls().unique(maintain_order=True)
        return pl.when(said.len() > 0).then(said.str.join("、")).alias(name)
    return pl.col(name).max() if name == "recorded_on" else pl.col(name).first()


def daily(rows: pl.DataFrame, col: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All rows with ``work``, ``hours``, ``unit``, ``col``; and ``row`` and ``mark`` where nobody explains the mark.

    Which of them are days worked says ``worked``; the others still say who is on the list.
    """
    has = rows.columns.__contains__
    written = pl.col("mark") if has("mark") else pl.lit(None, dtype=pl.String)
    texts = rows["mark"].unique().drop_nulls().to_list() if has("mark") else []
    known = {text: means for text in texts if (means := marks.meaning(text, {})) is not None}
    work = {text: float(means.work) for text, means in known.items() if means.work is not None}
    unsure = [text for text, means in known.items() if means.work is None]
    number = written.cast(pl.Float64, strict=False)
    upper = float(marks.rules()["units"]["days_up_to"])
    bare = written.str.replace_all(r"\s", "")
    timed = pl.Series(texts, dtype=pl.String).str.replace_all(r"\s", "").str.contains(punches.PUNCHES).any()
    clocks = (
        pl.when(bare.str.contains(punches.PUNCHES)).then(punches.moments(punches.times(bare)))
        if timed
        else pl.lit(None, dtype=pl.List(pl.Int32))
    )
    meant = written.replace_strict(work, default=None, return_dtype=pl.Float64) if work else pl.lit(None, pl.Float64)
    stated = pl.col("work").cast(pl.Float64) if has("work") else pl.lit(None, dtype=pl.Float64)
    hours = pl.col("hours") if has("hours") else pl.lit(None, dtype=DAYS)
    nothing_said = pl.lit(not (has("mark") or has("work") or has("hours")))
    is_open = written.is_in(unsure).fill_null(value=False)
    value = pl.coalesce(
        stated, meant, pl.when(number.is_between(0, upper)).then(number), punches.work(clocks),
        pl.when(nothing_said).then(1.0),
    )  # fmt: skip
    large = pl.when(number > upper).then(number.cast(DAYS, strict=False))
    unread = written.is_not_null() & ~written.is_in(list(known)) & number.is_null() & stated.is_null()
    told = rows.with_columns(
        work=pl.when(~is_open).then(value).round(2).cast(DAYS),
        hours=pl.when(~is_open).then(pl.coalesce(hours, large)),
        unread=(unread & clocks.is_null() & hours.is_null()).fill_null(value=False),
        col=pl.lit(col, dtype=pl.Int32),
    )
    counted = pl.when(pl.col("hours").is_not_null() & pl.col("work").is_null())
    unit = counted.then(pl.lit("hour")).otherwise(pl.lit("day"))
    told = told.with_columns(unit=pl.coalesce("unit", unit) if has("unit") else unit)
    return told.drop("unread"), told.filter("unread").select("row", "mark")


def worked() -> pl.Expr:
    """Over the ledger: the days on which somebody worked or may have; whoever only stands there is listed once."""
    said = pl.col("mark").is_not_null() | pl.col("hours").is_not_null()
    some = (pl.col("work") > 0) | (pl.col("work").is_null() & said) | (pl.col("overtime_hours") > 0)
    return some.fill_null(value=False) & pl.col("date").is_not_null()
