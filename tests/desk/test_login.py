"""Logging in: links that work once, passwords, sessions, where one lands, and what the trail says of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.desk.kit import PASSWORD, PEOPLE, Browser, Office, text_of
from wagecheck.desk import invitations
from wagecheck.desk.routes.paths import own_path
from wagecheck.desk.security import passwords
from wagecheck.errors import InputError
from wagecheck.register import accounts, audit, backup, events
from wagecheck.register.actor import PROGRAM

NEW = "另外四个词 harbour"
ADMIN = {"name": "管理员己", "login": "admin", "password": PASSWORD, "again": PASSWORD}
COOKIE = "wagecheck_session"


def actions(room: Office) -> list[tuple[str, str]]:
    with room.desk.register.reading() as reader:
        return [(event.action, event.actor) for event in events.walk(reader.connection)]


def setup_path(room: Office, *, another: bool = False) -> str:
    link = invitations.setup_link(room.desk, another=another)
    assert link is not None
    return link.removeprefix(room.desk.address)


def invitation_path(room: Office, who: str) -> str:
    return invitations.invite(room.desk, room.person(who), PEOPLE["admin"]).removeprefix(room.desk.address)


def log_in(room: Office, who: str = "clerk", password: str = PASSWORD, **fields: str) -> tuple[Browser, Any]:
    browser = room.browser()
    return browser, browser.client.post("/login", data={"login": who, "password": password, **fields})


def logged_in(browser: Browser) -> bool:
    return bool(browser.get("/me").status_code == 200)


def test_the_first_start_makes_one_administrator(room: Office) -> None:
    path, browser = setup_path(room), room.browser()
    assert browser.get(path).headers["location"] == "/setup"
    assert browser.get("/setup").status_code == 200
    made = browser.client.post("/setup", data=ADMIN)
    assert made.status_code == 303, text_of(made.text)
    assert logged_in(browser)
    assert invitations.setup_link(room.desk) is None
    late = room.browser()
    assert late.get(path).status_code == 404
    late.client.cookies.set("wagecheck_link", path.rpartition("/")[2])
    assert late.get("/setup").status_code == 404
    assert late.client.post("/setup", data=ADMIN).status_code == 404
    assert ("open", "管理员己") in actions(room)
    assert ("login", "管理员己") in actions(room)


def test_the_link_stands_in_no_address_behind_it(room: Office) -> None:
    """Addresses stand in the browser's history, in the link to the other language and in the logs of a proxy."""
    room.person("admin")
    for path in (setup_path(room, another=True), invitation_path(room, "clerk")):
        secret, browser = path.rpartition("/")[2], room.browser()
        opened = browser.get(path)
        assert opened.status_code == 303
        assert secret not in opened.headers["location"]
        page = browser.get(opened.headers["location"])
        assert page.status_code == 200
        assert secret not in page.text
        assert "HttpOnly" in opened.headers["set-cookie"]


def test_a_setup_link_holds_a_day(room: Office) -> None:
    path = setup_path(room)
    room.clock.forward(hours=23, minutes=59)
    assert room.browser().get(path).status_code == 303
    room.clock.forward(minutes=2)
    assert room.browser().get(path).status_code == 404


def test_a_new_setup_link_voids_the_one_before(room: Office) -> None:
    before, path = setup_path(room), setup_path(room)
    assert room.browser().get(before).status_code == 404
    assert room.browser().get(path).status_code == 303


def test_an_administrator_who_is_lost_is_replaced_from_the_server_only(room: Office) -> None:
    room.password("admin")
    assert invitations.setup_link(room.desk) is None
    browser = room.browser()
    browser.get(setup_path(room, another=True))
    made = browser.client.post("/setup", data={**ADMIN, "login": "admin2", "name": "管理员庚"})
    assert made.status_code == 303
    assert ("setup_link", PROGRAM) in actions(room)
    assert browser.get("/accounts").status_code == 200


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"again": "other"}, "不一致"),
        ({"password": "short 1", "again": "short 1"}, "10 到 200"),
        ({"password": "长" * 201, "again": "长" * 201}, "10 到 200"),
        ({"password": "13800001234", "again": "13800001234"}, "不能只用数字"),
        ({"password": "a1234567890", "again": "a1234567890"}, "不能只用数字"),
        ({"password": "Password!2026", "again": "Password!2026"}, "太容易猜到"),
        ({"password": "admin-12345", "again": "admin-12345"}, "太容易猜到"),
        ({"name": ""}, "请填写姓名"),
        ({"name": "wagecheck"}, "程序自己的名字"),
        ({"name": "甲" * 61}, "1 到 60"),
        ({"login": "-"}, "不能用"),
    ],
)
def test_a_setup_that_is_refused_keeps_what_was_typed_but_no_password(
    room: Office, fields: dict[str, str], why: str
) -> None:
    browser = room.browser()
    browser.get(setup_path(room))
    answered = browser.client.post("/setup", data={**ADMIN, **fields})
    assert answered.status_code == 400
    assert why in text_of(answered.text)
    assert f'value="{fields.get("login", "admin")}"' in answered.text
    assert fields.get("password", PASSWORD) not in answered.text
    assert not logged_in(browser)
    assert browser.get("/setup").status_code == 200, "the link is not used up"
    assert [one for one in actions(room) if one[0] == "open"] == []


def test_an_invitation_works_once(room: Office) -> None:
    path, browser = invitation_path(room, "clerk"), room.browser()
    opened = browser.get(browser.get(path).headers["location"])
    assert "资料员甲" in opened.text
    assert "至少 10 个字符" in opened.text
    assert browser.client.post("/invitation", data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert logged_in(browser)
    assert "wagecheck_link" not in browser.client.cookies
    assert room.browser().get(path).status_code == 404
    assert log_in(room)[1].status_code == 303


def test_an_invitation_runs_out(room: Office) -> None:
    path = invitation_path(room, "clerk")
    room.clock.forward(hours=72, seconds=1)
    assert room.browser().get(path).status_code == 404


def test_a_new_link_ends_the_password_the_sessions_and_the_link_before(room: Office) -> None:
    """A password that somebody else may know: whoever is in with it must not stay in."""
    room.password("clerk")
    thief, _ = log_in(room)
    assert logged_in(thief)
    before, path = invitation_path(room, "clerk"), invitation_path(room, "clerk")
    assert not logged_in(thief)
    assert log_in(room)[1].status_code == 401
    assert room.browser().get(before).status_code == 404
    assert room.browser().get(path).status_code == 303


def test_an_invitation_of_a_closed_account_is_void(room: Office) -> None:
    path = invitation_path(room, "clerk")
    with room.desk.register.writing(PEOPLE["admin"]) as writer:
        accounts.close(writer, room.ids["clerk"], keeper="admin", reason="已离职")
    assert room.browser().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/setup", "/invitation"])
def test_links_are_not_taken_for_each_other(room: Office, path: str) -> None:
    room.person("admin")
    links = {"/setup": invitation_path(room, "clerk"), "/invitation": setup_path(room, another=True)}
    browser = room.browser()
    browser.client.cookies.set("wagecheck_link", links[path].rpartition("/")[2])
    assert browser.get(path).status_code == 404
    assert browser.client.post(path, data=ADMIN).status_code == 404


def test_a_wrong_login_and_a_wrong_password_are_answered_alike(room: Office) -> None:
    room.password("clerk")
    answers = [log_in(room, "clerk", "wrong password")[1], log_in(room, "nobody", "wrong password")[1]]
    assert [one.status_code for one in answers] == [401, 401]
    assert answers[0].text.replace('"clerk"', "") == answers[1].text.replace('"nobody"', "")
    told = [{name: value for name, value in one.headers.items() if name != "content-length"} for one in answers]
    assert told[0] == told[1]


def test_a_wrong_login_takes_as_much_work_as_a_wrong_password(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not measured by a clock: a slow hash is verified and an event is written in both cases."""
    room.password("clerk")
    verified: list[str] = []
    real = passwords._HASHER.verify

    class Counting:
        hash = staticmethod(passwords._HASHER.hash)

        @staticmethod
        def verify(kept: str, password: bytes) -> bool:
            verified.append(kept[:9])
            return real(kept, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting)
    written = []
    for login in ("clerk", "nobody", "admin"):
        before = len(actions(room))
        assert log_in(room, login, "wrong password")[1].status_code == 401
        written.append(len(actions(room)) - before)
    assert verified == ["$argon2id"] * 3
    assert written == [1, 1, 1]


def test_what_was_typed_as_a_login_is_not_kept(room: Office) -> None:
    """People type their password there."""
    log_in(room, "my secret words", "x")
    with room.desk.register.reading() as reader:
        assert not any("secret" in repr(event) for event in events.walk(reader.connection))


def test_every_login_is_a_new_session(room: Office) -> None:
    """Fixation: a cookie that was there before is not the one that holds, and the session before ends."""
    room.password("clerk")
    browser = room.browser()
    browser.client.cookies.set(COOKIE, "planted", domain="testserver.local")
    first = browser.client.post("/login", data={"login": "clerk", "password": PASSWORD})
    assert first.cookies[COOKIE] != "planted"
    one = first.cookies[COOKIE]
    second = room.browser()
    second.client.cookies.set(COOKIE, one)
    again = second.client.post("/login", data={"login": "clerk", "password": PASSWORD})
    assert again.cookies[COOKIE] != one
    old = room.browser()
    old.client.cookies.set(COOKIE, one)
    assert not logged_in(old)


def test_the_cookie_is_not_what_the_register_keeps(room: Office) -> None:
    room.password("clerk")
    _, answered = log_in(room)
    secret = answered.cookies[COOKIE].encode()
    kept = b"".join(path.read_bytes() for path in room.desk.place.files.parent.glob("register.db*"))
    assert secret not in kept
    assert PASSWORD.encode() not in kept
    assert b"$argon2id$" in kept


def test_logging_out_ends_the_session_on_the_server(room: Office) -> None:
    browser = room.browser("clerk")
    secret = browser.client.cookies[COOKIE]
    out = browser.post("/logout")
    assert out.headers["location"].startswith("/login")
    assert "已退出登录" in text_of(browser.get(out.headers["location"]).text)
    kept = room.browser()
    kept.client.cookies.set(COOKIE, secret)
    assert not logged_in(kept)
    assert ("logout", "资料员甲") in actions(room)


@pytest.mark.parametrize(
    ("steps", "holds"),
    [
        ([59], True),
        ([61], False),
        ([50, 50, 50], True),
        ([50] * 14, True),
        ([50] * 15, False),  # 12 hours and a half, though never idle
    ],
)
def test_sessions_end(room: Office, steps: list[int], holds: bool) -> None:
    browser = room.browser("clerk")
    for minutes in steps:
        room.clock.forward(minutes=minutes)
        inside = logged_in(browser)
    assert inside is holds


def test_a_changed_password_ends_every_other_session(room: Office) -> None:
    room.password("clerk")
    own, other = room.browser("clerk"), room.browser("clerk")
    answered = own.post("/me/password", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert answered.headers["location"] == "/me?done=password"
    assert logged_in(own)
    assert not logged_in(other)
    assert log_in(room)[1].status_code == 401
    assert log_in(room, password=NEW)[1].status_code == 303
    assert ("password", "资料员甲") in actions(room)


def test_the_old_password_is_asked_for_and_may_not_be_tried_for_ever(room: Office) -> None:
    room.password("clerk")
    browser = room.browser("clerk")
    said = [text_of(browser.post("/me/password", {"old": "x", "password": NEW, "again": NEW}).text) for _ in range(6)]
    assert all("原来的密码不对" in one for one in said[:5])
    assert "15 分钟" in said[5]
    assert log_in(room)[1].status_code == 429, "the same count as at the login"


PATHS = [
    ("/hand-ins", "/hand-ins"),
    ("/hand-ins?state=open&x=1", "/hand-ins?state=open&x=1"),
    ("", "/"),
    ("//elsewhere.example", "/"),
    ("///elsewhere.example", "/"),
    ("/\\elsewhere.example", "/"),
    ("\\\\elsewhere.example", "/"),
    ("/\t/elsewhere.example", "/"),
    ("/\n/elsewhere.example", "/"),
    ("/a\\..\\..//elsewhere.example", "/"),
    (" //elsewhere.example", "/"),
    ("https://elsewhere.example", "/"),
    ("https:elsewhere.example", "/"),
    ("javascript:alert(1)", "/"),
    ("elsewhere.example", "/"),
    ("@elsewhere.example", "/"),
    ("/%0d%0aset-cookie:x=1", "/%0d%0aset-cookie:x=1"),
    ("/\r\nset-cookie:x=1", "/"),
    ("/x" * 3000, "/"),
]


@pytest.mark.parametrize(("given", "followed"), PATHS)
def test_only_own_addresses_are_followed(room: Office, given: str, followed: str) -> None:
    assert own_path(given) == followed
    room.password("clerk")
    to = [
        log_in(room, next=given)[1].headers["location"],
        room.browser("clerk").get("/login", params={"next": given}).headers["location"],
        room.browser().get("/language", params={"lang": "en", "back": given}).headers["location"],
    ]
    assert to == [followed] * 3
    assert f'value="{followed.replace("&", "&amp;")}"' in room.browser().get("/login", params={"next": given}).text


def test_whoever_asks_for_a_page_lands_there_after_the_login(room: Office) -> None:
    room.password("admin")
    asked = room.browser().get("/accounts?x=1&y=2").headers["location"]
    page = room.browser().get(asked).text
    target = re.search(r'name="next" value="([^"]*)"', page)
    assert target is not None
    assert log_in(room, "admin", next=target[1].replace("&amp;", "&"))[1].headers["location"] == "/accounts?x=1&y=2"


def test_the_language_of_an_answer_to_a_form_leads_to_its_page(room: Office) -> None:
    answered = room.browser("clerk").post("/me/password", {"old": "x"})
    assert 'href="/language?lang=en&amp;back=%2Fme"' in answered.text


def test_a_sentence_about_what_was_done_cannot_be_made_up(room: Office) -> None:
    """A link from elsewhere must not make the desk say things."""
    browser = room.browser("admin")
    made_up = "/accounts?done=account_closed&name=%E7%BB%8F%E7%90%86"
    assert "账号已停用" not in text_of(browser.get(made_up).text)
    browser.post("/sites/new", {"name": "示例二号项目"})
    assert "账号已停用" not in text_of(browser.get(made_up).text)
    assert "已登记项目：别的" not in text_of(browser.get("/sites?done=site_added&name=别的").text)
    assert "已登记项目：示例二号项目" in text_of(browser.get("/sites?done=site_added&name=示例二号项目").text)


@pytest.mark.parametrize("password", ["四个不相干的词", "correct horse battery", "Laokaoyu-9-qingdao"])
def test_passwords_that_are_taken(room: Office, password: str) -> None:
    long = password + "，再加两个词"
    passwords.ensure_good(long, long, "clerk", room.desk.settings.login)
    with pytest.raises(InputError):
        passwords.ensure_good(long, password, "clerk", room.desk.settings.login)


def test_the_trail_is_sound_whoever_came_and_went(room: Office, tmp_path: Path) -> None:
    """Setup, invitation, passwords, logins and a logout: nothing of it is a break, and a backup can be restored."""
    path, admin = setup_path(room), room.browser()
    admin.get(path)
    assert admin.client.post("/setup", data=ADMIN).status_code == 303
    path, clerk = invitation_path(room, "clerk"), room.browser()
    clerk.get(path)
    assert clerk.client.post("/invitation", data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert log_in(room, password="wrong password")[1].status_code == 401
    assert log_in(room)[1].status_code == 303
    assert room.browser("legal").post("/logout").status_code == 303
    with room.desk.register.reading() as reader:
        assert {"login", "invite", "password", "login_failed", "logout"} <= {
            event.action for event in events.walk(reader.connection)
        }
        assert audit.verify(reader).breaks == ()
    backup.backup(room.desk.register, tmp_path / "copy.db", clock=room.clock)
    restored = backup.restore(tmp_path / "copy.db", str(tmp_path / "new.db"), clock=room.clock)
    assert restored.sound
