"""Dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, clean, finish, is_blank, split
from wagecheck.intake.values.notes import MONTH_ONLY, OCTOBER, OPEN_ENDED, SERIAL
from wagecheck.intake.values.numerals import arabic_column
from wagecheck.intake.values.words import words

#: Day 0 of the 1900 serial system as it works from 1900-03-01 on (the system counts a 29 February 1900).
EPOCH: Final = dt.date(1899, 12, 30)
#: Bare numbers below 1910-01-01 are rather years, months or days than serials.
FIRST_SERIAL: Final = (dt.date(1910, 1, 1) - EPOCH).days
LAST_SERIAL: Final = (dt.date(2100, 12, 31) - EPOCH).days
#: Outside these years a date is a slip of the pen.
FIRST: Final = dt.date(1900, 1, 1)
LAST: Final = dt.date(2100, 12, 31)

_GAP: Final = r"[./\\\-–—−、,·]"
_CLOCK: Final = r"(?:[\sT]*\d{1,2}[:时点]\d{1,2}.*)?"
_WEEKDAY: Final = r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_FULL: Final = (
    rf"^(?P<year>\d{{4}})\s*(?:年|{_GAP})\s*(?P<month>\d{{1,2}})\s*(?:月|{_GAP})\s*(?P<day>\d{{1,2}})\s*[日号]?"
    rf"{_WEEKDAY}{_CLOCK}$"
)
_RUN: Final = r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\d{4}|\d{6})?(?:\.0)?$"
_MONTH: Final = rf"^(?P<year>\d{{4}})\s*(?:年|{_GAP})\s*(?P<month>\d{{1,2}})\s*(?:月份?)?$"
_MONTH_RUN: Final = r"^(?P<year>\d{4})(?P<month>\d{2})(?:\.0)?$"
_SERIAL: Final = r"^(\d{5})(?:\.\d+)?$"


def dates(cells: Sequence[Cell]) -> Parsed:
    """Dates (``Date``) from real dates, serials (1900 system) and texts.

    ``2023.03.17`` ``2026年3月5日`` ``20251114`` ``2023-03-17 08:30`` are days. A month (``2023-03``, ``202603``, the
    number 2017.06) gives its first day, with a note; 长期 gives null with a note and is not bad. Two-digit years, days
    that do not exist and anything outside 1900–2100 are bad: nothing is guessed.
    """
    frame = split(cells)
    text = frame.select(clean(pl.col("text")))["text"]
    frame = frame.with_columns(arabic_column(text).alias("text"))
    patterns = {"full": _FULL, "run": _RUN, "month": _MONTH, "month_run": _MONTH_RUN}
    if text.null_count() < len(text):
        frame = frame.with_columns(pl.col("text").str.extract_groups(rx).alias(name) for name, rx in patterns.items())
        months = pl.coalesce(_date("month", False), _date("month_run", False))
        serial = _from_serial(pl.col("text").str.extract(_SERIAL, 1).cast(pl.Float64, strict=False))
        written = {"day": pl.coalesce(_date("full"), _date("run")), "month": months, "serial": serial}
    else:
        written = {name: pl.lit(None, dtype=pl.Date) for name in ("day", "month", "serial")}
    whole = pl.col("number").floor()
    numbers = pl.when(pl.col("number") == whole).then(pl.col("number").cast(pl.Int64, strict=False).cast(pl.String))
    frame = frame.with_columns(
        pl.coalesce(
            "date",
            pl.col("moment").dt.date(),
            written["day"],
            _of(numbers.str.extract(r"^(\d{8})(?:\d{6})?$", 1)),
        ).alias("day"),
        pl.coalesce(written["month"], _month_number(), _of(numbers.str.extract(r"^(\d{6})$", 1) + "01")).alias("first"),
        pl.coalesce(_from_serial(pl.col("number")), written["serial"]).alias("serial"),
    )
    value = pl.coalesce("day", "first", "serial")
    spaceless = pl.col("text").str.replace_all(r"\s", "")
    endless = spaceless.str.to_lowercase().is_in(words().open_ended)
    note = (
        pl.when(pl.col("value").is_null())
        .then(pl.when(endless).then(pl.lit(OPEN_ENDED)))
        .when(pl.col("day").is_not_null())
        .then(None)
        .when(pl.col("first").is_not_null())
        .then(pl.when(_is_october(pl.col("number"))).then(pl.lit(OCTOBER)).otherwise(pl.lit(MONTH_ONLY)))
        .otherwise(pl.lit(SERIAL))
    )
    return finish(frame, _in_range(value), is_blank(spaceless) | endless, note)


def _date(name: str, has_day: bool = True) -> pl.Expr:
    part = pl.col(name).struct
    day = part.field("day").str.zfill(2) if has_day else pl.lit("01")
    return _of(part.field("year") + part.field("month").str.zfill(2) + day)


def _of(digits: pl.Expr) -> pl.Expr:
    """``yyyymmdd`` as a date; null where there is no such day."""
    return digits.str.to_date("%Y%m%d", strict=False)


def _from_serial(number: pl.Expr) -> pl.Expr:
    fits = number.is_between(FIRST_SERIAL, LAST_SERIAL + 1, closed="left")
    return pl.when(fits).then(pl.lit(EPOCH) + pl.duration(days=number.floor().cast(pl.Int64, strict=False)))


def _month_number() -> pl.Expr:
    """Numbers like 2017.06: a year, and the month as hundredths."""
    number = pl.col("number")
    hundredths = (number * 100).round()
    year = (hundredths / 100).floor()
    month = hundredths - year * 100
    sound = ((number * 100 - hundredths).abs() < 0.000_1) & month.is_between(1, 12) & year.is_between(1900, 2100)
    return _of(pl.when(sound).then(hundredths.cast(pl.Int64, strict=False).cast(pl.String) + "01"))


def _is_october(number: pl.Expr) -> pl.Expr:
    return ((number * 100).round() % 100 == 10).fill_null(False) & (number < 2101)


def _in_range(day: pl.Expr) -> pl.Expr:
    return pl.when(day.is_between(FIRST, LAST)).then(day)
