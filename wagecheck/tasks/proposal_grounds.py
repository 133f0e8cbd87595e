"""The kept checks behind a proposal that the program wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.register import proposals, run_sites, runs
from wagecheck.register.actor import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagecheck.register.reader import Reader


def of(reader: Reader, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Kept runs whose finding led to the proposal (``register.runs.telling``), newest first.

    Each has ``hand_in``, ``site`` and the site's name where it came by way of the desk, and ``standing``: ``counts``,
    ``redone`` or ``void`` as its hand-in is (``register.run_sites``), or ``replaced``: later checks speak about the
    company in its place. None where a person proposed the entry.
    """
    if entry["proposed_by"] != PROGRAM:
        return []
    reasons = (event.reason or "" for event in reader.history(entry["id"]) if event.action == "propose")
    rule, _, fingerprint = next(reasons, "").partition(" ")
    if rule != proposals.RULE:
        return []
    told = runs.telling(reader, fingerprint)
    if not told:
        return []
    handed_in = run_sites.handed_in(reader, {row["run"] for row in told})
    now = runs.months(reader, contractor=entry["name"]) if entry["name"] else None
    counted = set() if now is None else set(now["run"].to_list())
    return [_placed(row, handed_in.get(row["run"]), row["run"] in counted) for row in told]


def _placed(row: dict[str, Any], one: run_sites.HandedIn | None, counted: bool) -> dict[str, Any]:
    standing: str = "counts" if one is None else one.standing
    if standing == "counts" and not counted:
        standing = "replaced"
    if one is None:
        return {**row, "hand_in": None, "site": None, "standing": standing}
    return {**row, "project": one.name, "hand_in": one.hand_in, "site": one.site, "standing": standing}


def months(reader: Reader, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pay periods in which the company of an entry owed wages, by the last kept check of each, with the ``site``
    that it was handed in for."""
    if not entry["name"]:
        return []
    frame = runs.months(reader, contractor=entry["name"])
    owing = [row for row in frame.iter_rows(named=True) if row["owed"] is not None and row["owed"] > 0]
    handed_in = run_sites.handed_in(reader, {row["run"] for row in owing})
    return [{**row, "site": handed_in[row["run"]].site if row["run"] in handed_in else None} for row in owing]
