"""Attendance as a list: one row per worker and day, one row per punch, or one row per worker with sums only."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake import marks, sums
from wagecheck.intake.bodies import Body
from wagecheck.intake.issues import unknown_marks
from wagecheck.intake.layouts.matrix import is_device
from wagecheck.intake.reading import Reading, Table, cell_sources
from wagecheck.intake.records import COMMON, body_records, complete
from wagecheck.intake.unread import problems
from wagecheck.ledgers.catalogue import schema

DAYS: Final = pl.Decimal(10, 2)
_PERSON: Final = ("name", "name_key", "id_number", "id_state", "worker_no", "trade")
_CONTEXT: Final = ("team", "contractor", "project", "period_start", "period_end")
#: Two punches make a day, one is abnormal: the day is open.
_PUNCHES: Final = 2


def read(body: Body) -> Reading:
    """``attendance`` and ``attendance_summary`` of a sheet without day columns."""
    table = body.table
    dated = {"date", "punch"} & table.kind.columns.keys()
    layout = "daily list" if "date" in dated else "punch list" if dated else "summary"
    reading = Reading(table, layout, cells=cell_sources(table), issues=problems(body))
    reading.device_export = is_device(table)
    records = _records(body)
    if not dated:
        reading.frames["attendance"] = _empty_days()
        reading.frames["attendance_summary"] = _sums(body, records)
        reading.totals = sums.of_body(body)
        return reading
    days, unknown = _days(table, records)
    reading.frames["attendance"] = complete(days, "attendance")
    people = [c for c in (*_PERSON, *_CONTEXT) if c in records.columns]
    first = records.group_by(
        [c for c in ("name_key", "id_number") if c in records.columns], maintain_order=True
    ).first()
    reading.frames["attendance_summary"] = complete(
        first.select("row", *people).with_columns(
            pl.lit(True).alias("dated"), pl.lit("hour" if "hours" in table.kind.columns else "day").alias("unit")
        ),
        "attendance_summary",
    )
    reading.issues = reading.issues + unknown_marks(unknown)
    return reading


def _empty_days() -> pl.DataFrame:
    return schema("attendance").to_frame().drop(COMMON)


def _records(body: Body) -> pl.DataFrame:
    """Records with the raw columns of the list beside those of the ledger."""
    records = body_records(body)
    extra = {
        f"list_{name}": body.parsed[name].value
        for name in ("days", "hours", "overtime_hours", "mark", "punch", "signature", "date")
        if name in body.parsed
    }
    bad = {f"bad_{name}": body.parsed[name].bad for name in ("hours",) if name in body.parsed}
    return (
        pl.concat([records, pl.DataFrame({**extra, **bad}).filter(body.is_record)], how="horizontal")
        if extra
        else records
    )


def _sums(body: Body, records: pl.DataFrame) -> pl.DataFrame:
    wanted = {
        "list_days": "days",
        "list_hours": "hours",
        "list_overtime_hours": "overtime_hours",
        "list_signature": "signature",
    }
    values = [
        pl.col(raw).cast(schema("attendance_summary")[name], strict=False).alias(name)
        for raw, name in wanted.items()
        if raw in records.columns
    ]
    keys = [c for c in (*_PERSON, *_CONTEXT) if c in records.columns]
    unit = "day" if "days" in body.parsed else "hour" if "hours" in body.parsed else "unknown"
    frame = records.select("row", *keys, *values).with_columns(pl.lit(False).alias("dated"), pl.lit(unit).alias("unit"))
    return complete(frame, "attendance_summary")


def _days(table: Table, records: pl.DataFrame) -> tuple[pl.DataFrame, list[tuple[str, int, int, int]]]:
    column = next(c for n in ("mark", "days", "hours", "punch", "date") if (c := table.kind.first(n)) is not None)
    keys: list[str] = [c for c in (*_PERSON, *_CONTEXT) if c in records.columns]
    if "list_punch" in records.columns and not {"list_mark", "list_days", "list_hours"} & set(records.columns):
        return _punched(records, keys, column.index + 1), []
    upper = float(marks.rules()["units"]["days_up_to"])
    has = records.columns.__contains__
    written = pl.col("list_mark") if has("list_mark") else pl.lit(None, dtype=pl.String)
    number = written.cast(pl.Float64, strict=False)
    texts = records["list_mark"].unique().drop_nulls().to_list() if has("list_mark") else []
    known = {t: m for t in texts if (m := marks.meaning(t, {})) is not None}
    work = {t: float(m.work) for t, m in known.items() if m.work is not None}
    means = (
        written.replace_strict(work, default=None, return_dtype=pl.Float64) if work else pl.lit(None, dtype=pl.Float64)
    )
    stated = pl.col("list_days").cast(pl.Float64) if has("list_days") else pl.lit(None, dtype=pl.Float64)
    hours = pl.col("list_hours").cast(DAYS) if has("list_hours") else pl.lit(None, dtype=DAYS)
    small = pl.when(number.is_between(0, upper)).then(number)
    large = pl.when(number > upper).then(number)
    bare = ~pl.lit(has("list_mark") or has("list_days") or has("list_hours"))
    frame = records.with_columns(
        pl.coalesce(stated, means, small, pl.when(bare).then(1.0)).alias("value"),
        pl.coalesce(hours, large.cast(DAYS)).alias("hours"),
        (written.is_not_null() & ~written.is_in(list(known)) & number.is_null()).alias("unread"),
        written.alias("mark"),
    )
    overtime = pl.col("list_overtime_hours").cast(DAYS) if has("list_overtime_hours") else pl.lit(None, dtype=DAYS)
    frame = frame.select(
        "row", *keys,
        pl.col("list_date").alias("date") if has("list_date") else pl.lit(None, dtype=pl.Date).alias("date"),
        "mark",
        pl.when(~pl.col("unread")).then(pl.col("value")).round(2).cast(DAYS).alias("work"),
        "hours",
        overtime.alias("overtime_hours"),
        pl.when(pl.col("hours").is_not_null() & pl.col("value").is_null())
        .then(pl.lit("hour"))
        .otherwise(pl.lit("day"))
        .alias("unit"),
        pl.lit(column.index + 1, dtype=pl.Int32).alias("col"),
        "unread",
    )  # fmt: skip
    unread = (
        frame.filter("unread")
        .group_by("mark", maintain_order=True)
        .agg(pl.len(), pl.col("row").first(), pl.col("col").first())
    )
    unknown = [(str(m), int(n), int(r), int(c)) for m, n, r, c in unread.iter_rows()]
    stated_some = pl.col("mark").is_not_null() | pl.col("hours").is_not_null()
    some = (pl.col("work") > 0) | (pl.col("work").is_null() & stated_some) | (pl.col("overtime_hours") > 0)
    return frame.filter(some.fill_null(False) & pl.col("date").is_not_null()).drop("unread"), unknown


def _punched(records: pl.DataFrame, keys: list[str], col: int) -> pl.DataFrame:
    """Punches of one worker on one day: two and more make a day, one leaves it open."""
    moment = pl.col("list_punch")
    date = pl.coalesce(
        pl.col("list_date") if "list_date" in records.columns else pl.lit(None, dtype=pl.Date),
        moment.str.slice(0, 10).str.replace_all(r"[./年月]", "-").str.to_date("%Y-%m-%d", strict=False),
    )
    frame = records.with_columns(date.alias("day"))
    frame = frame.filter(pl.col("day").is_not_null())
    several = moment.str.count_matches(r"\d{1,2}:\d{2}").clip(1)
    who = [c for c in ("name_key", "id_number") if c in keys]
    grouped = frame.group_by([*who, "day"], maintain_order=True).agg(
        pl.col("row").first(), *(pl.col(c).first() for c in keys if c not in who), several.sum().alias("punches")
    )
    return grouped.select(
        "row", *keys,
        pl.col("day").alias("date"),
        (pl.lit("打卡") + pl.col("punches").cast(pl.String) + pl.lit("次")).alias("mark"),
        pl.when(pl.col("punches") >= _PUNCHES).then(1).otherwise(None).cast(DAYS).alias("work"),
        pl.lit(None, dtype=DAYS).alias("hours"),
        pl.lit(None, dtype=DAYS).alias("overtime_hours"),
        pl.lit("day").alias("unit"),
        pl.lit(col, dtype=pl.Int32).alias("col"),
    )  # fmt: skip
