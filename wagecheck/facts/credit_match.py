"""One row per pay period and payroll total (contractor's, or the whole project's): the credit that equals it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import labor_fee
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="credit_match",
    title="工资合计与拨款",
    grain=("scope",),
    columns={
        "scope": pl.String,            # contractor · project (all contractors together, where there are several)
        "payroll_total": MONEY,        # net pay of the period; null without a payroll, or where one is missing
        "credits": pl.Int32,           # labour fees paid in from the first day of the period to six weeks after it
        "credit": MONEY, "credit_on": pl.Date, "credit_difference": MONEY,    # the nearest of them, 元
        "earlier_difference": MONEY,   # the greatest such difference of earlier periods; null without an earlier period
        "submitted_on": pl.Date,       # the payroll was handed in
        "payroll_at": PLACES, "account_flow_at": PLACES,
    },
)  # fmt: skip

_UNIT: Final = ["project", "contractor", "period"]
_SPAN: Final = ["period", "period_start", "period_end"]
#: Days after the period in which its labour fee may come.
_WINDOW: Final = 45


def build(sheets: StandingSheets, ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """Totals of ``workers`` (worker_month) beside the credits of 专户流水."""
    totals = _totals(ground, workers)
    fees = labor_fee.credits(sheets)
    pairs = totals.select("k", "project", "payroll_total", "period_start", "period_end").join(
        fees, on="project", nulls_equal=True
    )
    pairs = pairs.filter(
        pl.col("booked_on").is_between("period_start", pl.col("period_end") + pl.duration(days=_WINDOW))
    ).with_columns(credit_difference=(pl.col("amount") - pl.col("payroll_total")).abs())
    nearest = (
        pairs.sort("k", "credit_difference", "booked_on", nulls_last=True)
        .group_by("k", maintain_order=True)
        .agg(
            credits=pl.len(),
            credit=pl.col("amount").first(),
            credit_on=pl.col("booked_on").first(),
            credit_difference=pl.col("credit_difference").first(),
            account_flow_at=pl.col("at").head(1),
        )
    )
    rows = totals.join(nearest, on="k", how="left", maintain_order="left").with_columns(
        credits=pl.when(pl.lit(sheets.handed_in("account_flow"))).then(pl.col("credits").fill_null(0))
    )
    own = ["scope", "project", "contractor"]
    rows = rows.sort(*own, "period_start").with_columns(
        earlier_difference=pl.col("credit_difference").shift().cum_max().over(own, order_by="period_start")
    )
    return only(rows, FRAME.schema, "scope", "period_start")


def _totals(ground: Groundwork, workers: pl.DataFrame) -> pl.DataFrame:
    listed = workers.filter(pl.col("in_payroll").fill_null(value=False))
    net = pl.when(pl.col("net_pay").null_count() == 0).then(pl.col("net_pay").sum())
    cells = pl.col("payroll_at").list.explode(keep_nulls=False, empty_as_null=False).sort()
    handed_in = (
        ground.payroll.group_by("uid")
        .agg(pl.col("submitted_on").max())
        .join(ground.numbered.select("uid", *_UNIT), on="uid")
        .drop("uid")
    )
    one = listed.group_by(*_UNIT, "period_start", "period_end").agg(payroll_total=net, payroll_at=cells)
    one = (
        ground.units.select(*_UNIT, "period_start", "period_end")
        .join(one.drop("period_start", "period_end"), on=_UNIT, how="left", nulls_equal=True)
        .join(handed_in, on=_UNIT, how="left", nulls_equal=True)
        .with_columns(scope=pl.lit("contractor"))
    )
    every = (
        one.group_by("project", *_SPAN)
        .agg(
            payroll_total=pl.when(pl.col("payroll_total").null_count() == 0).then(pl.col("payroll_total").sum()),
            submitted_on=pl.col("submitted_on").max(),
            payroll_at=pl.col("payroll_at").list.first().sort(),
            firms=pl.len(),
        )
        .filter(pl.col("firms") > 1)
        .drop("firms")
    )
    ledger = ground.ledgers["project"]
    owners = ledger.select(project=pl.coalesce("project", "name"), contractor="general_contractor")
    owners = owners.drop_nulls().unique("project", keep="first", maintain_order=True)
    every = every.join(owners, on="project", nulls_equal=True).with_columns(scope=pl.lit("project"))
    return pl.concat([one, every], how="diagonal").sort("scope", *_UNIT).with_row_index("k")
