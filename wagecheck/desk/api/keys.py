"""Whose key a request carries (``Authorization: Bearer …``), and whether it opens what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItemPerMinute
from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk.api import addresses
from wagecheck.desk.api.refusals import RefusedError
from wagecheck.desk.desk import Desk
from wagecheck.register import accounts, tokens
from wagecheck.wording import Wording

_BEARER: Final = HTTPBearer(
    auto_error=False,
    description="A key that an administrator of the desk made (the page 密钥). It is for some scopes and some sites, "
    "and ends on a day.",
)


@dataclass(frozen=True)
class Key:
    """A key that holds."""

    id: str
    scopes: frozenset[str]
    sites: frozenset[str] | None
    """None: all sites."""
    actor: str
    """Under what name the trail tells what it did: nobody's, so that it is never taken for a person."""

    def at(self, site: str) -> bool:
        """Whether it is for that site."""
        return self.sites is None or site in self.sites


def needs(*scopes: str) -> Any:
    """A dependency: the key, where it has one of ``scopes``; the address is sound. RefusedError: 401, 403, 429."""

    def dependency(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Key:
        desk = desks.of(request)
        key = None if given is None else _known(desk, given.credentials)
        if key is None:
            raise RefusedError(401, "key", headers={"WWW-Authenticate": "Bearer"})
        _ensure_seldom(desk, key)
        if not key.scopes & set(scopes):
            raise RefusedError(403, "scope", scopes=", ".join(scopes))
        addresses.ensure_sound(request)
        return key

    return Depends(dependency)


def _known(desk: Desk, secret: str) -> Key | None:
    with desk.register.reading() as reader:
        token = tokens.of(reader, secret, desk.clock(), desk.today())
    if token is None:
        return None
    said = {"id": token["id"], "name": token["name"]}
    return Key(
        id=token["id"],
        scopes=tokens.scopes(token),
        sites=accounts.sites_of(token),
        actor=Wording("zh")("desk_api.actor", **said),
    )


def _ensure_seldom(desk: Desk, key: Key) -> None:
    item = RateLimitItemPerMinute(desk.settings.limits.api_calls)
    if not desk.limiter.hit(item, "api", key.id):
        wait = desk.limiter.get_window_stats(item, "api", key.id).reset_time - desk.clock().timestamp()
        seconds = min(max(1, round(wait)), item.get_expiry())
        raise RefusedError(429, "calls", headers={"Retry-After": str(seconds)}, most=item.amount)
