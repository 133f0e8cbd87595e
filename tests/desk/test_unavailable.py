"""What the desk cannot do just now (the register is held by somebody else, the disk is full) is nobody's fault: 503,
when to try again, nothing kept, whatever asks: a page, a form, a part of a page, an upload, a program.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.desk.api_kit import client
from tests.desk.kit import Browser, Office, text_of
from wagecheck.register.store import Register

CAUSES = ("database is locked", "database or disk is full")
#: What is said of every one of them.
SAID = "这不是您操作的问题，刚才的内容没有保存。请过一分钟再试一次"


@pytest.fixture(params=CAUSES)
def breaks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, writers meet it from then on; what only reads goes on."""
    connected = Register._connected

    def failing(self: Register, begin: str) -> Any:
        if begin == "BEGIN":
            return connected(self, begin)
        raise OperationalError(begin, {}, sqlite3.OperationalError(request.param))

    return lambda: monkeypatch.setattr(Register, "_connected", failing)


def unavailable(answer: Any) -> str:
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    return text_of(answer.text)


#: Forms that somebody filled in rightly: who, address, what stands in them.
FORMS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("legal", "/blacklist/new", {"list": "local", "name": "示例甲公司", "reason": "拖欠", "how": "proposal"}),
    ("legal", "/blacklist/orders", {"contractor": "示例甲公司", "deadline": "2026-11-30"}),
    (
        "legal",
        "/waivers/new",
        {"rule": "PB03", "contractor": "示例甲公司", "reason": "原因", "expires_on": "2026-12-31"},
    ),
    ("admin", "/sites/new", {"name": "示例二号项目", "bureau": "华北局", "region": "北京市"}),
    ("admin", "/accounts/new", {"login": "x1", "name": "某人", "role": "clerk", "reach": "all"}),
)


@pytest.mark.parametrize(("who", "address", "form"), FORMS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_form_is_not_said_to_be_wrong(
    room: Office, breaks: Callable[[], None], who: str, address: str, form: dict[str, str]
) -> None:
    browser = room.browser(who)
    with room.desk.register.reading() as reader:
        before = reader.head()
    breaks()
    said = unavailable(browser.post(address, form))
    assert SAID in said
    assert str(room.desk.store.root.parent) not in said
    with room.desk.register.reading() as reader:
        assert reader.head() == before


def test_a_part_of_a_page(room: Office, breaks: Callable[[], None]) -> None:
    browser = room.browser("legal")
    breaks()
    form = {"contractor": "示例甲公司", "deadline": "2026-11-30"}
    assert SAID in unavailable(browser.post("/blacklist/orders", form, headers={"hx-request": "true"}))
    assert "data-unavailable" in browser.get("/blacklist").text  # what htmx's reader is told beside it


def test_a_program(room: Office, breaks: Callable[[], None]) -> None:
    key = client(room, "submit", "status")
    site = room.site()
    breaks()
    begun = {"site": site, "period": "2026-10"}
    answer = key.ask("POST", "/submissions", json=begun)
    unavailable(answer)
    assert answer.json()["error"] == "unavailable"
    assert SAID in answer.json()["message"]
    english = key.ask("POST", "/submissions", json=begun, headers={"Accept-Language": "en"})
    assert "This is not your fault; nothing was kept." in english.json()["message"]


@pytest.mark.parametrize(
    ("cause", "kind", "hint"),
    [
        ("database is locked", "登记册正被别人写入，等了很久仍未空出。", "Try again later"),
        ("attempt to write a readonly database", "登记册现在不能写入。", "Check the permissions"),
        ("database disk image is malformed", "登记册读不出来。", "wagecheck register restore"),
        ("connection refused", "现在连不上登记册。", "Check the address"),
        ("connection is bad: connection to server on socket failed", "现在连不上登记册。", "the network"),
        ("connection failed: FATAL: database x does not exist", "现在连不上登记册。", "does not exist. Check"),
        ("nobody has met this one", "登记册出了问题。", "wagecheck blacklist verify"),
    ],
)
def test_a_reader_is_told_what_kind_of_trouble_it_is_and_the_log_what_to_do(
    room: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, cause: str, kind: str, hint: str
) -> None:
    """Who fills in a form has no command line, and may not know what a register is called on the server."""
    browser = room.browser("clerk", sites=[room.site()])

    def failing(*_: Any, **__: Any) -> Any:
        raise OperationalError("BEGIN", {}, sqlite3.OperationalError(cause))

    monkeypatch.setattr(Register, "_connected", failing)
    said = unavailable(browser.get("/hand-ins"))
    assert f"{kind}{SAID}" in said
    assert [word for word in ("register", "blacklist", "检查") if word in said] == []
    assert hint in caplog.text


@pytest.mark.parametrize("address", ["/sites", "/login", "/setup/x"])
def test_a_register_that_cannot_even_be_read(room: Office, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    browser: Browser = room.browser("admin")

    def failing(*_: Any, **__: Any) -> Any:
        raise OperationalError("BEGIN", {}, sqlite3.OperationalError(CAUSES[0]))

    monkeypatch.setattr(Register, "_connected", failing)
    assert SAID in unavailable(browser.get(address))
