"""The kept checks behind a proposal that the program wrote, and what is owed by them now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from wagecheck.register import proposals, run_sites, runs
from wagecheck.register.actor import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagecheck.register.reader import Reader


@dataclass(frozen=True)
class Grounds:
    """``checks``: kept runs whose finding led to the proposal (``register.runs.telling``), newest first.

    Each has ``hand_in``, ``site`` and the site's name where it came by way of the desk, and ``standing``: ``counts``,
    ``redone`` or ``void`` as its hand-in is (``register.run_sites``), or ``replaced``: later checks speak about the
    company in its place. ``owing``: the pay periods in which the company of the entry owes wages, by the last
    kept check of each, with ``site``.
    """

    checks: list[dict[str, Any]] = field(default_factory=list)
    owing: list[dict[str, Any]] = field(default_factory=list)


def of(reader: Reader, entry: Mapping[str, Any]) -> Grounds:
    """None of both where a person proposed the entry."""
    if entry["proposed_by"] != PROGRAM:
        return Grounds()
    found, now = _telling(reader, entry), runs.months(reader)
    # the name of the entry may have been corrected since: the checks have the one before
    names = {entry["name"], *(row["contractor"] for row in found)} - {None}
    counted = set(now.select("run", "name").rows())
    owing = now.filter(pl.col("name").is_in(sorted(names)) & (pl.col("owed") > 0)).rows(named=True)
    handed_in = run_sites.handed_in(reader, {row["run"] for row in (*found, *owing)})
    return Grounds(
        [_placed(row, handed_in.get(row["run"]), (row["run"], row["contractor"]) in counted) for row in found],
        [{**row, "site": handed_in[row["run"]].site if row["run"] in handed_in else None} for row in owing],
    )


def _telling(reader: Reader, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    reasons = (event.reason or "" for event in reader.history(entry["id"]) if event.action == "propose")
    rule, _, fingerprint = next(reasons, "").partition(" ")
    return runs.telling(reader, fingerprint) if rule == proposals.RULE else []


def _placed(row: dict[str, Any], one: run_sites.HandedIn | None, counted: bool) -> dict[str, Any]:
    standing: str = "counts" if one is None else one.standing
    if standing == "counts" and not counted:
        standing = "replaced"
    if one is None:
        return {**row, "hand_in": None, "site": None, "standing": standing}
    return {**row, "project": one.name, "hand_in": one.hand_in, "site": one.site, "standing": standing}
