"""One row per deposit or letter of the wage guarantee: validity, attributes, use.

Contractor is the general contractor.
"""

from __future__ import annotations

import polars as pl

from wagecheck.facts.business_days import known_working_days
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.project_month import full_months, projects
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="guarantee_letter",
    title="保证金和保函",
    grain=("guarantee_key",),
    standing=True,
    columns={
        "guarantee_key": pl.String,    # number of the letter, else form and day
        "form": pl.String, "guarantee_no": pl.String, "amount": MONEY,
        "is_letter": pl.Boolean,       # a bank letter or an insurance policy; null where the form says nothing
        "is_current": pl.Boolean,      # in force on the as-of date; where none is, the one that ended last
        "valid_from": pl.Date, "valid_to": pl.Date,
        "valid_months": pl.Int32,      # full months, both ends counted
        "covered_to": pl.Date,         # last day of all letters of the project
        "complete_on": pl.Date, "is_complete": pl.Boolean,
        "expired_days": pl.Int32,      # from covered_to to the as-of date; negative before it
        "beneficiary": pl.String, "beneficiary_is_authority": pl.Boolean,
        "on_demand": pl.Boolean, "irrevocable": pl.Boolean,
        "used_on": pl.Date, "restored": pl.Boolean, "restored_on": pl.Date,
        "restore_working_days": pl.Int32,  # from use to restoring, or to the as-of date where that is blank
        "guarantee_at": PLACES, "project_at": PLACES,
    },
)  # fmt: skip


def build(sheets: StandingSheets) -> pl.LazyFrame:
    """Records of the sheet 保证金, under the latest period of their project.

    ``restored`` is false where the cell is blank, null where the sheet has no such column. Working days are null where
    the calendar does not know the years.
    """
    as_of = pl.lit(sheets.settings.as_of)
    day = pl.coalesce("deposited_on", "valid_from").cast(pl.String)
    rows = sheets.rows("guarantee").with_columns(
        is_letter=_is_letter(sheets),
        beneficiary_is_authority=sheets.says("beneficiary", "authority"),
        restored=sheets.filled("guarantee", "restored_on"),
        guarantee_key=pl.coalesce("guarantee_no", pl.concat_str("form", day, separator=" ", ignore_nulls=True)),
        guarantee_at=pl.concat_list("at"),
    )
    given = pl.any_horizontal(
        pl.col("form", "guarantee_no", "amount", "deposited_on", "valid_from", "valid_to").is_not_null()
    )
    runs = (pl.col("valid_from") <= as_of).fill_null(value=True) & (pl.col("valid_to") >= as_of).fill_null(value=True)
    last = pl.col("valid_to").rank("ordinal", descending=True).over("project") == 1
    until = pl.when(pl.col("restored")).then("restored_on").when(~pl.col("restored")).then(as_of)
    known = (
        rows.filter(given)
        .with_columns(runs=runs)
        .with_columns(
            is_current=pl.col("runs") | (last.fill_null(value=False) & ~pl.col("runs").any().over("project")),
            covered_to=pl.col("valid_to").filter(pl.col("is_letter").fill_null(value=False)).max().over("project"),
            valid_months=full_months(pl.col("valid_from"), pl.col("valid_to").dt.offset_by("1d")),
        )
        .with_columns(expired_days=(as_of - pl.col("covered_to")).dt.total_days())
        .with_columns(until=until)
        .with_columns(
            restore_working_days=known_working_days(pl.col("used_on"), pl.col("until"), sheets.settings.calendar)
        )
    )
    return only(sheets.under_projects(known, projects(sheets)), FRAME.schema, "guarantee_key")


def _is_letter(sheets: StandingSheets) -> pl.Expr:
    """By the form; without one, a record with a number or a validity is a letter."""
    dated = pl.any_horizontal(pl.col("guarantee_no", "valid_from", "valid_to").is_not_null())
    worded, cash = (sheets.says("form", section).fill_null(value=False) for section in ("letter", "cash"))
    return pl.when(worded).then(True).when(cash).then(False).when(dated).then(True)
