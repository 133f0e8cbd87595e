"""Files of a result: pages of the report, lists, letters, marked copies; full numbers for those who have the right."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wagecheck.desk import desk as desks
from wagecheck.desk import downloads, forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError, ForbiddenError
from wagecheck.desk.hand_ins import handing_in, result_files
from wagecheck.desk.hand_ins import records as hand_in_records
from wagecheck.desk.hand_ins.records import HandIn
from wagecheck.errors import WagecheckError
from wagecheck.register.credentials import moment

router = APIRouter()


@router.get("/hand-ins/{hand_in}/report/{path:path}")
def file(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str, path: str) -> Response:
    """One file of the result; marked copies only for who may have what was handed in. Pages are looked at, what is
    taken out is written down.
    """
    one = _checked(request, actor, hand_in)
    if path.split("/", maxsplit=1)[0] == result_files.COPIES and not actor.may("copies"):
        raise ForbiddenError
    found = result_files.found(one.files.result, path)
    if found is None:
        raise AbsentError
    if not result_files.is_page(found):
        downloads.record(desks.of(request), actor.name, downloads.DOWNLOAD, path, kind="hand_in", subject=one.id)
    return result_files.sent(found)


@router.get("/hand-ins/{hand_in}/report.zip")
def everything(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str) -> Response:
    """All files of the result that the actor may have."""
    one = _checked(request, actor, hand_in)
    copies = actor.may("copies")
    t = pages.wording(request)
    name = f"{t('desk_result.zip_name', id=one.id, site=one.site['name'], period=one.period(t))}.zip"
    downloads.record(desks.of(request), actor.name, downloads.DOWNLOAD, name, kind="hand_in", subject=one.id)
    return result_files.packed(one.files.result, name, lambda path: copies or path.split("/")[0] != result_files.COPIES)


@router.post("/hand-ins/{hand_in}/unmask")
def unmask(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str) -> Response:
    """Has the report written with full numbers; who asked and why stands in the trail."""
    desk, reason = desks.of(request), forms.given(request).text("reason")
    one = _checked(request, actor, hand_in)
    _ensure_unmask(actor)
    try:
        handing_in.unmask(desk, actor.name, one.id, reason)
    except WagecheckError as error:
        return _unmasked_page(request, actor, one, error=error.text(pages.wording(request).lang))
    return pages.done(request, f"/hand-ins/{one.id}/unmasked", "unmask_asked")


@router.get("/hand-ins/{hand_in}/unmasked")
def unmasked(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str) -> Response:
    """Whether the report with full numbers is there, and what looking at it means."""
    one = _checked(request, actor, hand_in)
    _ensure_unmask(actor)
    return _unmasked_page(request, actor, one)


@router.get("/hand-ins/{hand_in}/unmasked/{path:path}")
def unmasked_file(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str, path: str) -> Response:
    """One file with full numbers, a page too; that somebody looked at it is written down first."""
    desk = desks.of(request)
    one = _checked(request, actor, hand_in)
    _ensure_unmask(actor)
    if path.split("/", maxsplit=1)[0] == result_files.COPIES and not actor.may("copies"):
        raise ForbiddenError
    found = result_files.found(one.files.unmasked, path)
    if found is None:
        raise AbsentError
    if not _gave_reason(desk, actor, one):  # of somebody else's asking it is not told why this person looks
        return RedirectResponse(f"/hand-ins/{one.id}/unmasked", 303)
    downloads.record(desk, actor.name, downloads.UNMASKED, path, kind="hand_in", subject=one.id)
    return result_files.sent(found)


def _checked(request: Request, actor: Actor, hand_in: str) -> HandIn:
    """A hand-in whose result is that of its files. Raises AbsentError while there is none."""
    one = hand_in_records.seen(desks.of(request), actor, hand_in)
    if one.state != "checked":
        raise AbsentError
    return one


def _gave_reason(desk: Desk, actor: Actor, one: HandIn) -> bool:
    """Whether this person said why they look, within the time that such a result is kept."""
    since = moment(desk.clock() - desk.settings.limits.unmasked)
    with desk.register.reading() as reader:
        return any(
            event.action == "unmask" and event.reason and event.actor == actor.name and event.at >= since
            for event in reader.history(one.id)
        )


def _ensure_unmask(actor: Actor) -> None:
    if not actor.unmask:
        raise ForbiddenError


def _unmasked_page(request: Request, actor: Actor, one: HandIn, *, error: str | None = None) -> Response:
    desk = desks.of(request)
    there = (one.files.unmasked / "index.html").is_file() and _gave_reason(desk, actor, one)
    hours = int(desk.settings.limits.unmasked.total_seconds() // 3600)
    job = one.unmasking
    working = job is not None and job.state in ("queued", "running")
    return pages.render(
        request, actor, "unmasked.html.j2", status=400 if error else 200,
        error=error, one=one, there=there, working=working, job=job, hours=hours,
    )  # fmt: skip
