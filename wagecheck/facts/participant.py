"""One row per company on the project (参建单位): its code, its subcontract, the agreement on paying its workers."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.payee import is_company
from wagecheck.facts.project_month import projects
from wagecheck.facts.standing import assign, latest_period
from wagecheck.facts.standing_sheets import StandingSheets, only
from wagecheck.ledgers.companies import company_key
from wagecheck.ledgers.identifiers import uscc_problem
from wagecheck.ledgers.provenance import pack

FRAME = Frame(
    name="participant",
    title="参建单位",
    grain=(),
    standing=True,
    columns={
        "corp_type": pl.String,
        "is_subcontractor": pl.Boolean,   # by 参建类型; without one, who hands in payrolls and is no general contractor
        "uscc": pl.String,
        "has_uscc": pl.Boolean,           # false: the cell is blank; null: no such column, or not on the sheet
        "uscc_problem": pl.String,        # length · characters · check_digit; null where the code is right or missing
        "is_individual": pl.Boolean,      # a person's name instead of a company's
        "is_individual_business": pl.Boolean,  # 个体工商户: the code begins with 92
        "entrust_signed": pl.Boolean, "entrust_signed_on": pl.Date,
        "first_paid_on": pl.Date,         # first success from the dedicated account to its workers
        "paid_before_entrust": pl.Boolean,  # null without any payment of its workers
        "n_missing_terms": pl.Int32, "missing_terms": pl.String,  # of 计量周期, 进度结算办法; null: no such columns
        "settlement_method": pl.String,
        "back_to_back": pl.Boolean,       # the terms wait for a third party's money; null where they are not written
        "other_deposits": pl.String,      # deposits other than the four lawful ones, joined by 、; null: none
        "deposit_titles": pl.String,      # payroll columns that deduct such a deposit, joined by 、; null: none
        "deposit_amount": MONEY,          # taken under these titles in all payrolls handed in
        "contractor_at": PLACES, "payment_at": PLACES, "deposit_at": PLACES,
    },
)  # fmt: skip

_SITE: Final = ["project", "contractor"]
_KEY: Final = ["project", "key"]
#: Position 1 and 2 of a credit code: 个体工商户 (GB 32100).
_INDIVIDUAL_BUSINESS: Final = "92"
_TERMS: Final = {"measure_cycle": "计量周期", "settlement_method": "进度结算办法"}
_SEPARATORS: Final = r"[、,，;；/|\n]"


def build(sheets: StandingSheets, payments: pl.DataFrame) -> pl.LazyFrame:
    """Everybody on the sheet 参建单位 and every contractor with ledgers of its own, each once, under its latest period.

    ``payments`` is the frame payment_row. A company is known by its name (``company_key``).
    """
    present = _with_key(latest_period(sheets.units.lazy()).collect())
    listed = _listed(sheets)
    absent = listed.join(present, on=_KEY, how="anti", nulls_equal=True).with_columns(
        contractor="name", period_start=pl.lit(None, pl.Date), period_end=pl.lit(None, pl.Date)
    )
    own = assign(absent, sheets.units.lazy()).with_columns(present=pl.lit(value=False))
    seen = present.join(listed, on=_KEY, how="left", nulls_equal=True).with_columns(present=pl.lit(value=True))
    rows = pl.concat([seen.with_columns(name="contractor"), own], how="diagonal")
    for part in (_paid(payments), _deposits_in_payroll(sheets)):
        rows = rows.join(part, on=_SITE, how="left", nulls_equal=True, maintain_order="left")
    told = rows.with_columns(
        is_subcontractor=pl.coalesce("is_subcontractor", _by_ledgers(rows, sheets)),
        is_individual=~is_company(pl.col("contractor"), sheets.settings),
        uscc_problem=uscc_problem(pl.col("uscc")),
        is_individual_business=pl.col("uscc").str.strip_chars().str.starts_with(_INDIVIDUAL_BUSINESS),
        # without any payment of its workers nothing is known of their order
        paid_before_entrust=pl.when(pl.col("any_paid")).then(
            (pl.col("first_paid_on") < pl.col("entrust_signed_on")).fill_null(value=False)
        ),
    )
    return only(told.drop("name"), FRAME.schema)


def _with_key(rows: pl.DataFrame, name: str = "contractor") -> pl.DataFrame:
    """``rows`` with ``key`` of the company's name; companies are few."""
    return rows.with_columns(key=pl.Series([company_key(one) for one in rows[name]], dtype=pl.String))


def _listed(sheets: StandingSheets) -> pl.DataFrame:
    """The sheet 参建单位, one row per project and company: of several rows the first that says something speaks."""
    other, sub = (sheets.says("corp_type", section) for section in ("no_subcontractor", "subcontractor"))
    blank = {name: ~sheets.filled("contractor", name) for name in _TERMS}
    titles = [pl.when(lack).then(pl.lit(_TERMS[name])) for name, lack in blank.items()]
    rows = (
        _with_key(sheets.rows("contractor"), "name")
        .drop_nulls("key")
        .with_columns(
            is_subcontractor=pl.when(other).then(False).when(sub).then(True),
            has_uscc=sheets.filled("contractor", "uscc"),
            entrust_signed=sheets.filled("contractor", "entrust_signed_on"),
            n_missing_terms=pl.sum_horizontal([lack.cast(pl.Int32) for lack in blank.values()], ignore_nulls=False),
            missing_terms=pl.concat_str(titles, separator="、", ignore_nulls=True),
            back_to_back=sheets.says("settlement_method", "back_to_back"),
            other_deposits=_others(pl.col("deposits"), sheets),
        )
    )
    first = (
        "name", "corp_type", "is_subcontractor", "uscc", "entrust_signed_on", "n_missing_terms", "missing_terms",
        "settlement_method", "back_to_back", "deposits", "other_deposits",
    )  # fmt: skip
    return rows.group_by(_KEY, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in first),
        pl.col("has_uscc", "entrust_signed").max(),
        contractor_at=pl.col("at"),
    )


def _others(deposits: pl.Expr, sheets: StandingSheets) -> pl.Expr:
    """The deposits of a list that are none of the lawful kinds, joined by 、; null where there is none."""
    words = sheets.settings.standing_words
    part = pl.element().str.strip_chars()
    deposit, lawful = (list(words.get(name, ())) for name in ("deposit", "lawful_deposit"))
    if not deposit:
        return pl.lit(None, dtype=pl.String)
    kind = part.str.contains_any(deposit)
    if lawful:
        kind &= ~part.str.contains_any(lawful)
    parts = deposits.str.replace_all(_SEPARATORS, "、").str.split("、")
    joined = parts.list.eval(part.filter(kind)).list.join("、")
    return pl.when(joined != "").then(joined)


def _by_ledgers(rows: pl.DataFrame, sheets: StandingSheets) -> pl.Expr:
    """Without 参建类型: who hands in ledgers of workers is a subcontractor, unless it is the general contractor."""
    general = projects(sheets).select("project", "general_contractor", "owner")
    keys = {
        (project, company_key(name)) for project, *names in general.iter_rows() for name in names if name is not None
    }
    above = pl.Series([pair in keys for pair in rows.select(_KEY).iter_rows()], dtype=pl.Boolean)
    return pl.when(pl.lit(above)).then(False).when(pl.col("present")).then(True)


def _paid(payments: pl.DataFrame) -> pl.DataFrame:
    """Per contractor: its first pay from the dedicated account with its place, and whether any payment is known."""
    success = (pl.col("status") == "success").fill_null(value=False)
    special = pl.col("payer_is_special").fill_null(value=False)
    first = payments.filter(success & special).sort("paid_on", nulls_last=True)
    known = payments.filter(pl.col("payer_is_special").is_not_null()).select(_SITE).unique()
    return (
        known.with_columns(any_paid=pl.lit(value=True))
        .join(
            first.group_by(_SITE, maintain_order=True).agg(
                first_paid_on=pl.col("paid_on").first(), payment_at=pl.col("payment_at").first()
            ),
            on=_SITE, how="left", nulls_equal=True,
        )
    )  # fmt: skip


def _deposits_in_payroll(sheets: StandingSheets) -> pl.DataFrame:
    """Per contractor: payroll columns that deduct a deposit firms pay each other, the sum, one cell per sheet."""
    items = sheets.rows("payroll_item").filter((pl.col("amount") != 0) & (pl.col("kind") != "earning"))
    taken = items.filter(sheets.says("title", "project_deposit"))
    cell = pack(pl.col("src"), pl.col("row"), pl.col("col"))
    return taken.group_by(_SITE, maintain_order=True).agg(
        deposit_titles=pl.col("title").unique(maintain_order=True).str.join("、"),
        deposit_amount=pl.col("amount").abs().sum(),
        deposit_at=cell.filter(pl.struct("src", "title").is_first_distinct()),
    )
