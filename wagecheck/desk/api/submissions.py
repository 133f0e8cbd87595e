"""Submissions: begun, looked at, handed in, taken back. The same steps as on the pages (``desk/hand_ins``)."""

from __future__ import annotations

import calendar
import datetime as dt
import threading
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Header, Path, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk.api import verdicts
from wagecheck.desk.api.bodies import LimitedRoute
from wagecheck.desk.api.keys import Key, needs
from wagecheck.desk.api.models import (
    SITE_ID,
    SUBMISSION_ID,
    Asked,
    Begun,
    ByDays,
    Handed,
    Job,
    State,
    Submission,
    SubmissionInFull,
    Submissions,
)
from wagecheck.desk.api.refusals import RefusedError, documented, lang
from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import handing_in
from wagecheck.errors import InputError, RegisterError
from wagecheck.privacy import mask_free
from wagecheck.register import hand_ins, queue, requests

router = APIRouter(tags=["submissions"], route_class=LimitedRoute)
Id = Annotated[str, Path(pattern=SUBMISSION_ID, description="Id of the submission.", examples=["H12"])]
_MOST: Final = 200
#: Two requests with the same Idempotency-Key at once: the second waits for what the first began.
_ONE: Final = threading.Lock()


@router.post(
    "/submissions",
    status_code=201,
    responses={
        **documented(400, 404, 409, 413, 415),
        201: {"headers": {"Location": {"description": "Address of the submission.", "schema": {"type": "string"}}}},
    },
    operation_id="begin_submission",
    summary="Begin a submission",
)
def begin(
    request: Request,
    response: Response,
    key: Annotated[Key, needs("submit")],
    asked: Annotated[Asked, Body()],
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{1,200}$",
            description="A text of your own: sent again within 24 hours, it gives the submission that was begun.",
        ),
    ] = None,
) -> Begun:
    """For a project and a pay period; then send the files and hand it in."""
    desk = desks.of(request)
    _ensure_site(desk, key, asked.site)
    if asked.previous is not None:
        ensure(desk, key, asked.previous)
    if idempotency_key is None:
        made = _begin(desk, key, asked)
    else:
        with _ONE:
            made = _once(desk, key, asked, idempotency_key)
    response.headers["Location"] = str(request.url_for("get_submission", submission=made))
    return Begun(id=made)


@router.get(
    "/submissions", responses=documented(404), operation_id="list_submissions", summary="Submissions, newest first"
)
def listed(
    request: Request,
    key: Annotated[Key, needs("status")],
    site: Annotated[str | None, Query(pattern=SITE_ID, description="Of this project only.")] = None,
    state: Annotated[State | None, Query(description="In this state only.")] = None,
    before: Annotated[str | None, Query(pattern=SUBMISSION_ID, description="Older than this one.")] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="At most so many.")] = 50,
) -> Submissions:
    """Of all projects of this key, without what the checks say; that is told of each alone."""
    sites = key.sites if site is None else frozenset({site})
    with desks.of(request).register.reading() as reader:
        if site is not None and not (key.at(site) and reader.all("site", id=site)):
            raise RefusedError(404, "site", id=site)
        states = None if state is None else [state]
        found = hand_ins.listed(reader, sites_of=sites, states=states, most=limit + 1, before=before)
    shown = [_told(row) for row in found[:limit]]
    return Submissions(submissions=shown, next=shown[-1].id if len(found) > limit else None)


@router.get(
    "/submissions/{submission}",
    responses=documented(404),
    operation_id="get_submission",
    name="get_submission",
    summary="How far a submission is, and what its check says",
)
def one(request: Request, key: Annotated[Key, needs("status")], submission: Id) -> SubmissionInFull:
    """Ask again every few seconds until ``state`` is ``checked`` or ``failed``."""
    desk = desks.of(request)
    row = ensure(desk, key, submission)
    with desk.register.reading() as reader:
        job = queue.latest(reader.connection, submission, handing_in.CHECK)
    told = None
    if job is not None:
        message = None if job.told is None else job.told[lang(request) == "en"]
        told = Job.model_validate({**vars(job), "message": message})
        if job.state != "running":
            told = told.model_copy(update=dict.fromkeys(("step", "done", "whole")))
    checked = verdicts.contractors(desk, submission) if row["state"] == "checked" else None
    return SubmissionInFull(**_told(row).model_dump(), job=told, contractors=checked)


@router.post(
    "/submissions/{submission}/submit",
    status_code=202,
    responses=documented(400, 404, 409, 413, 415),
    operation_id="hand_in_submission",
    summary="All files are there: check them",
)
def submit(
    request: Request,
    key: Annotated[Key, needs("submit")],
    submission: Id,
    said: Annotated[Handed | None, Body()] = None,
) -> Begun:
    """The check is queued. 409 where there are no files, some are on their way, or too many checks of this key wait."""
    desk = desks.of(request)
    ensure(desk, key, submission)
    try:
        handing_in.submit(desk, key.actor, submission, None if said is None else said.note)
    except InputError as error:  # how things stand, not what was sent
        raise RegisterError(error.zh, error.en) from None
    return Begun(id=submission)


@router.post(
    "/submissions/{submission}/withdraw",
    status_code=204,
    responses=documented(404, 409),
    operation_id="withdraw_submission",
    summary="Take a submission back",
)
def withdraw(request: Request, key: Annotated[Key, needs("submit")], submission: Id) -> None:
    """Before it is handed in, or after its check failed; its files are removed."""
    desk = desks.of(request)
    ensure(desk, key, submission)
    handing_in.withdraw(desk, key.actor, submission)


def ensure(desk: Desk, key: Key, submission: str) -> dict[str, Any]:
    """The hand-in, where the key is for its project. Raises RefusedError: 404, whichever of both it is."""
    with desk.register.reading() as reader:
        found = reader.all("hand_in", id=submission)
    if not found or not key.at(found[0]["site"]):
        raise RefusedError(404, "submission", id=submission)
    return found[0]


def _ensure_site(desk: Desk, key: Key, site: str) -> None:
    with desk.register.reading() as reader:
        found = reader.all("site", id=site, state="open")
    if not found or not key.at(site):
        raise RefusedError(404, "site", id=site)


def _once(desk: Desk, key: Key, asked: Asked, idempotency_key: str) -> str:
    with desk.register.reading() as reader:
        known = requests.done(reader.connection, key.id, idempotency_key, desk.clock())
        row = None if known is None else reader.get("hand_in", known)
    if row is not None and row["state"] != "withdrawn":  # who took it back begins anew
        same = (row["site"], row["first_day"], row["last_day"], row["previous"])
        if same != (asked.site, *_days(asked), asked.previous):
            raise RefusedError(409, "used", id=row["id"])
        return str(row["id"])

    def noted(connection: Connection, made: str) -> None:
        requests.note(connection, key.id, idempotency_key, made, desk.clock())

    return _begin(desk, key, asked, noted)


def _begin(desk: Desk, key: Key, asked: Asked, noted: Callable[[Connection, str], None] | None = None) -> str:
    first, last = _days(asked)
    if last < first:
        raise RefusedError(422, "reversed")
    return handing_in.begin(
        desk,
        key.actor,
        site=asked.site,
        first_day=first,
        last_day=last,
        previous=asked.previous,
        noted=noted,
    )


def _days(asked: Asked) -> tuple[dt.date, dt.date]:
    if isinstance(asked, ByDays):
        return asked.first_day, asked.last_day
    year, month = map(int, asked.period.split("-"))
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _told(row: dict[str, Any]) -> Submission:
    return Submission.model_validate({**row, "note": mask_free(row["note"]) if row["note"] else row["note"]})
