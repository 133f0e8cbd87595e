"""The frames that compare with the blacklist, and what each is built from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Final

import polars as pl

from wagecheck.facts import listed_kin, listed_payee, listed_person, listing_match
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import StandingSheets

MODULES: Final[tuple[ModuleType, ...]] = (listed_kin, listed_payee, listed_person, listing_match)


def deferred(
    entries: pl.DataFrame | None, ground: Groundwork, sheets: StandingSheets
) -> dict[str, Callable[[], pl.LazyFrame]]:
    """Frame name → how it is made; all are empty without a list."""
    if entries is None:
        return {module.FRAME.name: module.FRAME.empty for module in MODULES}
    contractors, settings = sheets.ledgers["contractor"], sheets.settings
    matches = cache(lambda: listing_match.build(entries, contractors, sheets.units.lazy(), settings).collect())
    return {
        "listing_match": lambda: matches().lazy(),
        "listed_person": lambda: listed_person.build(entries, ground, sheets, matches().lazy()),
        "listed_payee": lambda: listed_payee.build(entries, ground.payments, settings),
        "listed_kin": lambda: listed_kin.build(entries, ground, sheets, matches().lazy()),
    }
