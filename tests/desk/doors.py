"""Every route of the pages, as the application itself tells them: method, path, the action that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

#: What stands in an address instead of a name in braces: of the right shape, and nobody's.
MADE_UP = {"path": "marked/none.xlsx", "rule": "BK06", "rule_id": "BK06", "secret": "none", "lang": "zh"}
SAFE = ("GET", "HEAD", "OPTIONS")
#: Events that say that somebody took a file out.
TAKEN_OUT = ("download", "export", "export_trail", "unmask", "unmasked_file")
#: Files in which nothing stands of people or firms.
PLAIN = ("GET /rules.{form}",)
#: Forms that are answered without an event in the trail, and why that is right.
QUIET = {
    "POST /sites/import": "a look at a list, before anything is taken in",
    "POST /sites/import/confirm": "the list brings nothing new",
    "POST /sites/{site_id}": "saved as it was",
    "POST /accounts/{account_id}": "saved as it was",
    "POST /hand-ins/new": "goes to the one of that month that somebody began",
    "POST /hand-ins/{hand_in}/again": "goes on where somebody began",
    "POST /hand-ins/{hand_in}/period": "saved as it was",
    "POST /hand-ins/{hand_in}/files": "not handed in yet: handing in writes names and hashes of all files",
    "POST /hand-ins/{hand_in}/files/replace": "not handed in yet",
    "POST /hand-ins/{hand_in}/files/remove": "not handed in yet",
    "POST /blacklist/import": "a look at a list, before anything is taken in",
    "POST /blacklist/import/{key}": "the list is given up, nothing was taken in",
    "POST /blacklist/{entry_id}/evidence": "the same file is attached once",
    "POST /waivers/plan": "a look at a plan, before anything is proposed",
    "POST /rules/profile/new": "the short form writes into the text of the page, nothing is proposed",
    "POST /rules/profile/{setting_id}/preview": "a preview leaves nothing behind",
    "POST /trail/verify": "nothing is written into a trail that may be broken",
    "POST /matches/{key}": "the same answer is kept once",
}


@dataclass(frozen=True)
class Door:
    """One way in."""

    method: str
    path: str
    actions: tuple[str, ...]
    """Of its ``needs(…)`` dependencies; one, or none of a public one."""

    @property
    def address(self) -> str:
        """The path with made-up names in it."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: MADE_UP.get(found[1], "H999999"), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors(app: FastAPI) -> list[Door]:
    """All of them, but those that applications of their own have (``/api``, ``/static``)."""
    return [
        Door(method, context.path, tuple(_actions(context.route.dependant)))
        for context in iter_route_contexts(app.routes)
        if isinstance(context.route, APIRoute)
        for method in sorted(context.route.methods)
    ]


def pattern(app: FastAPI, method: str, address: str) -> str:
    """``POST /sites/{site_id}/close`` of an address; empty where no page has it."""
    path = address.partition("?")[0].removeprefix("http://testserver")
    for door in doors(app):
        shape = re.sub(r"\\\{\w+:path\\\}", ".+", re.escape(door.path))
        shape = re.sub(r"\\\{\w+\\\}", "[^/]+", shape)
        if door.method == method and re.fullmatch(shape, path):
            return str(door)
    return ""


def _actions(dependant: Dependant) -> Iterator[str]:
    for one in dependant.dependencies:
        if hasattr(one.call, "action"):
            yield str(one.call.action)  # type: ignore[union-attr]
        yield from _actions(one)
