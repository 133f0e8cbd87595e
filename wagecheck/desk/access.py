"""Who asks, and whether they may: every page says which action it needs, ``rules/desk.toml`` which role may do it."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk import forms
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import ForbiddenError, LoginNeededError, StaleFormError, UnavailableError
from wagecheck.desk.security import origins
from wagecheck.desk.security.cookies import session_cookie
from wagecheck.errors import RegisterError
from wagecheck.register import accounts, sessions

#: What anybody may do who is logged in.
ANYBODY: Final = "anybody"
_SAFE: Final = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Actor:
    """Somebody who is logged in."""

    id: str
    login: str
    name: str
    role: str
    sites: frozenset[str] | None
    """None: all sites."""
    unmask: bool
    actions: frozenset[str]
    session: str
    csrf: str

    def may(self, action: str) -> bool:
        """Whether the role allows it."""
        return action == ANYBODY or action in self.actions

    def may_everywhere(self, action: str) -> bool:
        """Whether the role allows it and the account is for all sites: what holds for the whole group needs both."""
        return self.sites is None and self.may(action)

    def at(self, site: str) -> bool:
        """Whether the account is for that site."""
        return self.sites is None or site in self.sites

    def ensure_at(self, site: str) -> None:
        """Raises ForbiddenError where the account is not for that site."""
        if not self.at(site):
            raise ForbiddenError

    def ensure_everywhere(self) -> None:
        """Raises ForbiddenError where the account is for some sites only: this is about all of them."""
        if self.sites is not None:
            raise ForbiddenError


def needs(action: str) -> Any:
    """A dependency: the actor, where the role may do ``action``; requests that change something carry their token.

    Raises LoginNeededError, ForbiddenError, StaleFormError.
    """

    async def dependency(request: Request) -> Actor:
        actor = await run_in_threadpool(known, request)
        if actor is None:
            raise LoginNeededError
        if not actor.may(action):  # before anything of the request is read
            raise ForbiddenError
        if request.method not in _SAFE:
            await ensure_own(request, actor.csrf)
        return actor

    named: Callable[[Request], Awaitable[Actor]] = dependency
    named.action = action  # type: ignore[attr-defined]  # tests read which action a route needs
    return Depends(named)


async def ensure_own(request: Request, csrf: str) -> None:
    """The request comes from a page of ours (CSRF): its token is that of the session. Raises StaleFormError."""
    origins.ensure_ours(request)
    said = request.headers.get("x-csrf-token")
    if said is not None:
        _ensure_same(said, csrf)  # before anything is read
    form = await forms.of(request)
    if said is None:
        _ensure_same(form.text("csrf"), csrf)


def _ensure_same(said: str, csrf: str) -> None:
    if not hmac.compare_digest(said.encode("utf-8", "replace"), csrf.encode()):
        raise StaleFormError


def known(request: Request) -> Actor | None:
    """Who is logged in; being seen is written down from time to time."""
    desk, secret = desks.of(request), session_cookie(request)
    if secret is None:
        return None
    now = desk.clock()
    with desk.register.reading() as reader:
        session = sessions.of(reader.connection, secret, now=now, lasting=desk.settings.lasting)
    if session is None:
        return None
    if session.to_note:
        # somebody else may write for long: a page that only reads does not fail for it
        with suppress(RegisterError, UnavailableError), desk.register.working("session") as connection:
            sessions.seen(connection, session.id, now)
    return actor_of(desk, session)


def actor_of(desk: Desk, session: sessions.Session) -> Actor:
    """The actor of a session."""
    account = session.account
    return Actor(
        id=account["id"],
        login=account["login"],
        name=account["name"],
        role=account["role"],
        sites=accounts.sites_of(account),
        unmask=bool(account["unmask"]),
        actions=desk.settings.roles.get(account["role"], frozenset()),
        session=session.id,
        csrf=session.csrf,
    )
