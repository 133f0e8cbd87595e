"""One row per person and rule whose column check failed in any ledger (the checks stand on the Pandera models)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.standing import assign
from wagecheck.ledgers.catalogue import LEDGERS, PEOPLE, SIX, schema
from wagecheck.ledgers.checks import failing
from wagecheck.ledgers.identifiers import identity_problem, is_pattern_document
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="ledger_check",
    title="栏目校验",
    grain=("rule", "subject"),
    standing=True,
    masks={"name": "name", "id_number": "id", "subject": "id", "value": "id"},
    columns={
        "rule": pl.String, "ledger": pl.String, "field": pl.String, "problem": pl.String,
        "subject": pl.String,          # what the finding is about (the raw value), so that one slip is one finding
        "value": pl.String, "any_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]


def build(ledgers: Mapping[str, pl.DataFrame], cells: pl.DataFrame, units: pl.LazyFrame) -> pl.LazyFrame:
    """Failing values of all ledgers, one row per project, contractor, rule and value as written.

    ``cells`` is the submission's table of columns, ``units`` the contractor-periods asked for; the period is the
    contractor's latest of them, and contractors that handed in other periods only are left out. ``any_at`` lists the
    cell of every ledger that holds the value; name, ledger, field and problem are those of the first, in the order of
    the catalogue.
    """
    insured = ledgers["insurance"].with_columns(pl.coalesce("contractor", "insurer_contractor").alias("contractor"))
    ledgers = {**ledgers, "insurance": insured}
    order = {name: number for number, name in enumerate(LEDGERS)}
    columns = cells.lazy().select("src", "field", column="col", offset="row_offset").unique(["src", "field"])
    found = (
        _at_home(
            failing(ledgers, LEDGERS, keep=[*_SITE, "name"])
            .lazy()
            .join(_not_asked(ledgers, units), on=_SITE, how="anti", nulls_equal=True),
            units,
        )
        .join(_other_documents(ledgers), left_on=[*_SITE, "value"], right_on=[*_SITE, "id_number"], how="anti",
              nulls_equal=True)
        .join(columns, on=["src", "field"], how="left")
        .sort(pl.col("ledger").replace_strict(order, return_dtype=pl.Int32), "src", "row")
        .group_by(*_SITE, "rule", subject="value", maintain_order=True)
        .agg(
            pl.col("name").drop_nulls().first(),
            pl.col("ledger", "field", "problem").first(),
            value=pl.col("value").first(),
            any_at=pack(
                pl.col("src"), pl.col("row") + pl.col("offset").fill_null(0), pl.col("column").fill_null(0)
            ).unique(maintain_order=True),
            period_start=pl.lit(None, dtype=pl.Date),
            period_end=pl.lit(None, dtype=pl.Date),
        )
    )  # fmt: skip
    number = pl.when(pl.col("field") == "id_number").then("subject")
    return (
        assign(found.collect(), units)
        .lazy()
        .with_columns(person=number, id_number=number)
        .select(pl.col(name).cast(kind) for name, kind in FRAME.schema.items())
        .sort("project", "contractor", "rule", "subject", nulls_last=True)
    )


def _at_home(rejected: pl.LazyFrame, units: pl.LazyFrame) -> pl.LazyFrame:
    """Values in a sheet of nobody's go to the contractor that has the same value.

    参保名单 is one sheet for the whole project, and may write the firm's name in another way than the firm's own files.
    """
    asked = units.select(*_SITE, known=pl.lit(value=True)).unique()
    rows = rejected.join(asked, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
    homes = rows.filter("known").unique("value", keep="first", maintain_order=True)
    homes = homes.select("value", at_project="project", at_contractor="contractor")
    same = pl.col("project").is_null() | pl.col("project").eq_missing(pl.col("at_project"))
    nobodys = pl.col("contractor").is_null() | (pl.col("ledger") == "insurance")
    moved = pl.col("known").is_null() & nobodys & pl.col("at_contractor").is_not_null() & same
    return (
        rows.join(homes, on="value", how="left", maintain_order="left")
        .with_columns(
            project=pl.when(moved).then("at_project").otherwise("project"),
            contractor=pl.when(moved).then("at_contractor").otherwise("contractor"),
        )
        .drop("known", "at_project", "at_contractor")
    )


def _not_asked(ledgers: Mapping[str, pl.DataFrame], units: pl.LazyFrame) -> pl.LazyFrame:
    """Contractors of a project asked for that state periods, but none of those asked for (``--period``)."""
    stated = pl.col("contractor").is_not_null() & pl.col("period_start").is_not_null()
    sites = pl.concat([ledgers[name].lazy().filter(stated).select(_SITE) for name in SIX]).unique()
    return sites.join(units.select("project").unique(), on="project", how="semi", nulls_equal=True).join(
        units.select(_SITE).unique(), on=_SITE, how="anti", nulls_equal=True
    )


def _other_documents(ledgers: Mapping[str, pl.DataFrame]) -> pl.LazyFrame:
    """Numbers that an identity ledger or a roster states, well formed, as a passport, a pass or the like.

    A payroll has no column for the kind of document: the same number there is no false identity number.
    """
    fine = identity_problem(pl.col("id_number"), state=pl.col("id_state"), id_type=pl.col("id_type")).is_null()
    return pl.concat(
        [
            ledgers[name]
            .lazy()
            .filter(is_pattern_document(pl.col("id_type")) & fine & pl.col("id_number").is_not_null())
            .select(*_SITE, "id_number")
            for name in PEOPLE
            if "id_type" in schema(name)
        ]
    ).unique()
