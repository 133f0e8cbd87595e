"""Lists of punches: one row per passing of a gate, or one row per worker and day with the times he came and went."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from wagecheck.intake import marks, punches, values
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Cell
from wagecheck.intake.layouts import daily_rows
from wagecheck.intake.layouts.daily_rows import CONTEXT, DAYS, PERSON, RECORDED, ListedDays
from wagecheck.intake.layouts.day_meanings import compared
from wagecheck.intake.layouts.day_texts import clock, spoken
from wagecheck.intake.wordings import normalise

MOMENTS: Final = ("punch", "punch_in", "punch_out")
_SEVERAL: Final = 2
_DATE: Final = r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})"


def read(body: Body, records: pl.DataFrame) -> ListedDays | None:
    """The days of a list with times of day; None where it has none.

    Several rows of one worker and day are one day of several punches. One row is that day: what the clock itself says
    of it (出勤天数, 打卡结果) goes before its times.
    """
    columns = _columns(body)
    if not columns:
        return None
    records = _with_all_results(body, records)
    rows = _moments(body, records, columns)
    people: list[str] = [c for c in ("name_key", "id_number", "worker_no") if c in rows.columns]
    said = {"list_mark", "list_days", "list_hours"} & set(records.columns)
    if said and not rows.filter(pl.col("day").is_not_null()).select(*people, "day").is_duplicated().any():
        return _with_results(body, records, rows)
    days = _by_day(rows, people)
    lost = rows.filter((pl.col("day").is_null() & pl.col("filled")) | pl.col("odd")).select("row", "col")
    unread = [(int(row), int(col)) for row, col in lost.iter_rows()]
    return ListedDays("punch list", days, undated=unread)


def _columns(body: Body) -> list[int]:
    """Columns of moments: those mapped and those that are headed like them (打卡时间 under every 上班 and 下班)."""
    found: list[int] = []
    mapped = body.table.kind.columns
    for name in MOMENTS:
        for column in mapped.get(name, ()):
            found += [column.index, *alike(body, column.label)]
    taken = {c.index for name, cs in mapped.items() if name not in MOMENTS and name != "date" for c in cs}
    return sorted(set(found) - taken)


def _with_all_results(body: Body, records: pl.DataFrame) -> pl.DataFrame:
    """The results of all punches of the day as one mark: 正常;缺卡."""
    column = body.table.kind.first("mark")
    columns = alike(body, column.label) if column is not None else []
    if len(columns) < _SEVERAL:
        return records
    texts = pl.DataFrame([values.texts(body.column(index)).value.alias(f"t{index}") for index in columns])
    joined = texts.filter(body.is_record).select(pl.concat_str(pl.all(), separator=";", ignore_nulls=True).alias("all"))
    mark = joined.select(pl.when(pl.col("all").str.len_chars() > 0).then("all").alias("list_mark"))
    return records.with_columns(mark["list_mark"])


def alike(body: Body, label: str) -> list[int]:
    """Columns with the same heading but for the shift: 上班1打卡结果, 下班1打卡结果."""
    wanted = _plain(label)
    return [heading.index for heading in body.table.header.headings if _plain(heading.label) == wanted]


def _plain(label: str) -> str:
    return re.sub(r"^(?:上班|下班|上午|下午|晚上)?\d?(?=打卡|刷卡|签)", "", normalise(label).text)


def _moments(body: Body, records: pl.DataFrame, columns: list[int]) -> pl.DataFrame:
    """Records with ``day``, ``punched`` (distinct moments), ``filled``, ``odd`` (a text that is no time), ``col``."""
    cells = spoken([cell for index in columns for cell in body.column(index)])
    height = len(cells) // len(columns)
    texts = pl.DataFrame(
        {
            f"t{index}": pl.Series([_written(c) for c in cells[n * height : (n + 1) * height]], dtype=pl.String)
            for n, index in enumerate(columns)
        }
    ).filter(body.is_record)
    names = texts.columns
    flat = texts.with_columns(compared(pl.col(name)).alias(name) for name in names)
    said = pl.concat_str(names, separator=" ", ignore_nulls=True)
    part = pl.coalesce(pl.col(name).str.extract_groups(_DATE) for name in names).struct
    inside = pl.date(*(part.field(str(i)).cast(pl.Int32, strict=False) for i in (1, 2, 3)))
    marked = _no_times(flat)
    frame = texts.select(
        inside.alias("inside"),
        punches.moments(punches.times(said.str.replace_all(_DATE, " "))).alias("punched"),
        pl.any_horizontal(pl.col(name).is_not_null() for name in names).alias("filled"),
    ).with_columns(flat.select(marked).to_series().alias("text"))
    listed = pl.col("list_date") if "list_date" in records.columns else pl.lit(None, dtype=pl.Date)
    joined = pl.concat([records, frame], how="horizontal")
    empty = pl.col("punched").list.len() == 0
    known = [t for t in frame["text"].drop_nulls().unique().to_list() if marks.meaning(t, {}) is not None]
    return joined.with_columns(
        pl.coalesce(listed, "inside").alias("day"),
        pl.lit(columns[0] + 1, dtype=pl.Int32).alias("col"),
        (pl.col("filled") & empty & ~pl.col("text").is_in(known).fill_null(False)).alias("odd"),
        (pl.col("filled") & empty & pl.col("text").is_in(_open(known)).fill_null(False)).alias("missed"),
    )


def _written(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell or None
    return clock(cell)


def _no_times(flat: pl.DataFrame) -> pl.Expr:
    """The first text that is no moment: 缺卡, 未打卡."""
    return pl.coalesce(
        pl.when(~pl.col(name).str.contains(r"\d{1,2}:\d{2}")).then(pl.col(name)) for name in flat.columns
    )


def _open(texts: list[str]) -> list[str]:
    """Marks that leave the day open."""
    return [t for t in texts if (m := marks.meaning(t, {})) is not None and m.work is None]


def _by_day(rows: pl.DataFrame, people: list[str]) -> pl.DataFrame:
    """Punches of one worker on one day put together."""
    keys = [c for c in (*PERSON, *CONTEXT, *RECORDED) if c in rows.columns]
    seen = rows.filter(pl.col("day").is_not_null() & ((pl.col("punched").list.len() > 0) | pl.col("missed")))
    grouped = seen.group_by([*people, "day"], maintain_order=True).agg(
        pl.col("row").first(), pl.col("col").first(), *(_of_day(c) for c in keys if c not in people), punches.together()
    )
    return grouped.select(
        "row", *keys,
        pl.col("day").alias("date"),
        punches.mark(pl.col("punched")).alias("mark"),
        punches.work(pl.col("punched")).cast(DAYS).alias("work"),
        pl.lit(None, dtype=DAYS).alias("hours"),
        pl.lit(None, dtype=DAYS).alias("overtime_hours"),
        *(pl.lit(None, dtype=pl.Int32).alias(f"overtime_{part}") for part in ("row", "col")),
        pl.lit("day").alias("unit"),
        "col",
    )  # fmt: skip


def _of_day(column: str) -> pl.Expr:
    """What the punches of a day say together: the machine of the first, every way of recording, the latest record."""
    if column == "device":
        return pl.col(column).sort_by(pl.col("punched").list.first(), nulls_last=True).first()
    if column == "channel":
        said = pl.col(column).drop_nulls().unique(maintain_order=True)
        return pl.when(said.len() > 0).then(said.str.join("、")).alias(column)
    return pl.col(column).max() if column == "recorded_on" else pl.col(column).first()


def _with_results(body: Body, records: pl.DataFrame, rows: pl.DataFrame) -> ListedDays:
    """A row per worker and day: the results that stand beside the times; where there are none, the times."""
    said = daily_rows.read(body, records.with_columns(rows["day"].alias("list_date")))
    results = [c for c in ("list_mark", "list_days", "list_hours") if c in rows.columns]
    silent = rows.filter(pl.all_horizontal(pl.col(c).is_null() for c in results))
    people: list[str] = [c for c in ("name_key", "id_number", "worker_no") if c in rows.columns]
    alone = _by_day(silent, people).select(said.days.columns) if silent.height else said.days.clear()
    times = rows.select("row", punches.mark(pl.col("punched")).alias("times"))
    days = said.days.join(times, on="row", how="left", maintain_order="left")
    shown = pl.when(pl.col("times").str.len_chars() > 0).then(
        pl.concat_str("times", "mark", separator=" ", ignore_nulls=True)
    )
    days = days.with_columns(pl.coalesce(shown, "mark").alias("mark")).drop("times")
    return ListedDays(said.layout, pl.concat([days, alone]).sort("row"), said.unknown)
