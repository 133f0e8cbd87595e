"""Wage notices: a flat table whose posting dates often stand above it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl

from wagecheck.intake import values
from wagecheck.intake.bands import Bands
from wagecheck.intake.bodies import Body
from wagecheck.intake.grid import Cell, text
from wagecheck.intake.layouts import flat
from wagecheck.intake.origins import find_span
from wagecheck.intake.reading import Reading


def read(body: Body) -> Reading:
    """``notice``; 公示时间 and 最低工资标准 above the table count for every row without its own."""
    reading = flat.read(body)
    start, end = posted(body.table.bands)
    told: dict[str, Any] = {"notice_from": start, "notice_to": end, "minimum_wage": _amount(body.table.bands)}
    known = {name: value for name, value in told.items() if value is not None}
    if known:
        frame = reading.frames["notice"]
        reading.frames["notice"] = frame.with_columns(
            pl.col(name).fill_null(pl.lit(value, dtype=frame.schema[name])) for name, value in known.items()
        )
    return reading


def _amount(bands: Bands) -> Decimal | None:
    """The local minimum wage (元/月) that stands above the table."""
    cell = bands.first("minimum_wage")
    found: Decimal | None = None if cell is None else values.amounts([cell]).value[0]
    return found


def posted(bands: Bands) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of posting as the bands say: 公示时间：2026年11月1日至11月5日, or one band for each."""
    start, end = _date(bands.first("notice_from")), _date(bands.first("notice_to"))
    both = bands.first("notice")
    if isinstance(both, str):
        span = find_span(text(both))
        if span is not None and (span.end - span.start).days < 60:
            return start or span.start, end or span.end
    elif both is not None:
        start = start or _date(both)
    return start, end


def _date(cell: Cell) -> dt.date | None:
    found: dt.date | None = None if cell is None else values.dates([cell]).value[0]
    return found
