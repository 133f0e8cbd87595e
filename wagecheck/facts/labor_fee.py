"""Labour fees of a project: the agreed cycle, the days between credits, what came in against the wages due.

Contractor is the general contractor. Credits are read from 专户流水; interest and payments that came back are none.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.payee import has_word
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import StandingSheets, only

FRAME = Frame(
    name="labor_fee",
    title="人工费用",
    grain=("scope", "gap_from"),
    standing=True,
    columns={
        "scope": pl.String,            # cycle: what the contract says · gap: between two credits · sum: all of them
        "labor_fee_cycle_days": pl.Int32,
        "gap_from": pl.Date, "gap_to": pl.Date,
        "gap_days": pl.Int32,          # null without a statement, 0 where it is of one day
        "gap_is_open": pl.Boolean,     # no credit up to the end of the statement
        "months_missed": pl.Int32,     # whole calendar months inside the gap
        "is_resting": pl.Boolean,      # 项目状态 says complete or stopped; null where it is blank
        "statement_from": pl.Date, "statement_to": pl.Date,
        "labor_fees": MONEY,           # opening balance of the statement and all credits in it
        "wages_due": MONEY,            # due or paid by the end of the statement, not before it began; null: no payroll
        "wages_unknown": pl.Int32,     # worker-months whose wages could not be read
        "project_at": PLACES, "account_flow_at": PLACES,
    },
)  # fmt: skip

_MONTHS_PER_YEAR: Final = 12


def credits(sheets: StandingSheets) -> pl.DataFrame:
    """Labour fees in 专户流水: project, booked_on, amount (元), at; the same credit in two files counts once."""
    return sheets.kept("credits", lambda: _credits(sheets))


def _credits(sheets: StandingSheets) -> pl.DataFrame:
    flows = _statement(sheets).filter(pl.col("amount_in") > 0, pl.col("booked_on").is_not_null())
    settings = sheets.settings
    other = has_word(pl.col("memo"), settings.bank_charge_words) | has_word(pl.col("memo"), settings.refund_words)
    return flows.filter(~other).select("project", "booked_on", "at", amount="amount_in")


def of_run(sheets: StandingSheets, worker_month: pl.DataFrame) -> pl.LazyFrame:
    """:func:`build`, made for the first who asks."""
    return sheets.kept("labor fees", lambda: build(sheets, worker_month).collect()).lazy()


def build(sheets: StandingSheets, worker_month: pl.DataFrame) -> pl.LazyFrame:
    """Scopes ``cycle`` and ``sum``: one row per project; ``gap``: one per pair of neighbouring credits.

    A statement without credits is one gap; before the first credit and after the last one the days of the statement
    count, never days that it does not show, nor days before works began. ``labor_fees`` is null where the statement
    neither states a balance nor begins with the project, and its credits alone are less than the wages.
    """
    known = projects(sheets).select(
        "project", "general_contractor", "labor_fee_cycle_days", "start_on", "project_at",
        is_resting=pl.col("is_complete") | pl.col("is_stopped"),
    )  # fmt: skip
    every = latest_period(sheets.units.lazy(), "project").collect().select("project")
    spans = _statement(sheets).drop_nulls("booked_on").group_by("project").agg(
        statement_from=pl.col("booked_on").min(), statement_to=pl.col("booked_on").max()
    )  # fmt: skip
    base = every.join(spans, on="project", how="left", nulls_equal=True)
    starts = base.join(known.select("project", "start_on"), on="project", how="left", nulls_equal=True)
    parts = [
        base.with_columns(scope=pl.lit("cycle")),
        _gaps(starts, credits(sheets)).with_columns(scope=pl.lit("gap")),
        _sums(starts, sheets, worker_month).with_columns(scope=pl.lit("sum")),
    ]
    rows = pl.concat([part.drop("start_on", strict=False) for part in parts], how="diagonal")
    return only(sheets.under_projects(rows, known), FRAME.schema, "scope", "gap_from")


def _statement(sheets: StandingSheets) -> pl.DataFrame:
    """专户流水 with ``at``, in the order of its bookings; rows that two files repeat count once."""
    return sheets.kept("statement", lambda: _booked(sheets))


def _booked(sheets: StandingSheets) -> pl.DataFrame:
    rows = sheets.rows("account_flow").drop("contractor", "period_start", "period_end")
    told = [
        "project",
        "booked_on",
        "amount_in",
        "amount_out",
        "balance",
        "payee_name",
        "payee_account",
        "memo",
        "txn_no",
    ]
    first, last = (getattr(pl.col("booked_on").drop_nulls(), end)() for end in ("first", "last"))
    backwards = (first > last).fill_null(value=False).over("src")
    return (
        _once(rows, told)
        .with_columns(order=pl.when(backwards).then(-pl.col("row")).otherwise("row"))
        .sort("project", "booked_on", "src", "order", nulls_last=True)
        .drop("order")
    )


def _once(rows: pl.DataFrame, told: list[str]) -> pl.DataFrame:
    """``rows`` without those that another file (``src``) repeats; the n-th of equal rows there is the n-th here."""
    if not rows.select(told).is_duplicated().any():
        return rows
    numbered = rows.with_columns(nth=pl.int_range(pl.len()).over("src", *told))
    return numbered.unique([*told, "nth"], keep="first", maintain_order=True).drop("nth")


def _gaps(base: pl.DataFrame, fees: pl.DataFrame) -> pl.DataFrame:
    """Neighbouring days among the begin of statement or works, every credit since, and the end of the statement."""
    begin = base.select("project", day=pl.max_horizontal("statement_from", "start_on"), at=pl.lit(None, pl.Int64))
    end = base.select("project", day=pl.col("statement_to"), at=pl.lit(None, pl.Int64))
    since = begin.select("project", begun="day")
    paid = fees.join(since, on="project", nulls_equal=True).filter(pl.col("booked_on") >= pl.col("begun"))
    days = (
        pl.concat([begin, paid.select("project", day="booked_on", at="at"), end])
        .group_by("project", "day")
        .agg(pl.col("at").drop_nulls().first())
        .drop_nulls("day")
        .sort("project", "day")
    )
    months = pl.col("gap_to").dt.year() * _MONTHS_PER_YEAR + pl.col("gap_to").dt.month()
    months -= pl.col("gap_from").dt.year() * _MONTHS_PER_YEAR + pl.col("gap_from").dt.month()
    found = (
        days.with_columns(
            gap_from=pl.col("day").shift().over("project"), gap_to="day", before=pl.col("at").shift().over("project")
        )
        .drop_nulls("gap_from")
        .with_columns(
            gap_days=(pl.col("gap_to") - pl.col("gap_from")).dt.total_days(),
            gap_is_open=pl.col("at").is_null(),
            months_missed=(months - 1).clip(lower_bound=0),
            account_flow_at=pl.concat_list("before", "at").list.drop_nulls(),
        )
        .drop("day", "at", "before")
    )
    rows = base.join(found, on="project", how="left", nulls_equal=True, maintain_order="left")
    shown = pl.when(pl.col("statement_to").is_not_null()).then(0)
    return rows.with_columns(gap_days=pl.coalesce("gap_days", shown))


def _sums(base: pl.DataFrame, sheets: StandingSheets, worker_month: pl.DataFrame) -> pl.DataFrame:
    """What the account had for wages, and the wages it was for."""
    opening = (
        _statement(sheets)
        .drop_nulls("booked_on")
        .group_by("project", maintain_order=True)
        .agg(pl.col("balance", "amount_in", "amount_out").first())
        .select(
            "project",
            stated=pl.col("balance") - pl.col("amount_in").fill_null(0) + pl.col("amount_out").fill_null(0),
        )
    )
    fees = (
        credits(sheets)
        .group_by("project", maintain_order=True)
        .agg(credited=pl.col("amount").sum(), account_flow_at="at")
    )
    whole = pl.when(pl.col("statement_from") <= pl.col("start_on")).then(pl.lit(0, MONEY))
    paid = pl.col("first_paid_on")
    due = (pl.col("due_on") <= pl.col("statement_to")) & (paid.is_null() | (paid >= pl.col("statement_from")))
    counted = due | paid.is_between("statement_from", "statement_to").fill_null(value=False)
    wages = (
        worker_month.filter(pl.col("in_payroll").fill_null(value=False))
        .join(base.select("project", "statement_from", "statement_to"), on="project", nulls_equal=True)
        .filter(pl.col("statement_to").is_not_null())
        .group_by("project")
        .agg(
            wages_due=pl.col("due").filter(counted).sum(),
            wages_unknown=pl.col("due").filter(counted).null_count().cast(pl.Int32),
        )
    )
    rows = base
    for part in (opening, fees, wages):
        rows = rows.join(part, on="project", how="left", nulls_equal=True, maintain_order="left")
    has_statement = pl.col("statement_from").is_not_null()
    credited = pl.col("credited").fill_null(0)
    # Whatever the account held before, it was no less than nothing.
    enough = pl.when(credited >= pl.col("wages_due")).then(credited)
    return rows.with_columns(
        labor_fees=pl.when(has_statement).then(pl.coalesce(pl.coalesce("stated", whole) + credited, enough))
    ).drop("stated", "credited")
