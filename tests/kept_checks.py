"""Kept checks written by hand: contractors' pay periods as rows, and the hand-ins that they belong to."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wagecheck.register import hand_ins, runs, sites
from wagecheck.register.store import Register
from wagecheck.result import CONTRACTORS, FINDINGS, OUTCOMES, WORKERS

_files = itertools.count(1)
TODAY: Final = dt.date(2026, 11, 21)


def frame(rows: list[dict[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def row(
    contractor: str,
    period: str,
    colour: str = "green",
    owed: str | None = "0.00",
    *,
    project: str | None = "一标段",
    people: tuple[str, ...] = (),
    due_on: dt.date | None = dt.date(2026, 10, 15),
    workers: int = 4,
    assessed: bool = True,
) -> dict[str, Any]:
    """A contractor's pay period; what is owed is owed to ``people`` in equal parts."""
    return {
        "project": project, "contractor": contractor, "period": period, "colour": colour, "owed": owed,
        "people": people, "due_on": due_on, "workers": workers, "assessed": assessed,
    }  # fmt: skip


def checked(*rows: dict[str, Any], as_of: str = "2026-11-02", bureaus: dict[str, str] | None = None) -> runs.Checked:
    """A check with these rows; every call is another file."""
    figures, people, outcomes = [], [], []
    for told in rows:
        about = {"project": told["project"], "period": told["period"]}
        owed = None if told["owed"] is None else Decimal(told["owed"])
        unpaid = Decimal(told["unpaid"]) if told.get("unpaid") else owed
        figures.append(
            {
                **about, "name": told["contractor"], "colour": told["colour"], "score": 1, "workers": told["workers"],
                "owed": owed, "unpaid": unpaid, "paid_share": 0.5, "six_unified_share": 0.5, "findings": 1,
                "red_line": int(told["colour"] == "red"), "serious": 0, "general": 0, "hint": 0,
            }
        )  # fmt: skip
        for key in told["people"]:
            share = (owed or Decimal()) / len(told["people"])
            late = None if told["due_on"] is None else (TODAY - told["due_on"]).days
            people.append(
                {
                    **about, "contractor": told["contractor"], "worker_key": key, "owed": share,
                    "due_on": told["due_on"], "days_late": late,
                }
            )  # fmt: skip
        outcome = "pass" if told["assessed"] else "not_assessed"
        outcomes.append({**about, "contractor": told["contractor"], "rule": "PY18", "outcome": outcome, "count": 0})
    return runs.Checked(
        findings=frame([], FINDINGS),
        outcomes=frame(outcomes, OUTCOMES),
        contractors=frame(figures, CONTRACTORS),
        workers=frame(people, WORKERS),
        manifest={
            "version": "0", "as_of": as_of, "period": None, "profile": "default", "rules_hash": "r", "unmask": False,
            "inputs": [{"path": "a.xlsx", "sha256": str(next(_files)), "size": 3}],
            "projects": [{"project": name, "bureau": bureau} for name, bureau in (bureaus or {}).items()],
        },
        standing=(),
    )  # fmt: skip


def keep(register: Register, given: runs.Checked, at: str | None = None) -> str:
    """``at``: the site that it is going to be handed over for."""
    with register.writing("张三") as writer:
        return runs.keep(writer, given, site=at)


def site(register: Register, name: str, *, region: str | None = "北京市", bureau: str | None = "华北局") -> str:
    with register.writing("张三") as writer:
        return sites.add(writer, name=name, region=region, bureau=bureau)


def begin(register: Register, at: str, month: int = 9, *, previous: str | None = None) -> str:
    first = dt.date(2026, month, 1)
    with register.writing("张三") as writer:
        last = runs.span(f"{first:%Y-%m}")[1]
        return hand_ins.begin(writer, site=at, first_day=first, last_day=last, previous=previous)


def hand_over(register: Register, hand_in: str, run: str | None) -> str:
    """The check of a hand-in, for the first time or again."""
    with register.writing("张三") as writer:
        hand_ins.hand_in(writer, hand_in, files=1, size=1, digest="d", note=None)
        hand_ins.checked(writer, hand_in, run=run, colour="red")
    return hand_in


def handed_in(register: Register, at: str, given: runs.Checked, month: int = 9, previous: str | None = None) -> str:
    return hand_over(register, begin(register, at, month, previous=previous), keep(register, given, at))
