"""What is answered when something stands in the way: a sentence on a page of ours, never a traceback."""

from __future__ import annotations

import errno
import logging
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wagecheck.desk import access, pages
from wagecheck.desk.access import Actor
from wagecheck.desk.faults import DeskError, LoginNeededError, UnavailableError
from wagecheck.errors import INTERNAL, WagecheckError
from wagecheck.register import failures
from wagecheck.wording import Lang, Wording

_LOG: Final = logging.getLogger("wagecheck.desk")
_API: Final = "/api/"
#: The disk of the server has no room left.
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
#: When to try again what the desk cannot do just now, in seconds; 507 tells the page of uploads not to go on by itself.
AGAIN: Final = {"Retry-After": "60"}
_UNAVAILABLE: Final = 503
_STORAGE: Final = 507
#: Statuses of the framework that have a sentence of their own.
_KEYS: Final = {404: "absent", 405: "method", 413: "too_large"}


def install(app: FastAPI) -> None:
    """Every error of every page is answered by this module."""
    app.add_exception_handler(LoginNeededError, _login)
    app.add_exception_handler(DeskError, _fault)
    app.add_exception_handler(UnavailableError, unavailable)
    app.add_exception_handler(WagecheckError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Defects)


async def _login(request: Request, error: Exception) -> Response:
    if _of_api(request) or _of_an_upload(request):
        return await _fault(request, error)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    to = f"/login?next={quote(here, safe='/')}" if request.method == "GET" and here != "/" else "/login"
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": "/login"})
    return RedirectResponse(to, 303)


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskError)
    t = pages.wording(request)
    return await _page(request, error.status, t(f"desk_fault.{error.key}"))


async def unavailable(request: Request, error: Exception) -> Response:
    """The register cannot just now, which is nobody's fault: the same for pages, parts of them, uploads and the API."""
    assert isinstance(error, UnavailableError)
    t = _wording(request)
    _log(request, error.__cause__ or error, error.why.en)
    # what to do about it on the server stands in the log: whoever reads the page has no command line
    said = f"{t(f'desk_trouble.{failures.kind(error.__cause__)}')}{t('desk_unavailable.register')}"
    # who asks is not looked up: that may be what fails, and another wait
    return _again(_shown(request, None, _UNAVAILABLE, said, "unavailable"))


def asked(request: Request) -> Lang:
    """The language that a program asks for first; Chinese where it asks for none."""
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "en" if first.split(";")[0].split("-")[0] == "en" else "zh"


def _wording(request: Request) -> Wording:
    return Wording(asked(request)) if _of_api(request) else pages.wording(request)


def _again(answer: Response) -> Response:
    answer.headers.update(AGAIN)
    return answer


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, WagecheckError)
    return await _page(request, 400, error.text(pages.wording(request).lang), code=error.code)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _of_api(request):  # names of fields and what is expected there, without what was sent
        told = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors()]
        return JSONResponse({"error": "invalid", "detail": told}, 422)
    return await _page(request, 400, pages.wording(request)("desk_fault.bad"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = _KEYS.get(error.status_code, "bad" if error.status_code < 500 else "defect")
    said = pages.wording(request)(f"desk_fault.{key}", code=INTERNAL)
    return await _page(request, error.status_code, said, headers=dict(error.headers or {}))


class Defects:
    """Middleware that answers what nobody expected. The framework's own would raise the error again, for the server to
    print its text, which may hold what was sent; and its answer would stand outside the headers of ours.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            return  # whoever sent it is gone
        except Exception as error:
            request = Request(scope)
            _log(request, error)
            if begun:  # half an answer: the server cuts it off, which the browser tells as a broken download
                raise CutOffError from None
            full = isinstance(error, OSError) and error.errno in _FULL
            said = _wording(request)("desk_elsewhere.full" if full else "desk_fault.defect", code=INTERNAL)
            status = (_STORAGE if _of_an_upload(request) else _UNAVAILABLE) if full else 500
            # who asks is not looked up: that may be what fails
            answer = _shown(request, None, status, said, "unavailable" if full else None)
            await (_again(answer) if full else answer)(scope, receive, send)


class CutOffError(Exception):
    """An answer broke off in the middle; why stands in the log."""


def _log(request: Request, error: BaseException, said: str = "") -> None:
    # type, place and the pattern of the address are enough to mend it; the rest may hold names or one-time links
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
    pattern = getattr(request.scope.get("route"), "path", "")
    about = f" ({said})" if said else ""
    _LOG.error("%s %s: %s at %s%s", request.method, pattern, type(error).__name__, where, about)


async def _page(
    request: Request, status: int, said: str, *, code: str | None = None, headers: dict[str, str] | None = None
) -> Response:
    try:
        actor = None if _of_api(request) else await run_in_threadpool(access.known, request)
    except (WagecheckError, UnavailableError):  # the register itself cannot be read
        actor = None
    answer = _shown(request, actor, status, said, code)
    answer.headers.update(headers or {})
    return answer


def _shown(request: Request, actor: Actor | None, status: int, said: str, code: str | None = None) -> Response:
    if _of_an_upload(request):  # the page shows it beside the file
        return PlainTextResponse(said, status)
    if _of_api(request):
        told = {"error": code or HTTPStatus(status).phrase.lower().replace(" ", "_"), "message": said}
        return JSONResponse(told, status)
    return pages.render(request, actor, "fault.html.j2", status=status, said=said)


def _of_api(request: Request) -> bool:
    return request.url.path.startswith(_API)


def _of_an_upload(request: Request) -> bool:
    return "tus-resumable" in request.headers
