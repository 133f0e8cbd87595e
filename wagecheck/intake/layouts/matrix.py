"""A sheet with one column per day: one to three rows per worker, marks or hours, printed pages, exports of machines.

A worker's block begins with a record row; the lines under it are overtime, afternoon or the identity number. Day
numbers become dates of the pay period (11 … 30, 1 … 10 over two months as well). Day cells without work are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from wagecheck.intake import calendar_days, marks, rows, sums, values
from wagecheck.intake.bands import Bands
from wagecheck.intake.bodies import Body
from wagecheck.intake.constant import constant
from wagecheck.intake.grid import Cell, text
from wagecheck.intake.issues import Issue, not_understood, unknown_marks
from wagecheck.intake.layouts.day_cells import DAYS, ReadDays, day_cells, divisor, worked
from wagecheck.intake.layouts.day_parts import Lines
from wagecheck.intake.layouts.day_texts import Sheet
from wagecheck.intake.layouts.devices import is_device
from wagecheck.intake.layouts.worker_lines import blocks_of, lines_of, nameless
from wagecheck.intake.origins import Span
from wagecheck.intake.people import numbered
from wagecheck.intake.reading import CellSource, Reading, Table, cell_sources
from wagecheck.intake.records import body_records, complete
from wagecheck.intake.unread import problems


def read(bodies: Sequence[Body]) -> list[Reading]:
    """``attendance`` (worker and day with work or an unknown mark) and ``attendance_summary`` (worker), per body."""
    if not bodies:
        return []
    sheets = [_sheet(body) for body in bodies]
    cells = day_cells(sheets)
    punched = set(cells["sheet"].filter(cells["punched"].is_not_null()).unique())
    read_days = worked(cells, sheets, _units(sheets, cells))
    return [
        _reading(sheet, days, punched=place in punched)
        for place, (sheet, days) in enumerate(zip(sheets, read_days, strict=True))
    ]


def _sheet(body: Body) -> Sheet:
    lines = lines_of(body)
    return Sheet(body, blocks_of(body, lines), lines, _legend(body))


def _reading(sheet: Sheet, read_days: ReadDays, *, punched: bool) -> Reading:
    body, blocks, lines = sheet.body, sheet.blocks, sheet.lines
    table = body.table
    spans = _spans(body, table.origin.span)
    people = _people(body, lines)
    hourly = _sums_hours(people, read_days)
    if hourly:
        people = people.with_columns(pl.col("days").alias("hours"), pl.lit(None, dtype=DAYS).alias("days"))
    per_day = divisor(read_days, _stated_days(people), _stated_divisor(table)) if read_days.has_hours else None
    layout = f"matrix-{lines.height}" + (f"÷{per_day.hours}" if per_day else "")
    cells_of = _sources(table, lines)
    reading = Reading(
        table, layout, cells=[replace(c, field="hours") if hourly and c.field == "days" else c for c in cells_of]
    )
    dated, misplaced = calendar_days.dated(read_days.days(per_day), table.header.days, spans)
    reading.frames["attendance"] = attendance_of(dated, people)
    reading.frames["attendance_summary"] = summary_of(people, read_days.unit)
    reading.totals = sums.of_body(body)
    reading.device_export = is_device(table) or punched
    reading.issues = [
        *(issue for issue in problems(body) if issue.code != "IN04" or issue.row in nameless(body, blocks)),
        *unknown_marks(read_days.unknown()),
        *(not_understood("date", f"{day}日", row, col, raw) for row, col, day, raw in misplaced),
    ]
    if spans is None and read_days.frame.height:
        reading.issues.append(no_period())
    return reading


def no_period() -> Issue:
    """IN14: day numbers without a month."""
    return Issue(
        "IN14",
        "看不出这张考勤表是哪个月的：表名、标题和文件名里都没有年月，逐日出勤无法对应日期；请在标题里写明年月",
        "neither title, sheet nor file name tells the month of this attendance sheet; its days have no dates",
        field="period",
    )


def _people(body: Body, lines: Lines) -> pl.DataFrame:
    """One row per worker with the key columns, from the first line of the block; stacked numbers from the second."""
    people = body_records(body, "attendance_summary")
    if "id_number" not in body.table.kind.columns and lines.stacked:
        column = body.table.kind.first("name")
        assert column is not None
        below = body.column(column.index)
        found = values.identity_numbers([*below[1:], None])
        stacked = pl.DataFrame({"id_number": found.value, "id_state": found.state}).filter(body.is_record)
        people = people.with_columns(stacked["id_number"], stacked["id_state"])
    if lines.height > 1 and lines.roles[1:2] == ("overtime",) and "overtime_hours" not in body.table.kind.columns:
        hours = body.table.kind.first("hours")
        if hours is not None:
            below = body.column(hours.index)
            found_hours = values.hours([*below[1:], None]).value
            people = people.with_columns(found_hours.filter(body.is_record).cast(DAYS).alias("overtime_hours"))
    if (
        "days" not in body.table.kind.columns
        and "mark" in body.table.kind.columns
        and lines.label != _index(body, "mark")
    ):
        stated = values.days(body.column(_index(body, "mark") or 0)).value
        people = people.with_columns(stated.filter(body.is_record).cast(DAYS).alias("days"))
    return numbered(people).hstack([pl.Series("worker", range(people.height), dtype=pl.Int32)])


def _index(body: Body, name: str) -> int | None:
    column = body.table.kind.first(name)
    return column.index if column is not None else None


def _sources(table: Table, lines: Lines) -> list[CellSource]:
    sources = cell_sources(table)
    name = table.kind.first("name")
    if lines.stacked and name is not None:
        sources.append(CellSource("id_number", name.index + 1, 1, name.label, name.confidence))
    hours = table.kind.first("hours")
    if hours is not None and "overtime_hours" not in table.kind.columns and "overtime" in lines.roles[1:2]:
        sources.append(CellSource("overtime_hours", hours.index + 1, 1, hours.label, hours.confidence))
    return sources


def _stated_days(people: pl.DataFrame) -> pl.DataFrame:
    days = pl.col("days") if "days" in people.columns else pl.lit(None, dtype=DAYS)
    return people.select("worker", days.cast(DAYS).alias("stated"))


def _sums_hours(people: pl.DataFrame, read: ReadDays) -> bool:
    """Whether the sums of the sheet are the hours themselves: 合计 of a sheet of hours states no days."""
    if read.unit != "hour" or "days" not in people.columns or people["hours"].null_count() < people.height:
        return False
    hours = read.frame.group_by("worker").agg(pl.col("hours").sum().alias("summed"))
    checked = people.join(hours, on="worker").filter(pl.col("days") > 0)
    return bool(checked.height and (checked["days"] == checked["summed"]).all())


def _stated_divisor(table: Table) -> int | None:
    pattern = re.compile(marks.rules()["units"]["stated"])
    grid = table.grid
    around = [*range(0, table.header.bottom + 1), *range(table.body[-1] + 1 if table.body else 0, grid.height)]
    told = [
        cell for r in [*around, *table.body[-12:]] for cell in grid.rows[r] if isinstance(cell, str) and len(cell) > 5
    ]
    found = {int(m.group(1)) for cell in told if (m := pattern.search(marks.clean(cell)))}
    return found.pop() if len(found) == 1 else None


def _units(sheets: Sequence[Sheet], cells: pl.DataFrame) -> list[str]:
    """``hour`` where the heading says so or most numbers of the work lines are too large for days, else ``day``."""
    number = pl.col("number")
    numbers = cells.filter((pl.col("role") != "overtime") & number.is_not_null()).select("sheet", "number")
    # numbers of shifts count nothing
    explained = [(place, float(m)) for place, sheet in enumerate(sheets) for m in sheet.legend if m.isdigit()]
    if explained:
        shifts = pl.DataFrame(explained, schema=numbers.schema, orient="row")
        numbers = numbers.join(shifts, on=["sheet", "number"], how="anti")
    large = number > float(marks.rules()["units"]["hours_above"])
    mostly = numbers.group_by("sheet").agg((large.sum() * 2 > pl.len()).alias("large"))
    hourly = set(mostly["sheet"].filter(mostly["large"]))
    return ["hour" if place in hourly or _says_hours(s.body.table) else "day" for place, s in enumerate(sheets)]


def _says_hours(table: Table) -> bool:
    """Whether the headings of the days say that hours stand under them."""
    headings = " ".join(
        text(c) for r in range(table.header.top, table.header.bottom + 1) for i, c in _day_headings(table, r)
    )
    return any(word in headings for word in marks.rules()["units"]["hour"])


def _day_headings(table: Table, row: int) -> list[tuple[int, Cell]]:
    cells = table.grid.rows[row]
    return [(i, cells[i]) for i in table.header.days if i < len(cells) and isinstance(cells[i], str)]


def _legend(body: Body) -> dict[str, marks.Meaning]:
    """Marks that the sheet explains above the table, between its pages or below it."""
    table = body.table
    inside = {r for r, kind in zip(table.body, body.kinds["kind"], strict=True) if kind in (rows.RECORD, rows.NAMELESS)}
    told = [
        " ".join(cell for cell in row if isinstance(cell, str))
        for r, row in enumerate(table.grid.rows)
        if r not in inside and (r < table.header.top or r > table.header.bottom)
    ]
    own = marks.of_contractor([said.value for said in table.origin.contractors])
    return {**own, **marks.legend(told + _notes(table.bands))}


def _notes(bands: Bands) -> list[str]:
    return [text(cell) for cells in bands.values.values() for cell in cells]


def _spans(body: Body, span: Span | None) -> pl.DataFrame | None:
    """The pay period of every worker: the sheet's, or that of the worker's own period column."""
    count = int(body.is_record.sum())
    first = constant("period_start", span.start if span else None, pl.Date, count)
    last = constant("period_end", span.end if span else None, pl.Date, count)
    parsed = body.parsed.get("period")
    if parsed is not None:
        own = body_records(body)
        first = own["period_start"].fill_null(first) if span else own["period_start"]
        last = own["period_end"].fill_null(last) if span else own["period_end"]
    table = pl.DataFrame([pl.Series("worker", range(count), dtype=pl.Int32), first, last])
    dated = any(label.year is not None for label in body.table.header.days.values())
    return table if dated or table["period_start"].null_count() < count or not count else None


def attendance_of(days: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """``attendance`` of dated day cells; ``people`` are the workers in the order of their numbers, from 0."""
    keys = [
        c for c in ("name", "name_key", "id_number", "id_state", "worker_no", "trade", *_CONTEXT) if c in people.columns
    ]
    worker = days["worker"]
    others = [series for series in days.get_columns() if series.name != "worker"]
    return complete(pl.DataFrame([*others, *(people[key][worker] for key in keys)]), "attendance")


_CONTEXT = ("team", "contractor", "project", "period_start", "period_end")


def summary_of(people: pl.DataFrame, unit: str) -> pl.DataFrame:
    """``attendance_summary`` of workers with day cells that count in ``unit``."""
    columns = {series.name: series for series in people.get_columns() if series.name != "worker"}
    columns["unit"] = constant("unit", unit, pl.String, people.height)
    columns["dated"] = constant("dated", True, pl.Boolean, people.height)
    return complete(pl.DataFrame(list(columns.values())), "attendance_summary")
