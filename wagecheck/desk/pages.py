"""A page: a template with what every page shows (who is logged in, where one may go, what was just done)."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from wagecheck.desk import desk as desks
from wagecheck.desk import role_words
from wagecheck.desk.security import cookies
from wagecheck.wording import Wording

if TYPE_CHECKING:
    from wagecheck.desk.access import Actor

#: Letters of a value in the sentence about what was done.
_LONGEST_VALUE: Final = 80
#: Pages that stand elsewhere than the part of the menu to which they belong.
_ALSO: Final = {"/matches": "/blacklist"}
#: Where one may go: the action that it needs, its address, the key of its name (section ``desk_nav``).
_NAV: Final = (
    ("hand_in", "/hand-ins", "hand_ins"),
    ("portfolio", "/portfolio", "portfolio"),
    ("blacklist", "/blacklist", "blacklist"),
    ("waivers", "/waivers", "waivers"),
    ("rules", "/rules", "rules"),
    ("trail", "/trail", "trail"),
    ("accounts", "/accounts", "accounts"),
    ("sites", "/sites", "sites"),
    ("tokens", "/tokens", "tokens"),
)


def wording(request: Request) -> Wording:
    """The sentences in the language of who asks."""
    return Wording(cookies.lang(request))


def render(request: Request, actor: Actor | None, template: str, /, *, status: int = 200, **view: Any) -> HTMLResponse:
    """The page ``templates/desk/<template>``. ``view``: what it shows; ``error``: a sentence above it."""
    t, desk = wording(request), desks.of(request)
    text = desk.environment.get_template(f"desk/{template}").render(
        t=t,
        lang=t.lang,
        actor=actor,
        nav=[] if actor is None else _nav(request, actor, t),
        role_title=lambda role: role_words.title(desk.settings, role, t),
        role_note=lambda role: role_words.note(desk.settings, role, t),
        flash=_flash(request, t, view),
        other_lang_href=f"/language?{urlencode({'lang': 'zh' if t.lang == 'en' else 'en', 'back': _here(request)})}",
        path=request.url.path,
        **view,
    )
    return HTMLResponse(text, status)


def done(request: Request, to: str, what: str, **values: str) -> Response:
    """Goes to another page of ours, which says what was done: the sentence ``desk_done.<what>`` with ``values``."""
    mark = "&" if "?" in to else "?"
    said = {"done": what, **{name: value[:_LONGEST_VALUE] for name, value in values.items()}}
    answer = RedirectResponse(f"{to}{mark}{urlencode(said)}", 303)
    cookies.put_done(request, answer, _sealed(said))
    return answer


def _nav(request: Request, actor: Actor, t: Wording) -> list[tuple[str, str, bool]]:
    path = next((home for away, home in _ALSO.items() if _below(request.url.path, away)), request.url.path)
    return [(href, t(f"desk_nav.{name}"), _below(path, href)) for action, href, name in _NAV if actor.may(action)]


def _below(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")


def _flash(request: Request, t: Wording, view: dict[str, Any]) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    if error := view.get("error"):
        said.append(("red", str(error)))
    what = request.query_params.get("done")
    if what:
        names = request.query_params.keys()
        values = {name: request.query_params[name] for name in list(names)[list(names).index("done") + 1 :]}
        # somebody typed the address, or made a link of it: nothing was done
        if cookies.done_cookie(request) == _sealed({"done": what, **values}):
            with suppress(KeyError):  # a sentence of an older version
                said.append(("green", t(f"desk_done.{what}", **values)))
    return said


def _sealed(said: dict[str, str]) -> str:
    return hashlib.sha256(urlencode(said).encode()).hexdigest()


def _here(request: Request) -> str:
    """Where the same page is found again: of the answer to a form, the nearest address above that is a page."""
    path = request.url.path
    if request.method == "GET":
        return f"{path}?{request.url.query}" if request.url.query else path
    while path and not _is_page(request, path):
        path = path.rpartition("/")[0]
    return path or "/"


def _is_page(request: Request, path: str) -> bool:
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)
