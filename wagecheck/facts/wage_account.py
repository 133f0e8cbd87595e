"""One row per project, contractor, worker and pay period: the accounts to which the wage is to go and went."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import paid_account
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.labelled import labelled
from wagecheck.facts.payee import has_word
from wagecheck.facts.shown_account import n_different, same, shown
from wagecheck.ledgers.catalogue import TITLES

FRAME = Frame(
    name="wage_account",
    title="工资收款账户",
    grain=("person",),
    masks={"name": "name", "id_number": "id", "accounts": "card", "cards": "card"},
    columns={
        # payments of the period that arrived, without advances
        "n_parts": pl.Int32,
        "n_accounts": pl.Int32,        # accounts they went to; null where masked numbers do not tell
        "accounts": pl.String,         # joined by 、
        "n_payers": pl.Int32,          # accounts they came from; the project's dedicated accounts count as one
        "largest_part": MONEY, "parts_total": MONEY,
        "due": MONEY,                  # of the payroll; null for somebody on no payroll
        # the card as roster, payroll and bank know it
        "n_ledgers": pl.Int32,         # how many of the three name a card
        "cards_differ": pl.Boolean,    # two of them name no card in common; null where masked numbers do not tell
        "cards": pl.String,            # all cards, joined by 、
        "card_ledgers": pl.String,     # titles of the ledgers that name them
        "roster_at": PLACES, "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["uid", "pid"]
_CARD: Final = [*_KEYS, "ledger", "account", "tail", "written", "at"]


def build(ground: Groundwork) -> pl.LazyFrame:
    """Everybody on the payroll or in the payments of a period.

    Failed and returned payments name a card (the retry on a corrected one differs from it lawfully) but pay nothing. A
    card of the roster that the worker's pay went to, or was to go to, in any period is no other card: he changed it.
    """
    paid = paid_account.payments(ground)
    cards = _cards(ground, paid)
    rows = pl.concat([ground.payroll.select(_KEYS), paid.select(_KEYS)]).drop_nulls().unique()
    for part in (_parts(paid, ground), _due(ground), _named(cards), _compared(cards)):
        rows = rows.join(part, on=_KEYS, how="left")
    counts = [pl.col(name).fill_null(0) for name in ("n_parts", "n_ledgers")]
    return labelled(rows.with_columns(counts), ground, FRAME.schema)


def _parts(paid: pl.DataFrame, ground: Groundwork) -> pl.DataFrame:
    wages = paid.filter(paid_account.arrived(), ~has_word(pl.col("memo"), ground.settings.advance_words))
    return wages.group_by(_KEYS, maintain_order=True).agg(
        n_parts=pl.len().cast(pl.Int32),
        n_accounts=n_different(),
        accounts=pl.col("written").drop_nulls().unique(maintain_order=True).str.join("、"),
        n_payers=pl.col("payer").drop_nulls().n_unique().cast(pl.Int32),
        largest_part=pl.col("amount").max(),
        parts_total=pl.col("amount").sum(),
    )


def _due(ground: Groundwork) -> pl.DataFrame:
    """What the payroll says is due; null where a row of the worker does not say it."""
    known = pl.col("due").null_count() == 0
    return ground.payroll.drop_nulls("pid").group_by(_KEYS).agg(due=pl.when(known).then(pl.col("due").sum()))


def _cards(ground: Groundwork, paid: pl.DataFrame) -> pl.DataFrame:
    """Cards by uid, pid and ledger (roster, payroll, payment) with their places; blanks are left out."""
    parts = [
        rows.with_columns(**shown(pl.col("bank_card"), pl.col("card_state")), ledger=pl.lit(name)).select(_CARD)
        for name, rows in (("roster", ground.roster_by_unit), ("payroll", ground.payroll))
    ]
    bank = paid.with_columns(ledger=pl.lit("payment"), at=pl.col("payment_at").list.first()).select(_CARD)
    columns = [pl.col(name).cast(kind) for name, kind in parts[0].schema.items()]
    return pl.concat([*parts, bank.select(columns)]).drop_nulls([*_KEYS, "written"])


def _named(cards: pl.DataFrame) -> pl.DataFrame:
    order = pl.col("ledger").replace_strict({"roster": 0, "payroll": 1, "payment": 2}, return_dtype=pl.Int32)
    titles = pl.col("ledger").replace_strict({name: TITLES[name] for name in ("roster", "payroll", "payment")})
    return (
        cards.with_columns(order=order, title=titles)
        .sort(*_KEYS, "order", "at")
        .group_by(_KEYS, maintain_order=True)
        .agg(
            n_ledgers=pl.col("ledger").n_unique().cast(pl.Int32),
            cards=pl.col("written").unique(maintain_order=True).str.join("、"),
            card_ledgers=pl.col("title").unique(maintain_order=True).str.join("、"),
            **{
                f"{name}_at": pl.col("at").filter(pl.col("ledger") == name).unique(maintain_order=True)
                for name in ("roster", "payroll", "payment")
            },
        )
    )


def _compared(cards: pl.DataFrame) -> pl.DataFrame:
    """uid, pid, cards_differ: whether two of the ledgers share no card; null where that is not known."""
    in_use = cards.filter(pl.col("ledger") != "roster").select("pid", "account").drop_nulls().unique()
    marked = cards.join(in_use.with_columns(in_use=pl.lit(value=True)), on=["pid", "account"], how="left")
    marked = marked.drop("at", "written").unique()
    pairs = (
        marked.join(marked, on=_KEYS, suffix="_right")
        .filter(pl.col("ledger") < pl.col("ledger_right"))
        .with_columns(
            same=pl.when((pl.col("ledger_right") == "roster") & pl.col("in_use_right").fill_null(value=False))
            .then(pl.lit(value=True))
            .otherwise(same("", "_right"))
        )
    )
    between = pairs.group_by([*_KEYS, "ledger", "ledger_right"]).agg(
        shared=pl.col("same").any(), known=pl.col("same").null_count() == 0
    )
    differ = pl.when("shared").then(pl.lit(value=False)).when("known").then(pl.lit(value=True))
    return (
        between.with_columns(differ=differ)
        .group_by(_KEYS)
        .agg(
            cards_differ=pl.when(pl.col("differ").any())
            .then(pl.lit(value=True))
            .when(pl.col("differ").null_count() == 0)
            .then(pl.lit(value=False))
        )
    )
