"""When pay was due, when it was there, and by when a leaver must have it (PY11, PY12, PY14, PY21)."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import contracts, pay_day
from wagecheck.facts.frame import MONEY
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.settings import Settings

_KEYS: Final = ["uid", "pid"]
#: Days between the first days of two periods that follow each other: a month and some days of a shifted cycle.
_LONGEST_STEP: Final = 45


def with_times(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` (of ``worker_month``, with uid and pid) with the columns of time of ``worker_pay``."""
    settings = ground.settings
    rows = _with_agreed(rows, ground)
    rows = rows.join(_settled(rows, ground), on=_KEYS, how="left", maintain_order="left")
    rows = rows.join(_before(rows), on=_KEYS, how="left", maintain_order="left")
    start = pl.col("period_start")
    return _with_leaving(rows, settings).with_columns(
        next_pay_by=pl.col("settled_before_on").dt.offset_by(_months(settings.on("pay_interval_months", start))),
    )


def _months(number: pl.Expr) -> pl.Expr:
    """A number of months as polars writes it."""
    return pl.concat_str(number.cast(pl.Int64).cast(pl.String), pl.lit("mo"))


def _with_agreed(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """``rows`` with agreed_on, resumes_on, latest_on."""
    settings = ground.settings
    own = contracts.in_force(rows, ground.contracts, settings).select(*_KEYS, "pay_day")
    unit = pay_day.agreed_by_unit(ground.ledgers, ground.submitted)
    site = ["project", "contractor", "period"]
    end = pl.col("period_end")
    return (
        rows.join(own, on=_KEYS, how="left", maintain_order="left")
        .join(unit, on=site, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(agreed_on=pl.coalesce(pay_day.agreed_day(pl.col("pay_day"), end), "unit_agreed_on"))
        .with_columns(
            resumes_on=pay_day.resumed(pl.col("agreed_on"), settings.calendar),
            latest_on=pay_day.default_day(end, settings),
        )
    )


def _settled(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """uid, pid → settled_on: the day on which successful payments had reached what was due."""
    paid = (
        ground.payments_of_persons.filter((pl.col("status") == "success").fill_null(value=False))
        .select(*_KEYS, "paid_on", "amount")
        .drop_nulls()
        .group_by([*_KEYS, "paid_on"])
        .agg(pl.col("amount").sum())
        .sort([*_KEYS, "paid_on"])
        .with_columns(so_far=pl.col("amount").cum_sum().over(_KEYS))
    )
    due = rows.select(*_KEYS, "due").filter(pl.col("due") > 0)
    enough = pl.col("so_far") >= pl.col("due") - pl.lit(ground.settings.tolerance)
    return paid.join(due, on=_KEYS).filter(enough).group_by(_KEYS).agg(settled_on=pl.col("paid_on").min())


def _before(rows: pl.DataFrame) -> pl.DataFrame:
    """uid, pid → settled_before_on: settled_on of the period just before, of the same worker."""
    dated = rows.select(*_KEYS, "period_start", "settled_on").sort("pid", "period_start")
    follows = (pl.col("pid") == pl.col("pid").shift(1)) & (
        (pl.col("period_start") - pl.col("period_start").shift(1)).dt.total_days() <= _LONGEST_STEP
    )
    return dated.select(*_KEYS, settled_before_on=pl.when(follows).then(pl.col("settled_on").shift(1))).drop_nulls(
        "pid"
    )


def _with_leaving(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``rows`` with leaver_due_on, leaver_owed, leaver_days_late, claim_until, report_until, days_to_claim.

    Whoever left before the period began is no leaver of it: what he still gets is due on the day agreed. Where the
    days to settle end after the ordinary due day, that day decides.
    """
    exit_on, start = pl.col("exit_on"), pl.col("period_start")
    as_of = pl.lit(settings.as_of)
    days = settings.on("unpaid_leaver_days", start).cast(pl.Int64)
    by = exit_on + pl.duration(days=days)
    left = (exit_on >= start) & (by < pl.col("due_on")) & (exit_on <= as_of)
    short = (pl.col("due") - pl.col("paid_total")).clip(lower_bound=0)
    owed = pl.when(as_of > pl.col("leaver_due_on")).then(short).otherwise(pl.lit(0, dtype=MONEY))
    late = (as_of - pl.col("leaver_due_on")).dt.total_days()
    return (
        rows.with_columns(leaver_due_on=pl.when(left).then(by))
        .with_columns(leaver_owed=pl.when(pl.col("leaver_due_on").is_not_null()).then(owed).cast(MONEY))
        .with_columns(
            leaver_days_late=pl.when(pl.col("leaver_owed") > 0).then(late).otherwise(0).cast(pl.Int32),
            claim_until=exit_on.dt.offset_by(_months(settings.on("arbitration_limit_months", start))),
            report_until=exit_on.dt.offset_by(_months(settings.on("inspection_limit_months", start))),
        )
        .with_columns(days_to_claim=(pl.col("claim_until") - as_of).dt.total_days().cast(pl.Int32))
    )
