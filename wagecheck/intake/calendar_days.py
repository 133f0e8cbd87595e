"""From day columns to dates: day numbers in the pay period, over the turn of a month as well."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import polars as pl

from wagecheck.intake.day_columns import DayLabel


def dated(
    days: pl.DataFrame, labels: dict[int, DayLabel], spans: pl.DataFrame | None
) -> tuple[pl.DataFrame, list[tuple[int, int, int, str]]]:
    """``days`` with ``date``, rows without one dropped; and those dropped: (row, column, day number, mark).

    ``spans``: worker, period_start, period_end; None where the period is not known (then nothing has a date, and
    nothing is reported cell by cell).
    """
    if spans is None:
        return days.clear().with_columns(pl.lit(None, dtype=pl.Date).alias("date")), []
    found = days.hstack([_dates(days, labels, spans)])
    if not found["date"].null_count():
        return found, []
    lost = found.filter(pl.col("date").is_null())
    by_col = {index + 1: label.day for index, label in labels.items()}
    misplaced = [(int(r), int(c), by_col[int(c)], str(m)) for r, c, m in lost.select("row", "col", "mark").iter_rows()]
    return found.filter(pl.col("date").is_not_null()), misplaced


def _dates(days: pl.DataFrame, labels: dict[int, DayLabel], spans: pl.DataFrame) -> pl.Series:
    """The date of every row, looked up in a flat table of the distinct periods and their columns; a join costs more."""
    periods: dict[tuple[dt.date | None, dt.date | None], int] = {}
    own = zip(spans["period_start"].to_list(), spans["period_end"].to_list(), strict=True)
    of_worker = [periods.setdefault(span, len(periods)) for span in own]
    width = max(labels, default=-1) + 2  # columns are counted from 1
    table: list[dt.date | None] = [None] * (width * len(periods))
    for span, place in periods.items():
        for column, date in dates(labels, *span).items():
            table[place * width + column + 1] = date
    period = pl.Series(of_worker, dtype=pl.Int32)[days["worker"]]
    return pl.Series("date", table, dtype=pl.Date)[period * width + days["col"]]


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
    in_period = _by_number(start, end) if start is not None and end is not None else {}
    for column in columns:
        label = labels[column]
        if label.year is not None and label.month is not None:
            date = _date(label.year, label.month, label.day)
        else:
            fits = [day for day in in_period.get(label.day, ()) if label.month in (None, day.month)]
            date = fits[0] if len(fits) == 1 else None
        if date is not None:
            found[column] = date
    return found


def _turns(labels: dict[int, DayLabel]) -> bool:
    columns = sorted(labels)
    numbered = all(label.month is None for label in labels.values())
    return numbered and labels[columns[0]].day > 1 and any(labels[b].day < labels[a].day for a, b in pairwise(columns))


def _by_number(start: dt.date, end: dt.date) -> dict[int, list[dt.date]]:
    """The days of a period by their number in the month."""
    found: dict[int, list[dt.date]] = {}
    for n in range((end - start).days + 1):
        day = start + dt.timedelta(days=n)
        found.setdefault(day.day, []).append(day)
    return found


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
