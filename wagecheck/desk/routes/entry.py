"""One entry of the lists: seen, seen with full numbers, and the steps that only a person takes with it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.blacklist import entry_page
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.desk.faults import AbsentError, ForbiddenError
from wagecheck.desk.forms import Form
from wagecheck.errors import InputError, WagecheckError
from wagecheck.register.states import STEPS
from wagecheck.register.writer import Writer
from wagecheck.tasks import deciding, masking
from wagecheck.tasks.house import House
from wagecheck.wording import both

router = APIRouter()
#: What an approval may state beside its reason.
_STATED: Final = ("decision_no", "authority", "decided_on", "in_force_from", "in_force_to")


@router.get("/blacklist/{entry_id}")
def entry(request: Request, entry_id: str, actor: Annotated[Actor, needs("blacklist")]) -> Response:
    """The entry."""
    return entry_page.shown(request, actor, entry_id)


@router.post("/blacklist/{entry_id}/unmask")
def unmask(request: Request, entry_id: str, actor: Annotated[Actor, needs("blacklist")]) -> Response:
    """The entry with full numbers, once; who looked, and why, is written down first."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    if not actor.unmask:
        raise ForbiddenError
    with desk.register.reading() as reader:
        known = entry_page.known(desk, reader, entry_id, blacklist_house.of(desk, reader)).record["id"]
    reason = sent.text("reason")
    if not reason:
        error = t("desk_entry.unmask_reason")
        return entry_page.shown(request, actor, known, status=400, error=error, opened="unmask")
    masker = masking.masker(desk.register, unmask_by=actor.name, what=reason, subject=known)
    return entry_page.shown(request, actor, known, masker=masker)


@router.post("/blacklist/{entry_id}/{step}")
def take(request: Request, entry_id: str, step: str, actor: Annotated[Actor, needs("blacklist_decide")]) -> Response:
    """Approve, reject, take up for review, lift, revoke."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    if step not in STEPS:
        raise AbsentError
    actor.ensure_everywhere()  # an entry is compared with every project of the group
    with desk.register.reading() as reader:
        known = entry_page.known(desk, reader, entry_id, blacklist_house.of(desk, reader)).record["id"]
    try:
        with desk.register.writing(actor.name) as writer:
            entry_page.ensure_unchanged(writer, known, sent.text("seq"))
            _taken(writer, known, step, sent, blacklist_house.of(desk, writer), desk.today())
    except WagecheckError as error:
        typed = {name: sent.text(name) for name in ("reason", "left_on", *_STATED)}
        said = error.text(t.lang)
        return entry_page.shown(request, actor, known, status=400, error=said, opened=step, typed=typed)
    return pages.done(request, f"/blacklist/{known}", f"entry_{step}", id=known)


def _taken(writer: Writer, known: str, step: str, sent: Form, house: House, today: dt.date) -> None:
    left_on = sent.day("left_on")
    if step in ("lift", "revoke") and left_on is None:
        raise InputError(*both(f"desk_group.{step}_day"))
    if step == "lift":
        assert left_on is not None
        deciding.lift(writer, known, house=house, reason=sent.text("reason"), left_on=left_on, today=today)
        return
    if step in ("approve", "reject") and not sent.text("reason"):
        raise InputError("请写明理由。", "Give a reason.")
    stated = deciding.decided(step, {name: sent.optional(name) for name in _STATED} if step == "approve" else {})
    deciding.decide(
        writer,
        known,
        step,
        house=house,
        reason=sent.optional("reason"),
        left_on=left_on or today,
        stated=stated,
        today=today,
    )
