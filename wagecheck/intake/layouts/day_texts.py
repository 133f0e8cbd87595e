"""The filled day cells of matrices, one row each, as they are written; what they mean is told in ``day_cells``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wagecheck.intake import marks
from wagecheck.intake.bodies import Body
from wagecheck.intake.constant import constant
from wagecheck.intake.grid import Cell
from wagecheck.intake.layouts.day_meanings import compared
from wagecheck.intake.layouts.day_parts import Lines, places_in_day

#: Day cells that are looked at together: many for small sheets, few columns at a time of large ones.
_AT_ONCE: Final = 500_000
_NUMBERS: Final = frozenset({int, float, dt.timedelta})
_MOMENTS: Final = frozenset({dt.datetime, dt.time})
#: Spreadsheets count days from 1900 or 1904: a moment in these years is a time of day.
_FIRST_YEAR: Final = 1904


@dataclass(frozen=True)
class Block:
    """For every body row: number of the worker, rows since the worker's first row, whether the row belongs to him."""

    worker: pl.Series
    offset: pl.Series
    inside: pl.Series


@dataclass(frozen=True)
class Sheet:
    """A matrix and what its day cells are read by. Sheets are read together; ``sheet`` is their place in the list."""

    body: Body
    blocks: Block
    lines: Lines
    legend: dict[str, marks.Meaning]


def filled(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Every filled day cell: sheet, worker, offset, row, col (1-based, the first of its day), at, text, number."""
    return pl.concat([_filled(sheets, portion) for portion in _portions(sheets)])


def _portions(sheets: Sequence[Sheet]) -> Iterator[list[tuple[int, list[int]]]]:
    """Sheets with day columns of theirs that are flattened at once."""
    portion: list[tuple[int, list[int]]] = []
    room = _AT_ONCE
    for place, sheet in enumerate(sheets):
        columns, height = sorted(sheet.body.table.header.days), max(len(sheet.body.table.body), 1)
        together = max(_AT_ONCE // height, 1)
        for i in range(0, len(columns), together):
            some = columns[i : i + together]
            if portion and height * len(some) > room:
                yield portion
                portion, room = [], _AT_ONCE
            portion.append((place, some))
            room -= height * len(some)
    yield portion


def _filled(sheets: Sequence[Sheet], portion: Sequence[tuple[int, list[int]]]) -> pl.DataFrame:
    """The filled cells of some day columns of some sheets."""
    names = ("sheet", "worker", "offset", "row", "inside", "col", "at")
    parts: dict[str, list[pl.Series]] = {name: [] for name in names}
    cells: list[Cell] = []
    for place, columns in portion:
        body, blocks = sheets[place].body, sheets[place].blocks
        height = len(body.table.body)
        of_day = places_in_day(body.table.header.days)
        step = max((place for place, _ in of_day.values()), default=0) + 1
        parts["sheet"].append(constant("sheet", place, pl.Int32, height * len(columns)))
        parts["worker"] += [blocks.worker.cast(pl.Int32)] * len(columns)
        offset = blocks.offset.cast(pl.Int32)
        parts["offset"] += [offset * step + of_day[index][0] if step > 1 else offset for index in columns]
        parts["row"] += [body.numbers] * len(columns)
        parts["inside"] += [blocks.inside] * len(columns)
        parts["col"] += [constant("col", of_day[index][1] + 1, pl.Int32, height) for index in columns]
        parts["at"] += [constant("at", index + 1, pl.Int32, height) for index in columns]
        cells += spoken([cell for index in columns for cell in body.column(index)])
    written, number = _split(cells)
    stacked = {name: pl.concat(series).alias(name) for name, series in parts.items()}
    keep = stacked.pop("inside") & (written.is_not_null() | number.is_not_null())
    return pl.DataFrame([series.filter(keep) for series in (*stacked.values(), written, number)])


def _split(cells: list[Cell]) -> tuple[pl.Series, pl.Series]:
    """Texts (compared form) and numbers of a column; times of day are texts, durations are hours."""
    plain = [c if isinstance(c, str) else None if c is None or type(c) in _NUMBERS else clock(c) for c in cells]
    number = [_number(c) if type(c) in _NUMBERS else None for c in cells]  # type: ignore[arg-type]
    written = pl.DataFrame({"text": pl.Series(plain, dtype=pl.String)}).select(compared(pl.col("text")))["text"]
    return written, pl.Series("number", number, dtype=pl.Float64)


def _number(cell: float | dt.timedelta) -> float:
    return cell.total_seconds() / 3600 if isinstance(cell, dt.timedelta) else float(cell)


def clock(cell: Cell) -> str:
    """A cell that is no text as one: moments of the first days of a calendar are times of day, TRUE is a tick."""
    if type(cell) not in _MOMENTS:
        return str(cell).upper()
    return _clock(cell).removesuffix(":00")  # type: ignore[arg-type]


def spoken(cells: list[Cell]) -> list[Cell]:
    """The cells of one sheet, its moments as texts with seconds where any of them has seconds.

    A time that was typed as 07:01 is stored like 07:01:00: only among times with seconds is it known to be one.
    """
    if not any(type(cell) in _MOMENTS and not _clock(cell).endswith(":00") for cell in cells):  # type: ignore[arg-type]
        return cells
    return [_clock(cell) if type(cell) in _MOMENTS else cell for cell in cells]  # type: ignore[arg-type]


def _clock(cell: dt.datetime | dt.time) -> str:
    """A moment to the second: it is stored as a fraction of a day, which comes out a hair beside it."""
    day = dt.datetime(_FIRST_YEAR, 1, 1)
    moment = dt.datetime.combine(day, cell) if isinstance(cell, dt.time) else cell
    near = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    near = near if near.date() == moment.date() else moment.replace(microsecond=0)
    return str(near.time() if near.year <= _FIRST_YEAR else near)
