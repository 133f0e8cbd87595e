"""Keys of other systems (API): what they may do, for which projects, until when. The key itself is shown once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.faults import ForbiddenError
from wagecheck.desk.forms import Form
from wagecheck.desk.routes.accounts import ALL
from wagecheck.desk.routes.record_ids import RecordId, written
from wagecheck.desk.security import passwords
from wagecheck.errors import InputError, WagecheckError
from wagecheck.register import accounts, tokens

router = APIRouter(prefix="/tokens")
Keeper = Annotated[Actor, needs("tokens")]
#: What a key begins with, so that one that was left in a file is recognised.
_MARK: Final = "wagecheck_"


@router.get("")
def listed(request: Request, actor: Keeper) -> Response:
    """The keys that somebody keeps, those that hold first."""
    return _list(request, actor)


@router.get("/new")
def form(request: Request, actor: Keeper) -> Response:
    """The form of a new key."""
    return _form(request, actor, {"name": "", "scopes": [], "reach": "", "sites": [], "expires_on": ""})


@router.post("/new")
def make(request: Request, actor: Keeper) -> Response:
    """Makes it and shows it, this once."""
    desk, sent = desks.of(request), forms.given(request)
    said: dict[str, Any] = {
        "name": sent.text("name"),
        "scopes": sent.texts("scopes"),
        "reach": sent.text("reach"),
        "sites": sent.texts("sites"),
        "expires_on": sent.text("expires_on"),
    }
    secret = _MARK + passwords.secret()
    try:
        until = _until(desk.today(), sent, desk.settings.limits.token_days)
        with desk.register.writing(actor.name) as writer:
            tokens.make(
                writer,
                name=said["name"],
                scopes=said["scopes"],
                known=desk.settings.scopes,
                sites=_sites(actor, said),
                expires_on=until,
                today=desk.today(),
                secret=secret,
            )
    except WagecheckError as error:
        return _form(request, actor, said, error=error.text(pages.wording(request).lang), status=400)
    return pages.render(request, actor, "token_made.html.j2", name=said["name"], secret=secret, until=until)


@router.post("/{token_id}/revoke")
def revoke(request: Request, actor: Keeper, token_id: RecordId) -> Response:
    """It opens nothing any more."""
    try:
        with desks.of(request).register.writing(actor.name) as writer:
            token = writer.get("token", token_id)
            if not _keeps(actor, token):
                raise ForbiddenError
            tokens.revoke(writer, token_id, reason=forms.given(request).text("reason"))
    except WagecheckError as error:
        return _list(request, actor, failed=(token_id, error))
    return pages.done(request, "/tokens", "token_revoked", name=token["name"])


def _until(today: dt.date, sent: Form, days: int) -> dt.date:
    until = sent.day("expires_on")
    if until is None:
        raise InputError("请填写密钥的到期日。", "Give the last day of the key.")
    latest = today + dt.timedelta(days=days)
    if until > latest:
        raise InputError(
            f"到期日最晚可以到 {latest}：密钥要定期更换。",
            f"The last day is {latest} at most: keys are changed now and then.",
        )
    return until


def _sites(actor: Actor, said: dict[str, Any]) -> list[str] | None:
    """None: all. Nobody gives a key more projects than their own account is for: ForbiddenError."""
    if said["reach"] == ALL:
        actor.ensure_everywhere()
        return None
    if not said["sites"]:
        raise InputError(
            "请选择这个密钥管哪些项目：全部，或者勾选几个。",
            "Choose the projects of this key: all, or some ticked ones.",
        )
    chosen = [written(one) for one in said["sites"]]
    for one in chosen:
        actor.ensure_at(one)
    return chosen


def _keeps(actor: Actor, token: dict[str, Any]) -> bool:
    """Whether the key reaches no further than the account."""
    sites = accounts.sites_of(token)
    return actor.sites is None or (sites is not None and sites <= actor.sites)


def _form(request: Request, actor: Actor, said: dict[str, Any], *, error: str = "", status: int = 200) -> Response:
    desk = desks.of(request)
    with desk.register.reading() as reader:
        sites = [one for one in reader.all("site", state="open") if actor.at(one["id"])]
    today = desk.today()
    view: dict[str, Any] = {"sites": sites, "scopes": desk.settings.scopes, "today": today}
    view["latest"] = today + dt.timedelta(days=desk.settings.limits.token_days)
    return pages.render(request, actor, "token_new.html.j2", status=status, said=said, error=error, **view)


def _list(request: Request, actor: Actor, *, failed: tuple[str, WagecheckError] | None = None) -> Response:
    desk, lang = desks.of(request), pages.wording(request).lang
    today = desk.today()
    with desk.register.reading() as reader:
        names = {one["id"]: one["name"] for one in reader.all("site")}
        rows = [_row(one, names, today) for one in reader.all("token") if _keeps(actor, one)]
    rows.sort(key=lambda one: one["standing"] != "active")
    error = failed[1].text(lang) if failed else ""
    view = {"tokens": rows, "failed": failed[0] if failed else "", "error": error}
    return pages.render(request, actor, "tokens.html.j2", status=400 if failed else 200, **view)


def _row(token: dict[str, Any], names: dict[str, str], today: dt.date) -> dict[str, Any]:
    sites = accounts.sites_of(token)
    return {
        **token,
        "allowed": sorted(tokens.scopes(token)),
        "site_names": None if sites is None else [names[one] for one in sorted(sites)],
        "standing": "expired" if token["state"] == "active" and token["expires_on"] < today else token["state"],
    }
