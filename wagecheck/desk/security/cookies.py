"""The cookies of the desk: who is logged in (a random secret, nothing else), which one-time link was opened, what was
just done, and in which language.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.wording import Lang

_SESSION: Final = "wagecheck_session"
_LINK: Final = "wagecheck_link"
_DONE: Final = "wagecheck_done"
_LANG: Final = "wagecheck_lang"
#: Seconds in which a form behind a one-time link is filled in, and in which a page says what was just done.
_FILLING: Final = 3600
_TELLING: Final = 300
_YEAR: Final = 365 * 24 * 3600


def session_cookie(request: Request) -> str | None:
    """What the browser says of its session."""
    return request.cookies.get(_name(_SESSION, secure=desks.of(request).secure))


def put_session(request: Request, response: Response, secret: str) -> None:
    """Logged in: gone when the browser is closed, not read by scripts, not sent from other sites."""
    secure = desks.of(request).secure
    response.set_cookie(
        _name(_SESSION, secure=secure), secret, path="/", secure=secure, httponly=True, samesite="strict"
    )


def drop_session(request: Request, response: Response) -> None:
    """Logged out."""
    secure = desks.of(request).secure
    response.delete_cookie(_name(_SESSION, secure=secure), path="/", secure=secure, httponly=True, samesite="strict")


def link_cookie(request: Request) -> str:
    """The secret of the one-time link that was opened last; empty: none."""
    return request.cookies.get(_name(_LINK, secure=desks.of(request).secure), "")


def put_link(request: Request, response: Response, secret: str) -> None:
    """Keeps it out of the addresses of pages: these stand in histories, bookmarks and the logs of proxies."""
    secure = desks.of(request).secure
    # lax: the link is opened from a message, and the page it leads on to must still see the cookie
    response.set_cookie(
        _name(_LINK, secure=secure), secret, path="/", max_age=_FILLING, secure=secure, httponly=True, samesite="lax"
    )


def drop_link(request: Request, response: Response) -> None:
    """The link is used up."""
    secure = desks.of(request).secure
    response.delete_cookie(_name(_LINK, secure=secure), path="/", secure=secure, httponly=True, samesite="lax")


def done_cookie(request: Request) -> str | None:
    """What was just done, as this desk said it: an address alone proves nothing."""
    return request.cookies.get(_name(_DONE, secure=desks.of(request).secure))


def put_done(request: Request, response: Response, what: str) -> None:
    """Something was done; ``what`` are letters and digits."""
    secure = desks.of(request).secure
    response.set_cookie(
        _name(_DONE, secure=secure), what, path="/", max_age=_TELLING, secure=secure, httponly=True, samesite="strict"
    )


def lang(request: Request) -> Lang:
    """The language that somebody chose, else Chinese."""
    return "en" if request.cookies.get(_LANG) == "en" else "zh"


def put_lang(request: Request, response: Response, chosen: Lang) -> None:
    """Keeps the choice for a year."""
    response.set_cookie(
        _LANG, chosen, path="/", max_age=_YEAR, secure=desks.of(request).secure, httponly=True, samesite="lax"
    )


def _name(name: str, *, secure: bool) -> str:
    # a browser takes a __Host- cookie only by https and without a domain, so that no neighbour can plant one
    return f"__Host-{name}" if secure else name
