"""IN04 of export tables: rows for nobody, rows without what they cannot be used without, rows of no contractor."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import polars as pl

from wagecheck import resources
from wagecheck.intake.belonging import STANDING
from wagecheck.intake.exports import wordings
from wagecheck.intake.exports.columns import Columns
from wagecheck.intake.exports.faults import Column, faults

_WHO: Final = ("name", "id_number", "worker_no", "payee_name")


@cache
def _needed() -> dict[str, Any]:
    """``rules/dictionaries/required_values.toml``."""
    return resources.read_toml(resources.folder("rules") / "dictionaries" / "required_values.toml")


def blanks(
    ledger: str,
    columns: Columns,
    raw: dict[str, pl.Series],
    rows: pl.DataFrame,
    filled: pl.Series,
    given: frozenset[str] = frozenset(),
) -> list[pl.DataFrame]:
    """FAULTS of the rows that are records (``filled``); ``raw``: the columns as they are given.

    ``given``: columns that have a value in other rows of the file.
    """
    found: list[pl.DataFrame] = []

    def tell(field: str, lacking: pl.Series) -> None:
        if lacking.any():
            column = Column(field, columns.header(field), columns.places[field] + 1)
            found.append(faults("IN04", column, rows.filter(lacking)))

    whose = ["project"] if ledger in STANDING else ["project", "contractor"]
    if any(need.split("|")[0] == wordings.PERIOD for need in wordings.raw()["needs"][ledger]):
        whose.append(wordings.PERIOD if wordings.PERIOD in columns.places else "period_start")
    for name in whose:
        own = "period_start" if name == wordings.PERIOD else name
        if name in columns.places:
            tell(name, filled & rows[own].is_null() & raw[name].is_null())
    who = [name for name in _WHO if name in columns.places]
    if who and ledger not in ("project", "contractor", "account_flow"):
        nobody = filled
        for name in who:
            nobody = nobody & raw[name].is_null()
        tell(who[0], nobody)
    for needed in _needed().get(ledger, ()):
        there = [name for name in needed["any_of"] if name in columns.places]
        beside = [[name for name in group.split("|") if name in columns.places] for group in needed["beside"]]
        if not there or not all(beside):
            continue
        has = _any(rows, there)
        row = filled
        for group in beside:
            row = row & _any(rows, group)
        if not (row & has).any() and given.isdisjoint(there):
            continue  # where the whole column is blank it is another rule's business, or nobody's
        lacking = row & ~has
        for name in [*there, *(name for name in needed.get("unless", ()) if name in columns.places)]:
            lacking = lacking & raw[name].is_null()
        for name, excused in wordings.raw()["excused"].get(ledger, {}).get(there[0], {}).items():
            if name in rows.columns:
                lacking = lacking & ~rows[name].is_in(excused).fill_null(value=False)
        tell(there[0], lacking)
    return found


def _any(rows: pl.DataFrame, names: list[str]) -> pl.Series:
    """Which rows have a value in any of the columns."""
    return rows.select(pl.any_horizontal(pl.col(name).is_not_null() for name in names).alias("any"))["any"]
