"""From day columns to dates: day numbers in the pay period, over the turn of a month as well."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import polars as pl

from wagecheck.intake.headers import DayLabel


def dated(
    days: pl.DataFrame, labels: dict[int, DayLabel], spans: pl.DataFrame | None
) -> tuple[pl.DataFrame, list[tuple[int, int, int, str]]]:
    """``days`` with ``date``, rows without one dropped; and those dropped: (row, column, day number, mark).

    ``spans``: worker, period_start, period_end; None where the period is not known (then nothing has a date, and
    nothing is reported cell by cell).
    """
    if spans is None:
        return days.clear().with_columns(pl.lit(None, dtype=pl.Date).alias("date")), []
    known = days.join(spans, on="worker", how="left", maintain_order="left")
    places = _places(spans.select("period_start", "period_end").unique(), labels)
    found = known.join(
        places, on=["period_start", "period_end", "col"], how="left", nulls_equal=True, maintain_order="left"
    ).drop("period_start", "period_end")
    lost = found.filter(pl.col("date").is_null())
    by_col = {index + 1: label.day for index, label in labels.items()}
    misplaced = [(int(r), int(c), by_col[int(c)], str(m)) for r, c, m in lost.select("row", "col", "mark").iter_rows()]
    return found.filter(pl.col("date").is_not_null()), misplaced


def _places(spans: pl.DataFrame, labels: dict[int, DayLabel]) -> pl.DataFrame:
    """period_start, period_end, col → date, for every distinct period of the sheet."""
    entries = [
        (start, end, column + 1, date)
        for start, end in spans.iter_rows()
        for column, date in dates(labels, start, end).items()
    ]
    schema = {"period_start": pl.Date, "period_end": pl.Date, "col": pl.Int32, "date": pl.Date}
    return pl.DataFrame(entries, schema=schema, orient="row")


def dates(labels: dict[int, DayLabel], start: dt.date | None, end: dt.date | None) -> dict[int, dt.date]:
    """Date of every day column that has one and only one in the period (or carries its own)."""
    found: dict[int, dt.date] = {}
    columns = sorted(labels)
    if start is not None and end is not None and _turns(labels) and (start.year, start.month) == (end.year, end.month):
        start = (start.replace(day=1) - dt.timedelta(days=1)).replace(day=1)  # "10月" over columns 11 … 30, 1 … 10
        turn = next(i for i, (a, b) in enumerate(pairwise(columns), 1) if labels[b].day < labels[a].day)
        for i, column in enumerate(columns):
            month = start if i < turn else end
            if date := _date(month.year, month.month, labels[column].day):
                found[column] = date
        return found
    for column in columns:
        label = labels[column]
        if label.year is not None and label.month is not None:
            date = _date(label.year, label.month, label.day)
        elif start is None or end is None:
            date = None
        else:
            date = _only(label, start, end)
        if date is not None:
            found[column] = date
    return found


def _turns(labels: dict[int, DayLabel]) -> bool:
    columns = sorted(labels)
    numbered = all(label.month is None for label in labels.values())
    return numbered and labels[columns[0]].day > 1 and any(labels[b].day < labels[a].day for a, b in pairwise(columns))


def _only(label: DayLabel, start: dt.date, end: dt.date) -> dt.date | None:
    count = (end - start).days
    fits = [
        day
        for day in (start + dt.timedelta(days=n) for n in range(count + 1))
        if day.day == label.day and label.month in (None, day.month)
    ]
    return fits[0] if len(fits) == 1 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
