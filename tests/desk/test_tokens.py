"""Keys of other systems in the browser: made, shown once, revoked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.desk.kit import Browser, Office, text_of
from wagecheck.register import tokens

NEW = {"name": "实名制平台", "scopes": ["status", "result"], "reach": "all", "expires_on": "2026-12-31"}


@pytest.fixture
def admin(room: Office) -> Browser:
    return room.browser("admin")


def made(room: Office, admin: Browser, **fields: Any) -> str:
    answered = admin.post("/tokens/new", {**NEW, **fields})
    assert answered.status_code == 200, text_of(answered.text)
    found = re.search(r"wagecheck_[\w-]{43}", answered.text)
    assert found is not None
    return found[0]


def opens(room: Office, secret: str) -> Any:
    with room.desk.register.reading() as reader:
        return tokens.of(reader, secret, room.clock(), room.desk.today())


def test_a_key_is_shown_once_and_opens_what_it_is_for(room: Office, admin: Browser) -> None:
    site = room.site()
    secret = made(room, admin, reach="some", sites=[site])
    kept = opens(room, secret)
    assert tokens.scopes(kept) == {"status", "result"}
    assert kept["sites"] == f'["{site}"]'
    page = admin.get("/tokens").text
    assert secret not in page
    assert "实名制平台" in page
    assert "取结果" in text_of(page)
    assert secret.encode() not in b"".join(p.read_bytes() for p in room.desk.place.files.parent.glob("register.db*"))


def test_a_revoked_key_opens_nothing(room: Office, admin: Browser) -> None:
    secret = made(room, admin)
    token = opens(room, secret)["id"]
    assert admin.post(f"/tokens/{token}/revoke", {"reason": ""}).status_code == 400
    assert opens(room, secret) is not None
    done = admin.post(f"/tokens/{token}/revoke", {"reason": "系统下线"})
    assert "已作废" in text_of(admin.get(done.headers["location"]).text)
    assert opens(room, secret) is None
    assert admin.post(f"/tokens/{token}/revoke", {"reason": "再来"}).status_code == 400


def test_a_key_holds_through_its_last_day(room: Office, admin: Browser) -> None:
    secret = made(room, admin, expires_on="2026-11-22")
    room.clock.forward(days=1)
    assert opens(room, secret) is not None
    room.clock.forward(days=1)
    assert opens(room, secret) is None
    room.ids.pop("admin", None)
    browser = room.browser("auditor")
    assert browser.get("/tokens").status_code == 403


def test_the_last_day_of_a_key_is_that_of_the_place(room: Office, admin: Browser) -> None:
    """Before eight in the morning it is still yesterday in UTC: the page says expired, and the key opens nothing."""
    secret = made(room, admin, expires_on="2026-11-22")
    early = dt.datetime(2026, 11, 22, 23, 0, tzinfo=dt.UTC)  # seven in the morning of the 23rd in China
    with room.desk.register.reading() as reader:
        assert tokens.of(reader, secret, early, dt.date(2026, 11, 23)) is None
        assert tokens.of(reader, secret, early, dt.date(2026, 11, 22)) is not None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": ""}, "哪个系统"),
        ({"scopes": []}, "请从这些权限中选择"),
        ({"scopes": ["status", "everything"]}, "请从这些权限中选择"),
        ({"reach": ""}, "请选择"),
        ({"reach": "some"}, "请选择"),
        ({"reach": "some", "sites": ["P77"]}, "P77"),
        ({"expires_on": ""}, "到期日"),
        ({"expires_on": "2026-11-20"}, "已经过去"),
        ({"expires_on": "2027-11-23"}, "最晚可以到 2027-11-22"),
        ({"expires_on": "next year"}, "看不懂"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    room: Office, admin: Browser, fields: dict[str, Any], why: str
) -> None:
    answered = admin.post("/tokens/new", {**NEW, **fields})
    assert answered.status_code == 400
    assert why in text_of(answered.text)
    if fields.get("name") is None:
        assert 'value="实名制平台"' in answered.text
    assert "wagecheck_" not in answered.text.partition("<main")[2]
    with room.desk.register.reading() as reader:
        assert reader.all("token") == []


def test_there_is_no_such_key(room: Office, admin: Browser) -> None:
    room.site()
    assert admin.post("/tokens/T99/revoke", {"reason": "x"}).status_code in (400, 404)
