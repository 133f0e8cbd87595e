"""Accounts: who may log in, as what, for which projects. Nobody changes their own; the one-time link is shown once."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, invitations, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.forms import Form
from wagecheck.desk.routes.record_ids import RecordId
from wagecheck.desk.settings import ADMIN
from wagecheck.errors import RegisterError, WagecheckError
from wagecheck.register import accounts, credentials, newest
from wagecheck.register.reader import Reader
from wagecheck.tasks.refusals import refused

router = APIRouter(prefix="/accounts")
Keeper = Annotated[Actor, needs("accounts")]
#: What the form asks where somebody is for: all projects, also those to come, or the ticked ones.
ALL: Final = "all"
SOME: Final = "some"


@router.get("")
def listed(request: Request, actor: Keeper) -> Response:
    """All accounts, those in use first."""
    with desks.of(request).register.reading() as reader:
        found = sorted(reader.all("account"), key=lambda one: one["state"] != "active")
        rows = [_row(reader, one) for one in found]
    return pages.render(request, actor, "accounts.html.j2", accounts=rows)


@router.get("/new")
def form(request: Request, actor: Keeper) -> Response:
    """The form of a new account."""
    said = {"login": "", "name": "", "role": "", "reach": "", "sites": [], "unmask": False}
    return _form(request, actor, said)


@router.post("/new")
def create(request: Request, actor: Keeper) -> Response:
    """Makes it, and shows the link by which its owner chooses a password."""
    desk, sent = desks.of(request), forms.given(request)
    said = {**_said(sent), "login": sent.text("login"), "name": sent.text("name")}
    try:
        _ensure_named(said["name"])
        with desk.register.writing(actor.name) as writer:
            account = accounts.open_account(
                writer,
                login=said["login"],
                name=said["name"],
                role=said["role"],
                roles=desk.settings.roles,
                sites=_sites(desk, said),
                unmask=said["unmask"],
            )
        return _invited(request, actor, account)
    except WagecheckError as error:
        return _form(request, actor, said, error=error.text(pages.wording(request).lang), status=400)


@router.get("/{account_id}")
def shown(request: Request, actor: Keeper, account_id: RecordId) -> Response:
    """One account: what it may do, and what can be done with it."""
    return _account(request, actor, account_id)


@router.post("/{account_id}")
def change(request: Request, actor: Keeper, account_id: RecordId) -> Response:
    """Another role, other projects; holds at the next click of whoever is logged in with it."""
    desk, sent = desks.of(request), forms.given(request)
    said = _said(sent)
    try:
        _ensure_other(actor, account_id)
        with desk.register.writing(actor.name) as writer:
            newest.ensure(
                sent.text("seq"),
                newest.change(writer, account_id),
                "您打开页面以后，有人改过这个账号，您的改动没有保存。下面是现在的权限，请看过再改。",
                "Somebody changed this account after you opened the page, and your change was not kept. This is what "
                "it may do now; look at it, then change it.",
            )
            accounts.change(
                writer,
                account_id,
                role=said["role"],
                roles=desk.settings.roles,
                sites=_sites(desk, said),
                unmask=said["unmask"],
                keeper=ADMIN,
                reason=sent.optional("reason"),
            )
            name = accounts.active(writer, account_id)["name"]
    except newest.ChangedError as error:  # what was typed came from what holds no more
        return _account(request, actor, account_id, failed=("change", error))
    except WagecheckError as error:
        return _account(request, actor, account_id, said=said, failed=("change", error))
    return pages.done(request, f"/accounts/{account_id}", "account_changed", name=name)


@router.post("/{account_id}/invitation")
def invite(request: Request, actor: Keeper, account_id: RecordId) -> Response:
    """A new link, shown once; the password and the link before it hold no more."""
    try:
        _ensure_other(actor, account_id)
        return _invited(request, actor, account_id)
    except WagecheckError as error:
        return _account(request, actor, account_id, failed=("invite", error))


@router.post("/{account_id}/close")
def close(request: Request, actor: Keeper, account_id: RecordId) -> Response:
    """Ends it; whoever is logged in with it is out."""
    sent = forms.given(request)
    try:
        _ensure_other(actor, account_id)
        with desks.of(request).register.writing(actor.name) as writer:
            name = accounts.active(writer, account_id)["name"]
            accounts.close(writer, account_id, keeper=ADMIN, reason=sent.text("reason"))
    except WagecheckError as error:
        return _account(request, actor, account_id, failed=("close", error))
    return pages.done(request, "/accounts", "account_closed", name=name)


def _said(sent: Form) -> dict[str, Any]:
    return {
        "role": sent.text("role"),
        "reach": sent.text("reach"),
        "sites": sent.texts("sites"),
        "unmask": sent.flag("unmask"),
    }


def _sites(desk: Desk, said: dict[str, Any]) -> list[str] | None:
    """None: all. An administrator gives rights at every project, so one for some projects only would be no bar."""
    if said["reach"] == ALL or "accounts" in desk.settings.roles.get(said["role"], ()):
        return None
    if not said["sites"]:
        raise RegisterError(
            "请选择这个账号管哪些项目：全部，或者勾选几个。",
            "Choose the projects of this account: all, or some ticked ones.",
        )
    return list(said["sites"])


def _ensure_named(name: str) -> None:
    """A name by which the trail tells people apart; what is missing altogether the register tells."""
    if len(name) == 1:
        raise refused("person_short", text=name)


def _ensure_other(actor: Actor, account_id: str) -> None:
    if actor.id == account_id:
        raise RegisterError(
            "自己的账号要请另一位管理员来改；自己的密码在“我的账号”里修改。",
            "Another administrator changes your account; your own password is changed under “My account”.",
        )


def _invited(request: Request, actor: Actor, account_id: str) -> Response:
    desk = desks.of(request)
    link = invitations.invite(desk, account_id, actor.name)
    with desk.register.reading() as reader:
        account = accounts.active(reader, account_id)
    hours = int(desk.settings.login.invitation.total_seconds() // 3600)
    return pages.render(request, actor, "account_link.html.j2", account=account, link=link, hours=hours)


def _form(request: Request, actor: Actor, said: dict[str, Any], *, error: str = "", status: int = 200) -> Response:
    desk = desks.of(request)
    with desk.register.reading() as reader:
        view = {"sites": reader.all("site", state="open"), "roles": list(desk.settings.roles)}
    return pages.render(request, actor, "account_new.html.j2", status=status, said=said, error=error, **view)


def _account(
    request: Request,
    actor: Actor,
    account_id: str,
    *,
    said: dict[str, Any] | None = None,
    failed: tuple[str, WagecheckError] | None = None,
) -> Response:
    desk, lang = desks.of(request), pages.wording(request).lang
    with desk.register.reading() as reader:
        found = reader.all("account", id=account_id)
        if not found:
            raise AbsentError
        row = _row(reader, found[0])
        seq = newest.change(reader, row["id"])
        # a closed project that the account is for still is: it must not be lost because the form does not show it
        sites = [one for one in reader.all("site") if one["state"] == "open" or one["id"] in row["site_ids"]]
    said = said or {
        "role": row["role"],
        "reach": ALL if row["sites"] is None else SOME,
        "sites": row["site_ids"],
        "unmask": bool(row["unmask"]),
    }
    view = {"account": row, "seq": seq, "said": said, "sites": sites, "roles": list(desk.settings.roles)}
    view |= {"failed": failed[0] if failed else "", "error": failed[1].text(lang) if failed else ""}
    return pages.render(request, actor, "account.html.j2", status=400 if failed else 200, **view)


def _row(reader: Reader, account: dict[str, Any]) -> dict[str, Any]:
    """An account as pages show it: the names of its projects, and whether its owner can log in."""
    sites = accounts.sites_of(account)
    ids = sorted(sites or ())
    return {
        **account,
        "site_ids": ids,
        "site_names": [one["name"] for one in reader.all("site", id=ids)] if ids else [],
        "entered": credentials.of(reader.connection, account["id"], credentials.PASSWORD) is not None,
    }
