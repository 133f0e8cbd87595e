"""Which pay period a finding belongs to when its subject states none: the latest of its contractor.

Standing facts (identity numbers, blacklist, sheets without a month) are judged once, so that one slip is one finding.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wagecheck.facts.units import locate, period_text

#: Contractor of findings about files and sheets whose contractor could not be told.
UNASSIGNED: Final = "（未归属）"

_SITE: Final = ["project", "contractor"]
_PERIOD: Final = ("period", "period_start", "period_end")


def latest_period(units: pl.LazyFrame, *by: str) -> pl.LazyFrame:
    """The latest period of every group of ``by`` (default project and contractor): by…, period, start, end."""
    keys = list(by) or _SITE
    return _ordered(units).group_by(keys, maintain_order=True).agg(pl.col(_PERIOD).last())


def assign(frame: pl.DataFrame, units: pl.LazyFrame) -> pl.DataFrame:
    """``frame`` with period, period_start, period_end of the unit that each row belongs to; other columns stay.

    ``frame`` has project, contractor, period_start, period_end as stated (may be null). A stated range that lies in a
    unit of the contractor takes that unit's period; one that fits no unit keeps its own; without a range the latest
    period of the contractor holds, else of the project, else of the run. A null project becomes the run's only project,
    a null contractor becomes （未归属）. Rows keep their order.
    """
    found = units.select("project", "contractor", *_PERIOD).collect()
    projects = found["project"].unique().to_list()
    frame = frame.with_columns(pl.col("project").fill_null(pl.lit(projects[0] if len(projects) == 1 else None)))
    dates = found.select("project", "contractor", located="period", from_unit="period_start", to_unit="period_end")
    run = _ordered(found.lazy()).tail(1).select(pl.col(_PERIOD).name.suffix(" of run"))
    rows = frame.lazy()
    for table, keys in (
        (locate(frame, found).rename({"period": "located"}).lazy(), [*_SITE, "period_start", "period_end"]),
        (dates.lazy(), [*_SITE, "located"]),
        (_named(units, *_SITE), _SITE),
        (_named(units, "project"), ["project"]),
    ):
        rows = rows.join(table, on=keys, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.join(run, on=pl.lit(1), how="left", maintain_order="left")
    own = pl.col("period_start").is_not_null() & pl.col("period_end").is_not_null()
    own_text = pl.when(own).then(period_text(pl.col("period_start"), pl.col("period_end")))
    fallbacks = {name: [f"{name} of contractor", f"{name} of project", f"{name} of run"] for name in _PERIOD}
    placed = rows.with_columns(
        period=pl.coalesce("located", own_text, *fallbacks["period"]),
        period_start=pl.coalesce("from_unit", pl.when(own).then("period_start"), *fallbacks["period_start"]),
        period_end=pl.coalesce("to_unit", pl.when(own).then("period_end"), *fallbacks["period_end"]),
        contractor=pl.col("contractor").fill_null(UNASSIGNED),
    )
    return placed.select(*(name for name in frame.columns if name not in _PERIOD), *_PERIOD).collect()


def _ordered(units: pl.LazyFrame) -> pl.LazyFrame:
    return units.sort("period_end", "period_start", "period")


def _named(units: pl.LazyFrame, *by: str) -> pl.LazyFrame:
    """Latest periods of a grouping, with columns that say so: ``period of contractor`` …"""
    return latest_period(units, *by).rename({name: f"{name} of {by[-1]}" for name in _PERIOD})
