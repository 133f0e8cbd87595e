"""The lists: entries that are looked for, and what runs out in the months ahead."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from wagecheck.desk import desk as desks
from wagecheck.desk import pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.blacklist import entry_page
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.desk.desk import Desk
from wagecheck.desk.waivers import own as own_waivers
from wagecheck.privacy import Masker
from wagecheck.register import shown, terms, words
from wagecheck.register.actor import PROGRAM
from wagecheck.register.blacklist import LEVELS, LISTS
from wagecheck.register.reader import Reader
from wagecheck.register.states import STATES
from wagecheck.tasks import entries, expiries
from wagecheck.tasks.house import House
from wagecheck.wording import Wording

router = APIRouter()
_PAGE: Final = 50
#: How far the calendar looks ahead, in months; the first unless another one is asked for.
_AHEAD: Final = (12, 3, 36)
_WAITING: Final = ("proposed", "under_review")


@router.get("/blacklist")
def listed(
    request: Request,
    actor: Annotated[Actor, needs("blacklist")],
    q: str = "",
    list: str = "",
    state: str = "",
    level: str = "",
    page: str = "1",
) -> Response:
    """Entries, newest first."""
    desk, t = desks.of(request), pages.wording(request)
    asked = {"q": q.strip(), "list": list, "state": state, "level": level}
    with desk.register.reading() as reader:
        house = blacklist_house.of(desk, reader)
        found = _found(reader, desk, house, asked)
        waiting = [one for one in reader.all("entry", state=[*_WAITING])]
    found.reverse()
    asked_page = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    number = min(asked_page, -(-len(found) // _PAGE)) or 1
    start = (max(number, 1) - 1) * _PAGE
    part = found[start : start + _PAGE]
    return pages.render(
        request,
        actor,
        "blacklist.html.j2",
        rows=[_row(entry, house, t) for entry in part],
        asked=asked,
        lists=_choices("list", LISTS, t),
        states=_choices("state", STATES, t),
        levels=_choices("level", LEVELS, t),
        waiting=len(waiting),
        first=start + 1 if part else 0,
        last=start + len(part),
        total=len(found),
        prev_href=_href(asked, number - 1) if start else "",
        next_href=_href(asked, number + 1) if start + _PAGE < len(found) else "",
        export=urlencode({"list": asked["list"]}) if asked["list"] in LISTS else "",
    )


@router.get("/blacklist/calendar")
def calendar(request: Request, actor: Annotated[Actor, needs("blacklist")], months: str = "") -> Response:
    """What runs out in the months ahead, month by month."""
    desk, t = desks.of(request), pages.wording(request)
    ahead = int(months) if months in map(str, _AHEAD) else _AHEAD[0]
    with desk.register.reading() as reader:
        house = blacklist_house.of(desk, reader)
        found = expiries.ahead(reader, Masker(b""), house=house, on=desk.today(), months=ahead)
        waived = own_waivers.projects(reader, actor) if actor.may("waivers") else set()
    found = [one for one in found if one.kind != "waiver" or own_waivers.concerns(waived, one.record)]
    return pages.render(
        request,
        actor,
        "calendar.html.j2",
        overdue=[one for one in found if one.on < desk.today()],
        by_month=[
            (month, [*group]) for month, group in groupby((one for one in found if one.on >= desk.today()), key=_month)
        ],
        months=ahead,
        spans_said=[(str(span), t("desk_calendar.months", count=span)) for span in sorted(_AHEAD)],
        today=desk.today(),
    )


def _found(reader: Reader, desk: Desk, house: House, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The entries that were asked for; a choice that does not exist finds nothing."""
    return entries.found(
        reader,
        house=house,
        on=desk.today(),
        list_name=asked["list"] or None,
        state=asked["state"] or None,
        level=asked["level"] or None,
        name=asked["q"] or None,
    )


def _row(entry: dict[str, Any], house: House, t: Wording) -> dict[str, Any]:
    days = terms.days(entry, house.terms)
    masked = shown.masked(entry, Masker(b""))
    left = entry["state"] == "lifted" or (entry["state"] == "in_force" and entry["left_on"] is not None)
    return {
        **masked,
        "title": masked["name"] or masked["uscc"],
        "tone": entry_page.TONES.get(entry["state"], "grey"),
        "state_word": words.title("state", entry["state"], t.lang),
        "list_word": words.title("list", entry["list"], t.lang),
        "level_word": words.title("level", entry["level"], t.lang) if entry["level"] else "",
        "program": entry["proposed_by"] == PROGRAM,
        "start": days.start,
        "end": entry["left_on"] if left else days.end,
        "end_computed": days.end_computed and not left,
        "left": left,
    }


def _choices(kind: str, codes: tuple[str, ...], t: Wording) -> list[tuple[str, str]]:
    return [(code, words.title(kind, code, t.lang)) for code in codes]


def _href(asked: dict[str, str], page: int) -> str:
    said = {name: value for name, value in asked.items() if value}
    return f"/blacklist?{urlencode({**said, 'page': page})}"


def _month(one: expiries.Expiry) -> dt.date:
    return one.on.replace(day=1)
