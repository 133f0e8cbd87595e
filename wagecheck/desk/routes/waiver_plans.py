"""The action plan (整改计划): the list of findings that was filled in comes back, and its rows become proposals.

It is looked at first; what was looked at is kept by its hash, so that exactly this is taken when somebody confirms.
"""

from __future__ import annotations

from typing import Annotated, Any, BinaryIO, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages, previews
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.forms import Form
from wagecheck.desk.previews import Preview
from wagecheck.desk.routes.waivers import house
from wagecheck.errors import InputError, WagecheckError
from wagecheck.register import action_plan, canonical, hand_ins, waivers
from wagecheck.register.action_plan import Row
from wagecheck.tasks import waiver_plan
from wagecheck.tasks.house import WaiverHouse
from wagecheck.wording import both

router = APIRouter()
_SHELF: Final = "plans"


@router.get("/waivers/plan")
def form(request: Request, actor: Annotated[Actor, needs("waiver_propose")], hand_in: str = "") -> Response:
    """Which check the plan belongs to, and the file."""
    return _page(request, actor, hand_in)


@router.post("/waivers/plan")
def look(request: Request, actor: Annotated[Actor, needs("waiver_propose")]) -> Response:
    """What would be taken, row by row; nothing is written. With the key of a ``plan`` that was looked at: takes it."""
    desk, sent = desks.of(request), forms.given(request)
    hand_in = sent.text("hand_in")
    try:
        if sent.text("plan"):
            return _take(request, actor, desk, sent)
        files = sent.files("file")
        if not hand_in or not files:
            raise InputError(*both("desk_waivers.plan_needs"))
        kept = _kept(desk, files[0].filename or "", files[0].file)
        with desk.register.reading() as reader:
            handed = reader.get("hand_in", hand_in)
            actor.ensure_at(handed["site"])
            standing = waivers.standing(reader, desk.today())
        told = _judged(desk, handed["id"], _rows(kept), standing)
    except WagecheckError as error:
        return _page(request, actor, hand_in, error=error)
    return _page(request, actor, hand_in, told=told, plan=kept.key)


def _take(request: Request, actor: Actor, desk: Desk, sent: Form) -> Response:
    """Proposes what was shown, or nothing: not where the register, the result or the profile says otherwise by now."""
    hand_in = sent.text("hand_in")
    kept = previews.get(desk, _SHELF, sent.text("plan"))
    rows = _rows(kept)
    with desk.register.writing(actor.name) as writer:
        handed = writer.get("hand_in", hand_in)
        actor.ensure_at(handed["site"])
        told = _judged(desk, handed["id"], rows, waivers.standing(writer, desk.today()))
        rules = house(desk)  # nobody brings another profile into force before this is written
        same = _mark(told, rules) == sent.text("seen")
        if same:
            waiver_plan.propose(writer, told, house=rules, today=desk.today())
    if not same:
        changed = InputError(*both("desk_waivers.plan_changed"))
        return _page(request, actor, hand_in, told=told, plan=kept.key, error=changed)
    previews.drop(kept)
    return _page(request, actor, hand_in, told=told, taken=True)


def _rows(plan: Preview) -> list[Row]:
    return action_plan.read(plan.path, plan.data)  # the file goes where somebody else takes the same plan in


def _judged(desk: Desk, hand_in: str, rows: list[Row], standing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    findings = waiver_plan.findings(desk.store.hand_in(hand_in).result)
    return waiver_plan.judged(rows, findings, standing, house(desk), desk.today())


def _mark(told: list[dict[str, Any]], rules: WaiverHouse) -> str:
    """Of what a person saw: what becomes of every row, and whether somebody else has to approve it."""
    rows = [[one["place"], one["status"], one["id"], *map(str, sorted(one.get("waiver", {}).items()))] for one in told]
    return canonical.digest([rules.four_eyes, rows])


def _kept(desk: Desk, name: str, stream: BinaryIO) -> Preview:
    data = stream.read(desk.settings.limits.file + 1)
    if len(data) > desk.settings.limits.file:
        raise InputError(*both("desk_waivers.plan_large"))
    return previews.keep(desk, _SHELF, data, name)


def _page(
    request: Request,
    actor: Actor,
    hand_in: str,
    *,
    told: list[dict[str, Any]] | None = None,
    plan: str = "",
    taken: bool = False,
    error: WagecheckError | None = None,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        names = {site["id"]: site["name"] for site in reader.all("site")}
        checked = hand_ins.listed(reader, sites_of=actor.sites, states=("checked",))
    rows = None if told is None else [waiver_plan.shown(one) for one in told]
    return pages.render(
        request,
        actor,
        "waiver_plan.html.j2",
        status=200 if error is None else 400,
        error=None if error is None else error.text(t.lang),
        hand_ins=[
            (one["id"], f"{names[one['site']]} {one['first_day']} – {one['last_day']} {one['id']}") for one in checked
        ],
        hand_in=hand_in,
        rows=rows,
        seen="" if told is None or taken else _mark(told, house(desk)),
        new=sum(one["status"] == "new" for one in rows or ()),
        plan=plan,
        taken=taken,
        four_eyes=house(desk).four_eyes,
    )
