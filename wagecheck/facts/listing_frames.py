"""The frames that compare with the blacklist, and what each is built from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Final

import polars as pl

from wagecheck.facts import listed_kin, listed_payee, listed_person, listing_match, listing_verdict
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import StandingSheets

MODULES: Final[tuple[ModuleType, ...]] = (listed_kin, listed_payee, listed_person, listing_match)


def deferred(
    entries: pl.DataFrame | None, ground: Groundwork, sheets: StandingSheets, verdicts: pl.DataFrame | None = None
) -> dict[str, Callable[[], pl.LazyFrame]]:
    """Frame name → how it is made; all are empty without a list. ``verdicts`` as ``register.view.VERDICTS``."""
    if entries is None:
        return {module.FRAME.name: module.FRAME.empty for module in MODULES}
    contractors, settings = sheets.ledgers["contractor"], sheets.settings
    known = pl.concat([contractors.select("name", "uscc"), ground.elsewhere.companies])
    told = listing_verdict.none() if verdicts is None else listing_verdict.Verdicts.of(verdicts, known)
    matches = cache(lambda: listing_match.build(entries, contractors, sheets.units.lazy(), settings, told).collect())
    return {
        "listing_match": lambda: matches().lazy(),
        "listed_person": lambda: listed_person.build(entries, ground, sheets, matches().lazy(), told),
        "listed_payee": lambda: listed_payee.build(entries, ground.payments, settings, told),
        "listed_kin": lambda: listed_kin.build(entries, ground, sheets, matches().lazy(), told),
    }
