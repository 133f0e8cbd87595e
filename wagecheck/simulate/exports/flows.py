"""专户流水 by columns: what came into and went out of the accounts of several projects."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wagecheck.simulate import account_flows, numbers
from wagecheck.simulate.exports import headings
from wagecheck.simulate.standing import FlowRecord
from wagecheck.simulate.truth import World

#: Last digits of an account, by which accounts differ.
_BRANCH = 4


def table(booked: Sequence[tuple[World, Sequence[FlowRecord]]], payments: pl.DataFrame) -> pl.DataFrame:
    """The fees of projects, all their payments (the table 银行流水) and a bank fee each, as ``account_flows.book``."""
    schema = headings.schema("account_flow")
    given = pl.DataFrame(
        [_row(world, flow, step) for step, (world, fees) in enumerate(booked) for flow in fees]
        + [_row(world, account_flows.bank_fee(world), step) for step, (world, _) in enumerate(booked)],
        schema={
            **{name: kind for name, kind in schema.items() if name != "balance"},
            "step": pl.Int64,
            "branch": pl.String,
        },
    )
    last = account_flows.bank_fee(booked[0][0]).memo
    ends = given["memo"] == last
    order = pl.DataFrame(
        [
            {"project": world.project.name, "step": step, "branch": _branch(world)}
            for step, (world, _) in enumerate(booked)
        ]
    )
    paid = payments.join(order, on="project", how="left", maintain_order="left").select(
        *(name for name in ("project", "memo", "payee_name", "payee_account", "txn_no", "step", "branch")),
        booked_on="paid_on",
        amount_in=pl.lit(None, schema["amount_in"]),
        amount_out="amount",
    )
    rows = pl.concat([given.filter(~ends), paid.select(given.columns), given.filter(ends)])
    rows = rows.sort("step", "booked_on", maintain_order=True)
    moved = pl.col("amount_in").fill_null(0) - pl.col("amount_out").fill_null(0)
    numbered = (
        pl.col("booked_on").dt.strftime("%Y%m%d")
        + numbers.DISTRICT
        + pl.col("branch")
        + pl.int_range(1, pl.len() + 1).over("step").cast(pl.String).str.zfill(6)
    )
    rows = rows.with_columns(balance=moved.cum_sum().over("step"), txn_no=pl.coalesce("txn_no", numbered))
    return headings.fitted(rows, "account_flow")


def _row(world: World, flow: FlowRecord, step: int) -> dict[str, object]:
    return {
        "project": world.project.name,
        "booked_on": flow.booked_on,
        "memo": flow.memo,
        "amount_in": flow.amount_in,
        "amount_out": flow.amount_out,
        "payee_name": flow.payee_name,
        "payee_account": flow.payee_account,
        "txn_no": flow.txn_no or None,
        "step": step,
        "branch": _branch(world),
    }


def _branch(world: World) -> str:
    """What tells the numbers of the bank's own bookings on one account from those on another; none on the first."""
    number = int(world.project.account_number[-_BRANCH:])
    return "" if number == 1 else f"{number:0{_BRANCH}d}"
