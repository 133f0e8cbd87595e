"""One row per project, contractor, worker and date worked."""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import DAYS, PLACES, Frame

FRAME = Frame(
    name="attendance_day",
    title="出勤日",
    grain=("person", "date"),
    masks={"name": "name", "id_number": "id"},
    columns={
        "date": pl.Date, "mark": pl.String, "work": DAYS, "hours": DAYS, "overtime_hours": DAYS,
        "before_entry": pl.Boolean, "after_exit": pl.Boolean, "in_contract_term": pl.Boolean,
        "sites": pl.Int32,             # distinct project × contractor with work on that date, by identity number
        "site_work": DAYS,             # sum of day values over those sites
        "attendance_at": PLACES,       # the exact day cell
    },
)
