"""One row per project, contractor, pay period and day of signing: signatures before the end or after the pay."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import first_pay
from wagecheck.facts.frame import PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.name_list import first_names
from wagecheck.facts.standing_sheets import only

FRAME = Frame(
    name="payroll_signing",
    title="工资表签字日",
    grain=("signed_on",),
    masks={"names": "name", "early_names": "name"},
    columns={
        "signed_on": pl.Date,          # null: rows of the payroll without a day of signing
        "people": pl.Int32,
        # signed after the bank had paid them; null where that is not known of everybody
        "after_payment": pl.Int32, "paid_on": pl.Date, "names": pl.String,
        # signed before the last day of the period, although they stayed until then
        "before_end": pl.Int32, "early_names": pl.String,
        "payroll_at": PLACES, "payment_at": PLACES, "early_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_UNIT: Final = [*_SITE, "period"]


def build(ground: Groundwork, workers: pl.DataFrame) -> pl.LazyFrame:
    """Rows of the payroll by day of signing, back pay left out; sheets without such days give one row of nulls."""
    told = workers.select(*_UNIT, "person", "name", "exit_on", "last_day", "in_payment")
    rows = (
        ground.payroll.filter(~pl.col("is_back_pay").fill_null(value=False) & pl.col("pid").is_not_null())
        .select("uid", "pid", "signed_on", "at")
        .join(ground.numbered, on="uid", maintain_order="left")
        .join(ground.persons.select("pid", "person"), on="pid", maintain_order="left")
        .join(told, on=[*_UNIT, "person"], how="left", nulls_equal=True, maintain_order="left")
        .join(first_pay.build(ground), on=["uid", "pid"], how="left", maintain_order="left")
    )
    rows = rows.filter(pl.col("signed_on").is_not_null() | (pl.col("signed_on").count() == 0).over("uid"))
    signed = pl.col("signed_on")
    gone = (pl.col("exit_on") <= signed).fill_null(value=False) & ~(pl.col("last_day") > signed).fill_null(value=False)
    after = (
        pl.when(pl.col("paid").is_not_null())
        .then(signed > pl.col("paid"))
        .when(pl.col("in_payment").not_() | pl.col("known"))  # nothing, or advances only
        .then(pl.lit(value=False))
    )
    rows = rows.with_columns(after=after, early=(signed < pl.col("period_end")) & ~gone).sort("uid", "at")
    is_after, is_early = pl.col("after").fill_null(value=False), pl.col("early").fill_null(value=False)
    found = rows.group_by(*_UNIT, "period_start", "period_end", "signed_on", maintain_order=True).agg(
        people=pl.len(),
        after_payment=pl.when((pl.col("after").null_count() == 0) | is_after.any()).then(is_after.sum()),
        paid_on=pl.col("paid").filter(is_after).min(),
        names=first_names(is_after),
        before_end=pl.when(pl.col("early").null_count() == 0).then(is_early.sum()),
        early_names=first_names(is_early),
        payroll_at=pl.col("at").filter(is_after),
        payment_at=pl.col("paid_at").filter(is_after).list.explode(keep_nulls=False, empty_as_null=False),
        early_at=pl.col("at").filter(is_early),
    )
    return only(found, FRAME.schema, "period_start", "signed_on")
