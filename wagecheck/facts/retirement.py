"""Age and statutory retirement, from the date of birth.

Source: 国务院关于渐进式延迟法定退休年龄的办法 (from 2025-01-01); the numbers come from ``rules/values``.
"""

from __future__ import annotations

import polars as pl

from wagecheck.facts.settings import Settings


def full_years(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Completed years of age (Int32) on ``day``; a birthday counts from its own day, 29 February from 1 March."""
    had_birthday = (day.dt.month() > birth.dt.month()) | (
        (day.dt.month() == birth.dt.month()) & (day.dt.day() >= birth.dt.day())
    )
    return (day.dt.year() - birth.dt.year() - 1 + had_birthday.cast(pl.Int32)).cast(pl.Int32)


def over_retirement(birth: pl.Expr, sex: pl.Expr, day: pl.Expr, settings: Settings) -> pl.Expr:
    """Whether the statutory age is reached on ``day`` (Boolean); null where birth, sex or the formula is not known."""
    return retirement_on(birth, sex, settings) <= day


def retirement_on(birth: pl.Expr, sex: pl.Expr, settings: Settings) -> pl.Expr:
    """The day (Date) on which the statutory age is reached; null where birth, sex or the formula is not known."""
    months = retirement_months(birth, sex, settings)
    return birth.dt.offset_by(pl.concat_str(months.cast(pl.String), pl.lit("mo")))


def retirement_months(birth: pl.Expr, sex: pl.Expr, settings: Settings) -> pl.Expr:
    """The statutory age in months (Int32); null where birth, sex or the formula is not known.

    Statutory age = base years + min(n // step + 1, cap) months; n = months from the start of the delay to the month in
    which the base age is reached, no delay where that month lies before the start.
    """
    start = settings.retirement_from
    if start is None:
        return pl.lit(None, dtype=pl.Int32)
    age = pl.lit(None, dtype=pl.Int32)
    for band in settings.retirement_bands:
        months = (birth.dt.year().cast(pl.Int32) + band.base_years - start.year) * 12 + (
            birth.dt.month().cast(pl.Int32) - start.month
        )
        delay = (
            pl.when(months < 0).then(0).otherwise(pl.min_horizontal(months // band.step_months + 1, band.cap_months))
        )
        own = (pl.lit(band.base_years * 12) + delay).cast(pl.Int32)
        age = pl.when(sex == band.sex).then(own).otherwise(age)
    return age
