"""Events of the trail in words: who did what to what, when (in China, and UTC), why, and what became of every field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from wagecheck.privacy import Masker
from wagecheck.register import shown, words
from wagecheck.register.events import moment
from wagecheck.tasks import days, history
from wagecheck.tasks.record_words import worded

if TYPE_CHECKING:
    from wagecheck.register.events import Event
    from wagecheck.wording import Wording

#: Where a record of a kind is shown, ``{id}`` is its number; of several pages the first that the reader may open.
_PAGES: Final = {
    "entry": (("blacklist", "/blacklist/{id}"),),
    "waiver": (("waivers", "/waivers/{id}"),),
    "setting": (("rules", "/rules/profile/{id}"),),
    "hand_in": (("results", "/hand-ins/{id}"),),
    "account": (("accounts", "/accounts/{id}"),),
    "site": (("sites", "/sites/{id}"), ("portfolio", "/portfolio/projects/{id}")),
}
CHINA: Final = days.CHINA
#: Kinds whose codes have their words in the dictionary of the blacklist.
_LISTING: Final = ("entry", "order", "verdict", "evidence")
#: Fields that people read elsewhere, or that say nothing to them.
_LONG: Final = ("text", "manifest")
_LONGEST: Final = 200


def told(
    event: Event,
    t: Wording,
    may: Callable[[str], bool] = lambda _: False,
    role: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """The event for a page, masked. What a tampered event says is shown as far as it can be read.

    ``may``: which actions the reader may do, so that a link never leads to a closed door; without it there are none.
    ``role``: what a role is called (``role_words``); without it only ours have words.
    """
    masker = Masker(b"")
    try:
        plain = history.told(event, masker)
    except (ValueError, TypeError, ArithmeticError):
        plain = {"changes": [], "reason": shown.field("reason", event.reason, masker), "unreadable": True}
    return {
        "seq": event.seq,
        "at": local(event.at),
        "utc": moment(event.at),
        "actor": event.actor,
        "action": action(event.action, t),
        "kind": kind(event.kind, t),
        "subject": event.subject,
        "href": _href(event, may),
        "reason": plain["reason"],
        "unreadable": plain.get("unreadable", False),
        "changes": [
            _change(event.kind, one, t, role)
            for one in plain["changes"]
            if one["before"] or one["after"] not in (None, "")
        ],
        "hash": event.hash,
    }


def _href(event: Event, may: Callable[[str], bool]) -> str:
    pages = _PAGES.get(event.kind, ()) if event.subject else ()
    return next((address.format(id=event.subject) for needed, address in pages if may(needed)), "")


def action(code: str, t: Wording) -> str:
    """What was done, in words; the code where there are none."""
    return _said(f"desk_trail.action_{code}", t) or words.title("action", code, t.lang)


def kind(code: str, t: Wording) -> str:
    """What it was done to, in words."""
    return _said(f"desk_trail.kind_{code}", t) or code


def field(name: str, t: Wording) -> str:
    """A field of a record in words; its name where there are none."""
    return _said(f"desk_trail.field_{name}", t) or words.title("field", name, t.lang)


def local(at: str) -> str:
    """A moment of the trail as clocks in China show it; as it stands where it is none."""
    try:
        return dt.datetime.fromisoformat(at).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def _change(
    kind: str, one: dict[str, Any], t: Wording, role: Callable[[str], str] | None
) -> tuple[str, str | None, str | None]:
    name = one["field"]
    if kind in _LISTING:
        sides = [worded({name: one[side]}, t.lang)[name] for side in ("before", "after")]
    else:
        sides = [one[side] for side in ("before", "after")]
    before, after = (_value(name, side, t, role) for side in sides)
    return field(name, t), before, after


def _value(name: str, value: Any, t: Wording, role: Callable[[str], str] | None = None) -> str | None:
    if value is None:
        return None
    if name in _LONG:
        return t("desk_trail.long")
    if name == "role" and role is not None:
        return role(str(value))
    words_of = {
        "state": f"desk_trail.state_{value}",
        "colour": f"colour.{value}",
        "role": f"desk_role.{value}",
        "unmask": f"desk_said.flag_{value}",
    }
    text = (name in words_of and _said(words_of[name], t)) or str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(key: str, t: Wording) -> str | None:
    with suppress(KeyError):
        return t(key)
    return None
