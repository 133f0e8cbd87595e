"""One row per project, contractor, worker and pay period: whether the payroll says that the wage was paid in cash."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.payee import has_word, plain

FRAME = Frame(
    name="cash_pay",
    title="支付方式",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "pay_method": pl.String,       # as written; several joined by 、
        "is_cash": pl.Boolean,         # null where the method is not given and the bank did not pay all of it
        "net_pay": MONEY,              # of the rows paid in cash, else of all rows
        "payroll_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["uid", "pid"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.LazyFrame:
    """Payroll rows by worker; the words for cash are ``record_words.toml``. 非现金 is none."""
    words = ground.settings.record_words
    cash = has_word(pl.col("pay_method"), words.get("cash", ())) & ~has_word(
        pl.col("pay_method"), words.get("no_cash", ())
    )
    told = plain(pl.col("pay_method")).is_not_null()
    rows = ground.payroll.drop_nulls("pid").with_columns(cash=cash & told, told=told)
    in_cash = pl.col("cash").any()
    found = rows.group_by(_KEYS, maintain_order=True).agg(
        pay_method=pl.col("pay_method").drop_nulls().unique(maintain_order=True).str.join("、"),
        cash=in_cash,
        told=pl.col("told").all(),
        net_pay=pl.when(in_cash).then(pl.col("net_pay").filter("cash").sum()).otherwise(pl.col("net_pay").sum()),
        cash_at=pl.col("at").filter("cash"),
        every_at=pl.col("at"),
    )
    paid = worker_month.select(
        "project", "contractor", "period", "person", by_bank=pl.col("paid_total") >= pl.col("due")
    )
    named = found.join(ground.numbered.select("uid", "project", "contractor", "period"), on="uid").join(
        ground.persons.select("pid", "person"), on="pid"
    )
    keys = ["project", "contractor", "period", "person"]
    judged = named.join(paid, on=keys, how="left", nulls_equal=True, maintain_order="left").with_columns(
        is_cash=pl.when("cash")
        .then(pl.lit(value=True))
        .when(pl.col("told") | pl.col("by_bank").fill_null(value=False))
        .then(pl.lit(value=False)),
        payroll_at=pl.when("cash").then("cash_at").otherwise("every_at"),
    )
    return labelled(judged.drop(keys), ground, FRAME.schema)
