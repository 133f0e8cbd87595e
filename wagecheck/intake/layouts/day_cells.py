"""The day cells of a matrix: flattened, marks and numbers understood, the lines of a worker put together day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.intake import marks
from wagecheck.intake.bodies import Body
from wagecheck.intake.constant import constant
from wagecheck.intake.grid import Cell

#: Day cells that are looked at together: many for small sheets, few columns at a time of large ones.
_AT_ONCE: Final = 500_000
DAYS: Final = pl.Decimal(10, 2)
_HALVES: Final = ("morning", "afternoon")
_HOURS_TEXT: Final = r"^(\d+(?:\.\d+)?)(?:个?小时|h|H|工时)$"
_DAYS_TEXT: Final = r"^(\d+(?:\.\d+)?)(?:个?工日?|天|日)?$"
#: A sheet's own sum is rounded; so far it may lie from the hours divided.
_ROUNDING: Final = 0.051


@dataclass(frozen=True)
class Lines:
    """Rows per worker, what each is for (empty: its cells tell), whether the number stands under the name."""

    height: int
    roles: tuple[str, ...]
    stacked: bool
    label: int | None


@dataclass(frozen=True)
class Block:
    """For every body row: number of the worker, rows since the worker's first row, whether the row belongs to him."""

    worker: pl.Series
    offset: pl.Series
    inside: pl.Series


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
        """Unknown marks: (mark, how often, row, column of the first)."""
        found = self.marks_unknown.group_by("text", maintain_order=True).agg(
            pl.len(), pl.col("row").first(), pl.col("col").first()
        )
        return [(str(t), int(n), int(r), int(c)) for t, n, r, c in found.iter_rows()]

    def days(self, divisor: Divisor | None) -> pl.DataFrame:
        """The frame with hours turned into days where a divisor is known."""
        if divisor is None:
            return self.frame
        hours = pl.col("hours") + (pl.col("overtime_hours").fill_null(0) if divisor.folded else Decimal(0))
        in_days = (hours.cast(pl.Float64) / divisor.hours).round(2).cast(DAYS)
        by_hours = (pl.col("unit") == "hour") & pl.col("work").is_null()
        return self.frame.with_columns(pl.when(by_hours).then(in_days).otherwise("work").alias("work"))


def day_cells(body: Body, blocks: Block, lines: Lines) -> pl.DataFrame:
    """Every filled day cell: worker, offset, row, col (1-based), role, text, number."""
    worker, offset = blocks.worker.cast(pl.Int32), blocks.offset.cast(pl.Int32)
    rows_of = pl.DataFrame(
        [worker.alias("worker"), offset.alias("offset"), body.numbers, blocks.inside.alias("inside")]
    )
    columns = sorted(body.table.header.days)
    together = max(_AT_ONCE // max(rows_of.height, 1), 1)
    parts = [_filled(body, rows_of, columns[i : i + together]) for i in range(0, len(columns), together)]
    cells = pl.concat(parts).with_columns(
        pl.coalesce("number", pl.col("text").str.extract(_DAYS_TEXT).cast(pl.Float64, strict=False)).alias("number"),
        pl.col("text").str.extract(_HOURS_TEXT).cast(pl.Float64, strict=False).alias("spelled_hours"),
    )
    roles = _roles(cells, lines)
    return cells.with_columns(
        pl.col("offset").replace_strict(dict(enumerate(roles)), default="work", return_dtype=pl.String).alias("role")
    )


def _filled(body: Body, rows_of: pl.DataFrame, columns: Sequence[int]) -> pl.DataFrame:
    """The filled cells of some day columns."""
    height = rows_of.height
    frame = pl.concat([rows_of] * len(columns)).hstack(
        [
            pl.concat([constant("col", index + 1, pl.Int32, height) for index in columns]),
            *_split([cell for index in columns for cell in body.column(index)]),
        ]
    )
    some = pl.col("text").is_not_null() | pl.col("number").is_not_null()
    return frame.filter(pl.col("inside") & some).drop("inside")


def _split(cells: list[Cell]) -> tuple[pl.Series, pl.Series]:
    """Texts (compared form) and numbers of a column; dates and times are texts."""
    plain = [c if isinstance(c, str) else None if c is None or isinstance(c, int | float) else str(c) for c in cells]
    number = [float(c) if isinstance(c, int | float) and not isinstance(c, bool) else None for c in cells]
    texts = pl.Series("text", plain, dtype=pl.String)
    known = {mark: marks.clean(mark) or None for mark in texts.drop_nulls().unique().to_list()}
    written = texts.replace_strict(known, return_dtype=pl.String) if known else texts
    return written, pl.Series("number", number, dtype=pl.Float64)


def _roles(cells: pl.DataFrame, lines: Lines) -> list[str]:
    """What the lines are for where no label says so: a second line of numbers is overtime, of marks the afternoon."""
    roles = [role or ("work" if i == 0 else "") for i, role in enumerate(lines.roles)]
    if lines.height == _THREE and not any(lines.roles):
        return ["morning", "afternoon", "overtime"]
    for i in range(1, lines.height):
        if roles[i]:
            continue
        line = cells.filter(pl.col("offset") == i)
        numeric = line["number"].is_not_null() | line["spelled_hours"].is_not_null()
        if line.height and int(numeric.sum()) * 2 < line.height and i == 1:
            known = [marks.meaning(t, {}) for t in line["text"].drop_nulls().unique()]
            if any(m is not None and m.kind in ("work", "none") for m in known):
                roles[0], roles[1] = "morning", "afternoon"
                continue
        roles[i] = "overtime"
    return roles


_THREE: Final = 3


def worked(cells: pl.DataFrame, *, unit: str, legend: dict[str, marks.Meaning]) -> ReadDays:
    """What every worker did on every day column: marks by ``legend``, then by the rules; unknown ones are null."""
    upper = float(marks.rules()["units"]["days_up_to"])
    cells = _meanings(cells, legend)
    hourly = pl.col("spelled_hours").is_not_null() | (pl.col("is_number") & pl.lit(unit == "hour"))
    hours = pl.coalesce("spelled_hours", "number")
    half = pl.col("role").is_in(_HALVES)
    is_day_number = pl.col("is_number") & ~hourly & pl.col("number").is_between(0, upper)
    overtime = pl.col("role") == "overtime"
    day_value = pl.when(is_day_number).then(pl.col("number")).otherwise(pl.col("m_work"))
    cells = cells.with_columns(
        overtime.alias("is_overtime"),
        (hourly & ~overtime & (hours >= 0)).alias("is_hours"),
        pl.when(half & (day_value > 0.5)).then(0.5).otherwise(day_value).alias("day_value"),
        hours.alias("hours_value"),
    )
    known = (
        pl.col("is_overtime")
        | pl.col("is_hours")
        | pl.col("day_value").is_not_null()
        | (pl.col("m_kind").is_in(["uncertain", "overtime"])).fill_null(False)
    )
    cells = cells.with_columns(known.alias("known"))
    unknown = cells.filter(~pl.col("known")).with_columns(
        pl.coalesce("text", pl.col("number").cast(pl.String).str.strip_suffix(".0")).alias("text")
    )
    return ReadDays(_by_day(cells), unit, unknown.select("text", "row", "col").sort("row", "col"))


def _meanings(cells: pl.DataFrame, legend: dict[str, marks.Meaning]) -> pl.DataFrame:
    """Columns ``is_number``, ``m_work``, ``m_kind``: every distinct mark is looked up once."""
    whole = pl.when(pl.col("number") == pl.col("number").floor()).then(pl.col("number").cast(pl.Int64).cast(pl.String))
    key = pl.coalesce("text", whole, pl.col("number").cast(pl.String))
    numeric = pl.col("number").is_not_null() | pl.col("spelled_hours").is_not_null()
    cells = cells.with_columns(key.alias("key"), (numeric & ~key.is_in(list(legend))).alias("is_number"))
    distinct = cells.filter(~pl.col("is_number"))["key"].unique().drop_nulls().to_list()
    found = [(mark, marks.meaning(mark, legend)) for mark in distinct]
    table = pl.DataFrame(
        {
            "key": [mark for mark, _ in found],
            "m_work": [float(m.work) if m is not None and m.work is not None else None for _, m in found],
            "m_kind": [m.kind if m is not None else None for _, m in found],
        },
        schema={"key": pl.String, "m_work": pl.Float64, "m_kind": pl.String},
    )
    joined = cells.join(table, on="key", how="left", maintain_order="left")
    number = pl.col("is_number")
    return joined.with_columns(
        pl.when(~number).then("m_work").alias("m_work"), pl.when(~number).then("m_kind").alias("m_kind")
    )


def _by_day(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per worker and day column; days without work, hours, overtime or an open question are dropped."""
    several = bool((cells["offset"] > 0).any()) or bool(cells["is_overtime"].any())
    frame = _several_lines(cells) if several else _one_line(cells)
    some = (pl.col("work") > 0) | pl.col("open") | (pl.col("hours") > 0) | (pl.col("overtime_hours") > 0)
    return (
        frame.filter(some.fill_null(False))
        .select(
            "worker",
            "row",
            "col",
            "mark",
            pl.col("work").round(2).cast(DAYS),
            pl.col("hours").round(2).cast(DAYS),
            pl.col("overtime_hours").round(2).cast(DAYS),
            "unit",
        )
        .sort("worker", "col")
    )


def _one_line(cells: pl.DataFrame) -> pl.DataFrame:
    """Workers of one row: every cell is a day."""
    hours = pl.col("is_hours")
    return cells.select(
        "worker",
        "col",
        "row",
        pl.coalesce("text", "key").alias("mark"),
        pl.when(~hours).then("day_value").alias("work"),
        pl.when(hours).then("hours_value").alias("hours"),
        pl.lit(None, dtype=pl.Float64).alias("overtime_hours"),
        pl.when(hours).then(pl.lit("hour")).otherwise(pl.lit("day")).alias("unit"),
        (~hours & pl.col("day_value").is_null()).alias("open"),
    )


def _several_lines(cells: pl.DataFrame) -> pl.DataFrame:
    """Workers of two or three rows: the lines of a day are put together."""
    mine = ~pl.col("is_overtime")
    counted = mine & ~pl.col("is_hours")
    open_work = (counted & pl.col("day_value").is_null()).any()
    mark = pl.coalesce("text", pl.col("key")).filter(mine).str.join("/")
    shown = pl.when(mark.str.len_chars() > 0).then(mark)
    work = pl.col("day_value").filter(counted)
    return cells.group_by("worker", "col", maintain_order=True).agg(
        pl.coalesce(pl.col("row").filter(mine).min(), pl.col("row").min()).alias("row"),
        shown.alias("mark"),
        pl.when(open_work | (work.len() == 0)).then(None).otherwise(work.sum()).alias("work"),
        pl.when(pl.col("is_hours").any()).then(pl.col("hours_value").filter(pl.col("is_hours")).sum()).alias("hours"),
        pl.when(pl.col("is_overtime").any())
        .then(_overtime().filter(pl.col("is_overtime")).sum())
        .alias("overtime_hours"),
        pl.when(pl.col("is_hours").any()).then(pl.lit("hour")).otherwise(pl.lit("day")).alias("unit"),
        (open_work & mine.any()).alias("open"),
    )


def _overtime() -> pl.Expr:
    return pl.when(pl.col("is_number")).then(pl.coalesce("spelled_hours", "number"))


def divisor(read: ReadDays, stated: pl.DataFrame, told: int | None) -> Divisor | None:
    """Hours per day: what the sheet says, else the divisor by which its own day sums come out for every worker."""
    hourly = read.frame.filter(pl.col("unit") == "hour")
    if not hourly.height:
        return None
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
