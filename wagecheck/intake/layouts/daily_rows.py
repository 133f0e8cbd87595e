"""Rows of one worker and day: a mark, days, hours, overtime."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from wagecheck.intake import marks
from wagecheck.intake.bodies import Body

DAYS: Final = pl.Decimal(10, 2)
PERSON: Final = ("name", "name_key", "id_number", "id_state", "worker_no", "trade")
#: What machines say of a record beside its time.
RECORDED: Final = ("device", "channel", "recorded_on")
CONTEXT: Final = ("team", "contractor", "project", "period_start", "period_end")


@dataclass(frozen=True)
class ListedDays:
    """Days of a list: rows of ``attendance``, unknown marks (mark, how often, row, column), cells without a day."""

    layout: str
    days: pl.DataFrame
    unknown: list[tuple[str, int, int, int]] = field(default_factory=list)
    undated: list[tuple[int, int]] = field(default_factory=list)


def read(body: Body, records: pl.DataFrame) -> ListedDays:
    """Every row is a day of its worker: days as stated, else what its mark means, else hours."""
    table = body.table
    column = next(c for n in ("mark", "days", "hours", "date") if (c := table.kind.first(n)) is not None)
    keys: list[str] = [c for c in (*PERSON, *CONTEXT, *RECORDED) if c in records.columns]
    has = records.columns.__contains__
    legend = marks.of_contractor([told.value for told in table.origin.contractors])
    upper = float(marks.rules()["units"]["days_up_to"])
    written = pl.col("list_mark") if has("list_mark") else pl.lit(None, dtype=pl.String)
    number = written.cast(pl.Float64, strict=False)
    texts = records["list_mark"].unique().drop_nulls().to_list() if has("list_mark") else []
    known = {t: m for t in texts if (m := marks.meaning(t, legend)) is not None}
    work = {t: float(m.work) for t, m in known.items() if m.work is not None}
    open_marks = [t for t, m in known.items() if m.work is None]  # 缺卡: whatever was counted, the day is open
    means = (
        written.replace_strict(work, default=None, return_dtype=pl.Float64) if work else pl.lit(None, dtype=pl.Float64)
    )
    stated = pl.col("list_days").cast(pl.Float64) if has("list_days") else pl.lit(None, dtype=pl.Float64)
    hours = pl.col("list_hours").cast(DAYS) if has("list_hours") else pl.lit(None, dtype=DAYS)
    small = pl.when(number.is_between(0, upper)).then(number)
    large = pl.when(number > upper).then(number)
    bare = ~pl.lit(has("list_mark") or has("list_days") or has("list_hours"))
    is_open = written.is_in(open_marks).fill_null(False)
    frame = records.with_columns(
        pl.when(~is_open).then(pl.coalesce(stated, means, small, pl.when(bare).then(1.0))).alias("value"),
        pl.when(~is_open).then(pl.coalesce(hours, large.cast(DAYS))).alias("hours"),
        (written.is_not_null() & ~written.is_in(list(known)) & number.is_null() & stated.is_null()).alias("unread"),
        written.alias("mark"),
    )
    overtime = pl.col("list_overtime_hours").cast(DAYS) if has("list_overtime_hours") else pl.lit(None, dtype=DAYS)
    beside = table.kind.first("overtime_hours") if has("list_overtime_hours") else None
    own_cell = overtime.is_not_null() & pl.lit(beside is not None)
    frame = frame.select(
        "row", *keys,
        pl.col("list_date").alias("date") if has("list_date") else pl.lit(None, dtype=pl.Date).alias("date"),
        "mark",
        pl.when(~pl.col("unread")).then(pl.col("value")).round(2).cast(DAYS).alias("work"),
        "hours",
        overtime.alias("overtime_hours"),
        pl.when(own_cell).then("row").cast(pl.Int32).alias("overtime_row"),
        pl.when(own_cell).then(pl.lit(beside.index + 1 if beside else None, dtype=pl.Int32)).alias("overtime_col"),
        pl.when(pl.col("hours").is_not_null() & pl.col("value").is_null())
        .then(pl.lit("hour"))
        .otherwise(pl.lit("day"))
        .alias("unit"),
        pl.lit(column.index + 1, dtype=pl.Int32).alias("col"),
        "unread",
    )  # fmt: skip
    unread = frame.filter("unread").select("mark", "row", "col")
    unknown = [(str(mark), 1, int(row), int(col)) for mark, row, col in unread.iter_rows()]
    stated_some = pl.col("mark").is_not_null() | pl.col("hours").is_not_null()
    some = (pl.col("work") > 0) | (pl.col("work").is_null() & stated_some) | (pl.col("overtime_hours") > 0)
    days = frame.filter(some.fill_null(False) & pl.col("date").is_not_null()).drop("unread")
    return ListedDays("daily list", days, unknown)
