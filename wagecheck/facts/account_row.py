"""One row per debit of the dedicated account; contractor is the general contractor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import recorded_card
from wagecheck.facts.boss import bosses
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.payee import has_word, is_company, is_internal, plain
from wagecheck.facts.people import People
from wagecheck.facts.project_month import general_contractors
from wagecheck.facts.recorded_card import account_text
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing_sheets import of_run
from wagecheck.ledgers.names import name_key
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="account_row",
    title="专户支出",
    grain=("flow_key",),
    masks={"name": "name", "id_number": "id", "payee_name": "name", "payee_account": "card"},
    columns={
        "flow_key": pl.String,
        "booked_on": pl.Date, "memo": pl.String, "amount": MONEY, "payee_name": pl.String, "payee_account": pl.String,
        "is_bank_charge": pl.Boolean, "is_wage_batch": pl.Boolean, "is_closing": pl.Boolean,
        "is_other_purpose": pl.Boolean,    # the memo names a purpose and no wage (备用金, 材料款)
        # wages that went to a firm or to a contractor's legal representative (BK08 speaks, not PJ06)
        "is_wage_to_other": pl.Boolean,
        "payee_is_worker": pl.Boolean, # the payee is a worker of the project, by account or by name
        "account_flow_at": PLACES,
    },
)  # fmt: skip

_PERIOD: Final = ["period", "period_start", "period_end"]
_REPEATED: Final = ["project", "booked_on", "amount_out", "payee_name", "payee_account", "memo", "balance"]


def of(ground: Groundwork) -> pl.LazyFrame:
    """:func:`build`, made for the first who asks."""
    return ground.kept(
        "account rows", lambda: build(ground.ledgers, ground.people, ground.units, ground.settings).collect()
    ).lazy()


def build(ledgers: Mapping[str, pl.DataFrame], people: People, units: pl.DataFrame, settings: Settings) -> pl.LazyFrame:
    """Debits (支出 > 0) of the ledger account_flow, each under the period of the project it was booked in.

    A debit outside all periods of the run stands under the nearest one. A bank charge goes to nobody, to a bank or to
    an internal account; a wage batch to nobody or to an internal account. ``payee_is_worker`` is null where neither
    name nor account of the payee is known.
    """
    flows = _once(of_run(ledgers["account_flow"], units).filter(pl.col("amount_out") > 0))
    payee, memo = pl.col("payee_name"), pl.col("memo")
    unnamed, internal = plain(payee).is_null(), is_internal(payee, settings)
    bank = has_word(payee, settings.bank_payees)
    judged = flows.with_columns(
        payee_key=name_key(payee),
        card=account_text(pl.col("payee_account")),
        is_bank_charge=has_word(memo, settings.bank_charge_words) & (unnamed | internal | bank),
        is_wage_batch=internal | (unnamed & has_word(memo, settings.wage_batch_words)),
        is_other_purpose=has_word(memo, settings.other_purpose_words) & ~has_word(memo, settings.wage_batch_words),
    )
    judged = _wages_to_others(judged, bosses(ledgers, people, units), settings)
    placed = _periods(
        judged.pipe(_workers, people, settings).pipe(_closing, ledgers["account"], units, settings), units
    )
    return (
        placed.join(general_contractors(ledgers, units), on="project", nulls_equal=True)
        .sort("project", "booked_on", "src", "row", nulls_last=True)
        .with_columns(
            flow_key=_flow_key(), person=pl.lit(None), id_number=pl.lit(None), name="payee_name", amount="amount_out"
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .lazy()
    )


def _once(flows: pl.DataFrame) -> pl.DataFrame:
    """A debit in two files counts once; the n-th of equal debits there is the n-th here. Places are kept."""
    keys = ["project", "txn", "nth"]
    told = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in _REPEATED], separator="\x1f")
    number = pl.concat_str([pl.col(name).cast(pl.String) for name in ("txn_no", "amount_out")], separator="\x1f")
    return (
        flows.drop("contractor")
        .with_columns(txn=pl.coalesce(number, told), at=pack(pl.col("src"), pl.col("row")))
        .sort("src", "row")
        .with_columns(nth=pl.int_range(pl.len()).over("project", "src", "txn"))
        .with_columns(account_flow_at=pl.col("at").implode().over(keys))
        .unique(keys, keep="first", maintain_order=True)
        .drop("txn", "nth", "at")
    )


def _workers(flows: pl.DataFrame, people: People, settings: Settings) -> pl.DataFrame:
    """``payee_is_worker``: by account or by name among all people of the project."""
    names = people.known_names.select("project", payee_key="name_key").unique().with_columns(named=pl.lit(value=True))
    cards = recorded_card.cards(people).select("project", "card").unique().with_columns(carded=pl.lit(value=True))
    known = pl.col("payee_key").is_not_null() | pl.col("card").is_not_null()
    named, carded = pl.col("named").fill_null(value=False), pl.col("carded").fill_null(value=False)
    company = is_company(pl.col("payee_name"), settings).fill_null(value=False)
    return (
        flows.join(names, on=["project", "payee_key"], how="left", nulls_equal=True)
        .join(cards, on=["project", "card"], how="left", nulls_equal=True)
        .with_columns(payee_is_worker=pl.when(known).then(named | (carded & ~company)))
        .drop("named", "carded")
    )


def _wages_to_others(flows: pl.DataFrame, bosses: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``is_wage_to_other``: the memo says wages, the payee is a firm or a legal representative."""
    other = is_company(pl.col("payee_name"), settings).fill_null(value=False) | pl.col("boss").fill_null(value=False)
    wage = has_word(pl.col("memo"), settings.wage_batch_words) & ~pl.col("is_bank_charge") & ~pl.col("is_wage_batch")
    return (
        flows.join(bosses, on=["project", "payee_key"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(is_wage_to_other=other & wage)
        .drop("boss")
    )


def _closing(flows: pl.DataFrame, accounts: pl.DataFrame, units: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``is_closing``: the balance leaves an account whose closing is recorded, at that time or later."""
    closed = (
        of_run(accounts, units).drop_nulls("closed_on").group_by("project").agg(closed_on=pl.col("closed_on").min())
    )
    worded = has_word(pl.col("memo"), settings.closing_words)
    in_time = pl.col("booked_on") >= pl.col("closed_on").dt.offset_by(f"-{settings.closing_days}d")
    return (
        flows.join(closed, on="project", how="left", nulls_equal=True)
        .with_columns(is_closing=worded & in_time.fill_null(value=False))
        .drop("closed_on")
    )


def _periods(flows: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Each debit under the project's latest period that began by its day, else under the first; undated: the latest."""
    own = units.select("project", *_PERIOD).with_columns(key=pl.col("project").fill_null("")).drop("project")
    own = own.sort("period_start", "period_end").unique(["key", "period_start"], keep="last", maintain_order=True)
    ends = own.group_by("key", maintain_order=True)
    first, last = ends.agg(pl.col(_PERIOD).first()), ends.agg(pl.col(_PERIOD).last())
    rows = flows.drop("period_start", "period_end").with_columns(key=pl.col("project").fill_null(""))
    dated, undated = rows.drop_nulls("booked_on"), rows.filter(pl.col("booked_on").is_null())
    begun = (
        dated.sort("booked_on")
        .join_asof(
            own.with_columns(since="period_start"),
            left_on="booked_on",
            right_on="since",
            by="key",
            strategy="backward",
            check_sortedness=False,
        )
        .drop("since")
    )
    early = begun.filter(pl.col("period").is_null()).drop(_PERIOD).join(first, on="key", how="left")
    parts = [begun.filter(pl.col("period").is_not_null()), early, undated.join(last, on="key", how="left")]
    return pl.concat([part.drop("key") for part in parts])


def _flow_key() -> pl.Expr:
    """What tells a debit from all others of its project, without any row number."""
    base = pl.coalesce(
        "txn_no",
        pl.concat_str(
            [pl.col("booked_on").cast(pl.String).fill_null("-"), pl.col("amount_out").cast(pl.String)], separator=" "
        ),
    )
    nth = pl.int_range(pl.len()).over("project", base)
    return pl.when(nth == 0).then(base).otherwise(pl.concat_str(base, pl.lit(" #"), (nth + 1).cast(pl.String)))
