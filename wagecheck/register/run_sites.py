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

#: What became of a kept check: it counts; its hand-in was checked again; a later one corrects it (改好再交), which
#: replaces what it judged and leaves what the correction says nothing about; its hand-in was made void (作废).
Standing = Literal["counts", "redone", "corrected", "void"]


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

    One that older versions kept for two sites belongs to the newest hand-in, as everywhere.
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
        if run in runs and (run not in told or _number(row) >= _number(told[run])):
            told[run] = row
    after = reader.all("hand_in", previous=[row["subject"] for row in told.values()])
    corrected = {one["previous"] for one in after if one["run"] is not None}

    def standing(run: str, row: RowMapping) -> Standing:
        if row["subject"] in void:
            return "void"
        if row["run"] != run:
            return "redone"
        return "corrected" if row["subject"] in corrected else "counts"

    return {run: HandedIn(row["subject"], row["site"], row["name"], standing(run, row)) for run, row in told.items()}


def _number(row: RowMapping) -> int:
    return int(row["subject"][1:])
