"""The kept checks behind a proposal that the program wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.register import proposals, run_sites, runs
from wagecheck.register.actor import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagecheck.register.reader import Reader


def of(reader: Reader, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Kept runs whose finding led to the proposal (``register.runs.telling``), newest first, each with its
    ``hand_in`` and the name of its site where it came by way of the desk; none where a person proposed the entry."""
    if entry["proposed_by"] != PROGRAM:
        return []
    reasons = (event.reason or "" for event in reader.history(entry["id"]) if event.action == "propose")
    rule, _, fingerprint = next(reasons, "").partition(" ")
    if rule != proposals.RULE:
        return []
    told = runs.telling(reader, fingerprint)
    handed_in = {one["run"]: one["id"] for one in reader.all("hand_in", run=[row["run"] for row in told])}
    sites = {run: name for run, (name, _) in run_sites.of(reader).items()}
    return [
        {**row, "project": sites.get(row["run"], row["project"]), "hand_in": handed_in.get(row["run"])} for row in told
    ]


def months(reader: Reader, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pay periods in which the company of an entry owed wages, by the last kept check of each."""
    if not entry["name"]:
        return []
    frame = runs.months(reader, contractor=entry["name"])
    return [row for row in frame.iter_rows(named=True) if row["owed"] is not None and row["owed"] > 0]
