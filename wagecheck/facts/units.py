"""The contractor-periods that are judged: which pay periods a submission speaks about, and which ledgers it brought.

A pay period is a date range. Each is judged on its own. The payroll decides; where a contractor has none, its
attendance does, then its notice, then the months of its payments. A contractor with standing ledgers only is judged
under the latest period of its project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from wagecheck.facts.periods import (
    SAME_CYCLE,
    SITE,
    SPAN,
    days,
    is_monthly,
    locate,
    period_text,
    place,
    place_dates,
    place_sheets,
    serving,
)

__all__ = ["PeriodFilter", "build", "locate", "period_text", "place", "select", "with_payments"]

#: First and last day of the periods asked for (``--period``); None judges every period found.
PeriodFilter = tuple[dt.date, dt.date] | None

_SCHEMA = {
    "project": pl.String, "contractor": pl.String, "period": pl.String, "period_start": pl.Date, "period_end": pl.Date,
    "region": pl.String, "tier": pl.String,
    "has_identity": pl.Boolean, "has_contract": pl.Boolean, "has_roster": pl.Boolean, "has_attendance": pl.Boolean,
    "has_payroll": pl.Boolean, "has_payment": pl.Boolean, "has_notice": pl.Boolean,
}  # fmt: skip


def build(ledgers: Mapping[str, pl.DataFrame], period_filter: PeriodFilter = None) -> pl.DataFrame:
    """One row per project, contractor and pay period.

    Columns: project, contractor, period, period_start, period_end, region, tier, has_identity, has_contract,
    has_roster, has_attendance, has_payroll, has_payment, has_notice; sorted by project, contractor, period_start.

    ``has_identity`` and ``has_contract`` are true for all periods of a contractor that brought any row; a roster that
    states a period serves that period, one that states none serves all. ``has_payment`` is provisional (any payment
    row of the contractor) until ``with_payments`` has seen to which period each payment belongs. Rows without a
    contractor form no unit (intake reports them). A sheet without rows counts as not submitted.
    """
    found = _found(ledgers)
    spans = found.with_columns(period=period_text(pl.col("period_start"), pl.col("period_end")))
    attended = sheet_spans(ledgers)
    units = (
        _with_region(spans, ledgers["project"])
        .with_columns(
            **{f"has_{name}": _is_among(_sites(ledgers[name])) for name in ("identity", "contract", "payment")},
            has_roster=_is_among(_serving(ledgers["roster"], spans), "period"),
            has_payroll=_is_among(_located(ledgers["payroll"], spans), "period"),
            has_notice=_is_among(_located(ledgers["notice"], spans), "period"),
            has_attendance=_is_among(_attended(ledgers, attended, spans), "period"),
        )
        .select([pl.col(name).cast(kind) for name, kind in _SCHEMA.items()])
        .sort("project", "contractor", "period_start", "period_end")
    )
    return select(units, period_filter)


def select(units: pl.DataFrame, period_filter: PeriodFilter) -> pl.DataFrame:
    """The units (or rows of any frame with period_start and period_end) that overlap the range asked for."""
    if period_filter is None:
        return units
    first, last = period_filter
    return units.filter((pl.col("period_start") <= last) & (pl.col("period_end") >= first))


def with_payments(units: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Units with ``has_payment``: whether any row of ``payments`` (project, contractor, period) belongs to them."""
    return units.with_columns(has_payment=_is_among(payments.select([*SITE, "period"]), "period"))


def sheet_spans(ledgers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Attendance sheets: src, project, contractor, period_start, period_end, worked (any work in it or unknown)."""
    keys = ["src", *SPAN]
    dated = ledgers["attendance"].select(
        *keys, worked=pl.max_horizontal(pl.col("work"), pl.col("hours")).gt(0).fill_null(value=True)
    )
    summed = ledgers["attendance_summary"].select(
        *keys, worked=pl.max_horizontal(pl.col("days"), pl.col("hours")).gt(0).fill_null(value=False)
    )
    return (
        pl.concat([dated.lazy(), summed.lazy()])
        .filter(pl.col("contractor").is_not_null())
        .group_by(keys)
        .agg(pl.col("worked").any())
        .collect()
    )


def _found(ledgers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Distinct ranges that are judged."""
    payroll = _payroll_spans(ledgers["payroll"])
    sheets = sheet_spans(ledgers)
    found = _with_attendance(payroll, sheets, ledgers["attendance"])
    for spans in (_stated(ledgers["notice"]), _payment_spans(ledgers["payment"])):
        found = pl.concat([found, spans.join(found, on=SITE, how="anti", nulls_equal=True)])
    return pl.concat([found, _standing_only(ledgers, found)]).unique()


def _payroll_spans(payroll: pl.DataFrame) -> pl.DataFrame:
    """Ranges of payroll sheets; rows that only pay an earlier month make no period of their own unless they are all."""
    back = pl.col("is_back_pay").fill_null(value=False) & pl.col("back_pay_period").is_not_null()
    ordinary = _stated(payroll.filter(~back))
    other = _stated(payroll.filter(back))
    return pl.concat([ordinary, other.join(ordinary, on=SITE, how="anti", nulls_equal=True)])


def _with_attendance(payroll: pl.DataFrame, sheets: pl.DataFrame, attendance: pl.DataFrame) -> pl.DataFrame:
    """Payroll ranges plus months in which somebody worked and no payroll was made."""
    named = payroll.with_columns(period=pl.lit(""))
    worked = sheets.filter("worked")
    monthly = worked.filter(is_monthly(pl.col("period_start"), pl.col("period_end")))
    own = (
        monthly.join(locate(monthly, named), on=SPAN, how="anti", nulls_equal=True)
        .select(SPAN)
        .unique()
        .pipe(_without_covered, payroll)
    )
    found = pl.concat([payroll, own])
    loose = (
        worked.join(monthly, on=["src", *SPAN], how="anti", nulls_equal=True)
        .join(found, on=SITE, how="anti", nulls_equal=True)
        .select("src", *SITE)
    )
    months = (
        attendance.join(loose.select("src").unique(), on="src", how="semi")
        .filter(pl.max_horizontal("work", "hours").gt(0).fill_null(value=True) & pl.col("contractor").is_not_null())
        .select(*SITE, period_start=pl.col("date").dt.month_start(), period_end=pl.col("date").dt.month_end())
        .join(loose, on=SITE, how="semi", nulls_equal=True)
        .unique()
        .drop_nulls("period_start")
    )
    # Of contractors that so far have no period at all, the range that a sheet states is all there is.
    undated = worked
    for known in (found, months):
        undated = undated.join(known, on=SITE, how="anti", nulls_equal=True)
    return pl.concat([found, months, _stated(undated)])


def _without_covered(own: pl.DataFrame, payroll: pl.DataFrame) -> pl.DataFrame:
    """Months whose every day lies in shorter payroll periods (half months, weeks) are no periods of their own."""
    parts = own.join(payroll.rename({"period_start": "from", "period_end": "to"}), on=SITE, nulls_equal=True)
    covered = (
        parts.with_columns(
            common=days(pl.max_horizontal("period_start", "from"), pl.min_horizontal("period_end", "to")).clip(0)
        )
        .group_by(SPAN)
        .agg(pl.col("common").sum())
        .filter(pl.col("common") >= SAME_CYCLE * days(pl.col("period_start"), pl.col("period_end")))
    )
    return own.join(covered, on=SPAN, how="anti", nulls_equal=True)


def _payment_spans(payment: pl.DataFrame) -> pl.DataFrame:
    """The stated range of a payment file, else the calendar month of the transaction."""
    stated = pl.col("period_start").is_not_null() & pl.col("period_end").is_not_null()
    dated = payment.select(
        *SITE,
        period_start=pl.when(stated).then("period_start").otherwise(pl.col("paid_on").dt.month_start()),
        period_end=pl.when(stated).then("period_end").otherwise(pl.col("paid_on").dt.month_end()),
    )
    return _stated(dated)


def _standing_only(ledgers: Mapping[str, pl.DataFrame], found: pl.DataFrame) -> pl.DataFrame:
    """Contractors that brought standing ledgers only: their stated range, else the latest period of the project."""
    standing = pl.concat([ledgers[name].select(SPAN) for name in ("identity", "contract", "roster")])
    alone = standing.filter(pl.col("contractor").is_not_null()).join(found, on=SITE, how="anti", nulls_equal=True)
    stated = _stated(alone)
    latest = (
        found.sort("period_end")
        .group_by("project", maintain_order=True)
        .agg(pl.col("period_start", "period_end").last())
    )
    silent = (
        alone.join(stated, on=SITE, how="anti", nulls_equal=True)
        .select(SITE)
        .unique()
        .join(latest, on="project", nulls_equal=True)
    )
    return pl.concat([stated, silent.select(SPAN)])


def _stated(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(SPAN).unique().drop_nulls(["contractor", "period_start", "period_end"])


def _sites(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(SITE).unique()


def _located(frame: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    return locate(frame, units).select([*SITE, "period"])


def _serving(frame: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    return serving(frame, units).select([*SITE, "period"])


def _attended(ledgers: Mapping[str, pl.DataFrame], sheets: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Project, contractor and period of attendance, by sheet where the sheet is of one period, else by date."""
    whole = place_sheets(sheets, units)
    undated = locate(ledgers["attendance_summary"], units)
    loose = sheets.join(whole, on=SPAN, how="anti", nulls_equal=True).select("src").unique()
    dates = place_dates(ledgers["attendance"].join(loose, on="src", how="semi"), units)
    return pl.concat([part.select([*SITE, "period"]) for part in (whole, undated, dates)])


def _is_among(known: pl.DataFrame, *extra: str) -> pl.Expr:
    """Whether the keys of a row (project, contractor and ``extra``) occur in ``known``."""
    keys = [*SITE, *extra]
    texts = known.select(_key(keys)).to_series().unique()
    return _key(keys).is_in(texts.implode())


def _key(columns: list[str]) -> pl.Expr:
    return pl.concat_str([pl.col(column).fill_null("") for column in columns], separator="\x1f")


def _with_region(spans: pl.DataFrame, project: pl.DataFrame) -> pl.DataFrame:
    """Region and wage tier by the project's name; the only project record serves whatever the folder is called."""
    place_of = ["region", "tier"]
    names = pl.concat([project.select(pl.col(key).alias("project"), *place_of) for key in ("project", "name")])
    own = names.drop_nulls("project").unique("project", keep="first", maintain_order=True)
    found = spans.join(own, on="project", how="left")
    if project.height == 1:
        only = project.row(0, named=True)
        found = found.with_columns(pl.col(key).fill_null(pl.lit(only[key], dtype=pl.String)) for key in place_of)
    return found
