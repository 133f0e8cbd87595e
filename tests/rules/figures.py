"""The dated numbers and first days as the texts of law and the settings of the house state them, apart from ``rules/``.

``figures.csv``: one row per amount of ``rules/values/``, read from the texts (national table of minimum wages of
1 July 2025 and later notices, articles of law, courts' notices; settings as agreed). ``possible`` is the first day on
which it may apply (empty: unknown), ``certain`` the day from which it surely does; no amount: known to have changed, the
new number was not found. ``first_days.csv``: from which day on a rule can be broken, and the instrument that says so.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wagecheck.rulebook.values import Row, Value


class Figure(NamedTuple):
    """One amount with the days from which it may and surely does apply."""

    region: str
    tier: str
    possible: dt.date
    certain: dt.date
    amount: Decimal | None
    evidence: str


def _table(name: str) -> Iterator[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def stated() -> dict[str, list[Figure]]:
    """All figures by the name of the value, in order."""
    figures: dict[str, list[Figure]] = {}
    for line in _table("figures.csv"):
        figures.setdefault(line["value"], []).append(
            Figure(
                line["region"],
                line["tier"],
                dt.date.fromisoformat(line["possible"]) if line["possible"] else dt.date.min,
                dt.date.fromisoformat(line["certain"]),
                Decimal(line["amount"]) if line["amount"] else None,
                line["evidence"],
            )
        )
    return {name: sorted(rows, key=_order) for name, rows in figures.items()}


def of(value: Value) -> list[Figure]:
    """The same of a value of the rulebook."""
    return sorted((figure(row) for row in value.rows), key=_order)


def figure(row: Row) -> Figure:
    """One row of a value."""
    return Figure(row.region or "", row.tier or "", row.possible, row.certain, row.amount, row.evidence)


@cache
def first_days() -> dict[str, tuple[dt.date, str]]:
    """The first day of every rule with the instrument."""
    return {
        rule: (dt.date.fromisoformat(line["first_day"]), line["instrument"])
        for line in _table("first_days.csv")
        for rule in line["rules"].split()
    }


def _order(row: Figure) -> tuple[str, str, dt.date, dt.date]:
    return row.region, row.tier, row.certain, row.possible
