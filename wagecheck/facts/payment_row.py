"""One row per payment: who was meant, who got it, from which account, with what result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts import account_payment, pay_day, pay_month, recorded_card
from wagecheck.facts.business_days import working_days
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.late_pay import carry_back
from wagecheck.facts.payee import has_word, is_company, is_internal
from wagecheck.facts.payment_match import match, payee_is_worker
from wagecheck.facts.payment_merge import merge, settle
from wagecheck.facts.payment_return import refunds, with_refunds, with_reissues
from wagecheck.facts.people import People
from wagecheck.facts.recorded_card import account_text, complete
from wagecheck.facts.settings import Settings
from wagecheck.facts.units import locate
from wagecheck.ledgers.names import name_key
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="payment_row",
    title="银行付款",
    grain=("payment_key",),
    masks={"name": "name", "id_number": "id", "payee_name": "name", "payee_account": "card", "payer_account": "card",
           "special_account": "card"},
    columns={
        "payment_key": pl.String,      # transaction number, else account tail + date + amount, and ordinal
        "document": pl.String,
        "payee_name": pl.String, "payee_account": pl.String, "payer_account": pl.String,
        "special_account": pl.String,  # the project's dedicated accounts, joined by 、; null when not submitted
        "payer_is_special": pl.Boolean,
        "is_lump_sum": pl.Boolean,     # one debit for a whole wage batch: proves no single worker's pay
        "matched_by": pl.String,       # number · name_card · name · card · ambiguous (namesakes) · none
        "payee_is_worker": pl.Boolean, # the payee name is the worker's own; null when no worker could be matched
        "payee_is_company": pl.Boolean,
        "amount": MONEY, "paid_on": pl.Date, "status": pl.String, "failure_reason": pl.String, "memo": pl.String,
        "period_from": pl.String,      # how the pay month was told: column · memo · sheet · due_day; null: it was not
        "reissued_on": pl.Date,        # a later successful payment of at least this amount to the same worker
        "business_days_open": pl.Int32,# working days between a failed payment and the as-of date
        "payment_at": PLACES, "any_at": PLACES, "account_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_WHO: Final = [*_SITE, "person"]
_PERIOD: Final = ["period", "period_start", "period_end"]
_TAIL: Final = 4


def build(
    ledgers: Mapping[str, pl.DataFrame],
    people: People,
    units: pl.DataFrame,
    settings: Settings,
) -> pl.LazyFrame:
    """Every outgoing payment once, with the worker it was meant for (decision 9) and its pay period (question 7).

    Rows that match nobody have ``person`` null and the payee in ``name``. ``period`` is null where nothing tells the
    pay month. A statement's debit is a success; an instruction without any result keeps ``status`` null. Contractors
    without a bank record of their own are read from the dedicated account's statement (``account_payment``).
    """
    nets = net_pay(ledgers["payroll"], people, units)
    read = _read(ledgers["payment"], settings)
    out = read.filter(pl.col("direction") != "in")
    cards = recorded_card.cards(people)
    matched = match(out, people, cards)
    account = _of_account(ledgers, matched, nets, people, units, settings, offset=read.height)
    incoming = [frame.filter(pl.col("direction") == "in") for frame in (read, account)]
    returned = refunds(pl.concat(incoming, how="diagonal"), settings)
    matched = pl.concat([matched, account.filter(pl.col("direction") != "in")])
    matched = _lump_sums(matched, settings)
    due = pay_month.due_periods(units, pay_day.by_unit(ledgers, units, settings))
    dated = pay_month.resolve(matched, units, due, settings.pay_match_days)
    settled = with_refunds(dated, returned, settings.pay_match_days)
    once = merge(settled.with_columns(who=_who()), settings.booking_days)
    carried = carry_back(once, nets, due, settings.pay_match_days)
    # Set back to its own month, a booking may now stand beside the instruction or result of that month.
    final = with_reissues(settle(carried, settings.booking_days), nets)
    final = final.with_columns(payee_is_worker=payee_is_worker(final, people))
    return _framed(final, people, ledgers["account"], settings).lazy()


def net_pay(payroll: pl.DataFrame, people: People, units: pl.DataFrame) -> pl.DataFrame:
    """Net pay of the payroll: project, contractor, person, period, net (Decimal, 元)."""
    whose = people.appearances.filter((pl.col("ledger") == "payroll") & ~pl.col("ambiguous"))
    return (
        whose.select("src", "row", *_WHO, "period_start", "period_end")
        .join(payroll.select("src", "row", "net_pay").drop_nulls(), on=["src", "row"])
        .join(locate(whose, units), on=[*_SITE, "period_start", "period_end"], nulls_equal=True)
        .group_by([*_WHO, "period"])
        .agg(net=pl.col("net_pay").sum())
    )


def _read(payment: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ledger with what later steps compare: keys, complete numbers, kind of payee."""
    worker, payee = _written(pl.col("name")), _written(pl.col("payee_name"))
    account = account_text(pl.col("payee_account"))
    number = pl.col("id_number").str.strip_chars().str.to_uppercase()
    booked = (pl.col("document") == "statement") & pl.col("status").is_null()
    at = pack(pl.col("src"), pl.col("row"))
    return (
        payment.with_row_index("rid")
        .with_columns(
            direction=pl.col("direction").fill_null("out"),
            status=pl.when(booked).then(pl.lit("success")).otherwise("status"),
            worker_name=pl.coalesce(worker, payee),
            payee_name=pl.coalesce(payee, worker),
            account=complete(pl.col("payee_account"), pl.col("card_state")),
            tail=pl.when(account.str.contains("*", literal=True)).then(account.str.extract(r"([0-9A-Z]{4})$", 1)),
            number=pl.when(
                (pl.col("id_state").fill_null("ok") == "ok") & ~number.str.contains("[*＊]") & (number != "")
            ).then(number),
            is_lump_sum=(pl.col("document") == "statement").fill_null(value=False)
            & is_internal(pl.coalesce(payee, worker), settings)
            & (worker.is_null() | is_internal(worker, settings)),
            at=at,
            places=pl.concat_list(at),
        )
        .with_columns(
            worker_key=_key("worker_name"),
            payee_key=_key("payee_name"),
            payee_is_company=is_company(pl.col("payee_name"), settings),
        )
        .drop("name", "name_key")
    )


def _of_account(
    ledgers: Mapping[str, pl.DataFrame],
    matched: pl.DataFrame,
    nets: pl.DataFrame,
    people: People,
    units: pl.DataFrame,
    settings: Settings,
    *,
    offset: int,
) -> pl.DataFrame:
    """Lines of the account's statement that stand for a missing bank record, in the columns of ``matched``."""
    read = _read(account_payment.rows(ledgers["account_flow"], ledgers["account"], units), settings)
    read = read.with_columns(pl.col("rid") + offset)
    lines = match(read, people, recorded_card.cards(people))
    sites = account_payment.silent(lines.filter(pl.col("direction") != "in"), matched, nets, settings.flow_share)
    return account_payment.of(lines, sites).select(matched.columns)


def _lump_sums(matched: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Also a booking for wages to an account without a name that is no worker's: the bank's own account of a batch."""
    nobody = (pl.col("matched_by") == "none") & pl.col("worker_key").is_null() & (pl.col("document") == "statement")
    words = has_word(pl.col("memo"), settings.wage_batch_words)
    return matched.with_columns(is_lump_sum=pl.col("is_lump_sum") | (nobody & words).fill_null(value=False))


def _written(name: pl.Expr) -> pl.Expr:
    """The name, null where blank."""
    bare = name.str.strip_chars()
    return pl.when(bare != "").then(bare)


def _key(column: str) -> pl.Expr:
    key = name_key(pl.col(column))
    return pl.when(key != "").then(key)


def _who() -> pl.Expr:
    """Whose payment it is when repetitions are looked for: the worker, else the name, else the account paid."""
    return (
        pl.when("is_lump_sum")
        .then(pl.lit("lump sum"))
        .otherwise(
            pl.coalesce(
                pl.concat_str(pl.lit("person "), "person"),
                pl.concat_str(pl.lit("name "), "worker_key", pl.col("account").fill_null("")),
                pl.concat_str(pl.lit("account "), account_text(pl.col("payee_account"))),
                pl.concat_str(pl.lit("row "), pl.col("rid").cast(pl.String)),
            )
        )
    )


def _framed(payments: pl.DataFrame, people: People, account: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The columns of the frame; workers under their recorded name and number, strangers under the payee's."""
    persons = people.persons.select([*_WHO, "name", "id_number"])
    accounts = _special_accounts(account)
    open_days = working_days(pl.col("failed_on"), pl.lit(settings.as_of), settings.calendar)
    # A worker's own name may hold such a word or be long; the worker wins.
    own_name = pl.col("payee_is_worker").fill_null(value=False)
    company = pl.col("payee_is_company") & ~own_name
    failed = pl.col("status").is_in(["failed", "refunded"])
    return (
        payments.drop("id_number")
        .join(persons, on=_WHO, how="left", nulls_equal=True, maintain_order="left")
        .join(accounts, on="project", how="left", nulls_equal=True, maintain_order="left")
        .sort("project", "contractor", "paid_on", "rid", nulls_last=True)
        .with_columns(
            name=pl.coalesce("name", "payee_name"),
            payee_is_company=company,
            payer_is_special=_payer_is_special(),
            payment_key=_payment_key(),
            business_days_open=pl.when(failed).then(open_days),
            payment_at=pl.concat_list("at"),
            any_at="places",
            account_at=pl.col("account_at").fill_null(pl.lit([], dtype=PLACES)),
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
    )


def _special_accounts(account: pl.DataFrame) -> pl.DataFrame:
    """Dedicated accounts by project: project, special_account, special_numbers, account_at."""
    return (
        account.with_columns(number=account_text(pl.col("number")), at=pack(pl.col("src"), pl.col("row")))
        .filter(pl.col("number").is_not_null())
        .sort("src", "row")
        .group_by("project", maintain_order=True)
        .agg(special_numbers=pl.col("number").unique(maintain_order=True), account_at=pl.col("at"))
        .with_columns(special_account=pl.col("special_numbers").list.join("、"))
    )


def _payer_is_special() -> pl.Expr:
    """Whether a dedicated account paid; a masked payer account fits by the digits it shows."""
    payer = account_text(pl.col("payer_account"))
    head, tail = payer.str.extract(r"^([^*]*)", 1), payer.str.extract(r"([^*]*)$", 1)
    masked = payer.str.contains("*", literal=True)
    shown = pl.concat_str(pl.lit("(^|、)"), head, pl.lit("[^、]*"), tail, pl.lit("(、|$)"))
    return (
        pl.when(pl.col("special_numbers").is_null() | payer.is_null())
        .then(None)
        .when(masked)
        .then(pl.col("special_account").str.contains(shown))
        .otherwise(pl.col("special_numbers").list.contains(payer))
    )


def _payment_key() -> pl.Expr:
    """What tells a payment from all others of its contractor and period, without any row number."""
    base = pl.coalesce(
        "txn_no",
        pl.concat_str(
            [
                account_text(pl.col("payee_account")).str.tail(_TAIL).fill_null("-"),
                pl.col("paid_on").cast(pl.String).fill_null("-"),
                pl.col("amount").cast(pl.String).fill_null("-"),
            ],
            separator=" ",
        ),
    )
    nth = pl.int_range(pl.len()).over([*_SITE, "period", base])
    return pl.when(nth == 0).then(base).otherwise(pl.concat_str(base, pl.lit(" #"), (nth + 1).cast(pl.String)))
