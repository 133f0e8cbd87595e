"""One row per project and pay period; contractor is the general contractor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from wagecheck.facts.business_days import working_days
from wagecheck.facts.frame import MONEY, PLACES, Frame
from wagecheck.facts.recorded_card import account_text
from wagecheck.facts.settings import Settings
from wagecheck.facts.standing import latest_period
from wagecheck.ledgers.provenance import pack

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
        "arrears_in_two_years": pl.Boolean,
        "days_since_signing": pl.Int32,          # calendar days from signing the contract to the as-of date
        "working_days_since_signing": pl.Int32,  # working days after the day of signing, up to the as-of date
        "as_of": pl.Date,
        "project_at": PLACES, "account_at": PLACES, "guarantee_at": PLACES,
    },
)  # fmt: skip

_AT: Final = pack(pl.col("src"), pl.col("row"))
_MONTHS_PER_YEAR: Final = 12
_REGION: Final = r"^\d{6}$"


def build(
    ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame, settings: Settings, sources: pl.DataFrame
) -> pl.LazyFrame:
    """Every project of the run under its latest period, with account and guarantee as recorded.

    ``sources`` tells an empty sheet from a missing one: ``has_account`` is false where 专户 was handed in without any
    account, null where it was not handed in; ``has_guarantee`` likewise. Amounts in 元; ``guarantee_amount`` is the sum
    of what is in force on the as-of date, else of the guarantee that ended last. ``guarantee_rate`` is a share
    (0.015 = 1.5 %).
    """
    projects = _projects(of_run(ledgers["project"].with_columns(project=project_name()), units))
    accounts = _accounts(of_run(ledgers["account"], units))
    guarantees = _guarantees(of_run(ledgers["guarantee"], units), settings)
    signed = pl.col("contract_signed_on")
    as_of = pl.lit(settings.as_of)
    rate = (pl.col("guarantee_amount").cast(pl.Float64) / pl.col("contract_amount").cast(pl.Float64)).round(6)
    no_places = pl.lit([], dtype=PLACES)
    return (
        latest_period(units.lazy(), "project")
        .join(_unit_regions(units), on="project", nulls_equal=True)
        .join(projects.lazy(), on="project", how="left", nulls_equal=True)
        .join(accounts.lazy(), on="project", how="left", nulls_equal=True)
        .join(guarantees.lazy(), on="project", how="left", nulls_equal=True)
        .with_columns(
            region=pl.coalesce("own_region", "region"),
            tier=pl.coalesce("own_tier", "tier"),
            contractor=pl.coalesce("general_contractor", "project"),
            has_account=_presence("has_account", "account", ledgers, sources),
            has_guarantee=_presence("has_guarantee", "guarantee", ledgers, sources),
            account_days=(pl.col("account_opened_on") - signed).dt.total_days(),
            guarantee_rate=pl.when(pl.col("contract_amount") > 0).then(rate),
            duration_months=_full_months(pl.col("start_on"), pl.col("complete_on")),
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


def _full_months(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    months = (last.dt.year() - first.dt.year()) * _MONTHS_PER_YEAR + last.dt.month() - first.dt.month()
    return months - (last.dt.day() < first.dt.day()).cast(pl.Int32)


def of_run(standing: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Rows of a standing ledger; where they name no project, the run's only project is meant."""
    projects = units["project"].unique().to_list()
    only = projects[0] if len(projects) == 1 else None
    return standing.with_columns(project=pl.col("project").fill_null(pl.lit(only, dtype=pl.String)))


def project_name() -> pl.Expr:
    """The project a record of the ledger ``project`` is about."""
    return pl.coalesce("project", "name")


def general_contractors(ledgers: Mapping[str, pl.DataFrame], units: pl.DataFrame) -> pl.DataFrame:
    """project, contractor: the general contractor's name, else the project's own name."""
    rows = _projects(of_run(ledgers["project"].with_columns(project=project_name()), units))
    return (
        units.select("project")
        .unique()
        .join(rows.select("project", "general_contractor"), on="project", how="left", nulls_equal=True)
        .select("project", contractor=pl.coalesce("general_contractor", "project"))
    )


def _projects(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per project: of several records the first that says something speaks, column by column."""
    columns = ["contract_amount", "contract_signed_on", "start_on", "complete_on", "arrears_in_two_years"]
    contractor = pl.col("general_contractor").str.strip_chars()
    return (
        rows.sort("src", "row")
        .with_columns(
            own_region=_code(pl.col("region")),
            own_tier=pl.when(pl.col("tier").str.strip_chars() != "").then(pl.col("tier").str.strip_chars()),
            general_contractor=pl.when(contractor != "").then(contractor),
            at=_AT,
        )
        .group_by("project", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in (*columns, "own_region", "own_tier", "general_contractor")),
            project_at=pl.col("at"),
        )
    )


def _accounts(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per project: its accounts, the first day on which one was opened."""
    known = account_text(pl.col("number")).is_not_null() | pl.col("opened_on").is_not_null()
    return (
        rows.filter(known)
        .sort("src", "row")
        .group_by("project", maintain_order=True)
        .agg(account_opened_on=pl.col("opened_on").min(), account_at=_AT)
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
        .with_columns(current=begun & running)
        .with_columns(last=ends.rank("ordinal", descending=True).over("project").fill_null(1))
        .filter(pl.col("current") | (~pl.col("current").any().over("project") & (pl.col("last") == 1)))
        .sort("src", "row")
        .group_by("project", maintain_order=True)
        .agg(
            guarantee_amount=pl.when(pl.col("amount").is_not_null().any()).then(pl.col("amount").sum()),
            guarantee_ratio=pl.col("ratio").drop_nulls().first(),
            guarantee_at=_AT,
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


def _presence(column: str, ledger: str, ledgers: Mapping[str, pl.DataFrame], sources: pl.DataFrame) -> pl.Expr:
    """True where a record was found, false where the sheet came without one, null where it did not come."""
    handed_in = ledgers[ledger].height > 0 or sources.filter(pl.col("ledger") == ledger).height > 0
    return pl.col(column).fill_null(pl.lit(False if handed_in else None, dtype=pl.Boolean))
