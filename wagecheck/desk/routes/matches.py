"""Matches to decide: a company, or one of its people, that met an entry of the lists by name only."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.faults import AbsentError
from wagecheck.errors import InputError, WagecheckError
from wagecheck.privacy import Masker
from wagecheck.register import hand_ins, newest, words
from wagecheck.tasks import matches

if TYPE_CHECKING:
    from wagecheck.desk.desk import Desk
    from wagecheck.register.reader import Reader
    from wagecheck.tasks.matches import Found, Match
    from wagecheck.wording import Wording

router = APIRouter()
#: So many of the newest checked hand-ins are looked at.
_MOST: Final = 1_000
#: Digits of the number of a person whom an entry names.
_DIGITS: Final = 6
_ANSWERS: Final = {"same": True, "other": False}


@router.get("/matches")
def listed(request: Request, actor: Annotated[Actor, needs("blacklist")]) -> Response:
    """Those to decide, and below them those that were decided."""
    return _page(request, actor)


@router.post("/matches/{key}")
def decide(request: Request, key: str, actor: Annotated[Actor, needs("matches")]) -> Response:
    """The same, or not the same; every later check goes by the answer."""
    actor.ensure_everywhere()  # also those of projects that this account does not see
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    try:
        with desk.register.writing(actor.name) as writer:
            found = next((one for one in _found(desk, writer, actor)[0].matches if one.key == key), None)
            if found is None:
                raise AbsentError
            newest.ensure(
                sent.text("seq"),
                0 if found.verdict is None else newest.change(writer, found.verdict["id"]),
                "您打开页面以后，有人作了认定，您的认定没有保存。请看过别人的认定和理由，再决定要不要改。",
                "Somebody answered this after you opened the page, and your answer was not kept. Look at that answer "
                "and its reason, then decide whether to change it.",
            )
            if sent.text("answer") not in _ANSWERS:
                raise InputError("请选“是同一个”或者“不是同一个”。", "Choose the same or not the same.")
            which = sent.text("which")
            verdict = matches.decide(
                writer,
                found,
                same=_ANSWERS[sent.text("answer")],
                which=int(which) if which.isascii() and which.isdigit() and len(which) < _DIGITS else None,
                reason=sent.text("reason"),
            )
    except WagecheckError as error:
        typed = {name: sent.text(name) for name in ("reason", "answer", "which")}
        return _page(request, actor, status=400, error=error.text(t.lang), opened=key, typed=typed)
    return pages.done(request, "/matches", f"match_{sent.text('answer')}", id=verdict)


def _page(
    request: Request,
    actor: Actor,
    *,
    status: int = 200,
    error: str | None = None,
    opened: str = "",
    typed: dict[str, str] | None = None,
) -> Response:
    desk, t = desks.of(request), pages.wording(request)
    with desk.register.reading() as reader:
        found, checks, unread = _found(desk, reader, actor)
        last = newest.changes(reader, [one.verdict["id"] for one in found.matches if one.verdict is not None])
    told = [_row(one, t) | {"seq": last.get(one.verdict["id"], 0) if one.verdict else 0} for one in found.matches]
    return pages.render(
        request,
        actor,
        "matches.html.j2",
        status=status,
        open=[one for one in told if one["verdict"] is None],
        decided=[one for one in told if one["verdict"] is not None],
        checks=checks,
        unread=[*unread, *found.lost],
        opened=opened,
        typed={**dict.fromkeys(("reason", "answer", "which"), ""), **(typed or {})},
        error=error,
    )


def _found(desk: Desk, reader: Reader, actor: Actor) -> tuple[Found, int, list[str]]:
    """The matches of the newest checks, how many checks these are, and hand-ins whose result cannot be read."""
    kept = matches.newest(hand_ins.listed(reader, sites_of=actor.sites, states=("checked",), most=_MOST))
    told, unread = [], []
    for one in kept:
        listings = _listings(desk.store.hand_in(one["id"]).result / "manifest.json")
        if listings is None:
            unread.append(one["id"])
        else:
            told.append((one, listings))
    return matches.listed(reader, told), len(kept), unread


def _listings(path: Path) -> dict[str, Any] | None:
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=2 * _MOST)
def _read(path: Path, _mtime: int, _size: int) -> dict[str, Any]:
    listings: dict[str, Any] | None = json.loads(path.read_text("utf-8"))["listings"]
    return listings or {}


def _row(match: Match, t: Wording) -> dict[str, Any]:
    row = matches.told(match, Masker(b""))
    entry = row["entry"]
    name = entry["name"] or ""
    return {
        **row,
        "role_word": t(
            "desk_verdict.somebody" if row["role"] == matches.SOMEBODY else f"page.listed_role_{row['role']}"
        ),
        "kind_word": t(f"page.listed_match_{row['kind']}"),
        "list_word": words.title("list", entry["list"], t.lang),
        "own_pieces": matches.differing(row["contractor"], name),
        "entry_pieces": matches.differing(name, row["contractor"]),
        "tone": {True: "orange", False: "grey"}.get(row["in_force"], "orange"),
        "force_word": t(f"page.listed_force_{ {True: 'yes', False: 'no'}.get(row['in_force'], 'unknown') }"),
    }
