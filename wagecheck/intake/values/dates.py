"""Dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from wagecheck.intake.grid import Cell
from wagecheck.intake.values.columns import Parsed, clean, finish, groups, in_turn, is_blank, split
from wagecheck.intake.values.notes import JANUARY, MONTH_END, MONTH_ONLY, OCTOBER, OPEN_ENDED, PLACEHOLDER, SERIAL
from wagecheck.intake.values.numerals import arabic_column
from wagecheck.intake.values.words import words

Meaning = Literal["day", "start", "end", "birth"]
"""What a column of dates is: a day, the first or last day of something, a day of birth."""

#: Day 0 of the 1900 serial system as it works from 1900-03-01 on (the system counts a 29 February 1900).
EPOCH: Final = dt.date(1899, 12, 30)
#: Bare numbers below 1910-01-01 are rather years, months or days than serials.
FIRST_SERIAL: Final = (dt.date(1910, 1, 1) - EPOCH).days
LAST_SERIAL: Final = (dt.date(2100, 12, 31) - EPOCH).days
#: Outside these years a date is a slip of the pen.
FIRST: Final = dt.date(1900, 1, 1)
LAST: Final = dt.date(2100, 12, 31)

_GAP: Final = r"[./\\\-–—−、,·。]"
_CLOCK: Final = r"(?:[\sT]*\d{1,2}[:时点]\d{1,2}.*)?"
_WEEKDAY: Final = r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_FULL: Final = (
    rf"^(?P<year>\d{{4}})\s*(?:年|{_GAP})\s*(?P<month>\d{{1,2}})\s*(?:月|{_GAP})\s*(?P<day>\d{{1,2}})\s*[日号]?"
    rf"{_WEEKDAY}{_CLOCK}\.?$"
)
#: 26-08-01 星期六: the weekday proves the century
_SHORT: Final = (
    r"^(?P<year>\d{2})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})\s*"
    r"\(?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\)?$"
)
_WEEKDAYS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_RUN: Final = r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\d{4}|\d{6})?(?:\.0)?$"
_MONTH: Final = rf"^(?P<year>\d{{4}})\s*(?:年|{_GAP})\s*(?P<month>\d{{1,2}})\s*(?:月份?)?$"
_MONTH_RUN: Final = r"^(?P<year>\d{4})(?P<month>\d{2})(?:\.0)?$"
#: 2016.05.06-2036.05.06, as identity cards print their term: the first day, and what stands behind it.
_TERM: Final = (
    rf"^(?P<first>\d{{4}}(?:\d{{4}}|\s*(?:年|{_GAP})\s*\d{{1,2}}\s*(?:月|{_GAP})\s*\d{{1,2}}\s*[日号]?))"
    r"\s*(?:至|到|[-–—−~〜])+\s*(?P<rest>\d{4}.{4,}|[^\d\s-][^\d]*)$"
)
_ISO: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_SERIAL: Final = r"^(\d{5})(?:\.\d+)?$"


def dates(cells: Sequence[Cell], *, meaning: Meaning = "day") -> Parsed:
    """Dates (``Date``) from real dates, serials (1900 system) and texts.

    ``2023.03.17`` ``2026年3月5日`` ``20251114`` ``2023-03-17 08:30`` are days. A month (``2023-03``, ``202603``, the
    number 2017.06) gives its first day, where the ``end`` of something is asked for its last day, with a note. Of a
    term (``2016.05.06-2036.05.06``) the ``start`` is its first day and the ``end`` its last. 长期 and
    9999-12-31 give null with a note and are not bad; so do dates that software writes where there is none (1970-01-01,
    but not as a day of ``birth``). Two-digit years (unless the weekday beside them proves the century), day or month
    first, years alone, days that do not exist and anything outside 1900–2100 are bad: nothing is guessed.
    """
    text = pl.col("text")
    written = pl.when(text.str.contains(_ISO)).then(text.str.to_date("%Y-%m-%d", strict=False))
    frame = split(cells).with_columns(pl.coalesce("date", pl.col("moment").dt.date(), written).alias("plain"))
    plain = pl.col("plain")
    usual = plain.is_between(FIRST, LAST) & ~plain.is_in(_placeholders(meaning) + _endless())
    return Parsed.of(in_turn(frame, pl.when(usual).then(plain), lambda rest: _dates(rest, meaning)))


def _placeholders(meaning: Meaning) -> list[dt.date]:
    return list(words().placeholder_birth_dates if meaning == "birth" else words().placeholder_dates)


def _endless() -> list[dt.date]:
    return list(words().open_ended_dates)


def _dates(frame: pl.DataFrame, meaning: Meaning) -> pl.DataFrame:
    text = frame.select(clean(pl.col("text")))["text"]
    if meaning in ("start", "end"):  # of a term only its first or its last day is asked for
        rest = text.str.extract(_TERM, 1 if meaning == "start" else 2)
        text = pl.select(pl.coalesce(rest, text)).to_series().alias("text")
        frame = frame.with_columns(text)
    short = groups(text.to_frame(), "text", _SHORT, r"周|星期|礼拜").alias("short")
    frame = frame.with_columns(arabic_column(text).alias("text"), short)
    patterns = {"full": _FULL, "run": _RUN, "month": _MONTH, "month_run": _MONTH_RUN}
    frame = frame.with_columns(pl.col("text").str.extract_groups(rx).alias(name) for name, rx in patterns.items())
    whole = pl.col("number").floor()
    digits = pl.when(pl.col("number") == whole).then(pl.col("number").cast(pl.Int64, strict=False).cast(pl.String))
    month = pl.coalesce(
        _date("month", False),
        _date("month_run", False),
        _month_number(),
        _of(digits.str.extract(r"^(\d{6})$", 1) + "01"),
    )
    serial = _from_serial(pl.col("text").str.extract(_SERIAL, 1).cast(pl.Float64, strict=False))
    frame = frame.with_columns(
        pl.coalesce(
            "date",
            pl.col("moment").dt.date(),
            _date("full"),
            _date("run"),
            _with_weekday(),
            _of(digits.str.extract(r"^(\d{8})(?:\d{6})?$", 1)),
        ).alias("day"),
        (month.dt.month_end() if meaning == "end" else month).alias("month"),
        pl.coalesce(_from_serial(pl.col("number")), serial).alias("serial"),
        pl.col("text").str.replace_all(r"\s", "").str.to_lowercase().alias("compact"),
    ).with_columns(pl.coalesce("day", "month", "serial").alias("found"))
    found = pl.col("found")
    endless = pl.col("compact").is_in(list(words().open_ended)) | found.is_in(_endless())
    if meaning == "end":
        done = pl.col("compact").str.contains_any(list(words().work_done)) & ~pl.col("compact").str.contains(r"\d")
        endless |= done.fill_null(value=False)
    # an empty cell that a formula refers to is 0, under a date format midnight before the first of days
    written = pl.col("compact").is_in(list(words().placeholder_texts)) | found.is_in(_placeholders(meaning))
    nothing = pl.any_horizontal(written, pl.col("number") == 0, pl.col("span") == 0)
    frame = frame.with_columns(endless.fill_null(False).alias("endless"), nothing.fill_null(False).alias("nothing"))
    free = pl.col("endless") | pl.col("nothing")
    value = pl.when(found.is_between(FIRST, LAST) & ~free).then(found)
    return finish(frame, value, is_blank(pl.col("compact")).fill_null(False) | free, _note(meaning))


def _note(meaning: Meaning) -> pl.Expr:
    return (
        pl.when("endless")
        .then(pl.lit(OPEN_ENDED))
        .when("nothing")
        .then(pl.lit(PLACEHOLDER))
        .when(pl.col("value").is_null() | pl.col("day").is_not_null())
        .then(None)
        .when(pl.col("month").is_null())
        .then(pl.lit(SERIAL))
        .when(_is_october(pl.col("number")))
        .then(pl.lit(OCTOBER))
        .when(pl.col("compact").str.contains(r"^\d{4}\.1$"))
        .then(pl.lit(JANUARY))
        .otherwise(pl.lit(MONTH_END if meaning == "end" else MONTH_ONLY))
    )


def _date(name: str, has_day: bool = True) -> pl.Expr:
    part = pl.col(name).struct
    day = part.field("day").str.zfill(2) if has_day else pl.lit("01")
    return _of(part.field("year") + part.field("month").str.zfill(2) + day)


def _with_weekday() -> pl.Expr:
    """Dates with a two-digit year of this century whose weekday is the one written beside them."""
    part = pl.col("short").struct
    day = _of(pl.lit("20") + part.field("year") + part.field("month").str.zfill(2) + part.field("day").str.zfill(2))
    weekday = part.field("weekday").replace_strict(_WEEKDAYS, default=None, return_dtype=pl.Int8)
    return pl.when(day.dt.weekday() == weekday).then(day)


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
