"""Signs that a dedicated account runs dry: no credit while people work, credits that leave for a firm on the same day.

Contractor is the general contractor.
"""

from __future__ import annotations

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labor_fee import credits
from wagecheck.facts.payee import has_word, is_company, is_internal
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="account_drain",
    title="专户进出",
    grain=("scope", "from_on"),
    standing=True,
    masks={"name": "name", "id_number": "id", "payees": "name"},
    columns={
        "scope": pl.String,            # gap: days between two credits · passed: a day with a credit
        "from_on": pl.Date, "to_on": pl.Date,
        "gap_days": pl.Int32,
        "days_worked": pl.Int32,       # dates in the gap on which anybody worked; null without attendance of the time
        "credit": MONEY,               # what came in on the day
        "passed_on": MONEY,            # what went to firms on the same day
        "payees": pl.String,           # those firms, joined by 、
        "account_flow_at": PLACES,     # credits
        "any_at": PLACES,              # debits of the day
    },
)  # fmt: skip


def build(sheets: StandingSheets, labor_fee: pl.LazyFrame, ground: Groundwork) -> pl.LazyFrame:
    """Gaps of the frame labor_fee with the days worked in them, and every day of a credit with the debits to firms."""
    known = projects(sheets).select("project", "general_contractor")
    rows = pl.concat([_gaps(labor_fee.collect(), ground), _passed(sheets)], how="diagonal")
    return only(sheets.under_projects(rows, known), FRAME.schema, "scope", "from_on")


def _gaps(fees: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    gaps = fees.filter((pl.col("scope") == "gap") & pl.col("gap_from").is_not_null()).select(
        "project", "scope", "gap_days", "account_flow_at", from_on="gap_from", to_on="gap_to"
    )
    dated = ground.days.select("uid", "date").unique().join(ground.numbered.select("uid", "project"), on="uid")
    worked = dated.select("project", "date").unique().drop_nulls()
    spans = worked.group_by("project").agg(first=pl.col("date").min(), last=pl.col("date").max())
    inside = (
        gaps.select("project", "from_on", "to_on")
        .join(worked, on="project", nulls_equal=True)
        .filter((pl.col("date") > pl.col("from_on")) & (pl.col("date") < pl.col("to_on")))
        .group_by("project", "from_on")
        .agg(days_worked=pl.len().cast(pl.Int32))
    )
    # a gap outside the months handed in says nothing about work in it
    seen = (pl.col("first") < pl.col("to_on")) & (pl.col("last") > pl.col("from_on"))
    return (
        gaps.join(inside, on=["project", "from_on"], how="left", nulls_equal=True)
        .join(spans, on="project", how="left", nulls_equal=True)
        .with_columns(
            days_worked=pl.when(pl.col("days_worked").is_not_null())
            .then("days_worked")
            .when(seen.fill_null(value=False))
            .then(0)
        )
        .drop("first", "last")
    )


def _passed(sheets: StandingSheets) -> pl.DataFrame:
    settings = sheets.settings
    came = credits(sheets).group_by("project", "booked_on", maintain_order=True).agg(
        credit=pl.col("amount").sum(), account_flow_at=pl.col("at")
    )  # fmt: skip
    payee = pl.col("payee_name")
    firms = sheets.rows("account_flow").filter(
        pl.col("amount_out") > 0, is_company(payee, settings).fill_null(value=False) & ~is_internal(payee, settings)
    )
    charge = has_word(pl.col("memo"), settings.bank_charge_words) & has_word(payee, settings.bank_payees)
    went = (
        firms.filter(~charge)
        .sort("src", "row")
        .unique(["project", "booked_on", "amount_out", "payee_name", "txn_no"], keep="first", maintain_order=True)
        .group_by("project", "booked_on", maintain_order=True)
        .agg(
            passed_on=pl.col("amount_out").sum(),
            payees=pl.col("payee_name").unique(maintain_order=True).str.join("、"),
            any_at=pl.col("at"),
        )
    )
    zero = pl.lit(0, dtype=MONEY)
    return came.join(went, on=["project", "booked_on"], how="left", nulls_equal=True).select(
        "project", "credit", "payees", "account_flow_at", "any_at",
        scope=pl.lit("passed"), from_on="booked_on", to_on="booked_on", passed_on=pl.col("passed_on").fill_null(zero),
    )  # fmt: skip
