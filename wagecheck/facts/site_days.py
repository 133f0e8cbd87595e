"""Days on which the same identity number worked on several sites (project × contractor)."""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.frame import DAYS
from wagecheck.facts.settings import Settings
from wagecheck.ledgers.identifiers import identity_problem

_SITE: Final = ["project", "contractor"]
_KEYS: Final = ["uid", "pid"]
_DAY: Final = ["id_number", "date"]
_days: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "project": pl.String, "contractor": pl.String, "id_number": pl.String, "date": pl.Date, "site_work": DAYS,
}  # fmt: skip
#: What a person worked on one site on one date, in days; null where hours tell none.
SITE_DAYS: Final = pl.Schema(_days)


def of(days: pl.DataFrame, persons: pl.DataFrame, numbers: pl.Series, settings: Settings) -> pl.DataFrame:
    """The days (``attendance_work.by_day``) of people with these numbers, where they are well formed (SITE_DAYS)."""
    known = persons.filter(
        pl.col("id_number").is_in(numbers.implode()) & identity_problem(pl.col("id_number")).is_null()
    ).select("pid", "id_number", *_SITE)
    return (
        days.join(known, on="pid")
        .group_by("pid", *_SITE, *_DAY)
        .agg(site_work=_value(settings).max())
        .select(SITE_DAYS.names())
    )


def with_sites(days: pl.DataFrame, persons: pl.DataFrame, there: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """``days`` with sites and site_work: over all sites of the same well-formed number on that date.

    ``there`` (SITE_DAYS) holds the days of other parts of the submission.
    """
    days = days.with_columns(sites=pl.lit(1, dtype=pl.Int32), site_work=_value(settings))
    number = pl.col("id_number")
    several = number.is_duplicated() | number.is_in(there["id_number"].unique().implode())
    shared = persons.filter(number.is_not_null() & several & identity_problem(number).is_null())
    shared = shared.select("pid", "id_number")
    if shared.is_empty():
        return days
    here = days.join(shared, on="pid").group_by(*_DAY, "pid").agg(pl.col("site_work").max())
    sums = (
        pl.concat([here.select(*_DAY, "site_work"), there.select(*_DAY, "site_work")])
        .group_by(_DAY)
        .agg(sites_all=pl.len().cast(pl.Int32), work_all=pl.col("site_work").sum().cast(DAYS))
        .filter(pl.col("sites_all") > 1)
    )
    return (
        days.join(shared, on="pid", how="left", maintain_order="left")
        .join(sums, on=_DAY, how="left", maintain_order="left")
        .with_columns(sites=pl.coalesce("sites_all", "sites"), site_work=pl.coalesce("work_all", "site_work"))
        .drop("id_number", "sites_all", "work_all")
    )


def double(settings: Settings) -> pl.Expr:
    """Over day rows: several employers, and more than they can share of one day."""
    most = settings.on("site_work_max", pl.col("date"), settings.full_day)
    return (pl.col("sites") > 1) & (pl.col("site_work") > most)


def doubled(days: pl.DataFrame, persons: pl.DataFrame, there: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """uid, pid → double_sites and double_dates: the other projects or contractors, and the dates, joined by 、."""
    mine = days.filter(double(settings)).join(persons.select("pid", "id_number", *_SITE), on="pid")
    columns = [*_DAY, *_SITE]
    others = pl.concat([mine.select(columns), there.select(columns)]).rename({name: f"other_{name}" for name in _SITE})
    here = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"other_{name}")) for name in _SITE)
    pairs = mine.join(others, on=_DAY).filter(~here)
    title = (
        pl.when(pl.col("project").eq_missing(pl.col("other_project")))
        .then("other_contractor")
        .otherwise(pl.concat_str(["other_project", "other_contractor"], separator=" ", ignore_nulls=True))
    )
    return (
        pairs.sort("date", "other_project", "other_contractor")
        .group_by(_KEYS, maintain_order=True)
        .agg(
            double_sites=title.unique(maintain_order=True).str.join("、"),
            double_dates=pl.col("date").unique(maintain_order=True).dt.strftime("%Y-%m-%d").str.join("、"),
        )
    )


def _value(settings: Settings) -> pl.Expr:
    """Days of a row; hours in days of lawful length."""
    lawful = settings.on("hours_per_day", pl.col("date"), settings.hours_per_day[0])
    return pl.coalesce("work", (pl.col("hours") / lawful).cast(DAYS))
