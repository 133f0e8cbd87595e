"""The day cells of a matrix: flattened, marks and numbers understood, the lines of a worker put together day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

import polars as pl

from wagecheck.intake import marks
from wagecheck.intake.layouts import day_meanings, day_texts
from wagecheck.intake.layouts.day_parts import Lines, with_parts
from wagecheck.intake.layouts.day_texts import Sheet

DAYS: Final = pl.Decimal(10, 2)
_HALVES: Final = ("morning", "afternoon")
#: A sheet's own sum is rounded; so far it may lie from the hours divided.
_ROUNDING: Final = 0.051


@dataclass(frozen=True)
class Divisor:
    """Hours that the sheet counts as one day; ``folded``: overtime is part of its day count."""

    hours: int
    folded: bool


@dataclass(frozen=True)
class ReadDays:
    """Day cells understood: one row per worker and day column with work, an unknown mark, hours or overtime."""

    frame: pl.DataFrame
    unit: str
    marks_unknown: pl.DataFrame

    def unknown(self) -> list[tuple[str, int, int, int]]:
        """Cells with unknown marks: (mark, 1, row, column)."""
        return [(str(t), 1, int(r), int(c)) for t, r, c in self.marks_unknown.iter_rows()]

    @property
    def has_hours(self) -> bool:
        """Whether any day is counted in hours."""
        return bool((self.frame["unit"] == "hour").any())

    def days(self, divisor: Divisor | None) -> pl.DataFrame:
        """The frame with hours turned into days where a divisor is known."""
        if divisor is None:
            return self.frame
        hours = pl.col("hours") + (pl.col("overtime_hours").fill_null(0) if divisor.folded else Decimal(0))
        in_days = (hours.cast(pl.Float64) / divisor.hours).round(2).cast(DAYS)
        by_hours = (pl.col("unit") == "hour") & pl.col("work").is_null()
        return self.frame.with_columns(pl.when(by_hours).then(in_days).otherwise("work").alias("work"))


def day_cells(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Every filled day cell: sheet, worker, offset, row, col (1-based, the first of its day), at, role, text, number.

    ``offset`` counts the lines of the worker, times the columns of a day; ``at`` is the cell's own column.
    """
    cells = day_meanings.spelled(day_texts.filled(sheets))
    told = [
        (place, offset, role, offset in lines.remarks)
        for place, lines in enumerate(with_parts(sheet.lines, sheet.body.table.header.days) for sheet in sheets)
        for offset, role in enumerate(_roles(cells, place, lines))
        if role != "work" or offset in lines.remarks
    ]
    if not told:
        return cells.with_columns(pl.lit("work").alias("role"), pl.lit(False).alias("is_remark"))
    schema = {"sheet": pl.Int32, "offset": pl.Int32, "role": pl.String, "is_remark": pl.Boolean}
    roles = pl.DataFrame(told, schema=schema, orient="row")
    return cells.join(roles, on=["sheet", "offset"], how="left", maintain_order="left").with_columns(
        pl.col("role").fill_null("work"),
        (pl.col("is_remark").fill_null(False) & pl.col("number").is_null()).alias("is_remark"),
    )


def _roles(cells: pl.DataFrame, place: int, lines: Lines) -> list[str]:
    """What the lines are for where no label says so: a second line of numbers is overtime, of marks the afternoon."""
    roles = [role or ("work" if i == 0 else "") for i, role in enumerate(lines.roles)]
    if lines.height == _THREE and not any(lines.roles):
        return ["morning", "afternoon", "overtime"]
    for i in range(1, lines.height):
        if roles[i]:
            continue
        line = cells.filter((pl.col("sheet") == place) & (pl.col("offset") == i))
        numeric = line["number"].is_not_null() | line["spelled_hours"].is_not_null()
        if line.height and int(numeric.sum()) * 2 < line.height and i == 1:
            known = [marks.meaning(t, {}) for t in line["text"].drop_nulls().unique()]
            if any(m is not None and m.kind in ("work", "none") for m in known):
                roles[0], roles[1] = "morning", "afternoon"
                continue
        roles[i] = "overtime"
    return roles


_THREE: Final = 3


def worked(cells: pl.DataFrame, sheets: Sequence[Sheet], units: Sequence[str]) -> list[ReadDays]:
    """What every worker did on every day column, sheet by sheet: marks by its legend, then by the rules, else null.

    ``cells``: ``day_cells`` of the sheets; ``units``: what their numbers count, ``day`` or ``hour``.
    """
    rules = marks.rules()["units"]
    cells = day_meanings.meant(cells, [sheet.legend for sheet in sheets])
    in_hours = pl.col("sheet").is_in([place for place, unit in enumerate(units) if unit == "hour"])
    hourly = pl.col("spelled_hours").is_not_null() | (pl.col("is_number") & in_hours)
    hours = pl.coalesce("spelled_hours", "number")
    half = pl.col("role").is_in(_HALVES)
    is_day_number = pl.col("is_number") & ~hourly & pl.col("number").is_between(0, float(rules["days_up_to"]))
    overtime = pl.col("role") == "overtime"
    in_a_day = hours.is_between(0, float(rules["hours_up_to"]))
    # behind a day's hours stand more hours; behind a mark 0.5 may be half a day or half an hour
    plus_hours = (
        pl.col("plus").is_null() | pl.col("plus_spelled") | hourly | (pl.col("plus") > 1) | (pl.col("plus") == 0)
    )
    day_value = pl.when(is_day_number).then(pl.col("number")).otherwise(pl.col("m_work"))
    cells = cells.with_columns(
        overtime.alias("is_overtime"),
        (hourly & ~overtime & in_a_day).alias("is_hours"),
        pl.when(plus_hours).then(pl.when(half & (day_value > 0.5)).then(0.5).otherwise(day_value)).alias("day_value"),
        hours.alias("hours_value"),
        pl.when(plus_hours).then("plus").alias("plus"),
    )
    known = (
        (pl.col("is_overtime") & (in_a_day | pl.col("m_kind").is_not_null()))
        | pl.col("is_hours")
        | pl.col("day_value").is_not_null()
        | pl.col("m_kind").is_in(["uncertain", "overtime"]).fill_null(False)
        | pl.col("is_remark")
    )
    cells = cells.with_columns(known.fill_null(False).alias("known"))
    unknown = cells.filter(~pl.col("known")).with_columns(
        pl.coalesce("text", pl.col("number").cast(pl.String).str.strip_suffix(".0")).alias("text")
    )
    unknown = unknown.select("sheet", "text", "row", pl.col("at").alias("col")).sort("sheet", "row", "col")
    found = zip(_apart(_by_day(cells), len(sheets)), units, _apart(unknown, len(sheets)), strict=True)
    return [ReadDays(days, unit, lost) for days, unit, lost in found]


def _apart(frame: pl.DataFrame, count: int) -> list[pl.DataFrame]:
    """The parts of a frame that is sorted by ``sheet``, one for every sheet, without that column."""
    starts = [*frame["sheet"].search_sorted(pl.Series(range(count), dtype=pl.Int32), side="left"), frame.height]
    frame = frame.drop("sheet")
    return [frame.slice(start, end - start) for start, end in pairwise(starts)]


def _by_day(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per sheet, worker and day column; days without work, hours, overtime or an open question are dropped."""
    several = cells["sheet"].filter((cells["offset"] > 0) | cells["is_overtime"]).unique().to_list()
    if several:
        has_several = pl.col("sheet").is_in(several)
        one_line, more = _one_line(cells.filter(~has_several)), _several_lines(cells.filter(has_several))
        frame = pl.concat([one_line, more.select(one_line.columns)])
    else:
        frame = _one_line(cells)
    some = (pl.col("work") > 0) | pl.col("open") | (pl.col("hours") > 0) | (pl.col("overtime_hours") > 0)
    return (
        frame.filter(some.fill_null(False))
        .select(
            "sheet",
            "worker",
            "row",
            "col",
            "mark",
            pl.col("work").round(2).cast(DAYS),
            pl.col("hours").round(2).cast(DAYS),
            pl.col("overtime_hours").round(2).cast(DAYS),
            "overtime_row",
            "overtime_col",
            "unit",
        )
        .sort("sheet", "worker", "col")
    )


def _one_line(cells: pl.DataFrame) -> pl.DataFrame:
    """Workers of one row: every cell is a day."""
    hours = pl.col("is_hours")
    return cells.select(
        "sheet",
        "worker",
        "col",
        "row",
        pl.coalesce("text", "key").alias("mark"),
        pl.when(~hours).then("day_value").alias("work"),
        pl.when(hours).then("hours_value").alias("hours"),
        pl.when(pl.col("plus") > 0).then("plus").alias("overtime_hours"),
        pl.lit(None, dtype=pl.Int32).alias("overtime_row"),
        pl.lit(None, dtype=pl.Int32).alias("overtime_col"),
        pl.when(hours).then(pl.lit("hour")).otherwise(pl.lit("day")).alias("unit"),
        (~hours & pl.col("day_value").is_null()).alias("open"),
    )


def _several_lines(cells: pl.DataFrame) -> pl.DataFrame:
    """Workers of two or three rows: the lines of a day are put together."""
    mine = ~pl.col("is_overtime")
    overtime = pl.col("is_overtime") & ~pl.col("is_remark")
    counted = mine & ~pl.col("is_hours")
    open_work = (counted & pl.col("day_value").is_null()).any()
    mark = pl.coalesce("text", pl.col("key")).filter(mine).str.join("/")
    shown = pl.when(mark.str.len_chars() > 0).then(mark)
    work = pl.col("day_value").filter(counted)
    return cells.group_by("sheet", "worker", "col", maintain_order=True).agg(
        pl.coalesce(pl.col("row").filter(mine).min(), pl.col("row").min()).alias("row"),
        shown.alias("mark"),
        pl.when(open_work | (work.len() == 0)).then(None).otherwise(work.sum()).alias("work"),
        pl.when(pl.col("is_hours").any()).then(pl.col("hours_value").filter(pl.col("is_hours")).sum()).alias("hours"),
        pl.when(overtime.any() | (pl.col("plus") > 0).any())
        .then(_all(_overtime().filter(overtime)) + pl.col("plus").filter(mine).sum())
        .alias("overtime_hours"),
        pl.col("row").filter(overtime).first().cast(pl.Int32).alias("overtime_row"),
        pl.col("at").filter(overtime).first().cast(pl.Int32).alias("overtime_col"),
        pl.when(pl.col("is_hours").any()).then(pl.lit("hour")).otherwise(pl.lit("day")).alias("unit"),
        (open_work & mine.any()).alias("open"),
    )


def _overtime() -> pl.Expr:
    """Hours of an overtime line; a tick says that there were some, not how many."""
    hours = pl.coalesce("spelled_hours", "number")
    return pl.when(pl.col("is_number") & pl.col("known")).then(hours).when(pl.col("m_kind") == "none").then(0.0)


def _all(values: pl.Expr) -> pl.Expr:
    """Their sum, null where one of them is not known."""
    return pl.when(values.null_count() == 0).then(values.sum())


def divisor(read: ReadDays, stated: pl.DataFrame, told: int | None) -> Divisor | None:
    """Hours per day: what the sheet says, else the divisor by which its own day sums come out for every worker."""
    hourly = read.frame.filter(pl.col("unit") == "hour")
    sums = hourly.group_by("worker").agg(
        pl.col("hours").cast(pl.Float64).sum().alias("hours"),
        pl.col("overtime_hours").cast(pl.Float64).fill_null(0).sum().alias("overtime"),
    )
    checked = sums.join(stated.filter(pl.col("stated") > 0), on="worker").with_columns(
        pl.col("stated").cast(pl.Float64)
    )
    for folded in (False, True):
        total = pl.col("hours") + (pl.col("overtime") if folded else 0)
        for hours in map(int, marks.rules()["units"]["divisors"]):
            near = (total / hours - pl.col("stated")).abs() <= _ROUNDING
            if checked.height and bool(checked.select(near.all()).item()):
                return Divisor(hours, folded)
    return Divisor(told, False) if told is not None else None
