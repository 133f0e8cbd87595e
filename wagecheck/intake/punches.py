"""Times of day at which a clock or a gate saw a worker: read from cells, columnar, and what they make of the day.

``08:51 18:31``, one under another, run together (``08:5118:31``), with seconds, with 次日 for the morning after.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.intake import marks

_TIME: Final = r"(?:次日)?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
#: A cell of times and nothing else, as texts without blanks are compared.
PUNCHES: Final = rf"^(?:{_TIME}[;,、/|~+*\-—]*)+$"
_NEXT_DAY: Final = "次日"
_DAY_MINUTES: Final = 24 * 60


def times(text: pl.Expr) -> pl.Expr:
    """The times of a text as a list of texts, in the order in which they stand."""
    return text.str.extract_all(_TIME)


def minutes(moments: pl.Expr) -> pl.Expr:
    """Times (List(String)) as distinct minutes of the day in order (List(Int32)); the morning after counts on."""
    one = pl.element()
    hour = one.str.extract(r"(\d+):", 1).cast(pl.Int32)
    minute = one.str.extract(r":(\d{2})", 1).cast(pl.Int32)
    later = pl.when(one.str.starts_with(_NEXT_DAY)).then(_DAY_MINUTES).otherwise(0)
    return moments.list.eval((hour * 60 + minute + later).cast(pl.Int32)).list.unique().list.sort()


def work(moments: pl.Expr) -> pl.Expr:
    """Days (Float64) that distinct minutes in order make: 1 from two passings on, else null: the day is unknown."""
    rules = marks.rules()["punches"]
    apart = moments.list.last() - moments.list.first() > int(rules["apart_minutes"])
    return pl.when((moments.list.len() >= int(rules["least"])) & apart).then(1.0)


def mark(moments: pl.Expr) -> pl.Expr:
    """Distinct minutes in order as a mark: ``07:01 11:58 18:00``."""
    one = pl.element()
    later = pl.when(one >= _DAY_MINUTES).then(pl.lit(_NEXT_DAY)).otherwise(pl.lit(""))
    within = one % _DAY_MINUTES
    clock = [(part.cast(pl.String)).str.zfill(2) for part in (within // 60, within % 60)]
    return moments.list.eval(pl.concat_str(later, clock[0], pl.lit(":"), clock[1])).list.join(" ")
