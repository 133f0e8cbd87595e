"""A month by columns: who worked when, and what he is due for it, by the laws of ``scenario`` and ``bookkeeping``.

Amounts are whole fen (Int64) until they go into a table; work is counted in half days.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.simulate import bookkeeping
from wagecheck.simulate.calendar import Month, site_closed
from wagecheck.simulate.exports import numbering
from wagecheck.simulate.truth import PayCalendar

#: Of a hundred days: days of leave, half days, days with overtime (on weekdays).
_LEAVE, _HALF, _OVERTIME = 3, 4, 8
_SATURDAY = 6
_REST_DAYS = 6
_SALT = 1 << 32
_MOST_DAYS = 512
#: Fen of the yuan, and of what one hour of overtime is worth for a yuan a day: 1/8 at one and a half times.
_FEN: Final = 100
_OVERTIME_RATE: Final = (150, 8)
_MEALS: Final = (8, 7)


def days(people: pl.DataFrame, month: Month, *, seed: int) -> pl.DataFrame:
    """The days worked in a month: ``serial``, ``date``, ``halves`` (1 or 2, Int64), ``overtime`` (hours, Int64).

    Sundays, announced days off and one more day a week off; now and then half a day, leave, an hour or two more.
    In the order of the people (``people.PERSON``), their days in order.
    """
    open_days = pl.DataFrame({"date": [day for day in month.days if not site_closed(day)]}).with_columns(
        weekday=pl.col("date").dt.weekday()
    )
    key = pl.col("serial") * _MOST_DAYS + pl.col("date").dt.ordinal_day()
    salt = (seed << 8) + _SALT + month.year
    chance = numbering.chance(key, salt, 100)
    rows = (
        people.select("serial", "entry_date", rest=pl.col("ordinal") % _REST_DAYS + 1)
        .join(open_days, how="cross", maintain_order="left_right")
        .filter(pl.col("date") >= pl.col("entry_date"), pl.col("weekday") != pl.col("rest"))
        .with_columns(chance=chance)
        .filter(pl.col("chance") >= _LEAVE)
    )
    more = (pl.col("chance") >= _LEAVE + _HALF) & (pl.col("chance") < _LEAVE + _HALF + _OVERTIME)
    return rows.select(
        "serial",
        "date",
        halves=pl.when(pl.col("chance") < _LEAVE + _HALF).then(1).otherwise(2).cast(pl.Int64),
        overtime=pl.when(more & (pl.col("weekday") < _SATURDAY))
        .then(numbering.chance(key, salt + _MOST_DAYS, 2) + 1)
        .otherwise(0),
    )


def pay(people: pl.DataFrame, worked: pl.DataFrame, month: Month) -> pl.DataFrame:
    """One row per person who worked: all of ``people``, the sums of his days, his pay in fen, and the month's dates."""
    sums = worked.group_by("serial", maintain_order=True).agg(
        pl.col("halves").sum(), pl.col("overtime").sum(), first=pl.col("date").first()
    )
    rows = people.join(sums, on="serial", how="inner", maintain_order="left")
    rate, first, number = pl.col("daily_rate") * _FEN, *_MEALS
    rows = rows.with_columns(
        base_pay=_rounded(rate * pl.col("halves"), 2),
        overtime_pay=_rounded(pl.col("daily_rate") * pl.col("overtime") * _OVERTIME_RATE[0], _OVERTIME_RATE[1]),
        allowance=_rounded(pl.col("halves") * (first + pl.col("ordinal") % number) * _FEN, 2),
    ).with_columns(
        gross_pay=pl.sum_horizontal("base_pay", "overtime_pay", "allowance"),
        social_insurance=pl.when("insured").then(_share("base_pay", bookkeeping.INSURANCE_SHARE)).otherwise(0),
    )
    free = int(bookkeeping.TAX_FREE) * _FEN
    taxed = pl.max_horizontal(0, pl.col("gross_pay") - pl.col("social_insurance") - free)
    rows = rows.with_columns(tax=_share(taxed, bookkeeping.TAX_RATE))
    dates = PayCalendar(month)
    odd = pl.col("ordinal") % 2 == 1
    return rows.with_columns(
        net_pay=pl.col("gross_pay") - pl.col("tax") - pl.col("social_insurance"),
        period_start=pl.lit(month.first),
        period_end=pl.lit(month.last),
        pay_date=pl.lit(dates.paid),
        signed_on=pl.when(odd).then(pl.lit(dates.signed(1))).otherwise(pl.lit(dates.signed(0))),
        submitted_on=pl.lit(dates.submitted),
        reviewed_on=pl.lit(dates.reviewed),
        notice_from=pl.lit(dates.notice_from),
        notice_to=pl.lit(dates.notice_to),
        memo=pl.lit(f"{month.chinese}工资"),
    )


def _share(amount: str | pl.Expr, share: Decimal) -> pl.Expr:
    numerator, denominator = share.as_integer_ratio()
    return _rounded((pl.col(amount) if isinstance(amount, str) else amount) * numerator, denominator)


def _rounded(number: pl.Expr, divisor: int) -> pl.Expr:
    """Whole part of a division of what is not negative, half to even, as ``Decimal.quantize`` rounds."""
    whole, rest = number // divisor, number % divisor * 2
    up = (rest > divisor) | ((rest == divisor) & (whole % 2 == 1))
    return whole + up.cast(pl.Int64)
