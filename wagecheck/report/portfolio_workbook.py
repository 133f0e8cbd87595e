"""The portfolio as a workbook and as CSV: the projects and contractors of a month, all months, the age of arrears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import IO, Any, Final

import polars as pl
from xlsxwriter import Workbook

from wagecheck.register import portfolio_sums
from wagecheck.register.portfolio import Portfolio
from wagecheck.report import exports, labels
from wagecheck.report.findings_workbook.listing import Column, Listing, Looks
from wagecheck.report.findings_workbook.listing import write as write_list
from wagecheck.report.overview.arrears import band_names
from wagecheck.wording import Wording

_OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_PLACE: Final = ["place", "name", "region", "bureau"]
_FILLS: Final = {tone: severity for severity, tone in labels.TONES.items() if tone != "grey"}
_HEADINGS: Final = {
    "name": "column.project", "region": "desk_portfolio.region", "bureau": "desk_portfolio.bureau",
    "contractor": "column.contractor", "uscc": "workbook.uscc", "month": "desk_portfolio.month",
    "period": "column.period", "colour": "column.colour", "projects": "desk_portfolio.projects",
    "contractors": "desk_portfolio.contractors", "workers": "desk_portfolio.worker_months",
    "people": "desk_portfolio.people_owed", "owed": "column.owed", "unknown": "desk_portfolio.unknown",
    "unpaid": "workbook.unpaid", "paid_share": "workbook.paid_share", "six_unified_share": "workbook.six_share",
    "findings": "desk_portfolio.findings", **{name: f"severity.{name}" for name in labels.SEVERITIES},
    "unjudged": "desk_portfolio.unjudged", "as_of": "desk_portfolio.as_of", "hand_in": "desk_portfolio.hand_in",
    "run": "desk_portfolio.run", "band": "desk_portfolio.age", "months": "desk_portfolio.person_months",
    "days": "desk_portfolio.longest_days", "filters": "desk_portfolio.filters", "way": "desk_portfolio.way",
}  # fmt: skip
_COUNTED: Final = (
    "workers", "people", "unknown", "projects", "contractors", "findings", *labels.SEVERITIES, "unjudged", "months",
    "days",
)  # fmt: skip
_KINDS: Final = {
    **dict.fromkeys(("owed", "unpaid"), "money"),
    **dict.fromkeys(("paid_share", "six_unified_share"), "share"),
    **dict.fromkeys(_COUNTED, "count"),
    "as_of": "date",
}
_WIDTHS: Final = {
    "name": 28, "contractor": 30, "uscc": 21, "filters": 44, "bureau": 16, "region": 16, "period": 14, "owed": 16,
    "unpaid": 16, "band": 16, "as_of": 12, "way": 22,
}  # fmt: skip
_USUAL_WIDTH: Final = 11
#: A contractor's month, in the workbook and as CSV.
_ROW: Final = (
    "name", "region", "bureau", "contractor", "uscc", "period", "colour", "workers", "owed", "unpaid", "paid_share",
    "six_unified_share", "findings", *labels.SEVERITIES, "as_of", "hand_in", "run",
)  # fmt: skip
_SUMS: Final = (
    "contractors", "workers", "people", "owed", "unknown", "unpaid", *labels.SEVERITIES, "unjudged", "as_of",
)  # fmt: skip


def write(
    stream: IO[bytes],
    month: Portfolio,
    every: Portfolio,
    awaited: pl.DataFrame,
    t: Wording,
    *,
    filters: str,
    ends: Sequence[int],
    day: dt.date,
) -> None:
    """The workbook. ``month`` is what ``every`` holds of the month asked for; ``filters`` says in words what was."""
    projects = portfolio_sums.by(month, _PLACE).sort("rank", "owed", "name", descending=[False, True, False])
    projects = projects.with_columns(_told_people())
    months = portfolio_sums.by(every, ["month"]).sort("month", descending=True).with_columns(_told_people())
    listings = [
        _listing("sheet_sum", ("filters", "projects", *_SUMS), _sum(month, filters), t),
        _listing("sheet_projects", ("name", "region", "bureau", "colour", *_SUMS), projects, t),
        _listing("sheet_contractors", _ROW, _rows(month), t),
        _listing("sheet_awaited", ("name", "region", "bureau", "way", "hand_in"), _ways(awaited, t), t),
        _listing("sheet_months", ("month", "projects", *_SUMS), months, t),
        _listing("sheet_all", ("month", *_ROW), _rows(every).sort("month", descending=True, maintain_order=True), t),
    ]
    if ends:
        aged = portfolio_sums.aged(every.owing, ends, day, ["name", "contractor"]).sort("name", "contractor", "band")
        names = dict(enumerate(band_names(ends, unknown=True, t=t)))
        aged = aged.with_columns(pl.col("band").replace_strict(names, return_dtype=pl.String))
        columns = ("name", "contractor", "band", "owed", "people", "months", "days")
        listings.append(_listing("sheet_ageing", columns, aged, t))
    with Workbook(stream, _OPTIONS) as book:
        made = dt.datetime.combine(day, dt.time())
        book.set_properties({"title": t("desk_portfolio.title"), "created": made})
        looks = Looks(book)
        for listing in listings:
            write_list(book, looks, listing, t("workbook.empty"))


def write_csv(stream: IO[bytes], month: Portfolio, t: Wording) -> None:
    """The contractors of the month, a row each; no cell starts a formula."""
    rows = _rows(month).select(_ROW).with_columns(_colour(t), pl.col("owed", "unpaid").cast(pl.String))
    exports.put_csv(exports.defused(rows).rename({name: t(_HEADINGS[name]) for name in _ROW}), stream)


def _sum(month: Portfolio, filters: str) -> pl.DataFrame:
    whole: dict[str, Any] = {**portfolio_sums.total(month), "filters": filters}
    kinds: dict[str, Any] = {
        "owed": pl.Decimal(18, 2),
        "unpaid": pl.Decimal(18, 2),
        "as_of": pl.Date,
        "filters": pl.String,
    }
    names = ("filters", "projects", *_SUMS)
    told = pl.DataFrame({name: [whole[name]] for name in names}, {name: kinds.get(name, pl.Int64) for name in names})
    return told.with_columns(_told_people())


def _told_people() -> pl.Expr:
    """Where no amount could be told, a blank: 0 would say that nobody is owed."""
    return pl.when(pl.col("owed").is_not_null() | (pl.col("people") > 0)).then("people").alias("people")


def _rows(portfolio: Portfolio) -> pl.DataFrame:
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    rank = pl.col("colour").replace_strict(order, default=None, return_dtype=pl.Int64)
    return portfolio.rows.sort(rank, "owed", "name", "contractor", descending=[False, True, False, False])


def _ways(awaited: pl.DataFrame, t: Wording) -> pl.DataFrame:
    words = {way: t(f"desk_portfolio.way_{way}") for way in awaited["way"].unique()}
    return awaited.with_columns(pl.col("way").replace_strict(words, return_dtype=pl.String))


def _listing(sheet: str, names: Sequence[str], frame: pl.DataFrame, t: Wording) -> Listing:
    return Listing(t(f"desk_portfolio.{sheet}"), [_column(name, t) for name in names], frame)


def _column(name: str, t: Wording) -> Column:
    width = _WIDTHS.get(name, _USUAL_WIDTH)
    if name == "colour":
        fill = pl.col("colour").replace_strict(_FILLS, default="text", return_dtype=pl.String)
        return Column(t(_HEADINGS[name]), width, _colour(t), "severity", fill)
    return Column(t(_HEADINGS[name]), width, pl.col(name), _KINDS.get(name, "text"))


def _colour(t: Wording) -> pl.Expr:
    words = {colour: f"{labels.MARKS[colour]} {t(f'colour.{colour}')}" for colour in labels.COLOURS}
    return pl.col("colour").replace_strict(words, default=None, return_dtype=pl.String)
