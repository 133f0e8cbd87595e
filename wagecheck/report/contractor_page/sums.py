"""Sums and worst cases over the figures of contractors; what is not known is not zero."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from wagecheck.report import labels
from wagecheck.wording import Wording


def worst(colours: Iterable[str]) -> str:
    """The worst of some colours; green when there are none."""
    found = set(colours)
    return next((colour for colour in labels.COLOURS if colour in found), "green")


def total(amounts: pl.Series) -> Decimal:
    """Sum of a money column, unknown amounts left out."""
    return sum((amount for amount in amounts.to_list() if amount is not None), Decimal("0.00"))


def nothing_owed(figures: pl.DataFrame, t: Wording) -> str:
    """What is said where nobody is owed anything: that nothing is past due, or that it cannot be told."""
    asked = (pl.col("workers") > 0) | (pl.col("colour") == "grey")
    known = figures.filter(asked)["owed"].is_not_null()
    if known.all():
        return t("index.chart_none")
    return t("index.chart_unknown") if known.any() else t("index.owed_unknown")


def money_known(amounts: pl.Series, t: Wording) -> str:
    """The sum as text, or a sentence where nothing is known at all: unknown is not zero."""
    known = amounts.drop_nulls()
    return labels.money(total(known)) if known.len() or not amounts.len() else t("figure.unknown")


def latest(figures: pl.DataFrame, column: str) -> Any:
    """The figure of the latest period, None when there is none."""
    return figures[column].to_list()[-1] if figures.height else None
