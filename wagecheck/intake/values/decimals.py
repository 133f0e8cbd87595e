"""From what a file holds (floats, texts) to exact decimals, half up, as a spreadsheet would show them."""

from __future__ import annotations

from typing import Final

import polars as pl

#: Wide enough to see what is rounded away; the kept types are narrower.
EXACT: Final = pl.Decimal(38, 12)
MONEY: Final = pl.Decimal(18, 2)
DAYS: Final = pl.Decimal(10, 2)

#: A spreadsheet keeps 15 significant digits; the rest of a binary float is noise of its arithmetic.
_SIGNIFICANT: Final = 15
#: Smaller differences than this are arithmetic noise, not decimals that somebody hid.
_NOISE: Final = 0.000_001
#: A hundredth of what counts as a hidden decimal, in hundredths; a float below the limit has less noise than that.
_SURELY_NOISE: Final = 0.000_001
_PLAIN_BELOW: Final = 10_000_000


def exact(number: pl.Expr) -> pl.Expr:
    """Float64 as ``Decimal(38,12)`` of its 15 significant digits; null for NaN, infinity and what does not fit."""
    return decimal(number.round_sig_figs(_SIGNIFICANT).cast(pl.String))


def plain_number(number: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Float64 with at most two decimals as ``dtype``; null where there are more, or where only ``exact`` can tell."""
    near = ((number * 100) - (number * 100).round()).abs() < _SURELY_NOISE
    return pl.when(near & (number.abs() < _PLAIN_BELOW)).then(number.cast(dtype, strict=False))


def decimal(text: pl.Expr) -> pl.Expr:
    """Plain digits (``-1200.5``, ``5e3``) as ``Decimal(38,12)``; null where the text is no number."""
    return text.cast(EXACT, strict=False)


def rounded(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """``Decimal(38,12)`` rounded half up (away from zero) to two decimals; null where ``dtype`` cannot hold it."""
    return value.round(2, mode="half_away_from_zero").cast(dtype, strict=False)


def has_more(value: pl.Expr) -> pl.Expr:
    """True where rounding to two decimals takes something away that is not arithmetic noise."""
    return (value - value.round(2, mode="half_away_from_zero")).cast(pl.Float64).abs() >= _NOISE
