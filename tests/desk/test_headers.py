"""What every answer says to the browser: what it may load, who may frame it, that nothing is kept; and no inline script."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.desk.doors import PLAIN, SAFE, TAKEN_OUT, doors
from tests.desk.kit import PASSWORD, Office, text_of
from wagecheck import resources
from wagecheck.desk import application
from wagecheck.desk.security.headers import POLICY
from wagecheck.register import events
from wagecheck.register.reader import Reader

TEMPLATES = resources.folder("templates") / "desk"
SECRET = "330102199003078888 made-up"


def wrong(answered: Any, *, kept: str = "no-store") -> list[str]:
    expected = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": kept,
    }
    policy = answered.headers.get("content-security-policy", "")
    found = [f"{name}: {answered.headers.get(name)}" for name, value in expected.items()
             if answered.headers.get(name) != value]  # fmt: skip
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action"):
        if part not in policy:
            found.append(f"policy without {part}: {policy}")
    if "unsafe" in policy and "sandbox" not in policy:
        found.append(policy)
    if answered.headers.get("server") or answered.headers.get("x-powered-by"):
        found.append("says what it runs on")
    return found


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/login", 200),
        ("GET", "/", 303),
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere.css", 404),
        ("GET", "/static/../../pyproject.toml", 404),
        ("GET", "/static/%2e%2e/base.html.j2", 404),
        ("GET", "/api/nowhere", 404),
        ("GET", "/setup/none", 404),
        ("GET", "/accounts/", 404),
        ("HEAD", "/login", 405),
        ("OPTIONS", "/login", 405),
        ("TRACE", "/login", 405),
        ("PUT", "/login", 405),
        ("POST", "/accounts", 405),
        ("POST", "/nowhere", 404),
        ("POST", "/login", 401),
        ("BREW", "/login", 405),
    ],
)
def test_every_answer_has_them(room: Office, method: str, path: str, status: int) -> None:
    answered = room.browser().client.request(method, path)
    assert answered.status_code == status
    assert wrong(answered) == []
    assert "Traceback" not in answered.text
    assert (answered.text == "") or method != "HEAD"


def test_pages_of_every_role_have_them(room: Office) -> None:
    found = []
    for role in ("clerk", "manager", "legal", "auditor", "admin"):
        browser = room.browser(role)
        for door in doors(room.app):
            if door.method == "GET":
                found += [f"{role} {door}: {one}" for one in wrong(browser.get(door.address))]
    assert found == []


def test_static_files_may_be_kept_and_hold_no_folder_list(room: Office) -> None:
    browser = room.browser()
    names = [path.name for path in (TEMPLATES / "static").iterdir() if path.suffix in (".js", ".css", ".svg")]
    assert len(names) > 3
    for name in names:
        answered = browser.get(f"/static/{name}")
        assert answered.status_code == 200
        assert wrong(answered, kept="public, max-age=3600") == []
    assert browser.get("/static/").status_code == 404
    assert browser.get("/static").status_code in (404, 307)


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "testserver.elsewhere.example", "", "testserver@elsewhere", "[::1"]
)
def test_another_host_is_refused(room: Office, host: str) -> None:
    """DNS rebinding: a page from elsewhere that says its name is this computer's."""
    answered = room.browser("admin").get("/accounts", headers={"host": host})
    assert answered.status_code == 400
    assert wrong(answered) == []
    assert "账号" not in answered.text


@pytest.mark.parametrize("address", ["http://[::1]:8765", "http://127.0.0.1:8765", "https://desk.example.cn"])
def test_its_own_host_is_taken(room: Office, address: str) -> None:
    app = application.make(at(room, address))
    client = TestClient(app, base_url=address, follow_redirects=False)
    assert client.get("/login").status_code == 200
    assert client.get("/login", headers={"host": "testserver"}).status_code == 400


def at(room: Office, address: str) -> Any:
    return replace(room.desk, address=address, secure=address.startswith("https"))


def test_under_https_cookies_are_for_https_and_for_this_host_only(room: Office) -> None:
    room.password("clerk")
    app = application.make(at(room, "https://desk.example.cn"))
    client = TestClient(app, base_url="https://desk.example.cn", follow_redirects=False)
    answered = client.post("/login", data={"login": "clerk", "password": PASSWORD})
    cookies = answered.headers.get_list("set-cookie")
    session = next(one for one in cookies if one.startswith("__Host-wagecheck_session="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=strict"} <= set(session.split("; "))
    assert "Domain" not in session
    assert answered.headers["strict-transport-security"].startswith("max-age=")
    assert client.get("/me").status_code == 200
    language = client.get("/language?lang=en").headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=lax"} <= set(language.split("; "))
    plain = TestClient(app, base_url="https://desk.example.cn", follow_redirects=False)
    plain.cookies.set("wagecheck_session", client.cookies["__Host-wagecheck_session"])
    assert plain.get("/me").status_code == 303, "a cookie that a neighbour could plant is not read"


def test_over_http_the_cookie_is_for_this_computer(room: Office) -> None:
    room.password("clerk")
    answered = room.browser().client.post("/login", data={"login": "clerk", "password": PASSWORD})
    session = answered.headers.get_list("set-cookie")[0].split("; ")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(session)
    assert not {one for one in session if one.startswith(("Domain", "Expires", "Max-Age"))}
    assert "strict-transport-security" not in answered.headers


@pytest.mark.parametrize("path", ["/accounts", "/api/v1/sites", "/login"])
def test_a_defect_tells_nothing(
    room: Office, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError(SECRET)

    browser = room.browser("admin")
    monkeypatch.setattr(Reader, "all", broken)
    monkeypatch.setattr("wagecheck.desk.pages.done", broken)
    monkeypatch.setattr("wagecheck.desk.routes.login.own_path", broken)
    if path.startswith("/api"):
        monkeypatch.setattr("wagecheck.register.tokens.of", broken)
    answered = browser.get(path, headers={"authorization": "Bearer x"})
    if path.startswith("/api") and answered.status_code == 404:
        pytest.skip("the API has no such page")
    assert answered.status_code == 500
    assert wrong(answered) == []
    assert SECRET not in answered.text
    assert "Traceback" not in answered.text
    assert SECRET not in caplog.text
    assert "RuntimeError" in caplog.text, "who mends it must find it"
    if not path.startswith("/api"):
        assert "WC-90" in text_of(answered.text)


def test_a_defect_is_not_given_to_the_server_to_print(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server prints the text of what it is given, and that may hold what was sent."""
    monkeypatch.setattr("wagecheck.desk.routes.login.own_path", lambda _: 1 / 0)
    client = TestClient(room.app, base_url="http://testserver", raise_server_exceptions=True)
    assert client.get("/login").status_code == 500


def test_the_log_of_a_defect_holds_no_link(
    room: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("wagecheck.desk.invitations.ensure_setup", lambda *_: 1 / 0)
    assert room.browser().get("/setup/very-secret-link").status_code == 500
    assert "/setup/{secret}" in caplog.text
    assert "very-secret-link" not in caplog.text


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.j2"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_template_needs_what_the_policy_forbids(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
    forbidden = {
        "script in the page": r"<script(?![^>]*\ssrc=\"/static/)[^>]*>",
        "style in the page": r"<style|\sstyle\s*=",
        "handler": r"\son[a-z]+\s*=",
        "script in an address": r"javascript:",
        "handler of htmx": r"\shx-on",
        "evaluated by htmx": r"js:|\shx-trigger=\"[^\"]*\[",
        "something from elsewhere": r"(?:src|href|action)\s*=\s*\"(?:https?:)?//",
        "unescaped": r"\|\s*safe\b|autoescape\s+false|Markup\(",
        "address of a person's text": r"href=\"\{\{\s*\w+\.(?:name|text|reason)",
        "attribute without quotes": r"\s[a-z-]+=\{\{",
    }
    found = [f"{what}: {hit[0]}" for what, pattern in forbidden.items() for hit in re.finditer(pattern, text)]
    assert found == []


def test_every_form_that_changes_something_carries_the_token() -> None:
    """By the macros, or by hand; the forms of people who are not logged in have none to carry."""
    without = []
    for path in templates():
        text = path.read_text("utf-8")
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.S | re.I):
            if "csrf" not in form:
                without.append((path.name, form[:80]))
        for form in re.findall(r"<form(?![^>]*method=)[^>]*>", text):
            without.append((path.name, form))
    assert without == []


def test_reading_changes_nothing_in_the_trail(room: Office) -> None:
    """GET, HEAD and OPTIONS, which a browser may send by itself; but a file that leaves the house is written down."""
    written = 0
    for role in ("clerk", "manager", "legal", "auditor", "admin"):
        browser = room.browser(role)
        for door in doors(room.app):
            if door.method not in SAFE:
                continue
            with room.desk.register.reading() as reader:
                before = reader.head()
            answer = browser.client.request(door.method, door.address)
            with room.desk.register.reading() as reader:
                after = reader.head()
                last = list(events.walk(reader.connection))[-1]
            if answer.headers.get("content-disposition", "").startswith("attachment") and str(door) not in PLAIN:
                assert (after[0], last.action in TAKEN_OUT) == (before[0] + 1, True), door
                written += 1
            else:
                assert after == before, door
    assert written
