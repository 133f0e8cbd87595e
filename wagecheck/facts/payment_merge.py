"""One payment, one row: the same payment often stands in a batch instruction, in its result and in a statement.

Within one file every row is a payment of its own; rows of different files may be one. The row with a result is the
proof (RULES, settled question 8); an instruction without any result stays, with its status unknown. Places of all rows
merged are kept in ``places``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

_PERIOD: Final = ["period", "period_start", "period_end", "period_from"]
_SURE_PERIOD: Final = {"column": 0, "memo": 1, "sheet": 2, "due_day": 3}
_PROOF_ORDER: Final = {"statement": 0, "result": 1, "batch": 2}
_SAME: Final = ["scope", "who", "amount"]


def scope() -> pl.Expr:
    """Project and contractor as one text, so that an unknown one compares equal."""
    return pl.concat_str([pl.col(key).fill_null("") for key in ("project", "contractor")], separator="\x1f")


def outcome() -> pl.Expr:
    """``ok`` paid · ``bad`` came back or never left · ``open`` instruction, in progress, or not stated."""
    return (
        pl.when(pl.col("status") == "success")
        .then(pl.lit("ok"))
        .when(pl.col("status").is_in(["failed", "refunded"]))
        .then(pl.lit("bad"))
        .otherwise(pl.lit("open"))
    )


def merge(rows: pl.DataFrame, booking_days: int) -> pl.DataFrame:
    """Closed payments without repetition; ``places`` (List(Int64)) holds every row merged into one.

    Needs rid, src, document, project, contractor, who, txn_no, amount, paid_on, status, the period columns and places.
    ``who`` is the worker or, for strangers, the name or account paid; ``booking_days`` is the longest time between a
    result and the booking of the same payment.
    """
    events = rows.with_columns(
        scope=scope(), outcome=outcome(), documents=pl.concat_list("document"), sources=pl.concat_list("src")
    ).sort("paid_on", "rid", nulls_last=True)
    events = _same_transaction(events)
    events = _same_day(events)
    return _same_period(_same_booking(events), booking_days)


def settle(events: pl.DataFrame, booking_days: int) -> pl.DataFrame:
    """What ``merge`` gave, once every payment has its final period: no instruction beside its own result."""
    final = _without_settled(_dated_by_result(_same_period(_sorted(events), booking_days)))
    return final.sort("rid").drop("scope", "outcome", "documents", "sources")


def _same_transaction(events: pl.DataFrame) -> pl.DataFrame:
    """Rows of different files with one transaction number, payee and amount (a batch may share its number)."""
    keys = [*_SAME, "txn_no", "outcome"]
    numbered = events.filter(pl.col("txn_no").is_not_null()).with_columns(slot=_ordinal(["src", *keys]))
    rest = events.filter(pl.col("txn_no").is_null())
    return _sorted(pl.concat([_fold(numbered, [*keys, "slot"]), rest]))


def _same_day(events: pl.DataFrame) -> pl.DataFrame:
    """Rows of different files of one kind with the same day, payee and amount; the n-th there is the n-th here.

    Two different transaction numbers are two payments. Without a day the pay period stands for it.
    """
    keys = [*_SAME, "document", "paid_on", "outcome", "told"]
    numbered = pl.col("txn_no").is_not_null()
    without_day = (pl.col("document") == "batch") | pl.col("paid_on").is_null()
    slotted = events.with_columns(told=pl.when(without_day).then("period")).with_columns(
        slot=pl.when(numbered)
        .then(_ordinal([*keys, numbered]))
        .otherwise(_ordinal(["src", *keys, numbered]) + numbered.sum().over("src", *keys))
    )
    return _sorted(_fold(slotted, [*keys, "slot"]).drop("told"))


def _same_booking(events: pl.DataFrame) -> pl.DataFrame:
    """A result and the booking of the same payment on the same day."""
    dated, rest = _split(events, (pl.col("outcome") != "open") & pl.col("paid_on").is_not_null())
    keys = [*_SAME, "paid_on", "outcome"]
    return _sorted(pl.concat([_fold(dated.with_columns(slot=_ordinal([*keys, "document"])), [*keys, "slot"]), rest]))


def _same_period(events: pl.DataFrame, booking_days: int) -> pl.DataFrame:
    """A result and the booking of the same payment within ``booking_days`` of each other, for the same period."""
    alone = (pl.col("documents").list.n_unique() == 1) & pl.col("period").is_not_null()
    single, rest = _split(events, (pl.col("outcome") != "open") & alone)
    keys = [*_SAME, "period", "outcome"]
    single = single.with_columns(slot=_ordinal([*keys, "document"]))
    apart = (pl.col("paid_on").max() - pl.col("paid_on").min()).over([*keys, "slot"]).dt.total_days()
    near, far = _split(single, apart.fill_null(0) <= booking_days)
    return _sorted(pl.concat([_fold(near, [*keys, "slot"]), far.drop("slot"), rest]))


def _dated_by_result(events: pl.DataFrame) -> pl.DataFrame:
    """An instruction that states no month takes that of its result, where only one month has such a payment."""
    closed, unsettled = _split(events, pl.col("outcome") != "open")
    stated, silent = _split(unsettled, pl.col("period").is_not_null())
    if silent.is_empty():
        return events
    of_result = (
        closed.filter(pl.col("period").is_not_null())
        .select([*_SAME, *_PERIOD])
        .unique([*_SAME, "period"])
        .filter(pl.len().over(_SAME) == 1)
    )
    dated = silent.drop(_PERIOD).join(of_result, on=_SAME, how="left", nulls_equal=True)
    return _sorted(pl.concat([closed, stated, dated.select(events.columns)]))


def _without_settled(events: pl.DataFrame) -> pl.DataFrame:
    """Instructions and rows in progress give way to the rows that say how the same payments ended."""
    keys = [*_SAME, "period"]
    closed, unsettled = _split(events, pl.col("outcome") != "open")
    if unsettled.is_empty():
        return events
    ended = closed.group_by(keys).agg(ended=pl.len())
    in_file = closed.explode("sources").group_by(*keys, src="sources").agg(ended_here=pl.len())
    pending, orders = _split(unsettled, pl.col("document") != "batch")
    pending = (
        pending.join(ended, on=keys, how="left", nulls_equal=True)
        .join(in_file, on=[*keys, "src"], how="left", nulls_equal=True)
        .with_columns(
            slot=_ordinal([*keys, "src"]), room=pl.col("ended").fill_null(0) - pl.col("ended_here").fill_null(0)
        )
    )
    open_results, settled_results = _split(pending, pl.col("slot") >= pl.col("room"))
    waiting = open_results.group_by(keys).agg(waiting=pl.len())
    orders = (
        orders.join(ended, on=keys, how="left", nulls_equal=True)
        .join(waiting, on=keys, how="left", nulls_equal=True)
        .with_columns(slot=_ordinal(keys), room=pl.col("ended").fill_null(0) + pl.col("waiting").fill_null(0))
    )
    open_orders, settled_orders = _split(orders, pl.col("slot") >= pl.col("room"))
    kept = _sorted(pl.concat([part.select(events.columns) for part in (closed, open_results, open_orders)]))
    settled = pl.concat([part.select([*keys, "slot", "places"]) for part in (settled_results, settled_orders)])
    return _with_places(kept, settled, keys)


def _with_places(kept: pl.DataFrame, settled: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The n-th payment of a group also cites the n-th instruction that it settles."""
    more = settled.explode("places").group_by([*keys, "slot"]).agg(more=pl.col("places").sort())
    closed_first = kept.sort(pl.col("outcome") == "open", maintain_order=True).with_columns(slot=_ordinal(keys))
    joined = closed_first.join(more, on=[*keys, "slot"], how="left", nulls_equal=True).drop("slot")
    settling, others = _split(joined, pl.col("more").is_not_null())
    settling = settling.with_columns(places=pl.col("places").list.concat("more"))
    return pl.concat([settling, others]).drop("more")


def _fold(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Rows with equal ``keys`` become one; the statement speaks first, then the result; the surest period stays."""
    repeated = pl.len().over(keys) > 1
    several, single = _split(rows, repeated)
    if several.is_empty():
        return rows.drop("slot")
    lists = ["documents", "sources", "places"]
    plain = [name for name in rows.columns if name not in {*keys, *lists, *_PERIOD}]
    surest = pl.col("period_from").replace_strict(_SURE_PERIOD, default=len(_SURE_PERIOD), return_dtype=pl.Int32)
    proof = pl.col("document").replace_strict(_PROOF_ORDER, default=len(_PROOF_ORDER), return_dtype=pl.Int32)
    keyed = [name for name in keys if name in _PERIOD]
    folded = (
        several.with_columns(surest=surest, proof=proof)
        .sort("proof", "rid")
        .group_by(keys, maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in plain),
            *(pl.col(name).explode().unique().sort() for name in lists),
            *(pl.col(name).sort_by("surest").first() for name in _PERIOD if name not in keyed),
        )
    )
    return pl.concat([folded.select(rows.columns), single]).drop("slot")


def _split(frame: pl.DataFrame, condition: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that meet the condition, and all others."""
    met = frame.select(met=condition.fill_null(value=False)).to_series()
    return frame.filter(met), frame.filter(~met)


def _ordinal(keys: Sequence[str | pl.Expr]) -> pl.Expr:
    """0 for the first row with these keys, 1 for the next … in the order of the frame."""
    return pl.int_range(pl.len(), dtype=pl.Int64).over(list(keys))


def _sorted(events: pl.DataFrame) -> pl.DataFrame:
    return events.sort("paid_on", "rid", nulls_last=True)
