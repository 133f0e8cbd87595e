"""Where a stated range of dates belongs among the pay periods of a contractor."""

from __future__ import annotations

from typing import Final

import polars as pl

SITE: Final = ["project", "contractor"]
SPAN: Final = [*SITE, "period_start", "period_end"]
#: Calendar days of a sheet that covers one month.
_MONTH_LONG: Final = (28, 31)
#: Share of the longer of two ranges that must be common before a sheet that straddles two periods is taken for one of
#: them: cycles such as 26th–25th or 21st–20th pass (25/31, 20/31), a half month (16/31) does not.
SAME_CYCLE: Final = 0.6


def period_text(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """``2026-10`` for a whole calendar month, else ``2026-09-11..2026-10-10``."""
    whole_month = (start == start.dt.month_start()) & (end == start.dt.month_end())
    return (
        pl.when(whole_month)
        .then(start.dt.strftime("%Y-%m"))
        .otherwise(pl.concat_str([start.dt.strftime("%Y-%m-%d"), end.dt.strftime("%Y-%m-%d")], separator=".."))
    )


def locate(spans: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The period a stated range belongs to: distinct project, contractor, period_start, period_end → period.

    A range that lies within one period, or is the same cycle (at least 60 % in common), belongs to it. A missing range
    belongs to the only period of its contractor. Ranges that fit no period have no row.
    """
    dated = pl.col("period_start").is_not_null() & pl.col("period_end").is_not_null()
    fits = (pl.col("common") == pl.col("length")) | (pl.col("share") >= SAME_CYCLE)
    return (
        spans.lazy()
        .select(SPAN)
        .unique()
        .filter(pl.col("contractor").is_not_null())
        .join(_own(units).lazy(), on=SITE, nulls_equal=True)
        .with_columns(
            common=days(pl.max_horizontal("period_start", "unit_start"), pl.min_horizontal("period_end", "unit_end")),
            length=days(pl.col("period_start"), pl.col("period_end")),
            unit_length=days(pl.col("unit_start"), pl.col("unit_end")),
            dated=dated,
            choices=pl.len().over(SPAN),
        )
        .with_columns(share=pl.col("common") / pl.max_horizontal("length", "unit_length"))
        .filter(pl.when("dated").then(fits).otherwise(pl.col("choices") == 1))
        .sort("dated", "share", "unit_start", descending=True, nulls_last=True)
        .unique(SPAN, keep="first", maintain_order=True)
        .select([*SPAN, "period"])
        .collect()
    )


def _own(units: pl.DataFrame) -> pl.DataFrame:
    """Periods by contractor, their dates under names that no stated range has."""
    return units.select(*SITE, "period", unit_start="period_start", unit_end="period_end")


def place(frame: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with the column ``period`` of the unit each row belongs to by its stated range; others are left out."""
    return frame.join(locate(frame, units), on=SPAN, nulls_equal=True, maintain_order="left")


def serving(frame: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Ranges of a standing ledger and the periods they serve: those they overlap, or all where they state none."""
    pairs = (
        frame.select(SPAN)
        .unique()
        .join(
            units.select(*SITE, "period", unit_start="period_start", unit_end="period_end"),
            on=SITE,
            nulls_equal=True,
        )
    )
    overlaps = (pl.col("period_start") <= pl.col("unit_end")) & (pl.col("period_end") >= pl.col("unit_start"))
    return pairs.filter(overlaps.fill_null(value=True)).select([*SPAN, "period"])


def place_sheets(sheets: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Attendance sheets of one month that belong to one period as a whole: distinct ranges → period.

    A sheet of a pay cycle (26th–25th) handed in with a payroll of the calendar month is that month's attendance,
    although some dates lie outside; the dates of all other sheets are placed one by one (``place_dates``).
    """
    monthly = sheets.filter(is_monthly(pl.col("period_start"), pl.col("period_end")))
    months = units.filter(is_monthly(pl.col("period_start"), pl.col("period_end")))
    return locate(monthly, months)


def place_dates(dates: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Distinct project, contractor, date → period: the shortest, then latest, period that contains the date."""
    own = units.select(*SITE, "period", unit_start="period_start", unit_end="period_end")
    return (
        dates.select([*SITE, "date"])
        .unique()
        .join(own, on=SITE, nulls_equal=True)
        .filter(pl.col("date").is_between("unit_start", "unit_end"))
        .sort(days(pl.col("unit_start"), pl.col("unit_end")), pl.col("unit_start"), descending=[False, True])
        .unique([*SITE, "date"], keep="first", maintain_order=True)
        .select([*SITE, "date", "period"])
    )


def is_monthly(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether a range is about a month long."""
    return days(start, end).is_between(*_MONTH_LONG)


def days(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Calendar days of a range, both ends counted."""
    return (last - first).dt.total_days() + 1
