"""The first page: everybody comes to their own table; and the choice of the language."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wagecheck.desk.access import ANYBODY, Actor, needs
from wagecheck.desk.routes.paths import own_path
from wagecheck.desk.security import cookies

router = APIRouter()
#: The table of a role: the first of these that it may use.
_TABLES: Final = (
    ("hand_in", "/hand-ins"), ("setting_approve", "/blacklist"), ("portfolio", "/portfolio"), ("accounts", "/accounts"),
)  # fmt: skip


@router.get("/")
def home(actor: Annotated[Actor, needs(ANYBODY)]) -> Response:
    """To one's own table."""
    return RedirectResponse(next((path for action, path in _TABLES if actor.may(action)), "/me"), 303)


@router.get("/language")
def language(request: Request, lang: str = "zh", back: str = "/") -> Response:
    """Chinese or English from now on."""
    answer = RedirectResponse(own_path(back), 303)
    cookies.put_lang(request, answer, "en" if lang == "en" else "zh")
    return answer
