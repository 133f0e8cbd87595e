"""What of the portfolio somebody asked for, as the address of a page says it; every link carries it along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

import polars as pl

from wagecheck.register.portfolio import Portfolio
from wagecheck.register.portfolio_sums import COLOURS, by

#: In the place of a bureau or region: those of which none is recorded.
NOT_RECORDED: Final = "?"
#: Columns a table can be sorted by; before them a minus sign turns the order round.
SORTS: Final = ("colour", "name", "bureau", "workers", "owed", "people", "red_line", "serious", "unjudged", "as_of")
_MOST_UP: Final = frozenset({"workers", "owed", "people", "red_line", "serious", "unjudged", "as_of"})
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LONGEST: Final = 100


@dataclass(frozen=True)
class Filters:
    """Empty: all. ``month`` is empty only where nothing is kept."""

    month: str = ""
    bureau: str = ""
    region: str = ""
    colour: str = ""
    text: str = ""
    sort: str = ""

    def query(self, **other: str) -> str:
        """The same with other values, behind an address; empty ones are left out."""
        said = {one.name: getattr(self, one.name) for one in fields(self)} | other
        said = {name: value for name, value in said.items() if value}
        return f"?{urlencode(said)}" if said else ""

    def sorting(self, name: str) -> tuple[str, str]:
        """Of a column its link (the other way round where it is the one sorted by), and how it is sorted now."""
        first = f"-{name}" if name in _MOST_UP else name
        other = name if first.startswith("-") else f"-{name}"
        now = {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")
        return self.query(sort=other if self.sort == first else first), now

    def sorted(self, table: pl.DataFrame) -> pl.DataFrame:
        """Worst first, then by money, unless somebody wants it otherwise."""
        name, down = self.sort.removeprefix("-"), self.sort.startswith("-")
        worst = table.sort("rank", "owed", "name", descending=[False, True, False], nulls_last=True)
        if name not in SORTS or not (name == "colour" or name in table.columns):
            return worst
        column = "rank" if name == "colour" else name
        return worst.sort(column, descending=down, nulls_last=True, maintain_order=True)


def of(params: Mapping[str, str], portfolio: Portfolio) -> Filters:
    """What an address says; what it cannot mean is as if it were not there.

    Where it names no month, the newest one of which something is kept, else of which something was handed in.
    """
    said = {one.name: params.get(one.name, "").strip()[:_LONGEST] for one in fields(Filters)}
    if not _MONTH.fullmatch(said["month"]):
        kept = portfolio.rows["month"].max() or portfolio.hand_ins["month"].max()
        said["month"] = str(kept) if kept else ""
    if said["colour"] not in COLOURS:
        said["colour"] = ""
    if said["sort"].removeprefix("-") not in SORTS:
        said["sort"] = ""
    return Filters(**said)


def months(portfolio: Portfolio) -> list[str]:
    """Months of which something is kept or was handed in, the newest first."""
    known = pl.concat([portfolio.rows["month"], portfolio.hand_ins["month"]]).drop_nulls()
    return known.unique().sort(descending=True).to_list()


def chosen(portfolio: Portfolio, filters: Filters) -> Portfolio:
    """Of all months what fits: by bureau, region and text, then the projects that have the colour in the month."""
    rows, sites = portfolio.rows, portfolio.sites
    for name in ("bureau", "region"):
        wanted = getattr(filters, name)
        if wanted:
            is_it = pl.col(name).is_null() if wanted == NOT_RECORDED else pl.col(name) == wanted
            rows, sites = rows.filter(is_it), sites.filter(is_it)
    if filters.text:
        rows = rows.filter(_says(filters.text, "name", "project", "contractor", "uscc"))
        sites = sites.filter(_says(filters.text, "name"))
    found = replace(portfolio, rows=rows, sites=sites)
    if filters.colour:
        table = by(of_month(found, filters.month), ["place"]).filter(pl.col("colour") == filters.colour)
        found = replace(found, rows=rows.join(table, on="place", how="semi"), sites=sites.clear())
    return _owing_of(found, portfolio.owing)


def of_month(portfolio: Portfolio, month: str) -> Portfolio:
    """What is about one month."""
    rows = portfolio.rows.filter(pl.col("month") == month)
    return _owing_of(replace(portfolio, rows=rows), portfolio.owing)


def of_place(portfolio: Portfolio, place: str) -> Portfolio:
    """What is about one project."""
    mine, given = pl.col("place") == place, portfolio.hand_ins.filter(pl.col("site") == place)
    return replace(portfolio, rows=portfolio.rows.filter(mine), owing=portfolio.owing.filter(mine), hand_ins=given)


def of_contractor(portfolio: Portfolio, name: str) -> Portfolio:
    """What is about one contractor, on all projects."""
    mine = pl.col("contractor") == name
    return replace(portfolio, rows=portfolio.rows.filter(mine), owing=portfolio.owing.filter(mine))


def _owing_of(portfolio: Portfolio, owing: pl.DataFrame) -> Portfolio:
    keys = ["place", "contractor", "month"]
    mine = owing.join(portfolio.rows.select(keys).unique(), on=keys, how="semi", nulls_equal=True)
    return replace(portfolio, owing=mine)


def _says(text: str, *names: str) -> pl.Expr:
    wanted = text.casefold()
    return pl.any_horizontal(
        pl.col(name).fill_null("").str.to_lowercase().str.contains(wanted, literal=True) for name in names
    )
