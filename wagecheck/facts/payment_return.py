"""Payments that came back, and whether they were made again."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.payee import has_word
from wagecheck.facts.payment_merge import scope
from wagecheck.facts.settings import Settings

_WHO: Final = ["project", "contractor", "person"]


def refunds(incoming: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Credits of a statement that return a payment, by status or by memo (退汇, 冲正 …)."""
    worded = has_word(pl.col("memo"), settings.refund_words) | has_word(pl.col("status_text"), settings.refund_words)
    return incoming.filter((pl.col("status") == "refunded").fill_null(value=False) | worded)


def with_refunds(payments: pl.DataFrame, returned: pl.DataFrame, within: int) -> pl.DataFrame:
    """``payments`` in which each payment that a credit of ``returned`` brings back is ``refunded``.

    Adds ``failed_on`` (Date of the return; of a failed payment its own day) and the place of the credit to ``places``.
    A credit belongs to the latest payment of the same amount to the same account, else to the same name, at most
    ``within`` days before it. Needs rid, project, contractor, account, payee_key, amount, paid_on, status, at, places.
    """
    pairs = [_paired(payments, returned, key, within) for key in ("account", "payee_key")]
    found = pl.concat(pairs).unique("refund", keep="first", maintain_order=True).unique("rid", keep="first")
    failed = pl.col("status").is_in(["failed", "refunded"])
    return (
        payments.join(found.select("rid", "returned_on", "returned_at"), on="rid", how="left", maintain_order="left")
        .with_columns(
            status=pl.when(pl.col("returned_on").is_not_null()).then(pl.lit("refunded")).otherwise("status"),
            failed_on=pl.coalesce("returned_on", pl.when(failed).then("paid_on")),
            places=pl.when(pl.col("returned_at").is_not_null())
            .then(pl.concat_list("places", "returned_at"))
            .otherwise("places"),
        )
        .drop("returned_on", "returned_at")
    )


def _paired(payments: pl.DataFrame, returned: pl.DataFrame, key: str, within: int) -> pl.DataFrame:
    """refund (rid of the credit), rid of the payment, returned_on, returned_at."""
    keys = ["scope", key, "amount"]
    paid = payments.filter((pl.col("status") == "success").fill_null(value=False)).with_columns(scope=scope())
    paid = paid.drop_nulls([key, "amount", "paid_on"]).sort("paid_on", "rid")
    credits = returned.with_columns(scope=scope()).drop_nulls([key, "amount", "paid_on"]).sort("paid_on", "rid")
    credits = credits.unique([*keys, "paid_on", "src", "row"], keep="first", maintain_order=True)
    days = paid.select([*keys, "paid_on"]).unique().with_columns(day=pl.col("paid_on")).sort("paid_on")
    nearest = credits.join_asof(
        days, on="paid_on", by=keys, strategy="backward", tolerance=f"{within}d", check_sortedness=False
    ).drop_nulls("day")
    nth = pl.int_range(pl.len()).over([*keys, "day"])
    return (
        nearest.with_columns(nth=nth)
        .select(*keys, "day", "nth", refund="rid", returned_on="paid_on", returned_at="at")
        .join(
            paid.with_columns(day="paid_on").with_columns(nth=nth).select(*keys, "day", "nth", "rid"),
            on=[*keys, "day", "nth"],
        )
        .select("refund", "rid", "returned_on", "returned_at")
    )


def with_reissues(payments: pl.DataFrame, nets: pl.DataFrame) -> pl.DataFrame:
    """``payments`` with ``reissued_on``: the day by which a failed payment was made good to the same worker.

    That is the first later success of the same pay period with at least the failed amount, or the day on which later
    successes add up to it, or on which all successes of the period reach the net pay (``nets``: project, contractor,
    person, period, net). Half a wage paid on the day the other half failed makes nothing good.
    """
    keys = [*_WHO, "period"]
    bad = payments.filter(pl.col("status").is_in(["failed", "refunded"]) & pl.col("person").is_not_null())
    good = payments.filter((pl.col("status") == "success") & pl.col("paid_on").is_not_null())
    reached = pl.col("good_on").filter(pl.col("so_far") >= pl.col("amount")).first()
    settled = pl.col("good_on").filter(pl.col("total") >= pl.col("net")).first()
    later = (
        bad.select("rid", *keys, "amount", "failed_on", "src", "row")
        .join(
            good.select(*keys, good_amount="amount", good_on="paid_on", good_src="src", good_row="row"),
            on=keys,
            nulls_equal=True,
        )
        .join(nets, on=keys, how="left", nulls_equal=True)
        .sort("rid", "good_on", "good_src", "good_row")
        .with_columns(later=_is_later(), total=pl.col("good_amount").cum_sum().over("rid"))
        .with_columns(so_far=pl.when("later").then("good_amount").otherwise(0).cum_sum().over("rid"))
        .group_by("rid")
        .agg(reached=reached, settled=settled)
        .select("rid", reissued_on=pl.min_horizontal("reached", "settled"))
    )
    return payments.join(later, on="rid", how="left", maintain_order="left")


def _is_later() -> pl.Expr:
    """Whether a success comes after the failure: on a later day; on the same or an unknown day, in another file."""
    same_file = pl.col("good_src") == pl.col("src")
    unknown = pl.col("failed_on").is_null() & ~same_file
    return (
        (pl.col("good_on") > pl.col("failed_on")) | ((pl.col("good_on") == pl.col("failed_on")) & ~same_file) | unknown
    ).fill_null(value=False)
