"""What clerks hand in (交资料): the table of months, a new hand-in, its page from the files to the verdict."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.hand_ins import (
    finding_list,
    given_files,
    handing_in,
    other_months,
    period_form,
    recognition,
    results,
)
from wagecheck.desk.hand_ins import months as hand_in_months
from wagecheck.desk.hand_ins import records as hand_in_records
from wagecheck.desk.hand_ins.finding_list import Wanted
from wagecheck.desk.hand_ins.records import HandIn, last_of, month_before
from wagecheck.desk.routes.record_ids import RecordId, written
from wagecheck.errors import RegisterError, WagecheckError
from wagecheck.privacy import mask_free
from wagecheck.register import hand_ins as register_hand_ins
from wagecheck.register.hand_ins import StandsError

router = APIRouter()
#: Projects on one page of the table.
_SITES: Final = 20


@router.get("/hand-ins")
def table(request: Request, actor: Annotated[Actor, needs("results")], site: RecordId = "", page: str = "") -> Response:
    """The projects of somebody, month by month."""
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        every = hand_in_months.sites(reader, actor.sites)
    mine = [one for one in every if one["id"] == site] if site else every
    last = max(-(-len(mine) // _SITES), 1)
    at = min(int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1, last) or 1
    shown = mine[(at - 1) * _SITES : at * _SITES]
    return pages.render(
        request,
        actor,
        "hand_ins.html.j2",
        rows=hand_in_months.table(desk, shown, t),
        sites=[(one["id"], one["name"]) for one in every],
        site=site,
        pager=(
            (at - 1) * _SITES + 1,
            (at - 1) * _SITES + len(shown),
            len(mine),
            _page(site, at - 1),
            _page(site, at + 1 if at < last else 0),
        )
        if last > 1
        else None,
    )


@router.get("/hand-ins/new")
def new_form(
    request: Request, actor: Annotated[Actor, needs("hand_in")], site: RecordId = "", month: str = ""
) -> Response:
    """Project and pay period; last month unless told."""
    default = f"{month_before(desks.of(request).today()):%Y-%m}"
    return _new(request, actor, {"site": site, "month": month[:7] or default})


@router.post("/hand-ins/new")
def begin(request: Request, actor: Annotated[Actor, needs("hand_in")]) -> Response:
    """A hand-in to add files to. Where there is one for these days, that one goes on, or it is said."""
    desk, sent, t = desks.of(request), forms.given(request), pages.wording(request)
    site = written(sent.text("site"))
    actor.ensure_at(site)
    try:
        first, last = period_form.days(sent)
        unless = ("collecting",) if sent.flag("whole") else register_hand_ins.STANDING
        made = handing_in.begin(desk, actor.name, site=site, first_day=first, last_day=last, unless=unless)
    except StandsError as error:
        there = error.kept
        if there["state"] == "collecting":
            return pages.done(request, f"/hand-ins/{there['id']}", "hand_in_goes_on")
        told = period_form.typed(sent) | {"there": there["id"]}
        return _new(request, actor, told, error=t("desk_hand_in.there_already", id=there["id"]))
    except WagecheckError as error:
        return _new(request, actor, period_form.typed(sent), error=error.text(t.lang))
    return RedirectResponse(f"/hand-ins/{made}", 303)


@router.get("/hand-ins/{hand_in}")
def page(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str) -> Response:
    """One hand-in: its files while they are collected, how far its check is, what came of it."""
    return page_of(request, actor, hand_in)


@router.get("/hand-ins/{hand_in}/progress")
def progress(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str) -> Response:
    """How far the check is; once it has ended the browser loads the whole page."""
    desk = desks.of(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    if one.state != "handed_in":
        return Response(status_code=204, headers={"HX-Redirect": f"/hand-ins/{one.id}"})
    return pages.render(request, actor, "hand_in_progress_part.html.j2", one=one, reading=one.files.read.is_file())


@router.get("/hand-ins/{hand_in}/files")
def files(request: Request, actor: Annotated[Actor, needs("hand_in")], hand_in: str) -> Response:
    """The files so far."""
    desk = desks.of(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    return pages.render(request, actor, "hand_in_files_part.html.j2", one=one, **_files(request, one))


@router.post("/hand-ins/{hand_in}/submit")
def submit(request: Request, actor: Annotated[Actor, needs("hand_in")], hand_in: str) -> Response:
    """The files are complete."""
    note = forms.given(request).optional("note")
    return _acted(
        request, actor, hand_in, "hand_in_submitted", lambda desk, one: handing_in.submit(desk, actor.name, one, note)
    )


@router.post("/hand-ins/{hand_in}/check")
def check(request: Request, actor: Annotated[Actor, needs("hand_in")], hand_in: str) -> Response:
    """The same files once more, after a check that did not come about."""
    return _acted(
        request, actor, hand_in, "hand_in_submitted", lambda desk, one: handing_in.check_again(desk, actor.name, one)
    )


@router.post("/hand-ins/{hand_in}/withdraw")
def withdraw(request: Request, actor: Annotated[Actor, needs("hand_in")], hand_in: str) -> Response:
    """The clerk takes it back."""
    return _acted(
        request, actor, hand_in, "hand_in_withdrawn", lambda desk, one: handing_in.withdraw(desk, actor.name, one)
    )


@router.post("/hand-ins/{hand_in}/void")
def void(request: Request, actor: Annotated[Actor, needs("hand_in_void")], hand_in: str) -> Response:
    """What was found counts nowhere any more: it was handed in for a wrong project or month."""
    reason = forms.given(request).text("reason")
    return _acted(
        request, actor, hand_in, "hand_in_voided", lambda desk, one: handing_in.void(desk, actor.name, one, reason)
    )


@router.post("/hand-ins/{hand_in}/again")
def again(request: Request, actor: Annotated[Actor, needs("hand_in")], hand_in: str) -> Response:
    """A new hand-in with the same files, of which the clerk replaces the wrong ones."""
    desk, t = desks.of(request), pages.wording(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    if one.later is not None:
        return pages.done(request, f"/hand-ins/{one.later}", "hand_in_goes_on")
    days = {"first_day": one.record["first_day"], "last_day": one.record["last_day"]}
    try:
        made = handing_in.begin(
            desk, actor.name, site=one.record["site"], **days, previous=one.id, unless=register_hand_ins.STANDING
        )
    except StandsError as error:  # somebody else began meanwhile
        return pages.done(request, f"/hand-ins/{error.kept['id']}", "hand_in_goes_on")
    except WagecheckError as error:
        return page_of(request, actor, one.id, error=error.text(t.lang))
    return pages.done(request, f"/hand-ins/{made}", "hand_in_again")


def _acted(request: Request, actor: Actor, hand_in: str, done: str, act: Any) -> Response:
    desk = desks.of(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    try:
        act(desk, one.id)
    except WagecheckError as error:
        return page_of(request, actor, one.id, error=error.text(pages.wording(request).lang))
    return pages.done(request, f"/hand-ins/{one.id}", done)


def page_of(
    request: Request,
    actor: Actor,
    hand_in: str,
    *,
    error: str | None = None,
    status: int = 400,
    moving: dict[str, Any] | None = None,
) -> Response:
    """The page of a hand-in; with an ``error`` above it, answered with ``status``. ``moving``: project and month as
    somebody typed them who wants to change them.
    """
    one = hand_in_records.seen(desks.of(request), actor, hand_in)
    view: dict[str, Any] = {
        "one": one,
        "error": error,
        "reading": one.files.read.is_file(),
        "mine": actor.may("hand_in"),
        "kept": one.record["run"] is not None,
        "voidable": one.record["run"] is not None
        and one.state in register_hand_ins.VOIDABLE
        and actor.may("hand_in_void"),
        "voided": None,
    }
    if one.state == "withdrawn":
        with desks.of(request).register.reading() as reader:
            said = register_hand_ins.voided(reader, one.id)
        view["voided"] = said and (said[0], mask_free(said[1]))
    if one.state in ("collecting", "failed") and view["mine"]:
        view |= _movable(request, actor, one, moving)
    if one.state == "collecting":
        view |= _files(request, one)
    if one.state == "checked":
        view |= _result(request, one)
    return pages.render(request, actor, "hand_in.html.j2", status=status if error else 200, **view)


def _files(request: Request, one: HandIn) -> dict[str, Any]:
    desk = desks.of(request)
    before = one.record["previous"]
    return {
        "files": given_files.listed(desk, one.id, before),
        "awaited": given_files.awaited(desk, one.id),
        "judged_before": before is not None and results.read(desk.store.hand_in(before).result) is not None,
    }


def _movable(request: Request, actor: Actor, one: HandIn, moving: dict[str, Any] | None) -> dict[str, Any]:
    """Whether project and month may still change, to which projects, and what the form says."""
    with desks.of(request).register.reading() as reader:
        try:
            register_hand_ins.movable(reader, one.id)
        except RegisterError:
            return {"movable": False}
        mine = hand_in_months.sites(reader, actor.sites, open_only=True)
    first, last = one.record["first_day"], one.record["last_day"]
    whole = (first, last) == (first.replace(day=1), last_of(first))
    own = (
        {"month": f"{first:%Y-%m}", "first_day": "", "last_day": ""}
        if whole
        else {"first_day": first, "last_day": last}
    )
    return {
        "movable": True,
        "opened": moving is not None,
        "sites": [
            (site["id"], site["name"]) for site in mine if not one.record["previous"] or site["id"] == one.site["id"]
        ],
        "typed": {"site": one.site["id"], "month": "", "there": "", **(own if moving is None else moving)},
    }


def _result(request: Request, one: HandIn) -> dict[str, Any]:
    t = pages.wording(request)
    result = results.read(one.files.result)
    if result is None:
        return {"verdict": None}
    wanted = Wanted.of(request.query_params)
    return {
        "verdict": results.verdict(result, t),
        "contractors": results.contractors(result, t),
        "unjudged": results.unjudged(result, t),
        "downloads": results.downloads(result, one.files.result, t),
        "changed": finding_list.changed(result, t),
        "doubts": recognition.doubts(one.files, t),
        "other_months": other_months.tables(one.files, one.record["first_day"], one.record["last_day"], t),
        "other_project": results.other_project(result, one.site["name"]),
        "choices": finding_list.choices(result, t),
        "wanted": wanted,
        "listing": finding_list.listed(result, wanted, t),
    }


def _new(request: Request, actor: Actor, typed: dict[str, Any], *, error: str | None = None) -> Response:
    desk = desks.of(request)
    with desk.register.reading() as reader:
        mine = hand_in_months.sites(reader, actor.sites, open_only=True)
    values = {"site": "", "month": "", "first_day": "", "last_day": "", "there": "", **typed}
    if len(mine) == 1:
        values["site"] = mine[0]["id"]
    options = [(site["id"], site["name"]) for site in mine]
    return pages.render(
        request, actor, "hand_in_new.html.j2", status=400 if error else 200, error=error, sites=options, typed=values
    )


def _page(site: str, number: int) -> str:
    return "" if number < 1 else "?" + urlencode({"site": site, "page": number})
