"""Days worked (工日) and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, apart, clean, compact, finish, in_turn, is_blank, split
from wagecheck.intake.values.decimals import DAYS, decimal, exact, has_more, plain_number, rounded
from wagecheck.intake.values.notes import FULL_WIDTH, MORE_DECIMALS, OF_TWO, SUM
from wagecheck.intake.values.numerals import counted_column

_NUMBER: Final = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[-+−]?\.\d+"
_PLAIN: Final = r"^[0-9]{1,6}(?:\.[0-9]{1,2})?$"
_DAYS: Final = rf"^(?P<size>{_NUMBER})?个?(?P<half>半)?个?(?P<unit>工日|工天|天|日|工|D|DAYS?)?(?P<after>半)?$"
#: 应出勤/实出勤 in one cell
_PAIR: Final = r"^(\d+(?:\.\d+)?)天?/(\d+(?:\.\d+)?)天?$"
_HOURS: Final = rf"^(?P<size>{_NUMBER})个?(?P<half>半)?个?(?:小时|工时|时|钟头|H|HRS?|HOURS?)?$"
_PARTS: Final = r"^(?:(?P<hours>\d+)个?(?:小时|时|H))?(?:(?P<minutes>\d+)(?:分钟|分|MINS?|M))$"
_CLOCK: Final = r"^(?P<hours>\d+):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?$"
_HALF_HOUR: Final = r"^半个?(?:小时|钟头)$"
#: 9+3.5: the day's hours and the overtime, or the days of two halves of a month.
_SUM: Final = r"^(?P<first>\d+(?:\.\d+)?)\+(?P<second>\d+(?:\.\d+)?)(?P<unit>{})?$"
_DAY_UNITS: Final = "个?(?:工日|工天|天|日|工)"
_HOUR_UNITS: Final = "个?(?:小时|工时|时|H)"
_WHOLE_DAY: Final = r"^(?:全|整|一整)(?:天|日|工)$"
#: Quarters that have a sign of their own.
_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}

#: A duration typed as 31:30 under a clock format comes as a moment of the first days of 1900.
_FIRST_DAY: Final = dt.datetime(1899, 12, 31)
_LAST_SPAN: Final = dt.datetime(1900, 2, 28)


def days(cells: Sequence[Cell]) -> Parsed:
    """Days: ``Decimal(10,2)``, half up. ``22.5`` ``22天`` ``22 工日`` ``半天`` ``22天半`` ``十二天`` ``9+3.5``.

    Hours, dates and anything with a slash are bad here.
    """
    return Parsed.of(in_turn(split(cells), _plain(), _days))


def worked_days(cells: Sequence[Cell], *, actual_first: bool = False) -> Parsed:
    """``days`` of a column that may hold two numbers: ``23/19`` is 19 of 23 days, the second is what was worked.

    ``actual_first`` where the heading says so (实际/标准).
    """
    written = pl.Series([cell if isinstance(cell, str) else None for cell in cells], dtype=pl.String).to_frame("text")
    pair = compact(pl.col("text")).str.extract(_PAIR, 1 if actual_first else 2)
    pairs = written.select(pair.alias("worked"))["worked"]
    if pairs.null_count() == len(pairs):
        return days(cells)
    parsed = days([cell if one is None else one for cell, one in zip(cells, pairs.to_list(), strict=True)])
    note = pl.select(pl.when(pairs.is_not_null()).then(pl.lit(OF_TWO)).otherwise(parsed.note)).to_series()
    return replace(parsed, note=note)


def hours(cells: Sequence[Cell]) -> Parsed:
    """Hours: ``Decimal(10,2)``, half up. ``49小时`` ``7.2h`` ``151:57`` ``3小时30分钟`` ``9+3.5`` and clock formats."""
    return Parsed.of(in_turn(split(cells), _plain(), _hours))


def _plain() -> pl.Expr:
    text = pl.col("text")
    written = pl.when(text.str.contains(_PLAIN)).then(text.cast(DAYS, strict=False))
    return pl.coalesce(plain_number(pl.col("number"), DAYS), written)


def _days(frame: pl.DataFrame) -> pl.DataFrame:
    frame = _prepared(frame)
    frame = frame.with_columns(counted_column(frame["compact"]).str.to_uppercase().alias("spoken"))
    frame = frame.with_columns(
        pl.col("spoken").str.extract_groups(_DAYS).alias("part"),
        pl.col("spoken").str.extract_groups(_SUM.format(_DAY_UNITS)).alias("sum"),
    )
    part = pl.col("part").struct
    halves = part.field("half").is_not_null().cast(pl.Int8) + part.field("after").is_not_null().cast(pl.Int8)
    size = decimal(_digits(part.field("size")))
    some = part.field("size").is_not_null() | (halves == 1)
    # "22半" without a unit, or two halves, is no number of days
    sound = some & (halves <= 1) & ((halves == 0) | part.field("unit").is_not_null())
    half = pl.lit("0.5").cast(pl.Decimal(38, 12))
    written = pl.when(sound & (halves == 1)).then(size.fill_null(0) + half).when(sound).then(size)
    whole = pl.when(pl.col("spoken").str.contains(_WHOLE_DAY)).then(pl.lit("1").cast(pl.Decimal(38, 12)))
    return _finished(frame, pl.coalesce(exact(pl.col("number")), written, _sum(), whole))


def _hours(frame: pl.DataFrame) -> pl.DataFrame:
    frame = _prepared(frame)
    text = pl.col("compact").str.to_uppercase()
    frame = frame.with_columns(
        text.str.extract_groups(_HOURS).alias("plain"),
        text.str.extract_groups(_PARTS).alias("parts"),
        text.str.extract_groups(_CLOCK).alias("clock"),
        text.str.extract_groups(_SUM.format(_HOUR_UNITS)).alias("sum"),
    )
    plain, parts, clock = (pl.col(name).struct for name in ("plain", "parts", "clock"))
    size = decimal(_digits(plain.field("size")))
    half = pl.when(plain.field("half").is_not_null()).then(pl.lit("0.5")).otherwise(pl.lit("0"))
    passed = (pl.col("moment") - _FIRST_DAY).dt.total_seconds() / 3600
    days_passed = (pl.col("date") - _FIRST_DAY.date()).dt.total_days() * 24.0
    spans = [
        pl.col("span"),
        pl.when(pl.col("moment") < _LAST_SPAN).then(passed),
        pl.when(pl.col("date") < _LAST_SPAN.date()).then(days_passed),
        _float(clock.field("hours"))
        + _float(clock.field("minutes")) / 60
        + _float(clock.field("seconds")).fill_null(0) / 3600,
        _float(parts.field("hours")).fill_null(0) + _float(parts.field("minutes")) / 60,
        pl.when(text.str.contains(_HALF_HOUR)).then(0.5),
    ]
    span = exact(pl.coalesce(spans)).round(2, mode="half_away_from_zero")
    written = size + half.cast(pl.Decimal(38, 12))
    return _finished(frame, pl.coalesce(exact(pl.col("number")), written, span, _sum()))


def _sum() -> pl.Expr:
    part = pl.col("sum").struct
    return decimal(part.field("first")) + decimal(part.field("second"))


def _prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ``compact``: text without blanks; null where digits stand apart or signs other than ½ would become some."""
    text = pl.col("text").str.replace_many(list(_FRACTIONS), list(_FRACTIONS.values()))
    cleaned = clean(text)
    sound = ~text.str.contains(r"\p{No}") & ~apart(cleaned)
    return frame.with_columns(pl.when(sound).then(cleaned.str.replace_all(r"\s", "")).alias("compact"))


def _digits(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(",", "", literal=True).str.replace("−", "-", literal=True)


def _float(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Float64, strict=False)


def _finished(frame: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    frame = frame.with_columns(value.alias("exact"))
    note = (
        pl.when(has_more(pl.col("exact")))
        .then(pl.lit(MORE_DECIMALS))
        .when(pl.col("sum").struct.field("first").is_not_null())
        .then(pl.lit(SUM))
        .when(pl.col("text").str.contains("[０-９]"))
        .then(pl.lit(FULL_WIDTH))
    )
    told = pl.when(pl.col("value").is_not_null()).then(note)
    return finish(frame, rounded(pl.col("exact"), DAYS), is_blank(pl.col("compact")), told)
