"""Waivers applied: findings that somebody accepted for a time stay where they are, in another state.

A waiver fits a finding of its rule and contractor (compared by ``company_key``) and, where it names them, of its
project, worker, period and fingerprint. It holds up to its last day, by the as-of date. A violation of a rule that
makes red by itself (``hard_stops`` of the profile) is never waived; a suspicion of such a rule can be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from rapidfuzz.distance import Levenshtein

from wagecheck.ledgers.companies import company_fold, company_key
from wagecheck.result import FINDINGS, OUTCOMES

#: What a waiver may narrow itself to, beside rule and contractor.
_NARROW: Final = ("project", "worker_key", "period", "fingerprint")
_TOLD: Final = ("id", "rule", "contractor", "project", "worker_key", "period", "responsible", "approved_by")


@dataclass(frozen=True)
class Scene:
    """What a run knows, so that a waiver which speaks of something else is noticed."""

    rules: Collection[str]
    """All rules of the rulebook, run or not."""
    hard_stops: Collection[str]
    units: pl.DataFrame
    """project, contractor, period."""
    worker_keys: Collection[str]
    as_of: dt.date


@dataclass(frozen=True)
class Waived:
    """Findings with their states, and ``told``, the part ``waivers`` of the manifest (plain JSON data).

    ``told`` has ``used`` (waivers that fit, with the number of their ``findings``),
    ``problems`` (``problem``: expired · rule · contractor · worker · barred · unused), ``elsewhere``, the ids of those
    that speak of companies, projects or periods that were not handed in, and ``hard_stops``, the rules among the waived
    findings that make red by themselves.
    """

    findings: pl.DataFrame
    told: dict[str, Any]


def applied(findings: pl.DataFrame, waivers: pl.DataFrame, scene: Scene, mask: Callable[[str], str]) -> Waived:
    """``findings`` (columns of FINDINGS) with ``state`` and ``waiver``; ``waivers`` as ``register.view.WAIVERS``.

    Where several waivers fit, the oldest is named. ``mask`` hides numbers of people in reasons.
    """
    keyed = _keyed(waivers, "contractor")
    live = keyed.filter(pl.col("expires_on") >= scene.as_of)
    rows = _keyed(findings.select("rule", "kind", "contractor", *_NARROW).with_row_index("finding"), "contractor")
    pairs = rows.join(
        live.select("rule", "key", "id", *(pl.col(name).alias(f"of_{name}") for name in _NARROW)).with_row_index("nth"),
        on=["rule", "key"],
    ).filter(pl.all_horizontal(pl.col(f"of_{name}").is_null() | _same(name) for name in _NARROW))
    barred = pl.col("rule").is_in(list(scene.hard_stops)) & (pl.col("kind") == "violation")
    fitting = pairs.filter(~barred)
    chosen = fitting.sort("finding", "nth").unique("finding", keep="first", maintain_order=True)
    found = (
        findings.with_row_index("finding")
        .drop("waiver")
        .join(chosen.select("finding", waiver="id"), on="finding", how="left", maintain_order="left")
        .with_columns(state=pl.when(pl.col("waiver").is_not_null()).then(pl.lit("waived")).otherwise("state"))
        .select(FINDINGS.names())
    )
    counts = dict(chosen.group_by("id").len().iter_rows())
    scope = _Scope(scene)
    refused, fits = set(pairs.filter(barred)["id"]), set(fitting["id"])
    used, problems, elsewhere = [], [], []
    for waiver in keyed.iter_rows(named=True):
        told = {**{name: waiver[name] for name in _TOLD}, "reason": mask(waiver["reason"])}
        told["expires_on"] = waiver["expires_on"].isoformat()
        if waiver["id"] in fits:
            used.append({**told, "findings": counts.get(waiver["id"], 0)})
        problem = "barred" if waiver["id"] in refused else None if waiver["id"] in fits else scope.problem(waiver)
        if problem == "elsewhere":
            elsewhere.append(waiver["id"])
        elif problem:
            problems.append({**told, "problem": problem})
    stops = sorted(set(scene.hard_stops) & set(chosen["rule"]))
    return Waived(found, {"used": used, "problems": problems, "elsewhere": elsewhere, "hard_stops": stops})


def settled(outcomes: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """``outcomes`` (columns of OUTCOMES): ``waived`` where every finding is, and nothing was left unjudged.

    Where all findings are waived but some rows could not be judged, that is what remains to be said.
    """
    keys = ["project", "contractor", "period", "rule"]
    still = findings.group_by(keys).agg(open=(pl.col("state") == "open").any())
    over = (pl.col("outcome") == "fail") & ~pl.col("open").fill_null(value=True)
    return (
        outcomes.join(still, on=keys, how="left", maintain_order="left")
        .with_columns(
            outcome=pl.when(over & (pl.col("unassessed") > 0))
            .then(pl.lit("not_assessed"))
            .when(over)
            .then(pl.lit("waived"))
            .otherwise("outcome")
        )
        .select(OUTCOMES.names())
    )


class _Scope:
    """Why a waiver fits nothing."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        units = scene.units.select("project", "contractor", "period").unique(maintain_order=True)
        self._contractors = _keys(units["contractor"])
        self._projects = _keys(units["project"])
        self._periods = set(units["period"].drop_nulls())
        self._folds = [company_fold(key) for key in self._contractors]

    def problem(self, waiver: dict[str, Any]) -> str:
        here = waiver["key"] in self._contractors
        project = None if waiver["project"] is None else company_key(waiver["project"])
        if project is not None and project not in self._projects:
            return "elsewhere"
        if not here and project is None and not self._resembles(waiver["key"] or ""):
            return "elsewhere"
        if not here:
            return "contractor"
        if waiver["expires_on"] < self._scene.as_of:
            return "expired"
        if waiver["rule"] not in self._scene.rules:
            return "rule"
        if waiver["worker_key"] is not None and waiver["worker_key"] not in self._scene.worker_keys:
            return "worker"
        if waiver["period"] is not None and waiver["period"] not in self._periods:
            return "elsewhere"
        return "unused"

    def _resembles(self, key: str) -> bool:
        """A slip of the pen, or a short form of a company that is here."""
        fold = company_fold(key)
        return bool(fold) and any(
            Levenshtein.distance(fold, other, score_cutoff=1) <= 1 or fold in other or other in fold
            for other in self._folds
        )


def _keys(names: Iterable[str | None]) -> set[str]:
    return {key for name in names if (key := company_key(name)) is not None}


def _same(name: str) -> pl.Expr:
    """The waiver's own project, worker, period or fingerprint; projects are compared like companies."""
    if name != "project":
        return pl.col(f"of_{name}") == pl.col(name)
    return _key("of_project") == _key("project")


def _key(column: str) -> pl.Expr:
    return pl.col(column).map_elements(company_key, return_dtype=pl.String)


def _keyed(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """``rows`` with ``key``; names are few, rows are many."""
    names = rows[column].drop_nulls().unique()
    keys = {name: company_key(name) for name in names}
    return rows.with_columns(key=pl.col(column).replace_strict(keys, default=None, return_dtype=pl.String))
