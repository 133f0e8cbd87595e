"""What is answered when something stands in the way: a code for programs, a sentence for people, never a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from wagecheck.desk import answers
from wagecheck.desk.api.models import WAYS
from wagecheck.desk.hand_ins.arrivals import TooMuchError
from wagecheck.errors import InputError, RegisterError, WagecheckError
from wagecheck.wording import Lang, Wording

#: Status → code that programs go by.
CODES: Final = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    411: "length_required",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    503: "unavailable",
}
#: Longest name of a field that is told back.
_LONGEST: Final = 80


class Problem(BaseModel):
    """One part of a request that is not as it should be."""

    at: str = Field(description="Where: body, path, query or header, then the field.", examples=["body.period"])
    problem: str = Field(description="What is wrong there, as a word.", examples=["string_pattern_mismatch"])


class Refusal(BaseModel):
    """Why a request was not carried out. Nothing was changed."""

    error: str = Field(description="A word for programs.", examples=["not_found"])
    message: str = Field(
        description="A sentence for people: Chinese, or English where Accept-Language asks for it.",
        examples=["没有编号为 H12 的提交，或者这个密钥不管它所属的项目。"],
    )
    problems: list[Problem] = Field(default=[], description="With 422: every part that is wrong.")


class RefusedError(Exception):
    """``status`` of HTTP; ``key`` of the sentence (section ``desk_api``)."""

    def __init__(self, status: int, key: str, *, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.headers = dict(headers or {})
        self.values = values


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route: what it may refuse with, beside what every route may."""
    shown = sorted({401, 403, 422, 429, 503, *statuses})
    return {status: {"model": Refusal, "description": HTTPStatus(status).phrase} for status in shown}


def install(app: FastAPI, version: str, routes: Sequence[BaseRoute]) -> None:
    """Every error of every route is answered by this module. ``routes``: as they stand below ``version``."""
    app.state.version, app.state.routes = version, routes
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(WagecheckError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def lang(request: Request) -> Lang:
    """The language that is asked for first; Chinese where none is."""
    return answers.asked(request)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    said = Wording(lang(request))(f"desk_api.{error.key}", **error.values)
    return _answer(error.status, said, headers=error.headers)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, WagecheckError)
    status = _status(error)
    return _answer(
        status, error.text(lang(request)), headers=answers.AGAIN if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    )


def _status(error: WagecheckError) -> int:
    """Of the library's own errors: what was sent (413, 422), how things stand (409), or the desk itself (503)."""
    if isinstance(error, TooMuchError):
        return 413
    if isinstance(error, InputError):
        return 422
    broken = isinstance(error.__cause__, SQLAlchemyError | sqlite3.Error)
    return 409 if isinstance(error, RegisterError) and not broken else 503


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # names of fields and kinds of faults, without what was sent: it may hold personal data
    if isinstance(error.body, bytes):
        return _answer(415, Wording(lang(request))("desk_api.json"))
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return _answer(400, Wording(lang(request))("desk_api.unreadable"))
    problems = [Problem(at=_place(one["loc"]), problem=str(one["type"])) for one in error.errors()]
    named = "、".join(dict.fromkeys(problem.at for problem in problems))
    return _answer(422, Wording(lang(request))("desk_api.invalid", fields=named), problems)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = {404: "nowhere", 405: "method", 400: "unreadable", 413: "body"}.get(error.status_code, "unavailable")
    headers = dict(error.headers or {})
    if error.status_code == 405:  # the framework names the methods of one route, and an address may have several
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return _answer(error.status_code, Wording(lang(request))(f"desk_api.{key}"), headers=headers)


def _methods(request: Request) -> set[str]:
    state = request.app.state
    path = request.scope["path"].removeprefix(request.scope.get("root_path", "") + state.version)
    found = set[str]()
    for route in state.routes:
        if isinstance(route, Route) and route.path_regex.match(path):
            found |= route.methods or set()
    return found


def _answer(
    status: int, said: str, problems: list[Problem] | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    told = Refusal(error=CODES.get(status, "error"), message=said, problems=problems or [])
    return JSONResponse(told.model_dump(), status, dict(headers or {}))


def _place(place: Sequence[object]) -> str:
    return _readable(".".join(str(one) for one in place if one not in WAYS))[:_LONGEST]


def _readable(text: str) -> str:
    """Without halves of characters, which no answer can hold."""
    return text.encode("utf-8", "replace").decode()
