"""Management's table: all projects by colour, money, people and months; one project; one contractor over all."""

from __future__ import annotations

from typing import Annotated, Any, Final

import polars as pl
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wagecheck import resources
from wagecheck.desk import desk as desks
from wagecheck.desk import pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.portfolio import filters as portfolio_filters
from wagecheck.desk.portfolio import trend as portfolio_trend
from wagecheck.desk.portfolio import views as portfolio_views
from wagecheck.desk.portfolio.filters import Filters
from wagecheck.desk.rulebook import profiles
from wagecheck.register import portfolio, portfolio_sums
from wagecheck.register.portfolio import NAMED, Portfolio
from wagecheck.rulebook import profile

router = APIRouter()
#: Projects or contractors on one page.
_PAGE: Final = 100


@router.get("/portfolio")
def table(request: Request, actor: Annotated[Actor, needs("portfolio")]) -> Response:
    """All projects of a month, worst first."""
    return overview(request, actor)


@router.get("/portfolio/projects")
def named_project(request: Request, actor: Annotated[Actor, needs("portfolio")], name: str | None = None) -> Response:
    """A project that has no site, only a name in its files."""
    if name is None:
        return RedirectResponse("/portfolio", 303)
    return _project(request, actor, f"{NAMED}{name}", None)


@router.get("/portfolio/projects/{site}")
def project(request: Request, actor: Annotated[Actor, needs("portfolio")], site: str) -> Response:
    """A project: months and contractors as a grid, what is owed and for how long, every contractor's figures."""
    actor.ensure_at(site)
    return _project(request, actor, site, site)


@router.get("/portfolio/contractors")
def contractors(request: Request, actor: Annotated[Actor, needs("portfolio")], name: str | None = None) -> Response:
    """All contractors of a month; with ``name`` one of them over all projects and months."""
    t, whole = pages.wording(request), read(request, actor)
    filters = portfolio_filters.of(request.query_params, whole)
    if name is not None:
        return _contractor(request, actor, whole, filters, name)
    month = portfolio_filters.of_month(portfolio_filters.chosen(whole, filters), filters.month)
    found = filters.sorted(portfolio_sums.by(month, ["contractor"]).rename({"contractor": "name"}))
    part, pager = _paged(request, found, filters)
    return pages.render(
        request,
        actor,
        "portfolio_contractors.html.j2",
        filters=filters,
        choices=choices(whole, t),
        said=portfolio_views.said(filters, t),
        rows=portfolio_views.contractors(part, filters, t),
        sum=portfolio_views.headline(month, filters, t)["sum"],
        pager=pager,
    )


def overview(request: Request, actor: Actor, *, status: int = 200, error: str | None = None) -> Response:
    """The page of all projects; ``error``: what was wrong with a request made from it."""
    t, whole = pages.wording(request), read(request, actor)
    filters = portfolio_filters.of(request.query_params, whole)
    chosen = portfolio_filters.chosen(whole, filters)
    month = portfolio_filters.of_month(chosen, filters.month)
    found = filters.sorted(portfolio_sums.by(month, portfolio_views.PLACE))
    waiting = portfolio_views.awaited(portfolio_sums.awaited(chosen, filters.month), filters, t)
    part, pager = _paged(request, found, filters)
    return pages.render(
        request,
        actor,
        "portfolio.html.j2",
        status=status,
        error=error,
        filters=filters,
        choices=choices(whole, t),
        said=portfolio_views.said(filters, t),
        nothing=not whole.rows.height,
        sites=whole.sites.height,
        headline=portfolio_views.headline(chosen, filters, t, waiting=waiting),
        rows=portfolio_views.projects(part, filters, t),
        waiting=waiting,
        pager=pager,
        trend=portfolio_trend.trend(chosen, filters.month, t),
        ageing=portfolio_trend.ageing(chosen, ends(request), desks.of(request).today(), t),
        summary=actor.may("export"),
        limited=actor.sites is not None,
    )


def read(request: Request, actor: Actor) -> Portfolio:
    """What the actor may see of everything that is kept."""
    with desks.of(request).register.reading() as reader:
        return portfolio.read(reader, sites=actor.sites)


def ends(request: Request) -> tuple[int, ...]:
    """The bands of the ageing of arrears, of the profile in force."""
    chosen = profiles.in_force(desks.of(request))
    return profile.find([resources.folder("rules"), *chosen.folders], chosen.name).ageing_months


def choices(whole: Portfolio, t: Any) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer."""
    return {
        "month": [(one, portfolio_views.month_name(one, t)) for one in portfolio_filters.months(whole)],
        "bureau": portfolio_views.options(whole, "bureau", t),
        "region": portfolio_views.options(whole, "region", t),
        "colour": [(one, t(f"colour.{one}")) for one in portfolio_sums.COLOURS],
    }


def _project(request: Request, actor: Actor, place: str, site: str | None) -> Response:
    t, whole = pages.wording(request), read(request, actor)
    mine = portfolio_filters.of_place(whole, place)
    record = whole.sites.filter(pl.col("site") == site).to_dicts() if site else []
    if not mine.rows.height and not record:
        raise AbsentError
    filters = portfolio_filters.of(request.query_params, whole)
    month = portfolio_filters.of_month(mine, filters.month)
    about = record[0] if record else mine.rows.row(0, named=True) | {"state": "open"}
    waiting = portfolio_sums.awaited(whole, filters.month).filter(pl.col("site").eq_missing(pl.lit(site)))
    listed = sorted({*portfolio_filters.months(mine), filters.month} - {""}, reverse=True)
    return pages.render(
        request,
        actor,
        "portfolio_project.html.j2",
        filters=filters,
        place=place,
        about={**about, "name": about["name"] or t("desk_portfolio.no_name")},
        months=[(one, portfolio_views.month_name(one, t)) for one in listed],
        here=request.url.path,
        headline=portfolio_views.headline(mine, filters, t, one=True),
        waiting=portfolio_views.awaited(waiting, filters, t),
        grid=portfolio_views.grid(mine, ["contractor"], "", t),
        rows=portfolio_views.details(month, filters, t),
        href=portfolio_views.contractor_href,
        trend=portfolio_trend.trend(mine, filters.month, t, one=True),
        ageing=portfolio_trend.ageing(mine, ends(request), desks.of(request).today(), t),
    )


def _contractor(request: Request, actor: Actor, whole: Portfolio, filters: Filters, name: str) -> Response:
    t = pages.wording(request)
    mine = portfolio_filters.of_contractor(whole, name)
    if not mine.rows.height:
        raise AbsentError
    filters = portfolio_filters.of(request.query_params, mine)
    codes = mine.rows["uscc"].drop_nulls().unique().sort().to_list()
    same = pl.col("uscc").is_in(codes) & (pl.col("contractor") != name)
    others = whole.rows.filter(same)["contractor"].drop_nulls().unique().sort().to_list()
    return pages.render(
        request,
        actor,
        "portfolio_contractor.html.j2",
        filters=filters,
        name=name,
        codes=codes,
        others=[(portfolio_views.contractor_href(one, filters), one) for one in others],
        headline=portfolio_views.headline(mine, filters, t),
        grid=portfolio_views.grid(mine, ["place", "name"], "", t),
        rows=portfolio_views.details(mine, filters, t, newest_first=True),
        href=portfolio_views.project_href,
        trend=portfolio_trend.trend(mine, filters.month, t),
        ageing=portfolio_trend.ageing(mine, ends(request), desks.of(request).today(), t),
    )


def _paged(request: Request, found: pl.DataFrame, filters: Filters) -> tuple[pl.DataFrame, tuple[Any, ...]]:
    """The rows of one page, and what its pager shows; nothing where one page holds all."""
    asked = request.query_params.get("page", "1")
    last = max(-(-found.height // _PAGE), 1)
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    start = (number - 1) * _PAGE
    if last == 1:
        return found, ()
    part = found.slice(start, _PAGE)
    before = filters.query(page=str(number - 1)) if number > 1 else ""
    after = filters.query(page=str(number + 1)) if number < last else ""
    return part, (start + 1, start + part.height, found.height, before, after)
