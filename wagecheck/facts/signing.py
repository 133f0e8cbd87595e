"""Since when somebody is employed, until when the contract had to be signed, and what signing late may cost.

Source: 劳动合同法 art. 10, 82; 实施条例 art. 6, 7. The arithmetic stands in ``double_wage``.
"""

from __future__ import annotations

import polars as pl

from wagecheck.facts import double_wage
from wagecheck.facts.settings import Settings


def with_signing(rows: pl.DataFrame, there: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``rows`` with employed_from, signing_deadline, double_wage_months and double_wage.

    Employment with a contractor begins on the earlier of the first entry and the first day worked anywhere in the
    submission, for the same identity number over all its projects (``there``: months of other parts, columns
    contractor, id_number, employed_from, last_day). Without any contract double wage runs to the last
    day worked that is known; with a contract without a date, or when contracts were not submitted, it is not known.
    """
    employment = ["contractor", "person"]
    numbered = pl.col("id_number").is_not_null()
    site = pl.when(numbered).then(pl.lit("")).otherwise(pl.col("project").fill_null(""))
    first = pl.min_horizontal("first_entry", "first_day")
    until = (
        pl.when(pl.col("in_contract"))
        .then("signed_on")
        .when(pl.col("in_contract").not_())
        .then(pl.col("last_worked").dt.offset_by("1d"))
    )
    return (
        rows.with_columns(site=site)
        .with_columns(
            employed_from=first.min().over([*employment, "site"]),
            last_worked=pl.col("last_day").max().over([*employment, "site"]),
        )
        .join(_elsewhere(there), on=["contractor", "id_number"], how="left", maintain_order="left")
        .with_columns(
            employed_from=pl.min_horizontal("employed_from", "employed_there"),
            last_worked=pl.max_horizontal("last_worked", "worked_there"),
        )
        .with_columns(signing_deadline=double_wage.signing_deadline(pl.col("employed_from"), settings))
        .with_columns(double_wage_months=double_wage.months_owed(pl.col("signing_deadline"), until, settings))
        .with_columns(double_wage=double_wage.amount(pl.col("double_wage_months"), pl.col("monthly_wage")))
        .drop("site", "employed_there", "worked_there")
    )


def _elsewhere(there: pl.DataFrame) -> pl.DataFrame:
    """contractor, id_number → employed_there, worked_there: first and last day in other parts of the submission."""
    return there.group_by("contractor", "id_number").agg(
        employed_there=pl.col("employed_from").min(), worked_there=pl.col("last_day").max()
    )
