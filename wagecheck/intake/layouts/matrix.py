"""A sheet with one column per day: one to three rows per worker, marks or hours, printed pages, exports of machines.

A worker's block begins with a record row; the lines under it are overtime, afternoon or the identity number. Day
numbers become dates of the pay period (11 … 30, 1 … 10 over two months as well). Day cells without work are not kept.
"""

from __future__ import annotations

import re

import polars as pl

from wagecheck.intake import calendar_days, marks, rows, sums, values
from wagecheck.intake.bands import Bands
from wagecheck.intake.bodies import Body, has_days
from wagecheck.intake.further_lines import NUMBER
from wagecheck.intake.grid import Cell
from wagecheck.intake.headers import text
from wagecheck.intake.issues import Issue, not_understood, unknown_marks
from wagecheck.intake.layouts.day_cells import DAYS, Block, Lines, day_cells, divisor, worked
from wagecheck.intake.origins import Span
from wagecheck.intake.reading import CellSource, Reading, Table, cell_sources
from wagecheck.intake.records import body_records, complete
from wagecheck.intake.unread import problems

_MOST_LINES = 3


def read(body: Body) -> Reading:
    """``attendance`` (worker and day with work or an unknown mark) and ``attendance_summary`` (worker)."""
    table = body.table
    lines = _lines(body)
    blocks = _blocks(body, lines)
    spans = _spans(body, table.origin.span)
    people = _people(body, blocks, lines)
    cells = day_cells(body, blocks, lines)
    read_days = worked(cells, unit=_unit(table, cells), legend=_legend(body))
    per_day = divisor(read_days, _stated_days(people), _stated_divisor(table))
    layout = f"matrix-{lines.height}" + (f"÷{per_day.hours}" if per_day else "")
    reading = Reading(table, layout, cells=_sources(table, lines))
    dated, misplaced = calendar_days.dated(read_days.days(per_day), table.header.days, spans)
    reading.frames["attendance"] = _attendance(dated, people)
    reading.frames["attendance_summary"] = _summary(people, read_days.unit)
    reading.totals = sums.of_body(body)
    reading.device_export = is_device(table)
    reading.issues = [
        *(issue for issue in problems(body) if issue.code != "IN04" or issue.row in _nameless(body, blocks)),
        *unknown_marks(read_days.unknown()),
        *(not_understood("date", f"{day}日", row, col, raw) for row, col, day, raw in misplaced),
    ]
    if spans is None and read_days.frame.height:
        reading.issues.append(_no_period())
    return reading


def _no_period() -> Issue:
    return Issue(
        "IN14",
        "看不出这张考勤表是哪个月的：表名、标题和文件名里都没有年月，逐日出勤无法对应日期；请在标题里写明年月",
        "neither title, sheet nor file name tells the month of this attendance sheet; its days have no dates",
        field="period",
    )


def is_device(table: Table) -> bool:
    """Whether a machine made the sheet: its words are there and there is no column for signatures."""
    said = f"{table.bands.title} {table.grid.name}"
    known = {"department", "punch"} & table.kind.columns.keys()
    return (
        "signature" not in table.kind.columns
        and (bool(known) or any(w in said for w in marks.rules()["device"]["words"]))
        and (any(w in said for w in marks.rules()["device"]["words"]) or "punch" in table.kind.columns)
    )


def _lines(body: Body) -> Lines:
    """How many rows a worker has and what each is for."""
    table = body.table
    kinds = body.kinds["kind"]
    label_index = _label_column(body)
    stacked = _stacked(body)
    offsets = _offsets(kinds)
    if label_index is not None:
        roles = [marks.line_role(text(cell)) if isinstance(cell, str) else None for cell in body.column(label_index)]
        frame = pl.DataFrame({"offset": offsets, "role": pl.Series(roles, dtype=pl.String)})
        by_offset = frame.filter(pl.col("offset").is_between(0, _MOST_LINES - 1) & pl.col("role").is_not_null())
        common = by_offset.group_by("offset").agg(pl.col("role").mode().sort().first()).sort("offset")
        found = dict(common.iter_rows())
        height = max([*found, 1 if stacked else 0]) + 1
        return Lines(
            height, tuple(_overtime_if_remark(found.get(i)) or "" for i in range(height)), stacked, label_index
        )
    continued = pl.DataFrame({"offset": offsets, "kind": kinds, "filled": has_days(table)})
    continued = continued.filter(pl.col("offset").is_between(1, _MOST_LINES - 1) & (pl.col("kind") == rows.NAMELESS))
    deepest = continued["offset"].max() if continued.height else 0
    height = max(int(str(deepest)) if deepest else 0, 1 if stacked else 0) + 1
    return Lines(height, ("",) * height, stacked, None)


def _overtime_if_remark(role: str | None) -> str | None:
    """备注 as the label of a line stands for overtime; whether its cells are numbers is seen when they are read."""
    return "overtime" if role == "remark" else role


def _label_column(body: Body) -> int | None:
    table = body.table
    taken = {c.index for name, cs in table.kind.columns.items() if name not in ("mark", "remark") for c in cs}
    for index in range(min(table.header.days)):
        if index in taken:
            continue
        labels = [cell for cell in body.column(index) if isinstance(cell, str) and cell.strip()]
        known = sum(marks.line_role(label) is not None for label in set(labels))
        if labels and known >= 1 and known == len({marks.clean(label) for label in labels if marks.line_role(label)}):
            hits = sum(marks.line_role(label) is not None for label in labels)
            if hits >= 0.6 * len(labels):
                return index
    return None


def _stacked(body: Body) -> bool:
    """Whether the identity number stands under the name in the same column."""
    column = body.table.kind.first("name")
    if column is None or "id_number" in body.table.kind.columns:
        return False
    below = rows.texts(body.column(column.index)).str.contains(NUMBER).fill_null(False)
    return bool((below & (_offsets(body.kinds["kind"]) == 1)).any())


def _offsets(kinds: pl.Series) -> pl.Series:
    """Rows since the last record row, 0 for itself; null before the first and after a total or a signature."""
    stops = kinds.is_in([rows.RECORD, rows.TOTAL, rows.SIGN_OFF, rows.SAMPLE])
    frame = pl.DataFrame({"kind": kinds, "stop": stops, "i": pl.int_range(len(kinds), eager=True)})
    begun = pl.when("stop").then(pl.col("i")).forward_fill()
    is_record = pl.when("stop").then(pl.col("kind") == rows.RECORD).forward_fill()
    return frame.select(pl.when(is_record).then(pl.col("i") - begun).alias("offset"))["offset"]


def _blocks(body: Body, lines: Lines) -> Block:
    offsets = _offsets(body.kinds["kind"])
    inside = (offsets < lines.height).fill_null(False)
    starts = body.is_record.cast(pl.Int32).cum_sum()
    return Block(starts - 1, offsets, inside)


def _nameless(body: Body, blocks: Block) -> set[int]:
    """Rows with marks that belong to nobody."""
    lost = (body.kinds["kind"] == rows.NAMELESS) & ~blocks.inside
    return set(body.numbers.filter(lost).to_list())


def _people(body: Body, blocks: Block, lines: Lines) -> pl.DataFrame:
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
    return people.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("worker"))


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


def _stated_divisor(table: Table) -> int | None:
    pattern = re.compile(marks.rules()["units"]["stated"])
    grid = table.grid
    around = [*range(0, table.header.bottom + 1), *range(table.body[-1] + 1 if table.body else 0, grid.height)]
    told = [
        cell for r in [*around, *table.body[-12:]] for cell in grid.rows[r] if isinstance(cell, str) and len(cell) > 5
    ]
    found = {int(m.group(1)) for cell in told if (m := pattern.search(marks.clean(cell)))}
    return found.pop() if len(found) == 1 else None


def _unit(table: Table, cells: pl.DataFrame) -> str:
    """``hour`` where the heading says so or most numbers of the work lines are too large for days."""
    rules = marks.rules()["units"]
    headings = " ".join(
        text(c) for r in range(table.header.top, table.header.bottom + 1) for i, c in _day_headings(table, r)
    )
    if any(word in headings for word in rules["hour"]):
        return "hour"
    numbers = cells.filter(pl.col("role") != "overtime")["number"].drop_nulls()
    if not len(numbers):
        return "day"
    return "hour" if (numbers > float(rules["hours_above"])).sum() * 2 > len(numbers) else "day"


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
    return marks.legend(told + _notes(table.bands))


def _notes(bands: Bands) -> list[str]:
    return [text(cell) for cells in bands.values.values() for cell in cells]


def _spans(body: Body, span: Span | None) -> pl.DataFrame | None:
    """The pay period of every worker: the sheet's, or that of the worker's own period column."""
    count = int(body.is_record.sum())
    first = pl.Series("period_start", [span.start if span else None] * count, dtype=pl.Date)
    last = pl.Series("period_end", [span.end if span else None] * count, dtype=pl.Date)
    parsed = body.parsed.get("period")
    if parsed is not None:
        own = body_records(body)
        first = own["period_start"].fill_null(first) if span else own["period_start"]
        last = own["period_end"].fill_null(last) if span else own["period_end"]
    table = pl.DataFrame(
        {"worker": pl.int_range(count, dtype=pl.Int32, eager=True), "period_start": first, "period_end": last}
    )
    dated = any(label.year is not None for label in body.table.header.days.values())
    return table if dated or table["period_start"].null_count() < count or not count else None


def _attendance(days: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    keys = [
        c
        for c in ("worker", "name", "name_key", "id_number", "id_state", "worker_no", "trade", *_CONTEXT)
        if c in people.columns
    ]
    frame = days.join(people.select(keys), on="worker", how="left", maintain_order="left").drop("worker")
    return complete(frame, "attendance")


_CONTEXT = ("team", "contractor", "project", "period_start", "period_end")


def _summary(people: pl.DataFrame, unit: str) -> pl.DataFrame:
    return complete(
        people.drop("worker").with_columns(pl.lit(unit).alias("unit"), pl.lit(True).alias("dated")),
        "attendance_summary",
    )
