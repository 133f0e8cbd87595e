"""Who pays wages that are owed: for every contractor one sentence, from the steps of the rulebook that hold for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.judging.units import PROJECT_FRAMES
from wagecheck.ledgers.companies import company_key
from wagecheck.rulebook import Rulebook
from wagecheck.rulebook.liability import Step
from wagecheck.rulebook.template import Template

PAYERS: Final = pl.Schema(dict.fromkeys(("project", "contractor", "payer", "payer_en"), pl.String))


def sentences(rulebook: Rulebook, found: pl.DataFrame, project: pl.DataFrame, codes: Mapping[str, str]) -> pl.DataFrame:
    """One row (columns of PAYERS) for every contractor of a project that a finding about wages names.

    ``found`` are findings with project, contractor, rule and money; ``project`` is the ledger of that name; ``codes``
    gives credit codes of contractors. Nothing is said where the rulebook has no step that holds.
    """
    about = {rule.id: rule.about in PROJECT_FRAMES for rule in rulebook.rules}
    fired: dict[tuple[str, str], set[str]] = {}
    of_project: dict[str, set[str]] = {}
    for where, who, rule in found.select("project", "contractor", "rule").unique().iter_rows():
        fired.setdefault((where, who), set()).add(rule)
        if about[rule]:
            of_project.setdefault(where, set()).add(rule)
    wages = found.filter(pl.col("money").is_in(list(rulebook.liability.money)))
    rows = []
    for where, who in wages.select("project", "contractor").unique().sort("project", "contractor").iter_rows():
        general, owner = _parties(project, where)
        names = {"contractor": who, "general_contractor": general or "", "owner": owner or ""}
        told = {"contractor": fired[where, who], "project": of_project.get(where, set())}
        holding = [
            step
            for step in rulebook.liability.steps
            if step.employer in (None, _employer(who, general))
            and _is_such(step, who, codes.get(who))
            and (not step.rules or not told[step.of].isdisjoint(step.rules))
        ]
        if holding:
            laws = {step.id: "、".join(map(rulebook.statutes.text, step.law)) for step in holding}
            zh = "".join(_filled(step.text, {**names, "law": laws[step.id]}) for step in holding)
            en = " ".join(_filled(step.text_en, {**names, "law": laws[step.id]}) for step in holding)
            rows.append((where, who, zh, en))
    return pl.DataFrame(rows, schema=PAYERS, orient="row")


def told(rulebook: Rulebook, found: pl.DataFrame, payers: pl.DataFrame) -> pl.DataFrame:
    """``found`` with the sentences of ``payers`` on the findings about wages."""
    wages = pl.col("money").is_in(list(rulebook.liability.money))
    said = [pl.when(wages).then(pl.col(f"{name}_right")).alias(name) for name in ("payer", "payer_en")]
    joined = found.join(payers, on=["project", "contractor"], how="left", maintain_order="left", suffix="_right")
    return joined.with_columns(said).select(found.columns)


def _parties(project: pl.DataFrame, name: str) -> tuple[str | None, str | None]:
    """General contractor and owner of a project; a sheet that names no project serves all."""
    own = pl.coalesce("project", "name")
    mine = project.filter((own == name) | own.is_null())
    first = mine.select(pl.col("general_contractor", "owner").drop_nulls().first())
    return (first["general_contractor"][0], first["owner"][0]) if mine.height else (None, None)


def _employer(contractor: str, general: str | None) -> str:
    if not general:
        return "unknown"
    return "general_contractor" if company_key(contractor) == company_key(general) else "subcontractor"


def _is_such(step: Step, name: str, uscc: str | None) -> bool:
    """Is the employer of the kind that the step speaks of?"""
    if not step.uscc and not step.names:
        return True
    key = company_key(name) or ""
    return bool(uscc and uscc.startswith(step.uscc)) or any((company_key(word) or word) in key for word in step.names)


def _filled(text: Template, words: Mapping[str, str]) -> str:
    return "".join(literal + (words[field] if field else "") for literal, field in text.parts)
