"""One row per project, contractor, worker and date worked."""

from __future__ import annotations

import polars as pl

from wagecheck.facts import punches
from wagecheck.facts.frame import DAYS, PLACES, Frame
from wagecheck.facts.place import place
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.distinct import judged

FRAME = Frame(
    name="attendance_day",
    title="出勤日",
    grain=("person", "date"),
    masks={"name": "name", "id_number": "id"},
    columns={
        "date": pl.Date, "mark": pl.String, "work": DAYS, "hours": DAYS, "overtime_hours": DAYS,
        "before_entry": pl.Boolean, "after_exit": pl.Boolean, "in_contract_term": pl.Boolean,
        "place": pl.String,            # where the project lies, for local rules
        "punches": pl.Int32,           # times of day in the mark; null where the mark is none
        "punch_minutes": pl.Int32,     # between the first and the last
        "sites": pl.Int32,             # distinct project × contractor with work on that date, by identity number
        "site_work": DAYS,             # sum of day values over those sites
        "attendance_at": PLACES,       # the exact day cell
    },
)  # fmt: skip


#: Marks are many, different marks are few: each is read once.
_TIMES = pl.Struct({"punches": pl.Int32, "punch_minutes": pl.Int32})


def _times(marks: pl.LazyFrame) -> pl.LazyFrame:
    return marks.with_columns(answer=punches.read(pl.col("mark")))


def build(days: pl.DataFrame, units: pl.DataFrame, persons: pl.DataFrame, settings: Settings) -> pl.LazyFrame:
    """The frame, from the compact days of ``attendance_work`` (uid, pid, date … with context).

    A day is a date on which work, hours or overtime were recorded; unknown marks are counted in ``worker_month``.
    """
    who = persons.lazy().select("pid", "person", "name", "id_number")
    where = (
        units.lazy()
        .with_row_index("uid")
        .select("uid", "project", "contractor", "period", "period_start", "period_end", place=place(settings))
    )
    return (
        days.lazy()
        .join(where, on="uid", maintain_order="left")
        .join(who, on="pid", maintain_order="left")
        .rename({"at": "attendance_at"})
        .with_columns(times=judged({"mark": pl.col("mark")}, _times, _TIMES))
        .unnest("times")
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
    )
