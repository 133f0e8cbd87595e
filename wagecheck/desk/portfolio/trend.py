"""What became of the portfolio over time: the months in a row, and how long arrears are due; each also in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import polars as pl

from wagecheck.desk.portfolio.filters import Filters
from wagecheck.desk.portfolio.views import MONTHS, Row, contractor_href, money, month_name
from wagecheck.register import portfolio_sums
from wagecheck.register.portfolio import Portfolio
from wagecheck.report import labels
from wagecheck.report.contractor_page import nothing_owed
from wagecheck.report.overview import amounts
from wagecheck.report.overview.arrears import band_names
from wagecheck.wording import Wording

#: Contractors of the ageing; its totals are of everything, and the page says what is left out.
MOST_AGED: Final = 30


def trend(portfolio: Portfolio, last: str, t: Wording, *, one: bool = False) -> Row:
    """The months up to ``last``, one row each, and in words what became of them; ``one``: of one project only."""
    if not last:
        return {"rows": [], "said": [], "one": one}
    known = {row["month"]: row for row in portfolio_sums.by(portfolio, ["month"]).iter_rows(named=True)}
    reds = _reds(portfolio)
    first = min((month for month in known if month), default=last)
    listed = [month for month in _up_to(last) if month >= first]
    most = max((row["owed"] or Decimal() for month, row in known.items() if month in listed), default=Decimal())
    rows: list[Row] = []
    for month in listed:
        row = known.get(month)
        told: Row = {"month": month_name(month, t), "there": row is not None}
        if row is not None:
            told |= {
                **row, **money(row, t), "month": told["month"], "red": reds.get(month, 0),
                "share": float(row["owed"] / most) if row["owed"] and most else 0.0,
            }  # fmt: skip
        rows.append(told)
    return {"rows": rows, "said": _change(known, listed, None if one else reds, t), "one": one}


def _change(known: Mapping[str, Row], listed: Sequence[str], reds: Row | None, t: Wording) -> list[str]:
    """The last two months compared, and the month in which most is owed."""
    there = [month for month in listed if month in known]
    if len(there) < 2:
        return [t("desk_portfolio.trend_one")] if there else []
    before, now = known[there[-2]], known[there[-1]]
    names = {"before": month_name(there[-2], t), "now": month_name(there[-1], t)}
    sentences = []
    if before["owed"] is None or now["owed"] is None:
        sentences.append(t("desk_portfolio.trend_unknown", **names))
    else:
        difference = now["owed"] - before["owed"]
        way = "more" if difference > 0 else "less" if difference < 0 else "same"
        sentences.append(t(f"desk_portfolio.trend_{way}", **names, amount=labels.money(abs(difference))))
    if reds is None:
        colours = (t(f"colour.{before['colour']}"), t(f"colour.{now['colour']}"))
        key = "colour_same" if before["colour"] == now["colour"] else "colour"
        sentences.append(t(f"desk_portfolio.trend_{key}", before=colours[0], now=colours[1]))
    else:
        sentences.append(t("desk_portfolio.trend_red", before=reds.get(there[-2], 0), now=reds.get(there[-1], 0),
                           projects_before=before["projects"], projects_now=now["projects"]))  # fmt: skip
    most = max((month for month in there if known[month]["owed"]), key=lambda one: known[one]["owed"], default=None)
    if most is not None:
        sentences.append(
            t("desk_portfolio.trend_most", month=month_name(most, t), owed=labels.money(known[most]["owed"]))
        )
    return sentences


def _reds(portfolio: Portfolio) -> dict[str, int]:
    table = portfolio_sums.by(portfolio, ["place", "month"]).filter(pl.col("colour") == "red")
    return dict(table.group_by("month").len().iter_rows())


def _up_to(month: str) -> list[str]:
    """The months up to this one, oldest first."""
    year, number = (int(part) for part in month.split("-"))
    whole = year * 12 + number - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(max(whole - MONTHS + 1, 0), whole + 1)]


def ageing(portfolio: Portfolio, ends: Sequence[int], day: dt.date, t: Wording) -> Row | None:
    """Arrears of all months by how long they are due; None where the profile has no bands."""
    if not ends:
        return None
    owing = portfolio.owing
    found = {row["band"]: row for row in portfolio_sums.aged(owing, ends, day).iter_rows(named=True)}
    names = band_names(ends, unknown=len(ends) + 1 in found, t=t)
    blank = {"owed": amounts.NOTHING, "people": 0, "months": 0, "days": None}
    bands = [{"name": name, **(found.get(at) or blank)} for at, name in enumerate(names)]
    most = max(row["owed"] for row in bands)
    oldest = bands[len(ends)]
    key = "index.ageing_sentence" if oldest["owed"] else "index.ageing_none_old"
    whole = amounts.total(owing["owed"])
    unknown = portfolio.rows.select(amounts.owed()).row(0)[1]
    return {
        "rows": [
            {**row, "owes": bool(row["owed"]), "owed": labels.money(row["owed"]),
             "share": float(row["owed"] / most) if most else 0.0} for row in bands
        ],
        "said": t(key, start=ends[-1], owed=labels.money(oldest["owed"]), people=oldest["people"]),
        "names": names,
        "owes": bool(whole),
        "nothing": nothing_owed(portfolio.rows, t),
        "unknown": t("index.owed_not_known", count=unknown) if unknown else "",
        "sum": labels.money(whole),
        "day": day.isoformat(),
        **_aged_contractors(owing, ends, day, len(names), t),
    }  # fmt: skip


def _aged_contractors(owing: pl.DataFrame, ends: Sequence[int], day: dt.date, width: int, t: Wording) -> Row:
    """Per contractor, over all its projects, one amount for each band; the one that owes most first."""
    aged = portfolio_sums.aged(owing, ends, day, ["contractor"])
    sums = aged.group_by("contractor").agg(pl.col("owed").sum()).sort("owed", "contractor", descending=[True, False])
    cells = {(name, band): owed for name, band, owed in aged.select("contractor", "band", "owed").iter_rows()}
    rows = [
        {
            "name": name,
            "href": contractor_href(name, Filters()),
            "cells": [labels.money(cells[name, at]) if (name, at) in cells else "–" for at in range(width)],
            "sum": labels.money(owed),
        }
        for name, owed in sums.head(MOST_AGED).iter_rows()
    ]
    left_out = sums.height - len(rows)
    return {"contractors": rows, "left_out": t("desk_portfolio.aged_left_out", count=left_out) if left_out else ""}
