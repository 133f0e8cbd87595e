"""What a check says of every contractor, read back from its result."""

from __future__ import annotations

import polars as pl

from wagecheck.desk.api.models import Contractor
from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import results
from wagecheck.report import labels
from wagecheck.result import SEVERITIES


def contractors(desk: Desk, hand_in: str) -> list[Contractor] | None:
    """One row per contractor and pay period, worst first; None where the result cannot be read."""
    found = results.read(desk.store.hand_in(hand_in).result)
    if found is None:
        return None
    site = ["project", "contractor", "period"]
    unjudged = found.outcomes.filter(pl.col("outcome").is_in(["not_assessed", "error"])).group_by(site).agg(pl.len())
    counted = {tuple(row[:3]): row[3] for row in unjudged.iter_rows()}
    order = {colour: number for number, colour in enumerate(labels.COLOURS)}
    rows = sorted(
        found.contractors.iter_rows(named=True),
        key=lambda row: (order[row["colour"]], -row["score"], row["name"] or "", row["period"] or ""),
    )
    names = ("project", "name", "uscc", "period", "colour", "workers", "owed", "findings", *SEVERITIES)
    return [
        Contractor(
            **{name: row[name] for name in names},
            not_assessed=counted.get((row["project"], row["name"], row["period"]), 0),
        )
        for row in rows
    ]
