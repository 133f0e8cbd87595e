"""The day on which a worker's pay of a period first went out; advances before the end of the period are no pay."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.payee import has_word

_KEYS: Final = ["uid", "pid"]
_SETTLED: Final = ("success", "failed", "refunded")


def build(ground: Groundwork) -> pl.DataFrame:
    """uid, pid → paid (Date, null where nothing but advances arrived), paid_at (its cells), known (no result is open).

    Only successful payments count. What went out before the last day of the period is an advance (生活费, 借支)
    where its memo says so, where more was paid later, or where it is less than the payroll's net pay. Whoever left
    before that day is rightly settled with when leaving, ahead of the month's sheet: that is left out too.
    """
    advance = has_word(pl.col("memo"), ground.settings.advance_words).fill_null(value=False)
    paid = ground.payments_of_persons.with_columns(
        early=(pl.col("paid_on") < pl.col("period_end")).fill_null(value=False),
        wage=(pl.col("status") == "success").fill_null(value=False) & pl.col("paid_on").is_not_null() & ~advance,
    )
    net = (
        ground.payroll.filter(~pl.col("is_back_pay").fill_null(value=False))
        .group_by(_KEYS)
        .agg(net=pl.when(pl.col("net_pay").count() > 0).then(pl.col("net_pay").sum()))
    )
    exits = ground.roster.group_by("pid").agg(exit_on=pl.col("exit_date").min())
    early = pl.col("wage") & pl.col("early")
    paid = paid.join(net, on=_KEYS, how="left", maintain_order="left")
    rows = paid.join(exits, on="pid", how="left", maintain_order="left").with_columns(
        whole=(
            ~(pl.col("wage") & ~pl.col("early")).any().over(_KEYS)
            & ~(pl.col("exit_on") < pl.col("period_end")).fill_null(value=False)
            & (pl.col("amount").filter(early).sum().over(_KEYS) + ground.settings.tolerance >= pl.col("net"))
        ).fill_null(value=False)
    )
    counts = pl.col("wage") & (~pl.col("early") | pl.col("whole"))
    return (
        rows.sort("paid_on")
        .group_by(_KEYS, maintain_order=True)
        .agg(
            paid=pl.col("paid_on").filter(counts).first(),
            paid_at=pl.col("payment_at").filter(counts).first(),
            known=(pl.col("status").is_in(_SETTLED) & pl.col("paid_on").is_not_null()).fill_null(value=False).all(),
        )
    )
