"""One row per worker and pay period: how the pay was agreed, settled, delivered, and what became of it in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from wagecheck.facts import agreed_rate, item_titles, pay_times
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.numbered import numbered
from wagecheck.facts.place import place
from wagecheck.facts.settings import Settings
from wagecheck.facts.word_match import normalised
from wagecheck.ledgers.distinct import once
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="worker_pay",
    title="工人工资",
    grain=("person",),
    masks={"name": "name", "id_number": "id"},
    columns={
        "place": pl.String, "in_payroll": pl.Boolean, "in_contract": pl.Boolean, "is_back_pay": pl.Boolean,
        "days_worked": pl.Decimal(10, 2), "payroll_days": pl.Decimal(10, 2),
        "gross_pay": MONEY, "net_pay": MONEY, "advances": MONEY,
        "slip_delivered": pl.Boolean,  # null: no such column, or nothing in it on the whole sheet
        # rate (PY07): of the pair of payroll and contract that fits best; null where one of them states none
        "rate_paid": MONEY, "rate_agreed": MONEY, "rate_unit": pl.String,
        "days_pay": MONEY,             # that rate × days of the payroll, where it is a day rate and the only one
        # deductions for damage and pay in kind
        "damages": MONEY, "damages_titles": pl.String, "damages_at": PLACES,
        "in_kind": MONEY, "in_kind_titles": pl.String,     # columns of pay in goods with an amount
        "in_kind_method": pl.String,   # a way of payment that says goods
        "in_kind_doubtful": MONEY, "in_kind_doubtful_titles": pl.String, "in_kind_at": PLACES,
        # net pay and advances of this person in the calendar year, up to this period, over all contractors
        "net_year": MONEY, "year": pl.Int32,
        # time
        "entry_on": pl.Date, "exit_on": pl.Date, "due_on": pl.Date, "due": MONEY, "paid_total": MONEY, "owed": MONEY,
        "failed_total": MONEY,
        "agreed_on": pl.Date,          # the agreed pay day before it is moved; null where none was agreed
        "resumes_on": pl.Date,         # first working day from the agreed day on; null where the calendar ends
        "latest_on": pl.Date,          # last day of the month after the period: pay at least monthly
        "settled_on": pl.Date,         # day on which all that was due had arrived
        "settled_before_on": pl.Date,  # the same of his period before
        "next_pay_by": pl.Date,        # settled_before_on and the longest interval
        "leaver_due_on": pl.Date,      # exit and the days to settle; null for who did not leave by the due day
        "leaver_owed": MONEY, "leaver_days_late": pl.Int32,
        "claim_until": pl.Date, "report_until": pl.Date,   # arbitration and inspection: exit and their time limits
        "days_to_claim": pl.Int32,
        "roster_at": PLACES, "contract_at": PLACES, "payroll_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_KEYS: Final = ["uid", "pid"]
_ROW: Final = ["src", "row", "name_key"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.DataFrame:
    """The frame: everybody of ``worker_month``."""
    settings = ground.settings
    where = ground.units.select("project", "contractor", "period", "region", "tier")
    rows = numbered(worker_month, ground).join(
        where, on=["project", "contractor", "period"], how="left", nulls_equal=True, maintain_order="left"
    )
    parts = (_slips(ground.payroll, settings), _items(ground), _methods(ground.payroll, settings))
    for part in (*parts, agreed_rate.nearest(rows, ground)):
        rows = rows.join(part, on=_KEYS, how="left", maintain_order="left")
    rows = _with_year(pay_times.with_times(rows, ground), ground.elsewhere.months).with_columns(place=place(settings))
    listed = pl.col("in_payroll").fill_null(value=False)
    zero = pl.lit(0, dtype=MONEY)
    rows = rows.with_columns(days_pay=(pl.col("one_day_rate") * pl.col("payroll_days")).round(2).cast(MONEY))
    rows = rows.with_columns(
        pl.when(listed).then(pl.col(name).fill_null(zero)).alias(name)
        for name in ("damages", "in_kind", "in_kind_doubtful")
    )
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])


def _slips(payroll: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """uid, pid → slip_delivered: whether every ordinary row says so; null where nobody on the sheet has an entry."""
    text = _bare("slip_delivered")
    no = text.is_in(list(settings.no_words)) | _starts(text, settings.no_prefixes)
    written = (text != "").fill_null(value=False)
    said = pl.when(written.any().over("src")).then(written & ~no.fill_null(value=False))
    return (
        payroll.with_columns(said=said)
        .group_by(_KEYS)
        .agg(slip_delivered=pl.when(pl.col("said").null_count() == 0).then(pl.col("said").all()))
    )


def _items(ground: Groundwork) -> pl.DataFrame:
    """uid, pid → amounts, titles and cells of deductions for damage and of pay in kind."""
    settings = ground.settings
    stated = ground.ledgers["payroll_item"].filter(pl.col("amount") != 0)
    listed = stated.join(ground.payroll.select(*_KEYS, *_ROW), on=_ROW, nulls_equal=True)
    meant = {
        "damages": settings.damage_words,
        "in_kind": settings.in_kind_words,
        "in_kind_doubtful": settings.in_kind_doubtful,
    }
    titles = listed.select("title").unique().with_columns(bare=item_titles.bare(pl.col("title")))
    titles = titles.with_columns(_holds(pl.col("bare"), words).alias(f"is_{name}") for name, words in meant.items())
    titles = titles.with_columns(is_in_kind_doubtful=pl.col("is_in_kind_doubtful") & ~pl.col("is_in_kind")).drop("bare")
    taken = (pl.col("kind") != "earning").fill_null(value=True)
    known = listed.join(titles, on="title", nulls_equal=True, maintain_order="left").with_columns(
        at=pack(pl.col("src"), pl.col("row"), pl.col("col")), is_damages=pl.col("is_damages") & taken
    )
    amount, title = pl.col("amount").abs(), pl.col("title")
    found = {
        column: expr
        for name in meant
        for column, expr in (
            (name, amount.filter(f"is_{name}").sum().cast(MONEY)),
            (f"{name}_titles", _joined(title.filter(f"is_{name}"))),
        )
    }
    kind = pl.col("is_in_kind") | pl.col("is_in_kind_doubtful")
    return known.group_by(_KEYS, maintain_order=True).agg(
        **found, damages_at=pl.col("at").filter("is_damages"), in_kind_at=pl.col("at").filter(kind)
    )


def _methods(payroll: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """uid, pid → in_kind_method: what the column of the way of payment says, where that is goods."""
    goods = _holds(_bare("pay_method"), settings.in_kind_words)
    return payroll.filter(goods).group_by(_KEYS).agg(in_kind_method=_joined(pl.col("pay_method")))


def _with_year(rows: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with year and net_year; a person is one over contractors and projects if his number is known.

    ``there``: months of other parts of the submission, columns id_number, period_end, net_pay, advances.
    """
    site = pl.concat_str(pl.col("project").fill_null(""), pl.col("contractor").fill_null(""), separator="\x1f")
    who = pl.coalesce("id_number", pl.concat_str(site, "person", separator="\x1f"))
    got = pl.when(pl.col("net_pay").is_not_null()).then(pl.col("net_pay") + pl.col("advances").fill_null(0))
    keys = ["who", "year"]
    year = pl.col("period_end").dt.year()
    rows = rows.with_columns(who=who, year=year, got=got)
    columns = [*keys, "period_end", "got"]
    others = there.with_columns(who=pl.col("id_number"), year=year, got=got).select(columns)
    sums = (
        pl.concat([rows.select(columns), others])
        .filter(pl.col("got").is_not_null() & pl.col("who").is_not_null())
        .group_by([*keys, "period_end"])
        .agg(pl.col("got").sum())
        .sort([*keys, "period_end"])
        .with_columns(net_year=pl.col("got").cum_sum().over(keys).cast(MONEY))
        .drop("got")
    )
    return rows.join(sums, on=[*keys, "period_end"], how="left", maintain_order="left")


def _bare(name: str) -> pl.Expr:
    """The text after NFKC, in lower case, without blanks."""
    return once(pl.col(name), normalised, pl.String)


def _holds(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    found = text.str.contains_any(list(words)) if words else pl.lit(value=False)
    return found.fill_null(value=False)


def _starts(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal([text.str.starts_with(word) for word in words] or [pl.lit(value=False)])


def _joined(texts: pl.Expr) -> pl.Expr:
    """Distinct texts, joined by 、; null where there are none."""
    distinct = texts.drop_nulls().unique(maintain_order=True)
    return pl.when(distinct.len() > 0).then(distinct.str.join("、"))
