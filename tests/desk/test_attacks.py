"""What somebody tries who means harm, or whose server is in trouble: an answer of ours, and nothing given away."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from starlette.responses import Response

from tests.desk.hand_in_kit import begun, book, check, checked
from tests.desk.kit import PASSWORD, Browser, Office, text_of
from tests.desk.listing_kit import entry, seq
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.routes import matches
from wagecheck.errors import RegisterError
from wagecheck.register import audit, events, hand_ins, queue, waivers

LONG = "9" * 5_000
#: Addresses whose numbers no program can hold, wildcards of SQL, texts of no alphabet.
ODD = (
    "/blacklist?page={}", "/hand-ins?page={}", "/waivers?page={}", "/portfolio?page={}", "/trail?page={}",
    "/blacklist?q={}", "/blacklist/calendar?months={}", "/rules?q={}", "/waivers?q={}", "/portfolio?month={}",
    "/portfolio/contractors?name={}", "/portfolio/projects?name={}", "/blacklist/{}", "/waivers/{}", "/rules/profile/{}",
    "/hand-ins/new?site={0}&month={0}", "/portfolio/summary?first={0}&last={0}", "/trail?first={}", "/trail.csv?subject={}",
    "/blacklist/import/{}", "/portfolio/export?month={}", "/rules/values/{}", "/rules.{}", "/blacklist/orders?do={}",
    "/login?next={}", "/language?back={}", "/waivers/plan?hand_in={}", "/waivers/new?rule={}",
)  # fmt: skip
TEXTS = {
    "a long number": LONG, "another alphabet's digits": "٣²", "a percent": "%25%25_%25", "a quote": "'%20or%201=1--",
    "nothing": "", "a zero": "%00", "half a character": "%ed%a0%80", "an address": "//evil.example", "a tag": "<svg/onload=x>",
    "minus": "-1", "a line": "a%0d%0aSet-Cookie:%20x=1", "many signs": "(" * 2_000,
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_odd_addresses_are_answered(room: Office, text: str) -> None:
    browser, wrong = room.browser("legal"), []
    clerk = room.browser("clerk")
    for address in ODD:
        one = clerk if address.startswith("/hand-ins/new") else browser
        answer = one.get(address.replace("{0}", text).replace("{}", text))
        if answer.status_code >= 500 or "<svg/onload" in answer.text or "x=1" in answer.headers.get("set-cookie", ""):
            wrong.append((address, answer.status_code))
    assert wrong == []


def test_a_percent_finds_no_entry(room: Office) -> None:
    entry(room)
    browser = room.browser("manager")
    for wild in ("%25", "_", "%25建筑%25", "*", ".%2B"):
        assert "示例甲建筑" not in browser.get(f"/blacklist?q={wild}").text, wild
    assert "示例甲建筑" in browser.get("/blacklist?q=示例甲").text


def test_a_search_does_not_tell_a_hidden_number_digit_by_digit(room: Office) -> None:
    entry(room, persons="李某乙 110199199003070017", former_names="张某甲 15400001234")
    browser = room.browser("auditor")
    for part in ("110199199", "19900307", "9003070017", "54000012", "1540000123"):
        assert "示例甲建筑" not in browser.get(f"/blacklist?q={part}").text, part
    for known in ("110199199003070017", "15400001234", "李某乙"):
        assert "示例甲建筑" in browser.get(f"/blacklist?q={known}").text, known


def test_numbers_of_forms_that_no_program_can_hold(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    class One:
        key = "k"
        verdict = None

    class Found:
        matches = (One(),)

    def decided(*_: Any, which: int | None, **__: Any) -> str:
        asked.append(which)
        raise RegisterError("不能", "no")

    monkeypatch.setattr(matches, "_found", lambda *_: (Found(), 0, []))
    monkeypatch.setattr(matches, "_page", lambda *_, **__: Response(status_code=400))
    monkeypatch.setattr("wagecheck.tasks.matches.decide", decided)
    said = {"answer": "same", "reason": "看过", "which": LONG, "seq": "0"}
    assert room.browser("legal").post("/matches/k", said).status_code == 400
    assert asked == [None]


@pytest.mark.parametrize("name", ["Ｃlerk", "CLERK", " clerk ", "cler\u212a", "clerk\u200b", "сlerk", "clerk\x00", "ﬂ"])
def test_one_login_is_one_account(room: Office, name: str) -> None:
    """However it is written: it opens the account of that login, or nothing; and tries are counted together."""
    room.password("clerk")
    stranger = room.browser()
    answer = stranger.client.post("/login", data={"login": name, "password": PASSWORD})
    assert answer.status_code in (303, 401)
    if answer.status_code == 303:
        assert room.desk.attempts.begin("clerk", "testclient", room.clock(), room.desk.settings.login) == 0
    limits = room.desk.settings.login
    for _ in range(limits.account_attempts + 1):
        last = stranger.client.post("/login", data={"login": name, "password": "x"})
    assert last.status_code == 429


def test_a_page_that_only_reads_waits_for_no_writer(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Being seen is noted now and then; where the register is written for long the page comes all the same."""
    browser = room.browser("manager")
    room.clock.forward(minutes=10)

    def locked(*_: Any) -> Any:
        raise RegisterError("登记册正被别人写入", "The register is being written")

    monkeypatch.setattr("wagecheck.register.store.Register.working", locked)
    assert browser.get("/blacklist").status_code == 200


HTML = (
    b"<html><head><meta http-equiv='Content-Security-Policy' content=\"script-src *\"></head><script>alert(1)</script>"
)


@pytest.mark.parametrize("name", ["网页.html", "图.svg", "a.xhtml", "说明.HTM"])
def test_what_was_uploaded_is_never_a_page_of_ours(room: Office, name: str) -> None:
    site = room.site()
    made = begun(room, site, {"工资表.xlsx": book([["姓名"], ["张三"]]), name: HTML})
    clerk = room.browser("clerk", sites=[site])
    for below in ("given", "report", "report/given", "files", "uploads", f"report/marked/{name}"):
        answer = clerk.get(f"/hand-ins/{made}/{below}/{name}")
        assert answer.status_code == 404 or b"<script>alert" not in answer.content


@pytest.mark.parametrize("name", ["证据.html", "证据.svg", '"; filename="x.html', "a\r\nx: y.html"])
def test_evidence_is_a_download(room: Office, name: str) -> None:
    legal, made = room.browser("legal"), entry(room)
    sent = legal.post(f"/blacklist/{made}/evidence", files={"files": (name, HTML, "text/html")})
    if sent.status_code == 400:
        return
    with room.desk.register.reading() as reader:
        (kept,) = reader.all("evidence")
    answer = legal.get(f"/blacklist/{made}/evidence/{kept['id']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x" not in answer.headers


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"])
def test_no_export_starts_a_formula(room: Office, sign: str) -> None:
    evil = f"{sign}HYPERLINK(1)"
    entry(room, reason=evil, name=f"{sign}示例甲公司")
    stated = {"rule": "PY01", "contractor": "示例甲公司", "reason": evil, "expires_on": room.desk.today()}
    with room.desk.register.writing("经理乙") as writer:
        waivers.propose(writer, {**stated, "responsible": "某人"}, today=room.desk.today())
    legal = room.browser("legal")
    for address in ("/trail.csv", "/blacklist/export/list.csv"):
        text = legal.get(address).content.decode("utf-8-sig")
        assert f"{sign.strip()}HYPERLINK" in text
        assert f",{evil}" not in text
        assert f',"{evil}' not in text


def test_full_numbers_need_a_reason_of_ones_own(room: Office) -> None:
    """What somebody else asked for is no door: whoever looks says why, within the time that it is kept."""
    site = room.site()
    made = begun(room, site, {"工资表.xlsx": book([["姓名"], ["张三"]])})
    with room.desk.register.writing("资料员甲") as writer:
        hand_ins.hand_in(writer, made, files=1, size=1, digest="0" * 64, note=None)
        hand_ins.checked(writer, made, run=None, colour="red")
    folder = room.desk.store.hand_in(made).unmasked
    folder.mkdir()
    (folder / "index.html").write_text("110199199003070017", "utf-8")
    legal, auditor = room.browser("legal", unmask=True), room.browser("auditor", unmask=True)
    address = f"/hand-ins/{made}/unmasked/index.html"
    assert legal.post(f"/hand-ins/{made}/unmask", {"reason": "劳动监察要求"}).status_code == 303
    with room.desk.register.working("job") as connection:
        job = queue.claim(connection, "test", room.clock())
        assert job is not None
        queue.finish(connection, job.id, "test", room.clock())
    assert "110199199003070017" in legal.get(address).text
    answer = auditor.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/hand-ins/{made}/unmasked")
    assert address not in auditor.get(f"/hand-ins/{made}/unmasked").text
    room.clock.forward(hours=25)
    legal = room.browser("legal")
    assert legal.get(address).status_code == 303
    with room.desk.register.reading() as reader:
        told = [(one.actor, one.reason) for one in events.walk(reader.connection) if one.action.startswith("unmask")]
    assert told == [("法务丙", "劳动监察要求"), ("法务丙", "index.html")]


def test_full_numbers_of_an_earlier_check_do_not_stay(room: Office) -> None:
    """They stand in a report that says something else than the one after the correction."""
    made = checked(
        room, room.site(), {"2026年10月工资表.xlsx": book([["姓名", "身份证号", "实发工资"], ["张三", "", "100"]])}
    )
    folder = room.desk.store.hand_in(made).unmasked
    folder.mkdir()
    (folder / "index.html").write_text("旧的结论", "utf-8")
    handing_in.check_again(room.desk, "资料员甲", made)
    check(room, made)
    assert not folder.exists()


def test_a_page_does_not_say_where_the_register_lies(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = room.browser("admin")

    def locked(*_: Any, **__: Any) -> Any:
        raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr("wagecheck.register.store.Register._connected", locked)
    for address in ("/sites", "/login", "/setup/x"):
        answer = browser.get(address)
        assert answer.status_code == 503
        assert "登记册正被别人写入" in text_of(answer.text)
        assert "register.db" not in answer.text
        assert str(room.desk.store.root.parent) not in answer.text


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def plan(browser: Browser, _: str) -> Any:
    return browser.post("/waivers/plan", {"hand_in": "H1"}, files={"file": ("计划.xlsx", b"PK", "x")})


def published(browser: Browser, _: str) -> Any:
    sheet = {"file": ("名单.csv", "企业名称,列入日期\n示例庚劳务有限公司,2026-03-02\n".encode(), "x")}
    return browser.post("/blacklist/import", {"list": "statutory"}, files=sheet)


def proof(browser: Browser, made: str) -> Any:
    return browser.post(f"/blacklist/{made}/evidence", {"seq": "1"}, files={"files": ("a.pdf", b"x", "x")})


@pytest.mark.parametrize(
    ("patched", "ask"), [("pathlib.Path.mkdir", plan), ("pathlib.Path.mkdir", published), ("shutil.copyfileobj", proof)]
)
def test_a_disk_that_is_full_is_told(room: Office, monkeypatch: pytest.MonkeyPatch, patched: str, ask: Any) -> None:
    legal, made = room.browser("legal"), entry(room)
    monkeypatch.setattr(patched, full)
    answer = ask(legal, made)
    monkeypatch.undo()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    assert "磁盘满了，刚才的内容没有保存。这不是您操作的问题" in text_of(answer.text)


def test_the_trail_is_sound_after_all_of_it(room: Office) -> None:
    """Refused steps leave nothing half done, and a clock that goes back breaks nothing."""
    made, legal = entry(room), room.browser("legal")
    room.clock.forward(hours=-3)
    answer = legal.post(f"/blacklist/{made}/review", {"seq": seq(room, made), "reason": "复核"})
    assert answer.status_code in (303, 400)
    assert legal.get("/trail").status_code == 200
    with room.desk.register.reading() as reader:
        assert audit.verify(reader).sound
