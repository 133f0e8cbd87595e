"""Exports of punch clocks: for every worker a row ``工号：1 姓名：张某甲 部门：木工班``, the days, the times below.

The days stand once at the top or again for every worker; several rows of times belong together. The period is that of
the title (``2026-03-11～2026-04-10``), day numbers are dates of it.
"""

from __future__ import annotations

import polars as pl

from wagecheck.intake import calendar_days, issues, marks, values
from wagecheck.intake.bodies import Body
from wagecheck.intake.issues import Issue, not_understood, unknown_marks
from wagecheck.intake.layouts.block_rows import Worker, has_content, workers
from wagecheck.intake.layouts.day_cells import day_cells, worked
from wagecheck.intake.layouts.day_parts import Lines
from wagecheck.intake.layouts.day_texts import Block, Sheet
from wagecheck.intake.layouts.matrix import attendance_of, no_period, summary_of
from wagecheck.intake.origins import Span
from wagecheck.intake.people import numbered
from wagecheck.intake.reading import CellSource, Reading

_LINES = Lines(1, ("work",), False, None)


def read(body: Body) -> Reading:
    """``attendance`` (day with punches; one punch leaves it open) and ``attendance_summary`` (worker)."""
    table = body.table
    found = workers(table.grid, table.body, table.header)
    people = _people(found)
    span = table.origin.span
    sheets = [Sheet(body, _blocks(body, found), _LINES, _legend(body, found))]
    [read_days] = worked(day_cells(sheets), sheets, ["day"])
    spans = _spans(span, len(found)) if span is not None or _dated(body) else None
    dated, misplaced = calendar_days.dated(read_days.frame, table.header.days, spans)
    reading = Reading(table, "punch blocks", cells=_sources(found), device_export=True)
    reading.frames["attendance"] = attendance_of(dated, people)
    reading.frames["attendance_summary"] = summary_of(people, "day")
    reading.issues = [
        *_nameless(found, body),
        *unknown_marks(read_days.unknown()),
        *(not_understood("date", f"{day}日", row, col, raw) for row, col, day, raw in misplaced),
    ]
    if spans is None and read_days.frame.height:
        reading.issues.append(no_period())
    return reading


def _people(found: list[Worker]) -> pl.DataFrame:
    """One row per worker: row (that of the labels), name, name_key, id_number, id_state, worker_no, team, worker."""

    def cells(kind: str) -> list[object]:
        return [worker.values[kind][1] if kind in worker.values else None for worker in found]

    names = values.people(cells("name"))  # type: ignore[arg-type]
    numbers = values.identity_numbers(cells("id_number"))  # type: ignore[arg-type]
    frame = pl.DataFrame(
        {
            "row": pl.Series([worker.row + 1 for worker in found], dtype=pl.Int32),
            "name": names.value,
            "name_key": names.key,
            "id_number": numbers.value,
            "id_state": numbers.state,
            "worker_no": values.texts(cells("worker_no")).value,  # type: ignore[arg-type]
            "team": values.texts(cells("team")).value,  # type: ignore[arg-type]
            "worker": pl.int_range(len(found), dtype=pl.Int32, eager=True),
        }
    )
    return numbered(frame if frame["team"].null_count() < frame.height else frame.drop("team"))


def _blocks(body: Body, found: list[Worker]) -> Block:
    """Which worker's day cells a row holds."""
    place = {row: (i, nth) for i, worker in enumerate(found) for nth, row in enumerate(worker.content)}
    owners = [place.get(row) for row in body.table.body]
    return Block(
        pl.Series([owner[0] if owner else None for owner in owners], dtype=pl.Int32),
        pl.Series([owner[1] if owner else None for owner in owners], dtype=pl.Int32),
        pl.Series([owner is not None for owner in owners], dtype=pl.Boolean),
    )


def _legend(body: Body, found: list[Worker]) -> dict[str, marks.Meaning]:
    """Marks explained on the sheet outside the rows of the workers."""
    grid = body.table.grid
    theirs = {row for worker in found for row in (worker.row, *worker.content)}
    told = [
        " ".join(cell for cell in row if isinstance(cell, str)) for r, row in enumerate(grid.rows) if r not in theirs
    ]
    return {**marks.of_contractor([t.value for t in body.table.origin.contractors]), **marks.legend(told)}


def _dated(body: Body) -> bool:
    return any(label.year is not None for label in body.table.header.days.values())


def _spans(span: Span | None, count: int) -> pl.DataFrame:
    start, end = (span.start, span.end) if span is not None else (None, None)
    return pl.DataFrame(
        {
            "worker": pl.int_range(count, dtype=pl.Int32, eager=True),
            "period_start": pl.Series([start] * count, dtype=pl.Date),
            "period_end": pl.Series([end] * count, dtype=pl.Date),
        }
    )


def _sources(found: list[Worker]) -> list[CellSource]:
    """The columns in which most of the values stand."""
    sources: list[CellSource] = []
    for kind in ("name", "id_number", "worker_no", "team"):
        columns = [worker.values[kind][0] for worker in found if kind in worker.values]
        if columns:
            label = next(worker.labels[kind] for worker in found if kind in worker.values)
            sources.append(CellSource(kind, max(set(columns), key=columns.count) + 1, 0, label, 1.0))
    return sources


def _nameless(found: list[Worker], body: Body) -> list[Issue]:
    """IN04: times that belong to nobody, because the clock knows no name."""
    lost = [w for w in found if not w.values.keys() & {"name", "id_number"} and has_content(body.table.grid, w)]
    return [issues.blank("name", w.labels.get("name", "姓名"), w.row + 1, w.column + 1) for w in lost]
