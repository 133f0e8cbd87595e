"""A hand-in that was begun for the wrong month or project: moved as it is, its files stay."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.hand_ins import handing_in, period_form
from wagecheck.desk.hand_ins import records as hand_in_records
from wagecheck.desk.routes import hand_ins
from wagecheck.desk.routes.record_ids import written
from wagecheck.errors import WagecheckError
from wagecheck.register import hand_ins as register_hand_ins
from wagecheck.register.hand_ins import StandsError

router = APIRouter()


@router.post("/hand-ins/{hand_in}/period")
def move(request: Request, actor: Annotated[Actor, needs("hand_in")], hand_in: str) -> Response:
    """Another month or project, asked the same as at the beginning; what had failed is checked anew."""
    desk, sent, t = desks.of(request), forms.given(request), pages.wording(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    typed = period_form.typed(sent)
    typed["site"] = site = written(typed["site"]) or one.site["id"]
    actor.ensure_at(site)
    try:
        first, last = period_form.days(sent)
        if (site, first, last) == (one.site["id"], one.record["first_day"], one.record["last_day"]):
            return RedirectResponse(f"/hand-ins/{one.id}", 303)
        unless = ("collecting",) if sent.flag("whole") else register_hand_ins.STANDING
        handing_in.move(desk, actor.name, one.id, site=site, first_day=first, last_day=last, unless=unless)
    except StandsError as error:
        there, going_on = error.kept["id"], error.kept["state"] == "collecting"
        told = typed | {"there": there, "going_on": going_on}
        said = t(f"desk_hand_in.{'there_open' if going_on else 'there_moved'}", id=there)
        return hand_ins.page_of(request, actor, one.id, error=said, moving=told)
    except WagecheckError as error:
        return hand_ins.page_of(request, actor, one.id, error=error.text(t.lang), moving=typed)
    if one.state != "failed":
        return pages.done(request, f"/hand-ins/{one.id}", "hand_in_moved")
    try:
        handing_in.check_again(desk, actor.name, one.id)
    except WagecheckError as error:
        return hand_ins.page_of(request, actor, one.id, error=error.text(t.lang))
    return pages.done(request, f"/hand-ins/{one.id}", "hand_in_moved_checked")
