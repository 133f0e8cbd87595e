"""Workers of firms that may stand on a blacklist: a firm that shares them may be the listed one under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from wagecheck.facts import listing_match
from wagecheck.facts.standing import latest_period

if TYPE_CHECKING:
    from wagecheck.facts.groundwork import Groundwork
    from wagecheck.facts.people import People

#: What parts of a submission tell each other of who works for whom.
STAFF: Final = pl.Schema(dict.fromkeys(("project", "contractor", "id_number"), pl.String))
#: The firms of these people, as ``listing_match.matched`` compares them.
FIRMS: Final = listing_match.SUBJECTS


def staff(people: People) -> pl.DataFrame:
    """Everybody with a number, once for every firm of a project (STAFF)."""
    return people.persons.select(STAFF.names()).drop_nulls("id_number").unique()


def firms(ground: Groundwork) -> pl.DataFrame:
    """Every firm under its latest period (FIRMS)."""
    found = listing_match.subjects(ground.ledgers["contractor"], latest_period(ground.units.lazy()))
    return found.select(pl.col(name).cast(kind) for name, kind in FIRMS.items())
