"""The site that a kept check was handed in for, also of a check that was done again: what its history shows.

Which checks count, and where, stands in ``kept_rows``.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import RowMapping, select

from wagecheck.register.desk_tables import HAND_IN, SITE
from wagecheck.register.reader import Reader
from wagecheck.register.tables import EVENT

#: What became of the hand-in of a kept check: nothing; it was checked again; it was made void (作废).
Standing = Literal["counts", "redone", "void"]


@dataclass(frozen=True)
class HandedIn:
    """A hand-in that a kept check was made for, with its site's id and name."""

    hand_in: str
    site: str
    name: str
    standing: Standing


def of_run(reader: Reader, run: str) -> set[str]:
    """The sites that a kept check was handed in for; none where the command line kept it."""
    query = (
        select(EVENT.c.after, HAND_IN.c.site)
        .join(HAND_IN, HAND_IN.c.id == EVENT.c.subject)
        .where(EVENT.c.kind == "hand_in", EVENT.c.action == "checked", EVENT.c.after.contains(f'"{run}"'))
    )
    return {site for after, site in reader.connection.execute(query) if json.loads(after)["run"] == run}


def handed_in(reader: Reader, runs: Collection[str]) -> dict[str, HandedIn]:
    """Kept check → the hand-in that it was made for, also where it no longer counts; none of the command line's.

    One that older versions kept for two sites belongs to the newest hand-in that still holds it, as everywhere.
    """
    query = (
        select(EVENT.c.subject, EVENT.c.action, EVENT.c.after, HAND_IN.c.site, HAND_IN.c.run, SITE.c.name)
        .join(HAND_IN, HAND_IN.c.id == EVENT.c.subject)
        .join(SITE, SITE.c.id == HAND_IN.c.site)
        .where(EVENT.c.kind == "hand_in", EVENT.c.action.in_(("checked", "void")))
        .order_by(EVENT.c.seq)
    )
    told: dict[str, RowMapping] = {}
    void: set[str] = set()
    for row in reader.connection.execute(query).mappings():
        if row["action"] == "void":
            void.add(row["subject"])
            continue
        run = json.loads(row["after"])["run"]
        if run in runs and (run not in told or _age(run, row) >= _age(run, told[run])):
            told[run] = row

    def standing(run: str, row: RowMapping) -> Standing:
        if row["subject"] in void:
            return "void"
        return "counts" if row["run"] == run else "redone"

    return {run: HandedIn(row["subject"], row["site"], row["name"], standing(run, row)) for run, row in told.items()}


def _age(run: str, row: RowMapping) -> tuple[bool, int]:
    return row["run"] == run, int(row["subject"][1:])
