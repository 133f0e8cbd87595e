"""Payments without a stated month that come after the due day of what is still owed.

By the due day alone a late payment, or one made again after it came back, would count for the next month. Where the
next month is paid in full without it and an earlier one is short, it belongs to the earlier one.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.payment_merge import scope

_WHO: Final = ["project", "contractor", "person", "period"]
_PERIOD: Final = ["period", "period_start", "period_end"]


def carry_back(payments: pl.DataFrame, nets: pl.DataFrame, due: pl.DataFrame, within: int) -> pl.DataFrame:
    """``payments`` with late ones set back to the period whose due day passed at most ``within`` days before.

    Only rows told by the due day or by nothing move, earliest first, as long as their own period stays paid in full and
    the earlier one is short by at least as much. A failed row that no period claims goes to the due day before it.
    ``nets``: project, contractor, person, period, net; ``due``: project, contractor, period, its dates, due_on.
    """
    loose = payments.filter(
        pl.col("period_from").is_null() | (pl.col("period_from") == "due_day"),
        pl.col("person").is_not_null() & pl.col("paid_on").is_not_null() & pl.col("amount").is_not_null(),
    ).with_columns(scope=scope())
    passed = due.with_columns(scope=scope()).select(
        "scope", "due_on", *(pl.col(name).alias(f"earlier_{name}") for name in _PERIOD)
    )
    late = (
        loose.sort("paid_on", "rid")
        .join_asof(
            passed.sort("due_on"),
            left_on="paid_on",
            right_on="due_on",
            by="scope",
            strategy="backward",
            tolerance=f"{within}d",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .drop_nulls("earlier_period")
    )
    if late.is_empty():
        return payments
    paid = payments.filter(pl.col("status") == "success").group_by(_WHO).agg(paid=pl.col("amount").sum())
    balance = nets.join(paid, on=_WHO, how="left", nulls_equal=True).select(
        *_WHO, over=pl.col("paid").fill_null(0) - pl.col("net")
    )
    earlier = balance.rename({"period": "earlier_period", "over": "earlier_over"})
    good = late.filter(pl.col("status") == "success")
    moved = (
        good.join(balance, on=_WHO, how="left", nulls_equal=True, maintain_order="left")
        .join(earlier, on=[*_WHO[:3], "earlier_period"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(so_far=pl.col("amount").cum_sum().over([*_WHO, "earlier_period"]))
        .filter(
            (pl.col("period").is_null() | (pl.col("so_far") <= pl.col("over")))
            & (pl.col("so_far") <= -pl.col("earlier_over"))
        )
    )
    failed = late.filter(pl.col("period").is_null() & pl.col("status").is_in(["failed", "refunded"]))
    set_back = pl.concat([part.select("rid", *(f"earlier_{name}" for name in _PERIOD)) for part in (moved, failed)])
    known = pl.col("earlier_period").is_not_null()
    return (
        payments.join(set_back, on="rid", how="left", maintain_order="left")
        .with_columns(
            *(pl.coalesce(f"earlier_{name}", name).alias(name) for name in _PERIOD),
            period_from=pl.when(known).then(pl.lit("due_day")).otherwise("period_from"),
        )
        .drop([f"earlier_{name}" for name in _PERIOD])
    )
