"""Orders to pay by a deadline: listed, recorded, settled, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.blacklist import entry_page
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.waivers import own as own_projects
from wagecheck.errors import InputError, WagecheckError
from wagecheck.privacy import Masker
from wagecheck.register import orders, shown
from wagecheck.register.reader import Reader
from wagecheck.tasks import ordering
from wagecheck.wording import both

router = APIRouter()
_FIELDS: Final = (
    "contractor",
    "uscc",
    "project",
    "authority",
    "order_no",
    "ordered_on",
    "deadline",
    "amount",
    "reason",
)
_STEPS: Final = ("settle", "revoke")
_STATES: Final = ("open", "settled", "revoked")


@router.get("/blacklist/orders")
def listed(request: Request, actor: Annotated[Actor, needs("blacklist")], state: str = "", do: str = "") -> Response:
    """Orders, open ones first, by deadline; ``do``: one to decide about."""
    return _page(request, actor, state=state, do=do)


@router.post("/blacklist/orders")
def add(request: Request, actor: Annotated[Actor, needs("blacklist_decide")]) -> Response:
    """Records an order."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    try:
        days = {name: str(day) for name in ("ordered_on", "deadline") if (day := sent.day(name))}
        values = ordering.stated({**{name: sent.text(name) for name in _FIELDS}, **days})
        with desk.register.writing(actor.name) as writer:
            _ensure_mine(writer, actor, values.get("project"))
            house = blacklist_house.of(desk, writer)
            made = ordering.add(writer, values, house=house, today=desk.today())
    except WagecheckError as error:
        typed = {name: sent.text(name) for name in _FIELDS}
        return _page(request, actor, status=400, error=error.text(t.lang), opened="add", typed=typed)
    return pages.done(request, "/blacklist/orders", "order_added", id=made)


@router.post("/blacklist/orders/{order}/{step}")
def close(request: Request, order: str, step: str, actor: Annotated[Actor, needs("blacklist_decide")]) -> Response:
    """It was paid in full, or it was a mistake or was taken back."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    if step not in _STEPS:
        raise AbsentError
    try:
        reason, on = sent.text("reason"), sent.day("settled_on")
        if not reason:
            raise InputError("请写明理由。", "Give a reason.")
        if step == "settle" and on is None:
            raise InputError("请写明哪一天付清。", "Say on which day it was paid in full.")
        with desk.register.writing(actor.name) as writer:
            _ensure_mine(writer, actor, writer.get("order", order)["project"])
            if on is not None and step == "settle":
                house = blacklist_house.of(desk, writer)
                ordering.settle(writer, order, settled_on=on, reason=reason, house=house, today=desk.today())
            else:
                orders.revoke(writer, order, reason=reason)
    except WagecheckError as error:
        typed = {"reason": sent.text("reason"), "settled_on": sent.text("settled_on")}
        opened = f"{step}-{order}"
        return _page(request, actor, status=400, error=error.text(t.lang), opened=opened, typed=typed, do=order)
    return pages.done(request, "/blacklist/orders", f"order_{step}", id=order)


def _mine(reader: Reader, actor: Actor) -> Callable[[str | None], bool]:
    """Whether an order of a project is this person's to record and to close: an account for some sites only decides
    about projects of its own, an order about all projects of a company is the whole group's.
    """
    mine = own_projects.decided(reader, actor)
    return lambda project: own_projects.decides(mine, project)


def _ensure_mine(reader: Reader, actor: Actor, project: str | None) -> None:
    if not _mine(reader, actor)(project):
        raise InputError(*both("desk_group.order"))


def _page(
    request: Request,
    actor: Actor,
    *,
    state: str = "",
    status: int = 200,
    error: str | None = None,
    opened: str = "",
    typed: dict[str, str] | None = None,
    do: str = "",
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        kept = reader.all("order", **({"state": state} if state in _STATES else {}))
        mine = _mine(reader, actor) if actor.may("blacklist_decide") else lambda _: False
    kept.sort(key=lambda one: (one["state"] != "open", one["deadline"]))
    rows = [{**_row(one, desk.today(), t), "mine": mine(one["project"])} for one in kept]
    return pages.render(
        request,
        actor,
        "orders.html.j2",
        status=status,
        rows=rows,
        chosen=next((one for one in rows if one["open"] and one["mine"] and one["id"] == do.upper()), None),
        state=state,
        states=[(name, entry_page.value("state", name, t)) for name in _STATES],
        opened=opened,
        typed={**dict.fromkeys((*_FIELDS, "settled_on"), ""), **(typed or {})},
        today=desk.today().isoformat(),
        error=error,
    )


def _row(order: dict[str, Any], today: Any, t: Any) -> dict[str, Any]:
    late = order["state"] == "open" and order["deadline"] < today
    tone = "red" if late else {"open": "orange", "settled": "green"}.get(order["state"], "grey")
    return {
        **{name: entry_page.value(name, said, t) for name, said in shown.masked(order, Masker(b"")).items()},
        "open": order["state"] == "open",
        "late": (today - order["deadline"]).days if late else 0,
        "tone": tone,
    }
