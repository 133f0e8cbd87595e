"""Account flows: booked movements with income, expense and balance; month and day may stand in two columns."""

from __future__ import annotations

import polars as pl

from wagecheck.intake.bodies import Body
from wagecheck.intake.layouts import flat
from wagecheck.intake.reading import Reading
from wagecheck.intake.values import days


def read(body: Body) -> Reading:
    """``account_flow``; without a date column 年、月 and 日 make the date (2017.06 and 19 → 2017-06-19)."""
    reading = flat.read(body)
    records = reading.frames["account_flow"]
    columns = body.table.kind.columns
    if "booked_on" not in columns and {"period", "day"} <= columns.keys():
        written = body.column(columns["day"][0].index)
        day = days(written).value.filter(body.is_record).cast(pl.Int32, strict=False)
        first = pl.col("period_start")
        date = pl.date(first.dt.year(), first.dt.month(), pl.lit(day))
        sound = pl.lit(day).is_between(1, first.dt.days_in_month())
        records = records.with_columns(pl.when(sound).then(date).alias("booked_on"))
    reading.frames["account_flow"] = records.drop("period_start", "period_end", strict=False)
    return reading
