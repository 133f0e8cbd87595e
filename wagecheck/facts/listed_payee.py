"""One row per payment and blacklist entry whose firm or account got the money."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts import listed
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.listing_verdict import Verdicts, none
from wagecheck.facts.payee import has_word
from wagecheck.facts.recorded_card import account_text
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.companies import company_key, former_keys

FRAME = Frame(
    name="listed_payee",
    title="黑名单收款比对",
    grain=("payment_key", "entry"),
    masks={"name": "name", "id_number": "id", "payee_name": "name", "payee_account": "card"},
    listing=True,
    columns={
        "payment_key": pl.String, "payee_name": pl.String, "payee_account": pl.String, "amount": MONEY,
        "paid_on": pl.Date, "status": pl.String,
        "match": pl.String,            # name · account; null: the row says neither, or shows only a part that fits
        "entry": pl.String, "list_title": pl.String, "entry_name": pl.String, "decision_no": pl.String,
        "in_force_from": pl.Date, "in_force_to": pl.Date,
        "in_force": pl.Boolean,        # on the day of payment
        "payment_at": PLACES,
    },
)  # fmt: skip

_TAIL: Final = 4
_UNDONE: Final = ("failed", "refunded")


def build(
    entries: pl.DataFrame, payments: pl.DataFrame, settings: Settings, verdicts: Verdicts | None = None
) -> pl.LazyFrame:
    """Payments to a listed firm (by name) or account, and those that tell too little; ``payments`` is payment_row.

    Payments that failed or came back are left out, and lump sums and charges, whose payee is the bank itself.
    A payee of a listed firm's name that was decided to be another firm (``verdicts``) is none; its account counts.
    """
    entry = listed.described(entries, settings)
    done = payments.filter(
        ~pl.col("status").is_in(_UNDONE).fill_null(value=False) & ~pl.col("is_lump_sum").fill_null(value=False)
    ).with_row_index("index")
    done = done.with_columns(account=account_text(pl.col("payee_account")))
    masked = pl.col("account").str.contains("*", literal=True)
    firms = done.filter(pl.col("payee_is_company").fill_null(value=False)).select("index", "payee_name")
    firms = firms.join(_keys(firms["payee_name"].unique().to_list()), on="payee_name")
    accounts = entry.select("number", account=account_text(pl.col("account"))).drop_nulls()
    by_name = firms.join(_names(entry), on="key").join(entry.select("number", "id"), on="number")
    by_name = (verdicts or none()).without_other_firms(by_name, "payee_name")
    by_name = by_name.select("index", "number", match=pl.lit("name"))
    by_account = done.join(accounts, on="account").select("index", "number", match=pl.lit("account"))
    fitting = _fitting(done.filter(masked), accounts)
    charge = has_word(pl.col("memo"), settings.bank_charge_words)
    silent = done.filter(pl.col("payee_name").is_null() & pl.col("account").is_null() & ~charge).select("index")
    found = pl.concat([by_name, by_account, fitting, silent], how="diagonal").unique(
        ["index", "number"], keep="first", maintain_order=True
    )
    rows = (
        done.join(found, on="index")
        .join(entry.select("number", *listed.ENTRY), on="number", how="left")
        .with_columns(in_force=listed.in_force(pl.col("paid_on"), pl.col("paid_on")))
    )
    return (
        rows.lazy()
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .unique(["project", "contractor", "period", *FRAME.grain], keep="first", maintain_order=True)
        .sort("project", "contractor", "period_start", *FRAME.grain, nulls_last=True)
    )


def _keys(names: list[str]) -> pl.DataFrame:
    """payee_name → key; firms are few."""
    rows = [(name, company_key(name)) for name in names]
    return pl.DataFrame(rows, schema={"payee_name": pl.String, "key": pl.String}, orient="row").drop_nulls()


def _names(entry: pl.DataFrame) -> pl.DataFrame:
    """number → key of the firm's name and of its former names."""
    rows = [
        (number, key)
        for number, name, former in entry.select("number", "name", "former_names").iter_rows()
        for key in {company_key(name), *former_keys(former)}
        if key is not None
    ]
    return pl.DataFrame(rows, schema={"number": entry.schema["number"], "key": pl.String}, orient="row").unique(
        maintain_order=True
    )


def _fitting(masked: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Masked accounts whose visible digits fit a listed account."""
    tail = pl.col("account").str.tail(_TAIL)
    head, end = pl.col("account").str.extract(r"^([^*]*)", 1), pl.col("account").str.extract(r"([^*]*)$", 1)
    return (
        masked.select("index", tail=tail, head=head, end=end)
        .join(accounts.select("number", whole="account", tail=tail), on="tail")
        .filter(pl.col("whole").str.starts_with(pl.col("head")) & pl.col("whole").str.ends_with(pl.col("end")))
        .select("index", "number", match=pl.lit(None, pl.String))
    )
