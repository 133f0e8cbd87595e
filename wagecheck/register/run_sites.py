"""The site that a kept check was handed in for, also of a check that was done again: what its history shows.

Which checks count, and where, stands in ``kept_rows``.
"""

from __future__ import annotations

import json

import polars as pl
from sqlalchemy import select

from wagecheck.register import kept_rows
from wagecheck.register.desk_tables import HAND_IN, SITE
from wagecheck.register.reader import Reader
from wagecheck.register.tables import EVENT


def of_run(reader: Reader, run: str) -> set[str]:
    """The sites that a kept check was handed in for; none where the command line kept it."""
    query = (
        select(EVENT.c.after, HAND_IN.c.site)
        .join(HAND_IN, HAND_IN.c.id == EVENT.c.subject)
        .where(EVENT.c.kind == "hand_in", EVENT.c.action == "checked", EVENT.c.after.contains(f'"{run}"'))
    )
    return {site for after, site in reader.connection.execute(query) if json.loads(after)["run"] == run}


def of(reader: Reader) -> dict[str, tuple[str, str | None]]:
    """Kept check → name and bureau of its site; also of checks that were done again.

    One that older versions kept for two sites belongs to that of the newest hand-in, as everywhere.
    """
    query = (
        select(EVENT.c.after, EVENT.c.subject, SITE.c.name, SITE.c.bureau)
        .join(HAND_IN, HAND_IN.c.id == EVENT.c.subject)
        .join(SITE, SITE.c.id == HAND_IN.c.site)
        .where(EVENT.c.kind == "hand_in", EVENT.c.action == "checked")
    )
    rows = [tuple(row) for row in reader.connection.execute(query)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("after", "subject", "name", "bureau"), pl.String), orient="row")
    told = frame.sort(kept_rows.number("subject")).with_columns(run=pl.col("after").str.json_path_match("$.run"))
    return {run: (name, bureau) for run, name, bureau in told.select("run", "name", "bureau").drop_nulls("run").rows()}
