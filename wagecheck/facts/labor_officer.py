"""The labour officer (劳资专管员): named by the project, and present in the review of payrolls.

One row per project (scope ``project``, contractor is the general contractor) and one per contractor-period with a
payroll (scope ``payroll``).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing_sheets import StandingSheets, only
from wagecheck.facts.units import place

FRAME = Frame(
    name="labor_officer",
    title="劳资专管员",
    grain=("scope",),
    masks={"officer": "name"},
    columns={
        "scope": pl.String,            # project · payroll
        "officer": pl.String,
        "has_officer": pl.Boolean,     # named by the sheet 项目 or the board; null: no such column
        "payroll_rows": pl.Int32,
        "unreviewed_rows": pl.Int32,   # not reviewed (by name, else by day); null: blank throughout, or no column
        "project_at": PLACES, "payroll_at": PLACES,
    },
)  # fmt: skip

_PERIOD: Final = ["project", "contractor", "period", "period_start", "period_end"]


def build(sheets: StandingSheets) -> pl.LazyFrame:
    """Both scopes. A payroll on which nobody reviewed anything is taken for the electronic original (decision 11)."""
    named = projects(sheets).select("project", "general_contractor", "labor_officer", "has_labor_officer", "project_at")
    boards = sheets.rows("board").with_columns(posted=sheets.filled("board", "labor_officer"))
    posted = boards.group_by("project").agg(
        pl.col("posted").max(), on_board=pl.col("labor_officer").drop_nulls().first()
    )
    project = (
        sheets.under_projects(named.select("project"), named)
        .join(posted, on="project", how="left", nulls_equal=True)
        .with_columns(
            scope=pl.lit("project"),
            officer=pl.coalesce("labor_officer", "on_board"),
            # a name on the board is as good; a blank cell on the sheet 项目 decides where there is none
            has_officer=pl.when(pl.col("posted")).then(True).otherwise("has_labor_officer"),
        )
    )
    return only(pl.concat([project, _payrolls(sheets)], how="diagonal"), FRAME.schema, "period", "scope")


def _payrolls(sheets: StandingSheets) -> pl.DataFrame:
    """Rows of payrolls that nobody reviewed, per contractor-period."""
    by_name = (pl.col("reviewer").str.strip_chars() != "").fill_null(value=False)
    # a column of names, or one name above the table
    named = sheets.has_column("reviewer") | by_name.any().over("src")
    rows = sheets.rows("payroll").with_columns(
        reviewed=pl.when(named).then(by_name).otherwise(pl.col("reviewed_on").is_not_null())
    )
    judged = rows.with_columns(reviewed=pl.when(pl.col("reviewed").any().over("src")).then("reviewed"))
    spans = sheets.units.select(_PERIOD)
    return (
        place(judged.drop("period", strict=False), sheets.units)
        .drop("period_start", "period_end")
        .join(spans, on=["project", "contractor", "period"], nulls_equal=True, maintain_order="left")
        .group_by(_PERIOD, maintain_order=True)
        .agg(
            scope=pl.lit("payroll"),
            payroll_rows=pl.len(),
            unreviewed_rows=pl.when(pl.col("reviewed").is_not_null().all()).then((~pl.col("reviewed")).sum()),
            payroll_at=pl.col("at").filter(~pl.col("reviewed")),
        )
    )
