"""Which company a name in a ledger means: one that is listed for the project, or a contractor of the submission.

Names of folders and sheets are often short forms. Companies are few: distinct names are compared, not rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import polars as pl

from wagecheck.ledgers.companies import company_fold, company_key, former_keys, is_near
from wagecheck.ledgers.identifiers import uscc_problem

_MEANT: Final = {"project": pl.String, "given": pl.String, "company": pl.String, "listed": pl.Boolean}
#: A short form has at least this many characters.
_SHORTEST: Final = 2


@dataclass(frozen=True)
class _Company:
    key: str
    fold: str
    former: frozenset[str]


def meant(names: pl.DataFrame, ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame) -> pl.DataFrame:
    """Distinct project and given name (columns project, given) → company (key of the company meant) and listed.

    ``listed``: it stands in 参建单位 or is the general contractor of the project; null where no 参建单位 was submitted.
    The surest reading wins: the same name, a former name, a spelling of it, a short form of it.
    """
    rows = []
    listed, among = cache(partial(_listed, ledgers=ledgers)), cache(partial(_contractors, units=units))
    has_list = cache(partial(_has_list, ledgers=ledgers))
    asked = names.select("project", "given").drop_nulls("given").unique(maintain_order=True)
    for project, given in asked.iter_rows():
        key = company_key(given)
        if key is None:
            continue
        found = _find(key, listed(project))
        company = found or _find(key, among(project)) or key
        rows.append((project, given, company, found is not None if has_list(project) else None))
    return pl.DataFrame(rows, schema=_MEANT, orient="row")


def codes(ledgers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """project, company (key), registered_uscc: well-formed credit codes of the companies of each project."""
    contractors = ledgers["contractor"].select("project", "name", "uscc")
    general = ledgers["project"].select(
        project=pl.coalesce("project", "name"), name="general_contractor", uscc="general_contractor_uscc"
    )
    rows = pl.concat([contractors, general]).drop_nulls(["name", "uscc"])
    sound = rows.filter(uscc_problem(pl.col("uscc")).is_null())
    return (
        sound.with_columns(
            company=pl.Series([company_key(name) for name in sound["name"]], dtype=pl.String),
            registered_uscc=pl.col("uscc").str.strip_chars().str.to_uppercase(),
        )
        .select("project", "company", "registered_uscc")
        .unique(["project", "company"], keep="first", maintain_order=True)
    )


def _of_project(rows: pl.DataFrame, project: str | None) -> pl.DataFrame:
    """Rows of the project and those that name none."""
    return rows.filter(pl.col("project").eq_missing(pl.lit(project)) | pl.col("project").is_null())


def _has_list(project: str | None, ledgers: Mapping[str, pl.DataFrame]) -> bool:
    return not _of_project(ledgers["contractor"], project).is_empty()


def _listed(project: str | None, ledgers: Mapping[str, pl.DataFrame]) -> list[_Company]:
    contractors = _of_project(ledgers["contractor"], project).select("name", "former_names").rows()
    named = ledgers["project"].with_columns(project=pl.coalesce("project", "name"))
    own = named.filter(pl.col("project").eq_missing(pl.lit(project)))
    general = (own if own.height or named.height != 1 else named)["general_contractor"].to_list()
    return _companies([*contractors, *((name, None) for name in general)])


def _contractors(project: str | None, units: pl.DataFrame) -> list[_Company]:
    return _companies([(name, None) for name in _of_project(units, project)["contractor"].unique(maintain_order=True)])


def _companies(named: list[tuple[str | None, str | None]]) -> list[_Company]:
    keyed = [(company_key(name), former) for name, former in named]
    return [_Company(key, company_fold(key), former_keys(former)) for key, former in keyed if key is not None]


def _find(key: str, companies: list[_Company]) -> str | None:
    fold = company_fold(key)
    readings = (
        lambda one: one.key == key,
        lambda one: key in one.former,
        lambda one: is_near(fold, one.fold),
        lambda one: _is_short_form(fold, one.fold),
    )
    return next((one.key for reads in readings for one in companies if reads(one)), None)


def _is_short_form(fold: str, other: str) -> bool:
    """One name within the other (甲劳务 and 甲劳务有限公司)."""
    return min(len(fold), len(other)) >= _SHORTEST and (fold in other or other in fold)
