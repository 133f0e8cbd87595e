"""The action plan (整改计划): the list of findings that was filled in comes back, and its rows become proposals.

It is looked at first; what was looked at is kept by its hash, so that exactly this is taken when somebody confirms.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.routes.waivers import house
from wagecheck.desk.store import relative
from wagecheck.errors import InputError, WagecheckError
from wagecheck.register import action_plan, canonical, hand_ins, waivers
from wagecheck.report import whole_file
from wagecheck.tasks import waiver_plan
from wagecheck.wording import Wording

router = APIRouter()
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@router.get("/waivers/plan")
def form(request: Request, actor: Annotated[Actor, needs("waiver_propose")], hand_in: str = "") -> Response:
    """Which check the plan belongs to, and the file."""
    return _page(request, actor, hand_in)


@router.post("/waivers/plan")
def look(request: Request, actor: Annotated[Actor, needs("waiver_propose")]) -> Response:
    """What would be taken, row by row; nothing is written. With ``sha256`` of a plan that was looked at: takes it."""
    desk, sent = desks.of(request), forms.given(request)
    hand_in = sent.text("hand_in")
    try:
        if sent.text("sha256"):
            return _take(request, actor, desk, hand_in, sent.text("sha256"))
        files = sent.files("file")
        if not hand_in or not files:
            raise InputError(*(Wording(lang)("desk_waivers.plan_needs") for lang in ("zh", "en")))
        kept = _kept(desk, files[0].filename or "", files[0].file)
        with desk.register.reading() as reader:
            handed = reader.get("hand_in", hand_in)
            actor.ensure_at(handed["site"])
            standing = waivers.standing(reader, desk.today())
        told = _judged(desk, handed["id"], kept, standing)
    except WagecheckError as error:
        return _page(request, actor, hand_in, error=error)
    return _page(request, actor, hand_in, told=told, sha256=kept.parent.name)


def _take(request: Request, actor: Actor, desk: Desk, hand_in: str, sha256: str) -> Response:
    """Proposes what can be proposed now; the register may have changed since it was looked at."""
    kept = _looked_at(desk, sha256)
    rules = house(desk)
    with desk.register.writing(actor.name) as writer:
        handed = writer.get("hand_in", hand_in)
        actor.ensure_at(handed["site"])
        told = _judged(desk, handed["id"], kept, waivers.standing(writer, desk.today()))
        waiver_plan.propose(writer, told, house=rules, today=desk.today())
    shutil.rmtree(kept.parent, ignore_errors=True)
    return _page(request, actor, hand_in, told=told, taken=True)


def _judged(desk: Desk, hand_in: str, plan: Path, standing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = action_plan.read(plan)
    findings = waiver_plan.findings(desk.store.hand_in(hand_in).result)
    return waiver_plan.judged(rows, findings, standing, house(desk), desk.today())


def _kept(desk: Desk, name: str, stream: Any) -> Path:
    """The file under its hash; plans that nobody confirmed are gone after a while."""
    place, limits = desk.store.root / "plans", desk.settings.limits
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    oldest = (desk.clock() - limits.abandoned).timestamp()
    for one in place.iterdir():
        with suppress(FileNotFoundError):  # somebody else has just taken it in, or given it up
            if one.stat().st_mtime < oldest:
                shutil.rmtree(one, ignore_errors=True)
    data = stream.read(limits.file + 1)
    if len(data) > limits.file:
        raise InputError(*(Wording(lang)("desk_waivers.plan_large") for lang in ("zh", "en")))
    own = relative(name).name
    folder = place / _key(data, own)
    folder.mkdir(mode=0o700, exist_ok=True)
    whole_file.put(folder / own, data)  # another who sends the same finds it whole at every moment
    return folder / own


def _key(data: bytes, name: str) -> str:
    """Of the bytes and the name: by its ending a file is read."""
    return canonical.digest([hashlib.sha256(data).hexdigest(), name])


def _looked_at(desk: Desk, key: str) -> Path:
    folder = desk.store.root / "plans" / key
    if not _HASH.fullmatch(key) or not folder.is_dir():
        raise AbsentError
    for file in folder.iterdir():
        if _key(file.read_bytes(), file.name) == key:
            return file
    raise AbsentError


def _page(
    request: Request,
    actor: Actor,
    hand_in: str,
    *,
    told: list[dict[str, Any]] | None = None,
    sha256: str = "",
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
        new=sum(one["status"] == "new" for one in rows or ()),
        sha256=sha256,
        taken=taken,
        four_eyes=house(desk).four_eyes,
    )
