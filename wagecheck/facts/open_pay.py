"""Sums of pay that no single payment proves: lump sums and payments to one of several namesakes (PY19).

What single payments say of a worker is told of that worker (BK06, PY18, SU02); only the rest is compared in sum.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork

FRAME = Frame(
    name="open_pay",
    title="只能按合计核对的工资",
    grain=(),
    columns={
        "open_people": pl.Int32, "open_payroll": MONEY, "open_due": MONEY, "open_paid": MONEY, "past_due": pl.Boolean,
        "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_UNIT: Final = ["project", "contractor", "period"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.DataFrame:
    """The frame: one row per contractor-period with a payroll.

    ``open_people`` stand on the payroll and their paid total is not known. ``open_paid``: successful lump sums and
    payments nobody can assign; where single payments stand beside lump sums, the lump sums may hold them, and of the
    two readings the one nearer to what was due counts. Null without any such payment, with money in flight, or where a
    net pay is missing.
    """
    people = (
        worker_month.filter(pl.col("in_payroll"))
        .with_columns(open=pl.col("paid_total").is_null())
        .group_by(_UNIT, maintain_order=True)
        .agg(
            open_people=pl.col("open").sum().cast(pl.Int32),
            open_payroll=_whole("net_pay"),
            open_due=_whole("due"),
            open_due_on=pl.col("due_on").filter("open").max(),
            payroll_at=pl.col("payroll_at").filter("open").list.explode(keep_nulls=False, empty_as_null=False),
            **{name: pl.col(name).first() for name in ("period_start", "period_end")},
        )
    )
    rows = people.join(_paid(ground, worker_month), on=_UNIT, how="left", nulls_equal=True, maintain_order="left")
    alone, within = pl.col("loose"), (pl.col("loose") - pl.col("single")).clip(lower_bound=0)
    nearer = (within - pl.col("open_due")).abs() < (alone - pl.col("open_due")).abs()
    chosen = pl.when(nearer & (pl.col("single") > 0)).then(within).otherwise(alone)
    rows = rows.with_columns(
        open_paid=pl.when(pl.col("open_people") > 0).then(chosen),
        past_due=pl.lit(ground.settings.as_of) > pl.col("open_due_on"),
        person=pl.lit(None),
        name=pl.lit(None),
        id_number=pl.lit(None),
    )
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])


def _whole(name: str) -> pl.Expr:
    """Sum over the open people; null where one is missing."""
    values = pl.col(name).filter("open")
    return pl.when(values.null_count() == 0).then(values.sum()).cast(MONEY)


def _paid(ground: Groundwork, worker_month: pl.DataFrame) -> pl.DataFrame:
    """loose (money that proves nobody's pay) with payment_at, single (money of people whose paid total is known)."""
    known = worker_month.filter(pl.col("paid_total").is_not_null()).select(
        *_UNIT[:2], "period", "person", proven=pl.lit(value=True)
    )
    rows = ground.payments.drop_nulls("period").join(
        known, on=[*_UNIT, "person"], how="left", nulls_equal=True, maintain_order="left"
    )
    success = (pl.col("status") == "success").fill_null(value=False)
    pending = (pl.col("status") == "pending").fill_null(value=False)
    lump = pl.col("is_lump_sum").fill_null(value=False)
    doubtful = (pl.col("matched_by") == "ambiguous").fill_null(value=False)
    mine = pl.col("person").is_not_null() & pl.col("proven").fill_null(value=False) & ~lump
    open_ = success & (lump | doubtful | pl.col("person").is_not_null() & ~mine)
    amount = pl.col("amount")
    return (
        rows.with_columns(open=open_, pending=pending, mine=success & mine)
        .group_by(_UNIT, maintain_order=True)
        .agg(
            loose=pl.when(~pl.col("pending").any() & pl.col("open").any()).then(amount.filter("open").sum()),
            single=amount.filter("mine").sum(),
            payment_at=pl.col("payment_at").filter("open").list.explode(keep_nulls=False, empty_as_null=False),
        )
    )
