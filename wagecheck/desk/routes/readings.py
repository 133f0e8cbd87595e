"""How the sheets of a hand-in were read (识别), and what somebody who knows better chooses instead."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.hand_ins import contents, handing_in, recognition
from wagecheck.desk.hand_ins import records as hand_in_records
from wagecheck.desk.hand_ins.records import HandIn
from wagecheck.errors import WagecheckError

router = APIRouter()


@router.get("/hand-ins/{hand_in}/reading")
def reading(request: Request, actor: Annotated[Actor, needs("results")], hand_in: str) -> Response:
    """Every table, the doubtful ones first; ``shape`` opens one that is sure."""
    one = hand_in_records.seen(desks.of(request), actor, hand_in)
    return _page(request, actor, one)


@router.post("/hand-ins/{hand_in}/reading")
def choose(request: Request, actor: Annotated[Actor, needs("mapping")], hand_in: str) -> Response:
    """Keeps what was chosen and has everything checked again."""
    desk, sent, t = desks.of(request), forms.given(request), pages.wording(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    try:
        handing_in.check_again(desk, actor.name, one.id, choosing=lambda: recognition.keep(one, sent, t))
    except WagecheckError as error:
        return _page(request, actor, one, error=error.text(t.lang))
    return pages.done(request, f"/hand-ins/{one.id}", "reading_kept")


def _page(request: Request, actor: Actor, one: HandIn, *, error: str | None = None) -> Response:
    seen = contents.reading(one.files)  # first: what changes while the page is made is not what it shows
    told = recognition.read(one.files)
    if told is None:
        raise AbsentError
    view = recognition.view(told, one.files, request.query_params.get("shape", ""), pages.wording(request))
    open_ = actor.may("mapping") and one.state in ("checked", "failed") and one.later is None
    return pages.render(
        request, actor, "reading.html.j2", status=400 if error else 200,
        error=error, one=one, open=open_, view=view, seen=seen,
    )  # fmt: skip
