"""One row per project and pay period; contractor is the general contractor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.business_days import known_working_days, working_days
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.recorded_card import account_text
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing import latest_period
from wagecheck.facts.standing_sheets import StandingSheets, of_run

FRAME = Frame(
    name="project_month",
    title="项目",
    grain=(),
    standing=True,
    columns={
        "region": pl.String, "tier": pl.String,
        "contract_amount": MONEY, "contract_signed_on": pl.Date, "start_on": pl.Date, "complete_on": pl.Date,
        "duration_months": pl.Int32,   # full months from the start to the planned completion
        "has_account": pl.Boolean,     # null when the sheet 专户 was not handed in
        "account_opened_on": pl.Date, "account_days": pl.Int32,     # days from signing the contract to opening
        "has_guarantee": pl.Boolean, "guarantee_amount": MONEY, "guarantee_ratio": pl.Decimal(10, 4),
        "guarantee_rate": pl.Decimal(18, 6),                       # amount ÷ contract amount
        "deposited_on": pl.Date,       # the first guarantee: day of deposit, else first day of the letter
        "deposit_working_days": pl.Int32,  # working days from signing to that day; null where the calendar is unknown
        "arrears_in_two_years": pl.Boolean,
        "payment_guarantee": pl.String,
        "has_payment_guarantee": pl.Boolean,  # false: the cell is blank; null: the sheet has no such column
        "injury_insured": pl.Boolean,         # likewise, for the start of work-injury insurance
        "injury_insured_from": pl.Date, "injury_insured_to": pl.Date,
        "injury_insured_late": pl.Int32,      # days from the start of works to the start of the insurance
        "days_since_signing": pl.Int32,          # calendar days from signing the contract to the as-of date
        "working_days_since_signing": pl.Int32,  # working days after the day of signing, up to the as-of date
        "as_of": pl.Date,
        "project_at": PLACES, "account_at": PLACES, "guarantee_at": PLACES,
    },
)  # fmt: skip

_MONTHS_PER_YEAR: Final = 12
_REGION: Final = r"^\d{6}$"


def build(sheets: StandingSheets) -> pl.LazyFrame:
    """Every project of the run under its latest period, with account, guarantee and insurance as recorded.

    ``has_account`` is false where 专户 was handed in without any account, null where it was not handed in;
    ``has_guarantee`` likewise. Amounts in 元; ``guarantee_amount`` is the sum of what is in force on the as-of date,
    else of the guarantee that ended last. ``guarantee_rate`` is a share (0.015 = 1.5 %).
    """
    units, settings = sheets.units, sheets.settings
    accounts = _accounts(sheets.rows("account"))
    guarantees = _guarantees(sheets.rows("guarantee"), settings)
    signed = pl.col("contract_signed_on")
    as_of = pl.lit(settings.as_of)
    rate = (pl.col("guarantee_amount").cast(pl.Float64) / pl.col("contract_amount").cast(pl.Float64)).round(6)
    no_places = pl.lit([], dtype=PLACES)
    return (
        latest_period(units.lazy(), "project")
        .join(_unit_regions(units), on="project", nulls_equal=True)
        .join(projects(sheets).lazy(), on="project", how="left", nulls_equal=True)
        .join(accounts.lazy(), on="project", how="left", nulls_equal=True)
        .join(guarantees.lazy(), on="project", how="left", nulls_equal=True)
        .with_columns(
            region=pl.coalesce("own_region", "region"),
            tier=pl.coalesce("own_tier", "tier"),
            contractor=pl.coalesce("general_contractor", "project"),
            has_account=_presence("has_account", "account", sheets),
            has_guarantee=_presence("has_guarantee", "guarantee", sheets),
            account_days=(pl.col("account_opened_on") - signed).dt.total_days(),
            deposit_working_days=known_working_days(signed, pl.col("deposited_on"), settings.calendar),
            guarantee_rate=pl.when(pl.col("contract_amount") > 0).then(rate),
            duration_months=full_months(pl.col("start_on"), pl.col("complete_on").dt.offset_by("1d")),
            injury_insured_late=(pl.col("injury_insured_from") - pl.col("start_on")).dt.total_days(),
            days_since_signing=(as_of - signed).dt.total_days(),
            working_days_since_signing=working_days(signed, as_of, settings.calendar),
            as_of=as_of,
            person=pl.lit(None),
            name=pl.lit(None),
            id_number=pl.lit(None),
            **{f"{name}_at": pl.col(f"{name}_at").fill_null(no_places) for name in ("project", "account", "guarantee")},
        )
        .select([pl.col(name).cast(kind) for name, kind in FRAME.schema.items()])
        .sort("project", "contractor")
    )


def full_months(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Whole months from one date to another."""
    months = (last.dt.year() - first.dt.year()) * _MONTHS_PER_YEAR + last.dt.month() - first.dt.month()
    return months - (last.dt.day() < first.dt.day()).cast(pl.Int32)


def project_name() -> pl.Expr:
    """The project a record of the ledger ``project`` is about."""
    return pl.coalesce("project", "name")


def general_contractors(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame) -> pl.DataFrame:
    """project, contractor: the general contractor's name, else the project's own name."""
    rows = of_run(ledgers["project"].with_columns(project=project_name()), units).sort("src", "row")
    named = rows.with_columns(general_contractor=_text("general_contractor"))
    first = named.group_by("project").agg(pl.col("general_contractor").drop_nulls().first())
    return (
        units.select("project")
        .unique()
        .join(first, on="project", how="left", nulls_equal=True)
        .select("project", contractor=pl.coalesce("general_contractor", "project"))
    )


#: What the sheet 项目 says, column by column; of several records the first that says something speaks.
_TEXTS: Final = ("general_contractor", "owner", "labor_officer", "payment_guarantee", "status")
_VALUES: Final = (
    "contract_amount", "contract_signed_on", "start_on", "complete_on", "arrears_in_two_years", "labor_fee_cycle_days",
    "injury_insured_from", "injury_insured_to",
)  # fmt: skip
_FILLED: Final = {
    "has_payment_guarantee": "payment_guarantee",
    "has_labor_officer": "labor_officer",
    "injury_insured": "injury_insured_from",
}


def projects(sheets: StandingSheets) -> pl.DataFrame:
    """One row per project of the sheet 项目: its columns, own_region, own_tier, project_at, and what is made of them.

    ``has_…`` are three-valued (``StandingSheets.filled``); ``is_complete`` and ``is_stopped`` read 项目状态, null where
    it is blank.
    """
    return sheets.kept("projects", lambda: _projects(sheets))


def _projects(sheets: StandingSheets) -> pl.DataFrame:
    named = StandingSheets(
        {**sheets.ledgers, "project": sheets.ledgers["project"].with_columns(project=project_name())},
        sheets.sources, sheets.cells, sheets.issues, sheets.units, sheets.settings,
    )  # fmt: skip
    first = (*_TEXTS, *_VALUES, "own_region", "own_tier")
    return (
        named.rows("project")
        .with_columns(**{name: sheets.filled("project", field) for name, field in _FILLED.items()})
        .with_columns(
            own_region=_code(pl.col("region")), own_tier=_text("tier"), **{name: _text(name) for name in _TEXTS}
        )
        .group_by("project", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in first),
            # true if any record says so, false if one is blank, null if nothing is known
            *(pl.col(name).max() for name in _FILLED),
            project_at=pl.col("at"),
        )
        .with_columns(is_complete=sheets.says("status", "complete"), is_stopped=sheets.says("status", "stopped"))
    )


def _text(name: str) -> pl.Expr:
    """A text without the blanks around it; null where nothing is left."""
    bare = pl.col(name).str.strip_chars()
    return pl.when(bare != "").then(bare)


def _accounts(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per project: its accounts, the first day on which one was opened."""
    known = account_text(pl.col("number")).is_not_null() | pl.col("opened_on").is_not_null()
    return (
        rows.filter(known)
        .group_by("project", maintain_order=True)
        .agg(account_opened_on=pl.col("opened_on").min(), account_at=pl.col("at"))
        .with_columns(has_account=pl.lit(value=True))
    )


def _guarantees(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One row per project: what guarantees are in force; where none is, the one that ended last."""
    as_of = pl.lit(settings.as_of)
    begun = (pl.col("valid_from") <= as_of).fill_null(value=True)
    running = (pl.col("valid_to") >= as_of).fill_null(value=True)
    ends = pl.coalesce("valid_to", "deposited_on")
    return (
        rows.filter(pl.any_horizontal(pl.col("amount", "ratio", "deposited_on", "valid_from").is_not_null()))
        .with_columns(
            current=begun & running, deposited_on=pl.coalesce("deposited_on", "valid_from").min().over("project")
        )
        .with_columns(last=ends.rank("ordinal", descending=True).over("project").fill_null(1))
        .filter(pl.col("current") | (~pl.col("current").any().over("project") & (pl.col("last") == 1)))
        .group_by("project", maintain_order=True)
        .agg(
            pl.col("deposited_on").first(),
            guarantee_amount=pl.when(pl.col("amount").is_not_null().any()).then(pl.col("amount").sum()),
            guarantee_ratio=pl.col("ratio").drop_nulls().first(),
            guarantee_at=pl.col("at"),
        )
        .with_columns(has_guarantee=pl.lit(value=True))
    )


def _unit_regions(units: pl.DataFrame) -> pl.LazyFrame:
    return (
        units.lazy()
        .group_by("project")
        .agg(_code(pl.col("region")).drop_nulls().first(), pl.col("tier").drop_nulls().first())
    )


def _code(region: pl.Expr) -> pl.Expr:
    """Six digits; null where the region is given in words."""
    return pl.when(region.str.strip_chars().str.contains(_REGION)).then(region.str.strip_chars())


def _presence(column: str, ledger: str, sheets: StandingSheets) -> pl.Expr:
    """True where a record was found, false where the sheet came without one, null where it did not come."""
    return pl.col(column).fill_null(pl.lit(False if sheets.handed_in(ledger) else None, dtype=pl.Boolean))
