"""One row per project, contractor and pay period: what was handed in and what it adds up to."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.groundwork import Groundwork
from wagecheck.facts.payee import has_word
from wagecheck.ledgers.companies import company_key
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="contractor_month",
    title="参建单位月度",
    grain=(),
    masks={"legal_rep": "name"},
    columns={
        "uscc": pl.String, "legal_rep": pl.String,
        "region": pl.String, "tier": pl.String,
        "has_identity": pl.Boolean, "has_contract": pl.Boolean, "has_roster": pl.Boolean, "has_attendance": pl.Boolean,
        "has_payroll": pl.Boolean, "has_payment": pl.Boolean, "has_notice": pl.Boolean,
        "workers": pl.Int32,           # distinct people in attendance, payroll or payments
        "payroll_total": MONEY, "paid_total": MONEY, "owed_total": MONEY,
        "notice_from": pl.Date, "notice_to": pl.Date, "notice_days": pl.Int32,   # calendar days, both ends counted
        "first_paid_on": pl.Date, "last_paid_on": pl.Date,
        "notice_at": PLACES, "payment_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_PERIOD: Final = [*_SITE, "period"]


def build(ground: Groundwork, worker_month: pl.DataFrame) -> pl.DataFrame:
    """The frame: what was handed in, and sums over the people of ``worker_month``.

    ``workers`` are those who worked, stand on the payroll or were paid. ``payroll_total`` is null where a net pay is
    missing, ``owed_total`` where nothing is known of anybody. ``notice_days`` is that of the sheet posted for the
    shortest time, ``notice_to`` the last day of all.
    """
    sums = worker_month.group_by(_PERIOD).agg(
        workers=pl.col("active").sum().cast(pl.Int32),
        payroll_total=_whole("net_pay", pl.col("payroll_rows") > 0),
        owed_total=pl.when(pl.col("owed").count() > 0).then(pl.col("owed").sum()),
    )
    rows = ground.units
    for part in (sums, _paid(ground), _notices(ground)):
        rows = rows.join(part, on=_PERIOD, how="left", nulls_equal=True, maintain_order="left")
    rows = _with_company(rows, ground.ledgers["contractor"]).with_columns(
        workers=pl.col("workers").fill_null(0), person=pl.lit(None), name=pl.lit(None), id_number=pl.lit(None)
    )
    return rows.select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])


def _whole(name: str, among: pl.Expr) -> pl.Expr:
    """Sum over the rows of ``among``; null where one is missing or there is none."""
    values = pl.col(name).filter(among)
    return pl.when((values.len() > 0) & (values.null_count() == 0)).then(values.sum())


def _paid(ground: Groundwork) -> pl.DataFrame:
    """Successful payments of a period, to whomever; lump sums count where no single payment does.

    A statement of lump sums beside a file of results shows the same money twice. Null with money in flight, or with
    instructions only.
    """
    rows = ground.payments.with_columns(
        success=(pl.col("status") == "success").fill_null(value=False),
        lump=pl.col("is_lump_sum").fill_null(value=False),
    )
    advance = has_word(pl.col("memo"), ground.settings.advance_words)
    rows = rows.with_columns(wage=pl.col("success") & ~advance)
    single = pl.col("amount").filter(pl.col("success") & ~pl.col("lump"))
    lump = pl.col("amount").filter(pl.col("success") & pl.col("lump"))
    known = pl.col("success").any() & ~(pl.col("status") == "pending").fill_null(value=False).any()
    return (
        rows.drop_nulls("period")
        .group_by(_PERIOD, maintain_order=True)
        .agg(
            paid_total=pl.when(known & (single.len() > 0)).then(single.sum()).when(known).then(lump.sum()),
            # an advance is not the pay that was posted, nor is what left while the period still ran
            first_paid_on=pl.coalesce(
                pl.col("paid_on").filter("wage", pl.col("paid_on") > pl.col("period_end")).min(),
                pl.col("paid_on").filter("wage").min(),
            ),
            last_paid_on=pl.col("paid_on").filter("success").max(),
            payment_at=pl.col("payment_at")
            .list.explode(keep_nulls=False, empty_as_null=False)
            .unique(maintain_order=True),
        )
    )


def _notices(ground: Groundwork) -> pl.DataFrame:
    """The time of posting, and one place per sheet."""
    sheets = (
        ground.placed(ground.ledgers["notice"])
        .group_by([*_PERIOD, "src"], maintain_order=True)
        .agg(
            pl.col("notice_from").min(),
            pl.col("notice_to").max(),
            at=pack(pl.col("src"), pl.col("row")).min(),
        )
    )
    days = (pl.col("notice_to") - pl.col("notice_from")).dt.total_days() + 1
    return sheets.group_by(_PERIOD, maintain_order=True).agg(
        pl.col("notice_from").min(),
        pl.col("notice_to").max(),
        notice_days=days.min().cast(pl.Int32),
        notice_at=pl.col("at"),
    )


def _with_company(rows: pl.DataFrame, contractors: pl.DataFrame) -> pl.DataFrame:
    """Code and legal representative by the contractor's name, in its own project first."""
    known = contractors.select("project", "uscc", "legal_rep", key=_company_keys(contractors["name"])).drop_nulls("key")
    named = rows.with_columns(key=_company_keys(rows["contractor"]))
    own = known.unique(["project", "key"], keep="first", maintain_order=True)
    any_project = known.drop("project").unique("key", keep="first", maintain_order=True)
    return (
        named.join(own, on=["project", "key"], how="left", nulls_equal=True, maintain_order="left")
        .join(any_project, on="key", how="left", suffix="_any", maintain_order="left")
        .with_columns(uscc=pl.coalesce("uscc", "uscc_any"), legal_rep=pl.coalesce("legal_rep", "legal_rep_any"))
        .drop("key", "uscc_any", "legal_rep_any")
    )


def _company_keys(names: pl.Series) -> pl.Series:
    """Names of companies as they are compared; companies are few."""
    return pl.Series("key", [company_key(name) for name in names], dtype=pl.String)
