"""What management takes along: the table as a workbook or CSV, the half-year report."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import downloads, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.downloads import attached
from wagecheck.desk.portfolio import filters as portfolio_filters
from wagecheck.desk.portfolio import views as portfolio_views
from wagecheck.desk.routes import portfolio as tables
from wagecheck.errors import WagecheckError
from wagecheck.register import portfolio_sums
from wagecheck.report import portfolio_workbook
from wagecheck.tasks import days, period_summary

router = APIRouter()
_LETTERS: Final = ("docx", "html")
#: What stands in the trail, where there is no record of its own.
_KIND: Final = "portfolio"


@router.get("/portfolio/export")
def export(request: Request, actor: Annotated[Actor, needs("export")], format: str = "xlsx") -> Response:
    """The rows that the same filters show, and the months beside them."""
    desk, t = desks.of(request), pages.wording(request)
    whole = tables.read(request, actor)
    filters = portfolio_filters.of(request.query_params, whole)
    chosen = portfolio_filters.chosen(whole, filters)
    month = portfolio_filters.of_month(chosen, filters.month)
    stream, name = BytesIO(), t("desk_portfolio.file_name", month=filters.month)
    ending = "csv" if format == "csv" else "xlsx"
    said = portfolio_views.said(filters, t)
    downloads.record(desk, actor.name, downloads.EXPORT, f"{name}.{ending} {said}".strip(), kind=_KIND)
    if ending == "csv":
        portfolio_workbook.write_csv(stream, month, t)
        return attached(stream.getvalue(), f"{name}.{ending}")
    portfolio_workbook.write(
        stream,
        month,
        chosen,
        portfolio_sums.awaited(chosen, filters.month),
        t,
        filters=said,
        ends=tables.ends(request),
        day=desk.today(),
    )
    return attached(stream.getvalue(), f"{name}.{ending}")


@router.get("/portfolio/summary")
def summary(
    request: Request, actor: Annotated[Actor, needs("export")], first: str = "", last: str = "", format: str = "docx"
) -> Response:
    """The half-year or yearly report (``wagecheck summary``) of the projects that the actor may see."""
    desk, t = desks.of(request), pages.wording(request)
    ending = format if format in _LETTERS else _LETTERS[0]
    try:
        months = days.months(first, last)
        with tempfile.TemporaryDirectory(prefix="wagecheck-summary-") as folder:
            out = Path(folder) / "out"
            period_summary.write(
                out,
                months,
                t,
                day=desk.today(),
                register=desk.place.register,
                clock=desk.clock,
                sites=actor.sites,
                lists=actor.may("blacklist"),
            )
            data = (out / f"summary.{ending}").read_bytes()
    except WagecheckError as error:
        return tables.overview(request, actor, status=400, error=error.text(t.lang))
    name = f"{t('desk_portfolio.summary_name', first=first.strip(), last=last.strip())}.{ending}"
    downloads.record(desk, actor.name, downloads.EXPORT, name, kind=_KIND)
    return attached(data, name)
