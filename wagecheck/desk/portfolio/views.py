"""The portfolio as its pages show it: rows with their words, amounts and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

import polars as pl

from wagecheck.desk.portfolio.filters import NOT_RECORDED, Filters, of_month
from wagecheck.register import portfolio_sums
from wagecheck.register.portfolio import Portfolio
from wagecheck.report import files, labels
from wagecheck.report.contractor_page.verdict import headline as headline_of
from wagecheck.report.overview import amounts
from wagecheck.wording import Wording

Row = dict[str, Any]
#: Months beside each other in a grid, and below each other in the trend.
MONTHS: Final = 12
#: How far a site is that has nothing handed in.
NOT_GIVEN: Final = ("missing", "withdrawn", "collecting")
PLACE: Final = ["place", "site", "name", "region", "bureau"]


def options(portfolio: Portfolio, name: str, t: Wording) -> list[tuple[str, str]]:
    """The bureaus or regions that there are to choose from."""
    known = pl.concat([portfolio.rows[name], portfolio.sites[name]])
    found = [(one, one) for one in known.drop_nulls().unique().sort().to_list()]
    return [*found, (NOT_RECORDED, t("desk_portfolio.not_recorded"))] if known.null_count() else found


def said(filters: Filters, t: Wording) -> str:
    """What was asked for, in words."""
    parts = [t("desk_portfolio.of_month", month=month_name(filters.month, t))] if filters.month else []
    for name in ("bureau", "region"):
        value = getattr(filters, name)
        if value:
            shown = t("desk_portfolio.not_recorded") if value == NOT_RECORDED else value
            parts.append(t("desk_portfolio.pair", label=t(f"desk_portfolio.{name}"), value=shown))
    if filters.colour:
        parts.append(t("desk_portfolio.pair", label=t("column.colour"), value=t(f"colour.{filters.colour}")))
    if filters.text:
        parts.append(t("desk_portfolio.pair", label=t("desk_portfolio.text"), value=filters.text))
    return t("desk_portfolio.joint").join(parts)


def month_name(month: str | None, t: Wording) -> str:
    """``2026-10`` as people say it."""
    if not month:
        return t("desk_portfolio.no_month")
    year, number = month.split("-")
    return t("desk_portfolio.month_name", year=year, number=int(number))


def money(row: Mapping[str, Any], t: Wording) -> Row:
    """What is owed: the amount, whether there is any, and how many months could not be told beside it.

    ``known``: whether anything could be told, so that nobody owed may be written as a number.
    """
    owed, unknown = row["owed"], int(row["unknown"] or 0)
    text = labels.money(owed) if owed is not None else (t("figure.unknown") if unknown else "–")
    more = t("desk_portfolio.more_unknown", count=unknown) if unknown and owed is not None else ""
    return {"owed": text, "owes": bool(owed), "more": more, "known": owed is not None or bool(row.get("people"))}


def project_href(place: str | None, name: str | None, filters: Filters) -> str:
    """The page of a project: by the id of its site, else by its name."""
    if place is not None and not place.startswith("="):
        return f"/portfolio/projects/{quote(place)}{Filters(month=filters.month).query()}"
    return f"/portfolio/projects?{urlencode({'name': name or '', 'month': filters.month})}"


def contractor_href(name: str | None, filters: Filters) -> str:
    """The page of a contractor over all projects."""
    return f"/portfolio/contractors?{urlencode({'name': name or '', 'month': filters.month})}"


def projects(table: pl.DataFrame, filters: Filters, t: Wording) -> list[Row]:
    """Projects of a month, as they are sorted."""
    return [
        {
            **row,
            **money(row, t),
            "name": row["name"] or t("desk_portfolio.no_name"),
            "href": project_href(row["place"], row["name"], filters),
            "where": t("desk_portfolio.dot").join(one for one in (row["bureau"], row["region"]) if one),
            "six": amounts.percent(amounts.share(row["agree"], row["compared"]), t) if row["compared"] else "–",
        }
        for row in table.iter_rows(named=True)
    ]


def contractors(table: pl.DataFrame, filters: Filters, t: Wording) -> list[Row]:
    """Contractors of a month, each over all its projects."""
    return [
        {**row, **money(row, t), "href": contractor_href(row["name"], filters)} for row in table.iter_rows(named=True)
    ]


def awaited(table: pl.DataFrame, filters: Filters, t: Wording) -> list[Row]:
    """Sites without a verdict for the month, and how far they are."""
    return [
        {
            **row,
            "href": project_href(row["site"], row["name"], filters),
            "where": t("desk_portfolio.dot").join(one for one in (row["bureau"], row["region"]) if one),
            "said": t(f"desk_portfolio.way_{row['way']}"),
        }
        for row in table.iter_rows(named=True)
    ]


def grid(portfolio: Portfolio, keys: Sequence[str], last: str, t: Wording) -> Row:
    """Months beside each other, and below each other what ``keys`` tell apart: a colour and what is owed in each cell.

    Of several pay periods in one month the worst colour, and the sum; ``hand_in`` is the newest one.
    """
    table = portfolio_sums.by(portfolio, [*keys, "month"])
    months = sorted({month for month in table["month"] if month and (not last or month <= last)})[-MONTHS:]
    cells = {(*(row[key] for key in keys), row["month"]): row for row in table.iter_rows(named=True)}
    rows = []
    for about in table.select(keys).unique().sort(keys, nulls_last=True).iter_rows(named=True):
        found = [cells.get((*(about[key] for key in keys), month)) for month in months]
        rows.append({**about, "cells": [None if cell is None else {**cell, **money(cell, t)} for cell in found]})
    return {"months": [month_name(month, t) for month in months], "rows": rows}


def details(portfolio: Portfolio, filters: Filters, t: Wording, *, newest_first: bool = False) -> list[Row]:
    """Every contractor's pay period with its figures and its page of the report."""
    order = {colour: index for index, colour in enumerate(labels.COLOURS)}
    rank = pl.col("colour").replace_strict(order, default=None, return_dtype=pl.Int64)
    rows = portfolio.rows.sort(rank, "owed", "contractor", "period", descending=[False, True, False, False])
    if newest_first:
        rows = rows.sort("month", descending=True, maintain_order=True, nulls_last=True)
    reports = _reports(portfolio)
    return [
        {
            **row,
            **money({**row, "unknown": row["owed"] is None and row["workers"] > 0}, t),
            "month": month_name(row["month"], t),
            "period": labels.period(row["period"], t) or t("desk_portfolio.no_period"),
            "unpaid_text": labels.money(row["unpaid"]) or "–",
            "paid": amounts.percent(row["paid_share"], t) if row["workers"] else "–",
            "six": amounts.percent(row["six_unified_share"], t) if row["workers"] else "–",
            "name": row["name"] or t("desk_portfolio.no_name"),
            "other_name": row["project"] if row["project"] not in (None, row["name"]) else "",
            "project_href": project_href(row["place"], row["name"], filters),
            "contractor_href": contractor_href(row["contractor"], filters),
            "report": _report(row, reports),
        }
        for row in rows.iter_rows(named=True)
    ]


def _reports(portfolio: Portfolio) -> dict[str, dict[tuple[str, str], str]]:
    """Check → the file names of its contractors' pages, as ``report.html`` gives them."""
    mine = portfolio.judged.join(portfolio.rows.drop_nulls("hand_in").select("run").unique(), on="run", how="semi")
    return {
        str(run): files.page_names(
            (str(project), str(name)) for project, name in part.select("project", "contractor").rows()
        )
        for (run,), part in mine.group_by("run")
    }


def _report(row: Row, reports: Mapping[str, Mapping[tuple[str, str], str]]) -> str:
    if row["hand_in"] is None:
        return ""
    name = reports[row["run"]][str(row["project"]), str(row["contractor"])]
    return f"/hand-ins/{row['hand_in']}/report/contractors/{quote(name)}"


def headline(
    portfolio: Portfolio, filters: Filters, t: Wording, *, waiting: Sequence[Row] = (), one: bool = False
) -> Row:
    """The verdict in words and the figures of one month; ``one``: of one project only, else its colours are counted."""
    month = of_month(portfolio, filters.month)
    groups, whole = portfolio_sums.by(month, ["place"]), portfolio_sums.total(month)
    colours = portfolio_sums.colours(groups)
    worst = next((colour for colour in labels.COLOURS if colours[colour]), "grey")
    told = money(whole, t)
    key = "none" if not groups.height else "known" if whole["owed"] is not None else "unknown"
    said = t(f"desk_portfolio.{'one' if one else 'verdict'}_{key}", month=month_name(filters.month, t),
             projects=groups.height, owed=told["owed"], people=whole["people"])  # fmt: skip
    parts = [
        t("desk_portfolio.count_colour", colour=t(f"colour.{name}"), count=number)
        for name, number in colours.items() if number and not one
    ]  # fmt: skip
    notes = [t("desk_portfolio.verdict_unjudged", count=whole["unjudged"])] if whole["unjudged"] else []
    notes += [t("index.owed_not_known", count=whole["unknown"])] if whole["unknown"] else []
    notes += [t("desk_portfolio.verdict_waiting", count=len(waiting))] if waiting else []
    return {
        "colour": worst,
        "word": headline_of(worst, _still(whole), 0, t) if one else t(f"desk_portfolio.worst_{worst}"),
        "said": said,
        "parts": t("desk_portfolio.comma").join(parts),
        "colours": colours,
        "notes": notes,
        "waiting": len(waiting),
        "not_given": sum(row["way"] in NOT_GIVEN for row in waiting),
        "sum": {**whole, **told},
    }


def _still(whole: Mapping[str, Any]) -> dict[str, int]:
    return {severity: int(whole[severity] or 0) for severity in labels.SEVERITIES}
