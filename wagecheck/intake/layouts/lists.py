"""Attendance as a list: one row per worker and day, one row per punch, or one row per worker with sums only."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.intake import sums, values
from wagecheck.intake.bodies import Body
from wagecheck.intake.issues import Issue, not_understood, unknown_marks
from wagecheck.intake.layouts import daily_rows, punch_rows
from wagecheck.intake.layouts.daily_rows import CONTEXT, DAYS, PERSON
from wagecheck.intake.layouts.devices import is_device
from wagecheck.intake.people import numbered
from wagecheck.intake.reading import Reading, cell_sources
from wagecheck.intake.records import COMMON, body_records, complete
from wagecheck.intake.unread import problems
from wagecheck.ledgers.catalogue import schema

_DATED: Final = ("date", *punch_rows.MOMENTS)
_MINUTES: Final = Decimal(60)


def read(body: Body) -> Reading:
    """``attendance`` and ``attendance_summary`` of a sheet without day columns."""
    table = body.table
    records = _records(body)
    reading = Reading(table, "summary", cells=cell_sources(table), issues=problems(body))
    reading.device_export = is_device(table)
    if not table.kind.columns.keys() & set(_DATED):
        reading.frames["attendance"] = schema("attendance").to_frame().drop(COMMON)
        reading.frames["attendance_summary"] = _sums(body, records)
        reading.totals = sums.of_body(body)
        return reading
    found = punch_rows.read(body, records) or daily_rows.read(body, records)
    reading.layout = found.layout
    reading.frames["attendance"] = complete(found.days, "attendance")
    reading.frames["attendance_summary"] = _listed(body, records)
    reading.issues = [*reading.issues, *unknown_marks(found.unknown), *_undated(body, found.undated)]
    return reading


def _undated(body: Body, places: list[tuple[int, int]]) -> list[Issue]:
    """IN05: moments of which nobody can tell the day or the time."""
    labels = {c.index + 1: c.label for cs in body.table.kind.columns.values() for c in cs}
    cells = body.table.grid.rows
    return [not_understood("date", labels.get(col, ""), row, col, cells[row - 1][col - 1]) for row, col in places]


def _records(body: Body) -> pl.DataFrame:
    """Records with the raw columns of the list beside those of the ledger."""
    records = numbered(body_records(body))
    names = ("days", "hours", "overtime_hours", "mark", "signature", "date", "minutes")
    extra = {f"list_{name}": body.parsed[name].value for name in names if name in body.parsed}
    bad = {f"bad_{name}": body.parsed[name].bad for name in ("hours",) if name in body.parsed}
    if not extra:
        return records
    records = pl.concat([records, pl.DataFrame({**extra, **bad}).filter(body.is_record)], how="horizontal")
    if "list_minutes" in extra and "list_hours" not in extra:
        hours = pl.col("list_minutes").cast(pl.Decimal(18, 4), strict=False) / _MINUTES
        records = records.with_columns(hours.round(2).cast(DAYS).alias("list_hours"))
    return records


def _sums(body: Body, records: pl.DataFrame) -> pl.DataFrame:
    wanted = {
        "list_days": "days",
        "list_hours": "hours",
        "list_overtime_hours": "overtime_hours",
        "list_signature": "signature",
    }
    stated = [
        pl.col(raw).cast(schema("attendance_summary")[name], strict=False).alias(name)
        for raw, name in wanted.items()
        if raw in records.columns
    ]
    keys = [c for c in (*PERSON, *CONTEXT) if c in records.columns]
    unit = "day" if "days" in body.parsed else "hour" if "list_hours" in records.columns else "unknown"
    frame = records.select("row", *keys, *stated).with_columns(pl.lit(False).alias("dated"), pl.lit(unit).alias("unit"))
    further = _further_overtime(body)
    if further is not None:
        both = pl.concat_list("overtime_hours", pl.lit(further.filter(body.is_record))).list.drop_nulls()
        added = pl.when(both.list.len() > 0).then(both.list.sum())
        frame = frame.with_columns(added.cast(DAYS, strict=False).alias("overtime_hours"))
    return complete(frame, "attendance_summary")


def _further_overtime(body: Body) -> pl.Series | None:
    """Overtime that stands in a second column under the same heading: 加班时数 over 正常 and 特殊."""
    column = body.table.kind.first("overtime_hours")
    if column is None:
        return None
    headings = body.table.header.headings
    parent = next((h.parent for h in headings if h.index == column.index), "")
    taken = {c.index for cs in body.table.kind.columns.values() for c in cs}
    beside = next((h for h in headings if parent and h.parent == parent and h.index not in taken), None)
    return None if beside is None else values.hours(body.column(beside.index)).value.cast(DAYS)


def _listed(body: Body, records: pl.DataFrame) -> pl.DataFrame:
    """Everybody on the list, once."""
    people = [c for c in (*PERSON, *CONTEXT) if c in records.columns]
    first = records.unique(people_keys(records), keep="first", maintain_order=True)
    unit = "hour" if "hours" in body.table.kind.columns and "days" not in body.table.kind.columns else "day"
    listed = first.select("row", *people).with_columns(pl.lit(True).alias("dated"), pl.lit(unit).alias("unit"))
    return complete(listed, "attendance_summary")


def people_keys(records: pl.DataFrame) -> list[str]:
    """The columns by which the people of a list are told apart; a period of its own makes another line."""
    return [c for c in ("name_key", "id_number", "worker_no", "period_start") if c in records.columns]
