"""Logging in and out, the one-time link that begins an account, one's own password."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, invitations, pages
from wagecheck.desk.access import ANYBODY, Actor, known, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import LoginNeededError
from wagecheck.desk.forms import Form
from wagecheck.desk.routes.paths import own_path
from wagecheck.desk.security import cookies, passwords
from wagecheck.errors import InputError, WagecheckError
from wagecheck.register import accounts, credentials, sessions
from wagecheck.register.actor import PROGRAM
from wagecheck.wording import both

router = APIRouter()
Sent = Annotated[Form, Depends(forms.strangers)]
_LONGEST_LOGIN = 64


@router.get("/login")
def form(request: Request, next: str = "/") -> Response:
    """The form; whoever is logged in goes on."""
    if known(request) is not None:
        return RedirectResponse(own_path(next), 303)
    return pages.render(request, None, "login.html.j2", next=own_path(next), login="", error=None)


@router.post("/login")
def log_in(request: Request, sent: Sent) -> Response:
    """A session where login and password belong together. Where they do not, nobody learns which was wrong."""
    desk, t = desks.of(request), pages.wording(request)
    login, target = sent.text("login").casefold()[:_LONGEST_LOGIN], own_path(sent.text("next") or "/")
    address, limits = _address(request), desk.settings.login
    wait = desk.attempts.begin(login, address, desk.clock(), limits)
    if wait:
        return _again(request, 429, login, target, t("desk_login.wait", minutes=-(-wait // 60)))
    with desk.register.reading() as reader:
        account = accounts.by_login(reader, login)
        kept = None if account is None else credentials.of(reader.connection, account["id"], credentials.PASSWORD)
    if not passwords.fits(str(sent.data.get("password", "")), kept) or account is None:
        return _wrong(request, desk, account, login, target)
    try:
        answer = _logged_in(request, desk, account, target, kept)
    except LoginNeededError:  # replaced while it was looked at, which takes its time
        return _wrong(request, desk, account, login, target)
    desk.attempts.right(login, address, limits)
    return answer


@router.post("/logout")
def log_out(request: Request, actor: Annotated[Actor, needs(ANYBODY)]) -> Response:
    """The session ends."""
    desk = desks.of(request)
    with desk.register.writing(actor.name) as writer:
        sessions.end(writer.connection, actor.session)
        writer.note("logout", None, kind="account", subject=actor.id)
    answer = pages.done(request, "/login", "logged_out")
    cookies.drop_session(request, answer)
    return answer


@router.get("/setup/{secret}")
def setup_link(request: Request, secret: str) -> Response:
    """To the form that makes an administrator; the link works once."""
    invitations.ensure_setup(desks.of(request), secret)
    return _opened(request, "/setup", secret)


@router.get("/setup")
def setup_form(request: Request) -> Response:
    """The form."""
    invitations.ensure_setup(desks.of(request), cookies.link_cookie(request))
    return pages.render(request, None, "setup.html.j2", login="", name="", error=None, **_lengths(request))


@router.post("/setup")
def set_up(request: Request, sent: Sent) -> Response:
    """Makes the administrator and logs them in."""
    desk, secret = desks.of(request), cookies.link_cookie(request)
    invitations.ensure_setup(desk, secret)
    said = {"login": sent.text("login"), "name": sent.text("name")}
    try:
        account = invitations.set_up(desk, secret, **said, password=_passwords(desk, sent, said["login"]))
    except WagecheckError as error:
        said["error"] = error.text(cookies.lang(request))
        return pages.render(request, None, "setup.html.j2", status=400, **said, **_lengths(request))
    return _logged_in(request, desk, account, "/")


@router.get("/invitation/{secret}")
def invitation_link(request: Request, secret: str) -> Response:
    """To the form in which somebody who was invited chooses a password; the link works once."""
    invitations.invited(desks.of(request), secret)
    return _opened(request, "/invitation", secret)


@router.get("/invitation")
def invitation_form(request: Request) -> Response:
    """The form."""
    account = invitations.invited(desks.of(request), cookies.link_cookie(request))
    return pages.render(request, None, "invitation.html.j2", account=account, error=None, **_lengths(request))


@router.post("/invitation")
def accept(request: Request, sent: Sent) -> Response:
    """Keeps the password and logs in."""
    desk, secret = desks.of(request), cookies.link_cookie(request)
    account = invitations.invited(desk, secret)
    try:
        kept = invitations.accept(desk, secret, password=_passwords(desk, sent, account["login"]))
    except InputError as error:
        said = {"account": account, "error": error.text(cookies.lang(request))}
        return pages.render(request, None, "invitation.html.j2", status=400, **said, **_lengths(request))
    return _logged_in(request, desk, account, "/", kept)


@router.get("/me")
def own_account(request: Request, actor: Annotated[Actor, needs(ANYBODY)]) -> Response:
    """One's own account."""
    return pages.render(request, actor, "me.html.j2", error=None, **_lengths(request))


@router.post("/me/password")
def change_password(request: Request, actor: Annotated[Actor, needs(ANYBODY)]) -> Response:
    """Another password; everybody else who is logged in with this account is out."""
    desk, sent = desks.of(request), forms.given(request)
    try:
        kept = _own_password(request, desk, actor, str(sent.data.get("old", "")))
        hashed = passwords.hashed(_passwords(desk, sent, actor.login))
        with desk.register.writing(actor.name) as writer:
            if credentials.of(writer.connection, actor.id, credentials.PASSWORD) != kept:
                raise InputError(*both("desk_login.replaced"))
            credentials.put(writer.connection, actor.id, credentials.PASSWORD, hashed)
            sessions.end_all(writer.connection, actor.id, but=actor.session)
            writer.note("password", None, kind="account", subject=actor.id)
    except InputError as error:
        said = error.text(cookies.lang(request))
        return pages.render(request, actor, "me.html.j2", status=400, error=said, **_lengths(request))
    return pages.done(request, "/me", "password")


def _own_password(request: Request, desk: Desk, actor: Actor, old: str) -> str | None:
    """The hash of one's own password, which whoever finds a desk left open does not know. Raises InputError."""
    address, limits = _address(request), desk.settings.login
    wait = desk.attempts.begin(actor.login, address, desk.clock(), limits)
    if wait:
        raise InputError(*both("desk_login.wait", minutes=-(-wait // 60)))
    with desk.register.reading() as reader:
        kept = credentials.of(reader.connection, actor.id, credentials.PASSWORD)
    if not passwords.fits(old, kept):
        with desk.register.writing(actor.name) as writer:
            writer.note("login_failed", None, kind="account", subject=actor.id)
        raise InputError("原来的密码不对，请重新输入。", "The old password is wrong; type it again.")
    desk.attempts.right(actor.login, address, limits)
    return kept


def _opened(request: Request, form: str, secret: str) -> Response:
    answer = RedirectResponse(form, 303)
    cookies.put_link(request, answer, secret)
    return answer


def _lengths(request: Request) -> dict[str, int]:
    limits = desks.of(request).settings.login
    return {"shortest": limits.shortest, "longest": limits.longest}


def _passwords(desk: Desk, sent: Form, login: str) -> str:
    password, again = str(sent.data.get("password", "")), str(sent.data.get("again", ""))
    passwords.ensure_good(password, again, login, desk.settings.login)
    return password


def _logged_in(request: Request, desk: Desk, account: Any, target: str, kept: str | None = None) -> Response:
    """A session. ``kept``: by what they showed who they are; LoginNeededError where it holds no more."""
    secret, csrf = passwords.secret(), passwords.secret()
    before = known(request)
    with desk.register.writing(account["name"]) as writer:
        if kept is not None and credentials.of(writer.connection, account["id"], credentials.PASSWORD) != kept:
            raise LoginNeededError
        if before is not None:  # the same browser: its cookie is about to be replaced
            sessions.end(writer.connection, before.session)
        sessions.start(
            writer.connection,
            account["id"],
            secret=secret,
            csrf=csrf,
            now=desk.clock(),
            lasting=desk.settings.lasting,
        )
        writer.note("login", None, kind="account", subject=account["id"])
    answer = RedirectResponse(target, 303)
    cookies.put_session(request, answer, secret)
    cookies.drop_link(request, answer)
    return answer


def _wrong(request: Request, desk: Desk, account: Any, login: str, target: str) -> Response:
    # of nobody's account too, and in the same time; what was typed as a login may be a password and is not kept
    with desk.register.writing(PROGRAM) as writer:
        writer.note("login_failed", None, kind="account", subject="" if account is None else account["id"])
    return _again(request, 401, login, target, pages.wording(request)("desk_login.wrong"))


def _again(request: Request, status: int, login: str, target: str, said: str) -> Response:
    return pages.render(request, None, "login.html.j2", status=status, next=target, login=login, error=said)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
