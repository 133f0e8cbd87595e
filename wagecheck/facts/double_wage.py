"""Double wage for a contract signed late: from the end of the first month of employment to the day before signing.

Source: 劳动合同法 art. 10, 82; 实施条例 art. 6, 7. Somebody employed from 1 March must have signed by the end of March:
double wage runs from 1 April and for at most eleven months. Months are calendar months; the days left over count as the
fraction of the calendar month they lie in, rounded to two decimals.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import DAYS, MONEY
from wagecheck.facts.settings import Settings

_MONTHS_PER_YEAR: Final = 12


def months_later(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    """The same day so many calendar months later; the last day of a shorter month."""
    return day.dt.offset_by(pl.concat_str(months.cast(pl.String), pl.lit("mo")))


def signing_deadline(employed_from: pl.Expr, settings: Settings) -> pl.Expr:
    """One calendar month after the first day of employment; the number of months is that of this day."""
    months = settings.on("contract_signing_months", employed_from, settings.signing_months)
    return months_later(employed_from, months.cast(pl.Int64))


def months_owed(deadline: pl.Expr, until: pl.Expr, settings: Settings) -> pl.Expr:
    """Months from ``deadline`` up to, but without, the day ``until``: 0 where not late, at most the cap."""
    naive = (until.dt.year() - deadline.dt.year()).cast(pl.Int32) * _MONTHS_PER_YEAR + (
        until.dt.month().cast(pl.Int32) - deadline.dt.month().cast(pl.Int32)
    )
    whole = naive - (months_later(deadline, naive) > until).cast(pl.Int32)
    begun = months_later(deadline, whole)
    length = (months_later(deadline, whole + 1) - begun).dt.total_days()
    fraction = (until - begun).dt.total_days() / length
    most = settings.on("double_wage_max_months", deadline, settings.double_wage_cap).cast(pl.Float64)
    months = (whole + fraction).round(2).clip(0, most)
    return pl.when(until <= deadline).then(0.0).otherwise(months).cast(DAYS)


def amount(months: pl.Expr, monthly_wage: pl.Expr) -> pl.Expr:
    """What is due beside the wage already paid: one more monthly wage for each month, rounded to cents."""
    return (months.cast(pl.Decimal(18, 4)) * monthly_wage.cast(pl.Decimal(18, 4))).round(2).cast(MONEY)
