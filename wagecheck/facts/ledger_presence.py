"""One row per project, contractor, pay period and ledger of the six unifications (payments count on their own)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from wagecheck.facts.frame import Frame
from wagecheck.ledgers.catalogue import SIX

FRAME = Frame(
    name="ledger_presence",
    title="六统一台账",
    grain=("ledger",),
    columns={
        "ledger": pl.String, "ledger_title": pl.String, "submitted": pl.Boolean,
        "workers": pl.Int32,           # people who worked, stand on the payroll or were paid, whatever the ledger
    },
)  # fmt: skip

#: Ledgers that come to be by the pay day.
_PAY_DAY = ("payment", "notice")


def build(units: pl.DataFrame, worker_month: pl.DataFrame, as_of: dt.date | None = None) -> pl.DataFrame:
    """The frame: seven rows per unit, in the order of ``SIX``; ``workers`` counts the active people of the unit.

    Up to the first due day (``as_of``) wages may be neither posted nor paid: what is missing then is not known to be.
    """
    keys = ["project", "contractor", "period"]
    counts = worker_month.group_by(keys).agg(workers=pl.col("active").sum(), due_on=pl.col("due_on").min())
    counted = units.join(counts, on=keys, how="left", nulls_equal=True, maintain_order="left")
    early = (pl.lit(as_of, dtype=pl.Date) <= pl.col("due_on")).fill_null(value=False) & ~pl.col("has_payment")
    parts = [
        counted.select(
            *keys,
            "period_start",
            "period_end",
            ledger=pl.lit(ledger),
            ledger_title=pl.lit(title),
            submitted=pl.when(~(early & ~pl.col(f"has_{ledger}"))).then(f"has_{ledger}")
            if ledger in _PAY_DAY
            else pl.col(f"has_{ledger}"),
            workers=pl.col("workers").fill_null(0),
            order=pl.lit(order),
            person=pl.lit(None),
            name=pl.lit(None),
            id_number=pl.lit(None),
        )
        for order, (ledger, title) in enumerate(SIX.items())
    ]
    return (
        pl.concat(parts)
        .sort("project", "contractor", "period_start", "period_end", "order")
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
    )
