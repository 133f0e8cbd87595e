"""Who may do what: every route × every role, called for real, beside the table ``authorisation.csv``.

The table is written by hand: a route that nobody thought about fails here, and so does a change of ``rules/desk.toml``
or of an action that opens or closes a door. ``yes``: the door opens (what is behind it may be missing, or the form
wrong); ``no``: 403; ``login``: nobody is there, the login page comes. Public doors are open to all.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount

from tests.desk.doors import SAFE, Door, doors
from tests.desk.kit import Browser, Office
from wagecheck.desk import settings
from wagecheck.register import accounts

TABLE = Path(__file__).with_name("authorisation.csv")
ROLES = ("nobody", "clerk", "manager", "legal", "auditor", "admin")
#: Open to whoever knows the address, and why.
PUBLIC = {
    "GET /login": "the form of login",
    "POST /login": "login",
    "GET /language": "the choice of a language, kept in a cookie",
    "GET /setup/{secret}": "the secret is the key",
    "GET /setup": "the cookie of the link is the key",
    "POST /setup": "the cookie of the link is the key",
    "GET /invitation/{secret}": "the secret is the key",
    "GET /invitation": "the cookie of the link is the key",
    "POST /invitation": "the cookie of the link is the key",
}


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {f"{row['method']} {row['path']}": row for row in csv.DictReader(stream)}


def answer(browser: Browser, door: Door) -> Any:
    if door.method in SAFE:
        return browser.client.request(door.method, door.address)
    # a token that is right, so that nothing else than the role stands in the way
    return browser.client.request(door.method, door.address, headers={"x-csrf-token": browser.csrf})


def said(answered: Any) -> str:
    if answered.status_code == 403:
        return "no"
    to = answered.headers.get("location", answered.headers.get("hx-redirect", ""))
    return "login" if answered.status_code in (303, 204) and to.partition("?next=")[0] == "/login" else "yes"


def test_every_door_stands_in_the_table_once(room: Office) -> None:
    told, real = table(), [str(door) for door in doors(room.app)]
    new = [f"{door.replace(' ', ',')}," + ",".join("?" for _ in ROLES) for door in real if door not in told]
    assert not new, f"think about who may do it and write into {TABLE.name}:\n" + "\n".join(new)
    assert not sorted(set(told) - set(real)), "lines of routes that are no more"
    assert [door for door, times in Counter(real).items() if times > 1] == []


def test_every_door_asks_one_question_or_is_known_to_be_open(room: Office) -> None:
    wrong = [str(one) for one in doors(room.app) if len(one.actions) != (0 if str(one) in PUBLIC else 1)]
    assert wrong == []
    assert set(PUBLIC) <= {str(one) for one in doors(room.app)}


def test_actions_are_those_that_some_role_may_do(room: Office) -> None:
    asked = {action for one in doors(room.app) for action in one.actions} - {"anybody"}
    assert asked <= settings.load().actions, "a page that nobody can open"


def test_nothing_else_is_served(room: Office) -> None:
    mounted = [route.path for route in room.app.routes if isinstance(route, Mount)]
    assert sorted(mounted) == ["/api", "/static"]


def people(room: Office) -> Iterator[tuple[str, Browser]]:
    for role in ROLES:
        yield role, room.browser(None if role == "nobody" else role)


def test_every_door_times_every_role(room: Office) -> None:
    told = table()
    wrong = []
    logout = "POST /logout"
    for role, browser in people(room):
        for door in sorted(doors(room.app), key=lambda one: str(one) == logout):  # the last one ends the session
            if str(door) not in told:
                continue  # told above
            answered = answer(browser, door)
            if answered.status_code >= 500:
                wrong.append(f"{role}: {door}: {answered.status_code}")
            elif said(answered) != told[str(door)][role]:
                wrong.append(f"{role}: {door}: {said(answered)}, the table says {told[str(door)][role]}")
    assert wrong == []


@pytest.mark.parametrize("who", ["clerk", "manager", "legal", "auditor"])
def test_nobody_else_keeps_accounts(room: Office, who: str) -> None:
    """The table's rows can be wrong; this one sentence must hold whatever stands in them."""
    assert room.browser(who).get("/accounts").status_code == 403
    assert room.browser(who).post("/accounts/new", {"login": "x1", "name": "某人"}).status_code == 403


def test_a_new_role_holds_at_the_next_click(room: Office) -> None:
    room.person("admin")
    browser = room.browser("auditor")
    assert browser.get("/accounts").status_code == 403
    with room.desk.register.writing("管理员己") as writer:
        accounts.change(
            writer, room.ids["auditor"], role="admin", roles=room.desk.settings.roles, sites=None, unmask=False,
            keeper="admin",
        )  # fmt: skip
    assert browser.get("/accounts").status_code == 200
    with room.desk.register.writing("管理员己") as writer:
        accounts.change(
            writer, room.ids["auditor"], role="auditor", roles=room.desk.settings.roles, sites=None, unmask=False,
            keeper="admin",
        )  # fmt: skip
    assert browser.get("/accounts").status_code == 403


def test_a_closed_account_is_out_at_once(room: Office) -> None:
    browser = room.browser("clerk")
    assert browser.get("/me").status_code == 200
    with room.desk.register.writing("管理员己") as writer:
        accounts.close(writer, room.ids["clerk"], keeper="admin", reason="已离职")
    assert browser.get("/me").headers["location"].startswith("/login")


def test_full_numbers_are_for_whoever_has_the_right(room: Office) -> None:
    """The table is about accounts without it; with it the role still decides which pages there are."""
    asked = [door for door in doors(room.app) if "unmask" in door.path]
    assert asked
    for role in ROLES[1:]:
        browser, actions = room.browser(role, unmask=True), room.desk.settings.roles[role]
        for door in asked:
            assert (said(answer(browser, door)) == "yes") is (door.actions[0] in actions), (role, door)
