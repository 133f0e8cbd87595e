"""What is owed to each worker for each period: due, paid, owed, days late (PY18; 条例 art. 12, 13).

Due is net pay plus what the payroll itself states as unpaid (decision 8). Only successes are pay; money in flight, or a
batch instruction without a result, makes the paid total unknown (decision 10). Nothing is owed before the due day.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY
from wagecheck.facts.pay_day import agreed_day, moved
from wagecheck.facts.payee import has_word
from wagecheck.facts.settings import Settings

_KEYS: Final = ["uid", "pid"]
#: A booked line of a statement and a line of a result file prove payment; a batch file is an instruction.
_PROOFS: Final = ("statement", "result")


def paid(payments: pl.DataFrame) -> pl.DataFrame:
    """Sums of payment rows per uid and pid; ``proven`` is null where money is in flight or only an instruction exists.

    Needs uid, pid, document, status, amount, paid_on, payee_name, payment_at (List).
    """
    booked = (pl.col("status") == "success") | (pl.col("status").is_null() & pl.col("document").is_in(_PROOFS))
    rows = payments.with_columns(
        success=booked.fill_null(value=False),
        pending=(pl.col("status") == "pending").fill_null(value=False),
        failed=pl.col("status").is_in(["failed", "refunded"]).fill_null(value=False),
    ).with_columns(open=~(pl.col("success") | pl.col("pending") | pl.col("failed")))
    instructed = pl.col("open").any() & ~pl.col("success").any()
    return rows.group_by(_KEYS, maintain_order=True).agg(
        payment_rows=pl.len().cast(pl.Int32),
        proven=pl.when(~(pl.col("pending").any() | instructed))
        .then(pl.col("amount").filter(pl.col("success")).sum())
        .cast(MONEY),
        pending_total=pl.col("amount").filter(pl.col("pending") | pl.col("open") & instructed).sum().cast(MONEY),
        failed_total=pl.col("amount").filter("failed").sum().cast(MONEY),
        first_paid_on=pl.col("paid_on").filter("success").min(),
        last_paid_on=pl.col("paid_on").filter("success").max(),
        payee_names=pl.col("payee_name").drop_nulls().unique(maintain_order=True).str.join("、"),
        payment_at=pl.col("payment_at").list.explode(keep_nulls=False, empty_as_null=False).unique(maintain_order=True),
    )


def paid_total() -> pl.Expr:
    """Proven pay; 0 for whoever certainly stands in no payment (``in_payment``) although results were handed in.

    Null without payments for the period, where nothing but instructions was handed in (``proof``), and where a lump sum
    or a payment to a namesake may be his (``in_payment`` is null then).
    """
    return (
        pl.when(pl.col("payment_rows").is_not_null())
        .then("proven")
        .when(pl.col("in_payment").not_() & pl.col("proof"))
        .then(pl.lit(0, dtype=MONEY))
        .cast(MONEY)
    )


def advances(payments: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Successful payments per uid and pid that were no pay day's: ``advance_paid`` by their memo, ``early_paid`` others

    that left while the period still ran.
    """
    advance = has_word(pl.col("memo"), settings.advance_words)
    early = (pl.col("paid_on") <= pl.col("period_end")).fill_null(value=False)
    amount = pl.col("amount")
    return (
        payments.filter((pl.col("status") == "success").fill_null(value=False))
        .group_by(_KEYS)
        .agg(advance_paid=amount.filter(advance).sum(), early_paid=amount.filter(early & ~advance).sum())
    )


def without_advances() -> pl.Expr:
    """``paid_total`` without the advances that the payroll deducts: they were paid before, net pay is due beside them.

    An early payment without a word of its own counts as one only if that leaves exactly what is due.
    """
    taken = pl.min_horizontal(pl.col("advance_paid").fill_null(0), pl.col("advances").fill_null(0))
    rest = pl.col("paid_total") - taken
    over = rest - pl.col("due")
    early = (over > 0) & (
        over <= pl.min_horizontal(pl.col("early_paid").fill_null(0), pl.col("advances").fill_null(0) - taken)
    )
    return pl.when(early.fill_null(value=False)).then("due").otherwise(rest).cast(MONEY)


def is_separate() -> pl.Expr:
    """Back pay for a month outside the submission was paid apart: what was paid is what is due without it.

    Banks often book it under the month it is for, which is then no part of this period either.
    """
    ordinary = pl.col("due") - pl.col("due_elsewhere")
    return ((pl.col("due_elsewhere") > 0) & (pl.col("paid_total") == ordinary)).fill_null(value=False)


def due_on(settings: Settings) -> pl.Expr:
    """The worker's own agreed pay day (``pay_day`` of his contract), else ``unit_due_on`` of the contractor."""
    own = agreed_day(pl.col("pay_day"), pl.col("period_end"))
    return pl.coalesce(moved(own, settings.calendar), "unit_due_on")


def owed(settings: Settings) -> pl.Expr:
    """Unpaid after the due day: max(due − paid_total, 0); 0 up to the due day; null where due or paid is not known."""
    short = (pl.col("due") - pl.col("paid_total")).clip(lower_bound=0)
    late = pl.lit(settings.as_of) > pl.col("due_on")
    return (
        pl.when(pl.col("due").is_null()).then(None).when(late).then(short).otherwise(pl.lit(0, dtype=MONEY)).cast(MONEY)
    )


def days_late(settings: Settings) -> pl.Expr:
    """Days from the due day to the as-of date where something is owed, 0 where nothing is, null where not known."""
    days = (pl.lit(settings.as_of) - pl.col("due_on")).dt.total_days()
    return pl.when(pl.col("owed") > 0).then(days).when(pl.col("owed") == 0).then(0).cast(pl.Int32)
