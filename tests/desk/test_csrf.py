"""Forms that another site sends in somebody's name: every route that changes something refuses them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from tests.desk.doors import SAFE, Door, doors
from tests.desk.kit import PASSWORD, Browser, Office
from tests.desk.test_authorisation import PUBLIC
from wagecheck.register.desk_tables import CREDENTIAL, JOB, SESSION, UPLOAD

ROLES = ("clerk", "manager", "legal", "auditor", "admin")


def state(room: Office) -> list[Any]:
    with room.desk.register.reading() as reader:
        counts = [
            reader.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (SESSION, UPLOAD, JOB, CREDENTIAL)
        ]
        return [reader.head(), *counts]


def changing(room: Office) -> list[Door]:
    return [door for door in doors(room.app) if door.method not in SAFE and str(door) not in PUBLIC]


def for_whom(room: Office, door: Door) -> str:
    action = door.actions[0]
    return next(role for role in ROLES if action == "anybody" or action in room.desk.settings.roles[role])


def attempts(own: Browser, other: Browser) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """What it is, the fields, the headers."""
    return [
        ("no token", {}, {}),
        ("empty token", {"csrf": ""}, {}),
        ("wrong token", {"csrf": "x" * 43}, {}),
        ("token with other letters", {"csrf": "口令\ud800"}, {}),
        ("token of somebody else", {"csrf": other.csrf}, {}),
        ("wrong token in a header", {"csrf": own.csrf}, {"x-csrf-token": "x" * 43}),
        ("right token from another site", {"csrf": own.csrf}, {"sec-fetch-site": "cross-site"}),
        ("right token from a neighbour", {"csrf": own.csrf}, {"sec-fetch-site": "same-site"}),
        ("right token, Origin of another", {"csrf": own.csrf}, {"origin": "http://elsewhere.example"}),
        ("right token, Origin null", {"csrf": own.csrf}, {"origin": "null"}),
        ("right token, Origin of another port", {"csrf": own.csrf}, {"origin": "http://testserver:81"}),
    ]


def test_every_changing_route_refuses_strange_forms(room: Office) -> None:
    for role in ROLES:
        room.person(role)
    assert len(changing(room)) > 5
    wrong = []
    other = room.browser("legal2")
    for door in changing(room):
        own = room.browser(for_whom(room, door))
        for what, fields, headers in attempts(own, other):
            body = "&".join(f"{name}={value}" for name, value in fields.items()).encode("utf-8", "surrogatepass")
            told = {"content-type": "application/x-www-form-urlencoded", **headers}
            before = state(room)
            answered = own.client.request(door.method, door.address, content=body, headers=told)
            if answered.status_code != 403 or state(room) != before:
                wrong.append(f"{door}, {what}: {answered.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://testserver"}, {}],
    ids=str,
)
def test_forms_of_ours_are_taken(room: Office, headers: dict[str, str]) -> None:
    assert room.browser("clerk").post("/logout", headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://elsewhere.example"}, {"origin": "null"}], ids=str
)
@pytest.mark.parametrize("path", ["/login", "/setup", "/invitation"])
def test_nobody_is_logged_in_by_another_site(room: Office, path: str, headers: dict[str, str]) -> None:
    """Login CSRF: a stranger's page logs somebody in as the stranger, who then reads what they hand in."""
    room.password("clerk")
    before = state(room)
    browser = room.browser()
    answered = browser.client.post(path, data={"login": "clerk", "password": PASSWORD}, headers=headers)
    assert answered.status_code == 403
    assert "wagecheck_session" not in browser.client.cookies
    assert state(room) == before


def test_a_form_without_a_session_leads_to_the_login(room: Office) -> None:
    assert room.browser().post("/me/password", csrf="x").headers["location"] == "/login"
