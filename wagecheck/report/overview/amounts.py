"""Sums and shares of the management page: exact, unknown kept apart from nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import polars as pl

from wagecheck.report import labels
from wagecheck.wording import Wording

Row = dict[str, Any]
SITE: Final = ["project", "contractor"]
NOTHING: Final = Decimal("0.00")
#: Rows of a table of the page; what is left out is told and counted in the totals.
MOST_ROWS: Final = 50


def total(amounts: pl.Series) -> Decimal:
    """Sum of a money column, unknown amounts left out."""
    found: Any = amounts.sum()
    return Decimal(found or 0).quantize(NOTHING)


def text(amount: Decimal | None, unknown: int, t: Wording) -> str:
    """A sum as written; ``unknown``: how many contractors' months could not be counted in. All unknown is no zero."""
    if amount is None:
        return t("figure.unknown") if unknown else "–"
    return t("index.owed_plus", owed=labels.money(amount), count=unknown) if unknown else labels.money(amount)


def percent(share: float | None, t: Wording) -> str:
    """``0.905`` → ``90.5 %``; a share of everything or of nothing without decimals, never by rounding."""
    if share is None:
        return t("figure.unknown")
    shown = f"{min(max(share, 0.001), 0.999) * 100:.1f}" if 0 < share < 1 else f"{share * 100:.0f}"
    return f"{shown} %"


def short(amount: Decimal, t: Wording) -> str:
    """Money in few characters, for a chart: 12.3万, 123k; small sums in yuan."""
    unit = 10_000 if t.lang == "zh" else 1_000
    return t("chart.money", amount=f"{amount / unit:,.1f}") if amount >= unit else f"{amount:,.0f}"


def owed() -> list[pl.Expr]:
    """Of rows of CONTRACTORS: what is past due (null: nothing known) and how many months with workers are not known."""
    known = pl.col("owed").is_not_null()
    return [
        pl.when(known.any()).then(pl.col("owed").sum()).alias("owed"),
        (~known & (pl.col("workers") > 0)).sum().alias("unknown"),
    ]


def agreeing() -> list[pl.Expr]:
    """Of rows of CONTRACTORS: workers' months whose six kinds of records were compared, and those that all agree."""
    known = pl.col("six_unified_share").is_not_null() & (pl.col("workers") > 0)
    return [
        pl.col("workers").filter(known).sum().alias("compared"),
        (pl.col("six_unified_share") * pl.col("workers")).filter(known).sum().round(0).cast(pl.Int64).alias("agree"),
    ]


def share(part: int | Decimal, whole: int | Decimal) -> float | None:
    """A part of a whole; None of nothing."""
    return float(part / whole) if whole else None
