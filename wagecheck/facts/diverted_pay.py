"""One row per wage payment that went to a firm or a boss, and per team leader who was paid more than his own wage."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.boss import bosses
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.payee import has_word, is_company
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.companies import company_key
from wagecheck.ledgers.names import name_key

FRAME = Frame(
    name="diverted_pay",
    title="工资转给单位或班组长",
    grain=("pay_key",),
    masks={"name": "name", "id_number": "id", "payee_name": "name", "payee_account": "card"},
    columns={
        "pay_key": pl.String,          # transaction, or the leader's
        "payee_kind": pl.String,       # firm: a company or other body · boss: its legal representative · leader
        "payee_name": pl.String, "payee_account": pl.String,
        "paid_on": pl.Date,
        "amount": MONEY,               # what was paid
        "own_wage": MONEY,             # what was due to him; 0 for a firm or boss; null where it is not known
        "payment_at": PLACES, "account_flow_at": PLACES,
    },
)  # fmt: skip

_PERIOD: Final = ["period", "period_start", "period_end"]
_SITE: Final = ["project", "contractor"]
_COLUMNS: Final = [*_SITE, *_PERIOD, "pay_key", "payee_kind", "payee_name", "payee_account", "paid_on", "amount",
                   "own_wage", "payment_at", "account_flow_at"]  # fmt: skip


def build(ground: Groundwork, account_row: pl.LazyFrame, team_leader: pl.LazyFrame) -> pl.LazyFrame:
    """Bank rows to firms and bosses that say they are wages or stand in a file of wages, debits of 专户流水 alike.

    A firm that was paid in a worker's stead is BK02's, a debit for anything else PJ06's; the same transfer in two files
    counts once. A legal representative who is a worker of his own firm may be paid his wage.
    """
    known = bosses(ground.ledgers, ground.people, ground.submitted)
    paid = _payments(ground, known)
    debits = _other(_debits(ground, account_row.collect(), known), paid, ground.settings.booking_days)
    rows = pl.concat(
        [part.select(_COLUMNS) for part in (paid, debits, _leaders(team_leader.collect()))], how="vertical_relaxed"
    )
    empty = pl.lit([], dtype=PLACES)
    return (
        rows.with_columns(
            name="payee_name", person=pl.lit(None), id_number=pl.lit(None),
            **{name: pl.col(name).fill_null(empty) for name in ("payment_at", "account_flow_at")},
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor", "period_start", "pay_key")
        .lazy()
    )  # fmt: skip


def _other(debits: pl.DataFrame, paid: pl.DataFrame, booking_days: int) -> pl.DataFrame:
    """Debits that are not the booking of a payment: the same amount to the same payee within ``booking_days``."""
    numbered = debits.with_row_index("n")
    keys = ["project", "amount", "payee_name"]
    booked = (
        numbered.select("n", *keys, day="paid_on")
        .join(paid.select(*keys, "paid_on"), on=keys, nulls_equal=True)
        .filter((pl.col("day") - pl.col("paid_on")).dt.total_days().abs() <= booking_days)
    )
    return numbered.join(booked, on="n", how="anti").drop("n")


def _kind(rows: pl.DataFrame, bosses: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``rows`` to firms or bosses, with payee_kind."""
    known = rows.with_columns(payee_key=name_key(pl.col("payee_name"))).join(
        bosses, on=["project", "payee_key"], how="left", nulls_equal=True
    )
    firm = is_company(pl.col("payee_name"), settings).fill_null(value=False)
    return known.with_columns(
        payee_kind=pl.when(pl.col("boss").fill_null(value=False)).then(pl.lit("boss")).when(firm).then(pl.lit("firm"))
    ).drop_nulls("payee_kind")


def _payments(ground: Groundwork, bosses: pl.DataFrame) -> pl.DataFrame:
    rows = ground.payments.filter(
        pl.col("matched_by") == "none",
        (pl.col("status") == "success").fill_null(value=False),
        ~pl.col("is_lump_sum").fill_null(value=False),
        pl.col("amount") > 0,
        has_word(pl.col("memo"), ground.settings.wage_batch_words) | (pl.col("document") == "result"),
    )
    kept = _kind(rows, bosses, ground.settings).drop_nulls("period")
    return _owned(kept, ground).with_columns(
        pay_key="payment_key", own_wage=pl.lit(0, dtype=MONEY), account_flow_at=pl.lit([], dtype=PLACES)
    )


def _debits(ground: Groundwork, flows: pl.DataFrame, bosses: pl.DataFrame) -> pl.DataFrame:
    rows = flows.filter(
        pl.col("is_wage_to_other"), ~pl.col("payee_is_worker").fill_null(value=False), pl.col("amount") > 0
    )
    return _owned(_kind(rows, bosses, ground.settings), ground).with_columns(
        pay_key="flow_key", paid_on="booked_on", own_wage=pl.lit(0, dtype=MONEY), payment_at=pl.lit([], dtype=PLACES)
    )


def _owned(rows: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    """Under the contractor that was paid, or whose legal representative was, where it has the period."""
    ledger = ground.ledgers["contractor"]
    names = ground.submitted.select("project", "contractor").unique()
    firms = names.with_columns(key=pl.Series([company_key(name) for name in names["contractor"]], dtype=pl.String))
    reps = ledger.select(own=pl.coalesce("name", "contractor"), key=name_key(pl.col("legal_rep"))).drop_nulls()
    reps = reps.join(names, left_on="own", right_on="contractor").select("project", contractor="own", key="key")
    owners = pl.concat([firms.select("project", "contractor", "key"), reps.select("project", "contractor", "key")])
    single = owners.drop_nulls().unique().filter(pl.len().over("project", "key") == 1)
    keyed = rows.with_columns(
        key=pl.Series([company_key(name) for name in rows["payee_name"]], dtype=pl.String), rep="payee_key"
    )
    found = keyed.join(
        single.rename({"contractor": "firm"}), on=["project", "key"], how="left", nulls_equal=True
    ).join(
        single.rename({"contractor": "of_rep", "key": "rep"}), on=["project", "rep"], how="left", nulls_equal=True
    )  # fmt: skip
    periods = ground.submitted.select(*_SITE, "period").with_columns(has=pl.lit(value=True))
    owner = pl.coalesce("firm", "of_rep")
    placed = found.with_columns(owner=owner).join(
        periods.rename({"contractor": "owner"}), on=["project", "owner", "period"], how="left", nulls_equal=True
    )
    return placed.with_columns(
        contractor=pl.when(pl.col("has").fill_null(value=False)).then("owner").otherwise("contractor")
    )


def _leaders(leaders: pl.DataFrame) -> pl.DataFrame:
    """Team leaders with what they were paid beside what was due to them."""
    rows = leaders.filter(pl.col("person").is_not_null() & (pl.col("paid_total") > 0))
    return rows.select(
        *_SITE, *_PERIOD,
        "payment_at",
        pay_key=pl.concat_str(pl.lit("leader "), "person"),
        payee_kind=pl.lit("leader"),
        payee_name="name",
        payee_account=pl.lit(None, dtype=pl.String),
        paid_on=pl.lit(None, dtype=pl.Date),
        amount="paid_total",
        own_wage=pl.when("in_payroll").then("due").when(~pl.col("in_payroll")).then(pl.lit(0, dtype=MONEY)),
        account_flow_at=pl.lit([], dtype=PLACES),
    )  # fmt: skip
