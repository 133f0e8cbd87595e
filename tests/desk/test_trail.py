"""The audit trail as a page: filters, masking, times, export, and what verification says of a tampered register."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import wagecheck
from tests.desk.kit import Office, text_of
from tests.desk.listing_kit import checked
from wagecheck.desk import event_words
from wagecheck.desk.jobs import verification
from wagecheck.register import blacklist, queue, waivers
from wagecheck.register.tables import RECORDS
from wagecheck.wording import Lang, Wording

SOURCES = sorted((Path(wagecheck.__file__).parent / "register").glob("*.py")) + sorted(
    (Path(wagecheck.__file__).parent / "desk").rglob("*.py")
)
#: What is written into the trail, as the sources call it.
ACTION = re.compile(r"""writer\.(?:add\(\s*"\w+",|change\(\s*"\w+",\s*[^,]+,|note\()\s*"(\w+)\"""")
NUMBER = "110199199003070017"
STATED: dict[str, Any] = {
    "rule": "PB03", "contractor": "示例劳务有限公司", "reason": f"身份证 {NUMBER} 更正中",
    "expires_on": dt.date(2026, 12, 31),
}  # fmt: skip


@pytest.fixture
def busy(room: Office) -> Office:
    """A register in which something happened."""
    room.site()
    with room.desk.register.writing("经理乙") as writer:
        waivers.propose(writer, STATED, today=room.desk.today())
        entry = {"subject": "enterprise", "list": "group", "level": "group", "name": "另一劳务有限公司",
                 "reason_code": "WAGE_ARREARS", "reason": "欠薪", "phone": "13800001234"}  # fmt: skip
        blacklist.propose(writer, entry, reason="欠薪")
    return room


ROLES = {"clerk": 403, "manager": 403, "legal": 200, "auditor": 200, "admin": 200}


@pytest.mark.parametrize(("who", "status"), ROLES.items())
def test_who_reads_the_trail(room: Office, who: str, status: int) -> None:
    browser = room.browser(who)
    assert browser.get("/trail").status_code == status
    assert browser.get("/trail.csv").status_code == status
    assert browser.post("/trail/verify").status_code == status


def test_an_account_for_some_projects_does_not_see_the_whole(room: Office) -> None:
    browser = room.browser("auditor", sites=[room.site()])
    assert browser.get("/trail").status_code == 403
    assert browser.post("/trail/verify").status_code == 403


@pytest.mark.parametrize(
    ("action", "word", "code"),
    [("checked", "颜色：橙", "orange"), ("open", "角色：法务", "角色：legal"), ("open", "：否", "：0")],
)
def test_codes_are_told_in_words(busy: Office, action: str, word: str, code: str) -> None:
    busy.person("legal")
    checked(busy, busy.site("示例七号项目"), [])
    page = text_of(busy.browser("auditor").get(f"/trail?action={action}").text)
    shown = re.sub(r"\s", "", page[page.index("理由和改动") :])
    assert word in shown
    assert code not in shown


def test_events_in_words_and_masked(busy: Office) -> None:
    page = text_of(busy.browser("auditor").get("/trail").text)
    assert "提出 · 豁免 W" in page
    assert "经理乙" in page
    assert "2026-11-21 10:00" in page
    assert "2026-11-21 02:00 UTC" in page
    assert NUMBER not in page
    assert "13800001234" not in page
    assert "110199********0017" in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("kind=waiver", "PB03", "另一劳务"),
        ("actor=管理员己", "示例一号项目", "PB03"),
        ("action=propose&kind=entry", "另一劳务", "PB03"),
        ("subject=nothing", "没有符合条件的记录", "PB03"),
        ("first=2026-11-22", "没有符合条件的记录", "PB03"),
        ("first=2026-11-21&last=2026-11-21", "PB03", "没有符合条件"),
        ("last=2026-11-20", "没有符合条件的记录", "PB03"),
        ("first=gestern", "gestern", "<script>"),
    ],
)
def test_filters(busy: Office, query: str, there: str, gone: str) -> None:
    page = busy.browser("auditor").get(f"/trail?{query}")
    assert there in text_of(page.text)
    assert gone not in text_of(page.text)


def test_days_are_those_of_china(busy: Office) -> None:
    busy.clock.now = dt.datetime(2026, 11, 21, 17, 0, tzinfo=dt.UTC)  # already the 22nd there
    with busy.desk.register.writing("经理乙") as writer:
        waivers.propose(writer, {**STATED, "contractor": "夜班劳务有限公司"}, today=busy.desk.today())
    browser = busy.browser("auditor")
    assert "夜班劳务" in text_of(browser.get("/trail?first=2026-11-22").text)
    assert "夜班劳务" not in text_of(browser.get("/trail?last=2026-11-21").text)


def test_pages_of_fifty(room: Office) -> None:
    for number in range(60):
        room.site(f"第 {number} 项目")
    browser = room.browser("admin")
    first, second = (text_of(browser.get(f"/trail?kind=site&page={page}").text) for page in (1, 2))
    assert "第 1–50 条，共 60 条" in first
    assert "第 59 项目" in first
    assert "第 51–60 条，共 60 条" in second
    assert "第 0 项目" in second


def test_sound(busy: Office) -> None:
    with busy.desk.register.reading() as reader:
        noted = reader.head()[1]
    browser = busy.browser("auditor")
    page = text_of(browser.post("/trail/verify", {"anchor": noted}).text)
    assert "核验完好" in page
    assert noted in text_of(browser.get("/trail").text) or len(noted) == 64
    other = text_of(browser.post("/trail/verify", {"anchor": "f" * 64}).text)
    assert "操作记录里没有校验值" in other
    wrong = browser.post("/trail/verify", {"anchor": "abc"})
    assert wrong.status_code == 400
    assert "64" in text_of(wrong.text)


def tampered(room: Office) -> None:
    """Somebody with the database file changes a waiver and, behind the trigger's back, an event."""
    connection = sqlite3.connect(str(room.desk.register.file))
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE waiver SET expires_on = '2099-12-31'")
    connection.execute("UPDATE event SET after = 'no record' WHERE kind = 'entry'")
    connection.commit()
    connection.close()


def test_a_tampered_register_is_told(busy: Office) -> None:
    browser = busy.browser("auditor")
    tampered(busy)
    answer = browser.post("/trail/verify")
    page = text_of(answer.text)
    assert answer.status_code == 200
    assert "处改动" in page
    assert "expires_on" in page
    assert "触发器" in page
    assert "读不出来" in page


def test_a_large_register_is_verified_in_the_background(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = busy.browser("auditor")
    monkeypatch.setattr("wagecheck.register.events.count", lambda _: 1_000_000)
    assert browser.post("/trail/verify").status_code == 303
    assert "正在后台核验" in text_of(browser.get("/trail").text)
    tampered(busy)
    with busy.desk.register.working("job") as connection:
        job = queue.claim(connection, "w", busy.clock())
    assert job is not None
    assert job.task == verification.TASK
    verification.run(busy.desk, job.parameters["anchor"])
    with busy.desk.register.working("job") as connection:
        queue.finish(connection, job.id, "w", busy.clock())
    page = text_of(browser.get("/trail").text)
    assert "2026-11-21 10:00 后台核验" in page
    assert "expires_on" in page


def test_export_is_written_down_and_masked(busy: Office) -> None:
    browser = busy.browser("auditor")
    answer = browser.get("/trail.csv?kind=waiver")
    lines = answer.text.splitlines()
    assert answer.text.startswith("\ufeff")
    assert len(lines) == 2
    assert "示例劳务有限公司" in lines[1]
    assert NUMBER not in answer.text
    assert "导出操作记录" in text_of(browser.get("/trail").text)


def test_what_somebody_typed_is_no_markup_and_no_formula(room: Office) -> None:
    with room.desk.register.writing("经理乙") as writer:
        waivers.propose(writer, {**STATED, "reason": "=1+1<script>alert(1)</script>"}, today=room.desk.today())
    browser = room.browser("auditor")
    assert "<script>alert" not in browser.get("/trail").text
    assert ",'=1+1" in browser.get("/trail.csv?kind=waiver").text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_state_and_action_has_words(lang: Lang) -> None:
    t = Wording(lang)
    actions = {found for path in SOURCES for found in ACTION.findall(path.read_text("utf-8"))}
    assert {"propose", "begin", "login", "keep"} <= actions
    assert [one for one in actions if event_words.action(one, t) == one and lang == "zh"] == []
    assert [one for one in (*RECORDS, "register") if event_words.kind(one, t) == one and lang == "zh"] == []
    fields = {column.name for table in RECORDS.values() for column in table.columns}
    assert [one for one in fields if lang == "zh" and event_words.field(one, t) == one] == []


@pytest.mark.parametrize(
    ("query", "there"),
    [("last=9999-12-31", True), ("first=0001-01-01", True), ("first=9999-12-31", False), ("last=0001-01-01", False)],
)
def test_the_ends_of_the_calendar(busy: Office, query: str, there: bool) -> None:
    browser = busy.browser("auditor")
    page = browser.get(f"/trail?{query}")
    assert (page.status_code, "PB03" in text_of(page.text)) == (200, there)
    table = browser.get(f"/trail.csv?{query}")
    assert (table.status_code, "PB03" in table.text) == (200, there)
