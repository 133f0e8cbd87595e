"""Days worked (工日) and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, compact, finish, is_blank, split
from wagecheck.intake.values.decimals import DAYS, decimal, exact, has_more, rounded
from wagecheck.intake.values.notes import MORE_DECIMALS

_NUMBER: Final = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[-+−]?\.\d+"
_DAYS: Final = rf"^(?P<size>{_NUMBER})?个?(?P<half>半)?个?(?P<unit>工日|工天|天|日|工|D|DAYS?)?(?P<after>半)?$"
_HOURS: Final = rf"^(?P<size>{_NUMBER})个?(?P<half>半)?个?(?:小时|工时|时|钟头|H|HRS?|HOURS?)?$"
_PARTS: Final = r"^(?:(?P<hours>\d+)个?(?:小时|时|H))?(?:(?P<minutes>\d+)(?:分钟|分|MINS?|M))$"
_CLOCK: Final = r"^(?P<hours>\d+):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?$"
_HALF_HOUR: Final = r"^半个?(?:小时|钟头)$"

#: A duration typed as 31:30 under a clock format comes as a moment of the first days of 1900.
_FIRST_DAY: Final = dt.datetime(1899, 12, 31)
_LAST_SPAN: Final = dt.datetime(1900, 2, 28)


def days(cells: Sequence[Cell]) -> Parsed:
    """Days: ``Decimal(10,2)``, half up. ``22.5`` ``22天`` ``22 工日`` ``半天`` ``22天半``; hours are bad here."""
    frame = _prepared(cells)
    frame = frame.with_columns(pl.col("compact").str.to_uppercase().str.extract_groups(_DAYS).alias("part"))
    part = pl.col("part").struct
    halves = part.field("half").is_not_null().cast(pl.Int8) + part.field("after").is_not_null().cast(pl.Int8)
    size = decimal(_digits(part.field("size")))
    some = part.field("size").is_not_null() | (halves == 1)
    # "22半" without a unit, or two halves, is no number of days
    sound = some & (halves <= 1) & ((halves == 0) | part.field("unit").is_not_null())
    half = pl.lit("0.5").cast(pl.Decimal(38, 12))
    written = pl.when(sound & (halves == 1)).then(size.fill_null(0) + half).when(sound).then(size)
    return _finished(frame, pl.coalesce(exact(pl.col("number")), written))


def hours(cells: Sequence[Cell]) -> Parsed:
    """Hours: ``Decimal(10,2)``, half up. ``49小时`` ``7.2h`` ``151:57`` ``3小时30分钟`` and clock formats."""
    frame = _prepared(cells)
    text = pl.col("compact").str.to_uppercase()
    frame = frame.with_columns(
        text.str.extract_groups(_HOURS).alias("plain"),
        text.str.extract_groups(_PARTS).alias("parts"),
        text.str.extract_groups(_CLOCK).alias("clock"),
    )
    plain, parts, clock = (pl.col(name).struct for name in ("plain", "parts", "clock"))
    size = decimal(_digits(plain.field("size")))
    half = pl.when(plain.field("half").is_not_null()).then(pl.lit("0.5")).otherwise(pl.lit("0"))
    passed = (pl.col("moment") - _FIRST_DAY).dt.total_seconds() / 3600
    spans = [
        pl.col("span"),
        pl.when(pl.col("moment") < _LAST_SPAN).then(passed),
        _float(clock.field("hours"))
        + _float(clock.field("minutes")) / 60
        + _float(clock.field("seconds")).fill_null(0) / 3600,
        _float(parts.field("hours")).fill_null(0) + _float(parts.field("minutes")) / 60,
        pl.when(text.str.contains(_HALF_HOUR)).then(0.5),
    ]
    span = exact(pl.coalesce(spans)).round(2, mode="half_away_from_zero")
    written = size + half.cast(pl.Decimal(38, 12))
    return _finished(frame, pl.coalesce(exact(pl.col("number")), written, span))


def _prepared(cells: Sequence[Cell]) -> pl.DataFrame:
    plain = pl.when(~pl.col("text").str.contains(r"\p{No}")).then(compact(pl.col("text")))
    return split(cells).with_columns(plain.alias("compact"))


def _digits(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(",", "", literal=True).str.replace("−", "-", literal=True)


def _float(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Float64, strict=False)


def _finished(frame: pl.DataFrame, value: pl.Expr) -> Parsed:
    frame = frame.with_columns(value.alias("exact"))
    note = pl.when(has_more(pl.col("exact"))).then(pl.lit(MORE_DECIMALS))
    return finish(frame, rounded(pl.col("exact"), DAYS), is_blank(pl.col("compact")), note)
