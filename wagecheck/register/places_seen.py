"""Projects and contractors as kept checks name them: what a name that somebody types can mean, and for which sites."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from wagecheck.register.desk_tables import HAND_IN
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RUN_CONTRACTOR


def projects_of(reader: Reader, sites: Collection[str]) -> set[str]:
    """Names of the projects that the kept checks of these sites speak of."""
    query = (
        select(RUN_CONTRACTOR.c.project)
        .join(HAND_IN, HAND_IN.c.run == RUN_CONTRACTOR.c.run)
        .where(HAND_IN.c.site.in_(sorted(sites)), RUN_CONTRACTOR.c.project.is_not(None))
        .distinct()
    )
    return set(reader.connection.execute(query).scalars())


def contractors(reader: Reader) -> set[str]:
    """Names of the contractors of all kept checks."""
    query = select(RUN_CONTRACTOR.c.name).where(RUN_CONTRACTOR.c.name.is_not(None)).distinct()
    return set(reader.connection.execute(query).scalars())
