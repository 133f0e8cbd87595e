"""Times of day at which a clock or a gate saw a worker: read from cells, columnar, and what they make of the day.

``08:51 18:31``, one under another, run together (``08:5118:31``), with seconds, with 次日 for the morning after.
Passings within one minute are one punch; the seconds of the first are kept where the machine wrote them.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake import marks

#: One time of day.
TIME: Final = r"(?:次日)?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
#: A cell of times and nothing else, as texts without blanks are compared.
PUNCHES: Final = rf"^(?:{TIME}[;,、/|~+*\-—]*)+$"
NEXT_DAY: Final = "次日"
_DAY_MINUTES: Final = 24 * 60
#: A moment is one number: minute of the day × 61 + second, 60 for a time that is written without seconds.
_MINUTE: Final = 61
_NO_SECOND: Final = 60


def times(text: pl.Expr) -> pl.Expr:
    """The times of a text as a list of texts, in the order in which they stand."""
    return text.str.extract_all(TIME)


def moments(written: pl.Expr) -> pl.Expr:
    """Times (List(String)) as moments of distinct minutes in order (List(Int32)); the morning after counts on."""
    one = pl.element()
    hour = one.str.extract(r"(\d+):", 1).cast(pl.Int32)
    minute = one.str.extract(r":(\d{2})", 1).cast(pl.Int32)
    second = one.str.extract(r":\d{2}:(\d{2})$", 1).cast(pl.Int32).fill_null(_NO_SECOND)
    later = pl.when(one.str.starts_with(NEXT_DAY)).then(_DAY_MINUTES).otherwise(0)
    return distinct(written.list.eval(((hour * 60 + minute + later) * _MINUTE + second).cast(pl.Int32)))


def distinct(found: pl.Expr) -> pl.Expr:
    """Moments of any order (List(Int32)) in order, one for every minute: the first with seconds, if any has them."""
    one = pl.element()
    minute = one // _MINUTE
    return found.list.sort().list.eval(one.filter(minute.ne_missing(minute.shift())))


def together() -> pl.Expr:
    """The moments of the column ``punched`` of several rows of a group as one list."""
    return distinct(pl.col("punched").list.explode(keep_nulls=False, empty_as_null=False).implode()).alias("punched")


def work(found: pl.Expr) -> pl.Expr:
    """Days (Float64) that distinct moments in order make: 1 from two passings on, else null: the day is unknown."""
    rules = marks.rules()["punches"]
    apart = found.list.last() // _MINUTE - found.list.first() // _MINUTE > int(rules["apart_minutes"])
    return pl.when((found.list.len() >= int(rules["least"])) & apart).then(1.0)


def mark(found: pl.Expr) -> pl.Expr:
    """Distinct moments in order as a mark: ``07:01 11:58 18:00``, with seconds where they are known."""
    one = pl.element()
    minute, second = one // _MINUTE, one % _MINUTE
    later = pl.when(minute >= _DAY_MINUTES).then(pl.lit(NEXT_DAY)).otherwise(pl.lit(""))
    within = minute % _DAY_MINUTES
    hours, minutes, seconds = (part.cast(pl.String).str.zfill(2) for part in (within // 60, within % 60, second))
    exact = pl.when(second < _NO_SECOND).then(pl.concat_str(pl.lit(":"), seconds)).otherwise(pl.lit(""))
    return found.list.eval(pl.concat_str(later, hours, pl.lit(":"), minutes, exact)).list.join(" ")
