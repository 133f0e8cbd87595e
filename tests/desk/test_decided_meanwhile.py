"""Somebody else decides between a look and a click, or in the middle of a click: nothing is decided unseen or twice."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
import threading
from typing import Any

import pytest

from tests.desk import test_list_import_pages, test_reading, test_waivers_pages
from tests.desk.api_kit import actions, client
from tests.desk.hand_in_kit import begun, check
from tests.desk.kit import PASSWORD, PEOPLE, Browser, Office, text_of
from tests.desk.listing_kit import seq
from tests.desk.meanwhile import before, before_writing
from wagecheck.desk import invitations, previews
from wagecheck.desk.hand_ins import handing_in
from wagecheck.desk.routes import login
from wagecheck.desk.rulebook import profiles
from wagecheck.desk.security import passwords
from wagecheck.errors import RegisterError
from wagecheck.register import credentials, requests, settings, waivers

FILES = {"工资表.csv": "姓名\n张三\n".encode()}
SEPTEMBER = {"first_day": dt.date(2026, 9, 1), "last_day": dt.date(2026, 9, 30)}
FIRM = test_waivers_pages.FIRM


def records(room: Office, kind: str) -> list[dict[str, Any]]:
    with room.desk.register.reading() as reader:
        return reader.all(kind)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def in_force(room: Office, text: str) -> None:
    """Two people let this profile hold."""
    with room.desk.register.writing(PEOPLE["legal"]) as writer:
        made = settings.propose(writer, text=text, reason="试行")
    with room.desk.register.writing(PEOPLE["legal2"]) as writer:
        settings.approve(writer, made, reason=None)


# ---- hand-ins


@pytest.mark.parametrize("whole", ["", "1"])
def test_a_month_is_begun_while_another_hand_in_moves_there(
    room: Office, monkeypatch: pytest.MonkeyPatch, whole: str
) -> None:
    site = room.site()
    made = begun(room, site, FILES)
    there = list[str]()
    clerk = room.browser("clerk", sites=[site])
    before_writing(monkeypatch, lambda: there.append(begun(room, site, **SEPTEMBER)))
    answer = clerk.post(f"/hand-ins/{made}/period", {"site": site, "month": "2026-09", "whole": whole})
    assert (answer.status_code, f"已经有一份正在添加文件（{there[0]}）" in text_of(answer.text)) == (400, True)
    assert {one["id"]: one["first_day"].month for one in records(room, "hand_in")} == {made: 10, there[0]: 9}


def test_nobody_hands_in_what_moves_before_its_corrections_are_there(
    room: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, other = room.site(), room.site("示例二号项目")
    made = begun(room, site, FILES)
    quick = threading.Thread(target=lambda: handing_in.submit(room.desk, PEOPLE["clerk"], made))

    def hand_in() -> None:
        quick.start()
        quick.join(0.5)
        assert quick.is_alive(), "handed in while the corrections were being changed"

    before(monkeypatch, handing_in, "_take_corrections", hand_in)
    handing_in.move(room.desk, PEOPLE["clerk"], made, site=other, **SEPTEMBER)
    quick.join()
    (kept,) = records(room, "hand_in")
    assert (kept["site"], kept["state"]) == (other, "handed_in")


def choices(page: str) -> dict[str, Any]:
    shapes = re.findall(r'name="shape" value="(\d+)"', page)
    return {"shape": shapes, "seen": test_reading.seen(page), **test_reading.selects(page)}


def test_two_choose_how_sheets_are_read(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    site = room.site()
    one = test_reading.made(room, site)
    place = room.desk.store.hand_in(one).mapping
    first, second = room.browser("clerk", sites=[site]), room.browser("clerk", sites=[site])
    page = first.get(f"/hand-ins/{one}/reading").text
    late = choices(page) | {test_reading.of_column(page, "H 神秘栏目"): "ignore"}
    early = choices(page) | {test_reading.of_column(page, "F 实发工资"): "net_pay"}

    def choose() -> None:
        assert first.post(f"/hand-ins/{one}/reading", early).status_code == 303

    before_writing(monkeypatch, choose)
    answer = second.post(f"/hand-ins/{one}/reading", late)
    assert (answer.status_code, "现在正在等待核对" in text_of(answer.text)) == (400, True)
    kept = place.read_text("utf-8")
    assert "net_pay" in kept
    assert "ignore" not in kept
    check(room, one)
    answer = second.post(f"/hand-ins/{one}/reading", late)  # it shows what the first one chose no more
    assert (answer.status_code, "页面已经过期，没有保存" in text_of(answer.text)) == (400, True)
    assert place.read_text("utf-8") == kept


def test_another_program_asks_again_where_the_first_time_broke_off(
    room: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, key = room.site(), client(room, "submit")
    once = {"headers": {"idempotency-key": "hr-2026-10"}, "json": {"site": site, "period": "2026-10"}}

    def broken() -> None:
        raise RegisterError("登记册被占用。", "locked")

    before(monkeypatch, requests, "note", broken)
    assert key.ask("POST", "/submissions", **once).status_code >= 400
    told = {key.ask("POST", "/submissions", **once).json()["id"] for _ in range(2)}
    assert {one["id"] for one in records(room, "hand_in")} == told


# ---- projects


def test_a_list_of_projects_that_was_looked_at_before_somebody_changed_one(room: Office) -> None:
    site = room.site("示例一号项目", "北京市", "华北局")
    one, two = room.browser("admin"), room.browser("admin")
    rows = "项目名称,地区,局\n示例一号项目,贵州省,西南局\n示例二号项目,天津市,\n".encode()
    shown = one.post("/sites/import", files={"file": ("项目.csv", rows)}).text

    def confirm(page: str) -> Any:
        return one.post("/sites/import/confirm", {name: hidden(page, name) for name in ("rows", "seen")})

    said = {"name": "示例一号项目", "region": "四川省", "bureau": "西南局", "seq": seq(room, site)}
    assert two.post(f"/sites/{site}", said).status_code == 303
    late = confirm(shown)
    assert (late.status_code, "有人改过登记的项目，没有写入" in text_of(late.text)) == (400, True)
    assert [(kept["name"], kept["region"]) for kept in records(room, "site")] == [("示例一号项目", "四川省")]
    assert confirm(late.text).status_code == 303
    assert [kept["region"] for kept in records(room, "site")] == ["贵州省", "天津市"]
    assert confirm(shown).status_code == 400, "another click on the old page"


# ---- waivers


def plan(*marks: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["fingerprint", "原因", "整改期限"])
    writer.writerows([mark, "公示牌制作中", "2026-12-31"] for mark in marks)
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture
def looked(room: Office) -> tuple[Browser, dict[str, str], str]:
    """Somebody looked at a plan of two findings; for the first one there is a waiver already."""
    room.site()
    one, two = test_waivers_pages.FINDING, {**test_waivers_pages.FINDING, "fingerprint": "00112233445566bb"}
    hand_in = test_waivers_pages.checked(room, {}, [one, two])
    given = {"fingerprint": str(one["fingerprint"]), "period": ""}
    there = test_waivers_pages.proposed(room.browser("legal"), **given)
    manager = room.browser("manager")
    sent = {"file": ("findings.csv", plan(one["fingerprint"], two["fingerprint"]))}
    page = manager.post("/waivers/plan", {"hand_in": hand_in}, files=sent)
    assert f"已有豁免 {there}" in text_of(page.text)
    return manager, {"hand_in": hand_in, **{name: hidden(page.text, name) for name in ("plan", "seen")}}, there


def test_a_plan_proposes_what_was_shown_and_nothing_else(
    room: Office, looked: tuple[Browser, dict[str, str], str]
) -> None:
    manager, sent, there = looked
    assert room.browser("legal2").post(f"/waivers/{there}/end", {"reason": "不同意暂缓"}).status_code == 303
    answer = manager.post("/waivers/plan", sent)
    assert (answer.status_code, "一条也没有提出" in text_of(answer.text)) == (400, True)
    assert [one["id"] for one in records(room, "waiver")] == [there]
    again = manager.post("/waivers/plan", sent | {"seen": hidden(answer.text, "seen")})
    assert (again.status_code, len(records(room, "waiver"))) == (200, 3)


def test_two_take_the_same_plan_in(
    room: Office, looked: tuple[Browser, dict[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, sent, _ = looked
    before_writing(monkeypatch, lambda: room.browser("legal").post("/waivers/plan", sent))
    answer = manager.post("/waivers/plan", sent)
    assert (answer.status_code, "一条也没有提出" in text_of(answer.text)) == (400, True)
    assert len(records(room, "waiver")) == 2, "the second finding once"
    assert list((room.desk.store.root / "plans").iterdir()) == []


def test_a_plan_is_read_from_what_was_looked_at(
    room: Office, looked: tuple[Browser, dict[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, sent, _ = looked
    kept = previews.get(room.desk, "plans", sent["plan"])
    before(monkeypatch, previews, "get", lambda: previews.drop(kept), after=True)
    assert manager.post("/waivers/plan", sent).status_code == 200


def test_a_profile_that_asks_for_two_people_comes_into_force(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody proposes what would hold at once by the profile before it."""
    two = profiles.text(room.desk, None)

    in_force(room, two.replace("four_eyes_waivers = true", "four_eyes_waivers = false"))
    manager = room.browser("manager")
    before_writing(monkeypatch, lambda: in_force(room, two))
    made = test_waivers_pages.proposed(manager)
    assert test_waivers_pages.record(room, made)["state"] == "proposed"


def test_a_proposal_that_is_turned_down_was_approved_meanwhile(room: Office) -> None:
    made = test_waivers_pages.proposed(room.browser("manager"))
    one, two = room.browser("legal"), room.browser("legal2")
    opened = hidden(one.get(f"/waivers/{made}").text, "state")
    assert two.post(f"/waivers/{made}/approve", {"reason": "可以"}).status_code == 303
    late = one.post(f"/waivers/{made}/end", {"reason": "不同意暂缓", "state": opened})
    assert (late.status_code, f"法务丁 批准了豁免 {made}" in text_of(late.text)) == (400, True)
    assert test_waivers_pages.record(room, made)["state"] == "approved"
    now = {"reason": "不同意暂缓", "state": hidden(late.text, "state")}
    assert one.post(f"/waivers/{made}/end", now).status_code == 303
    with room.desk.register.reading() as reader:
        assert waivers.standing(reader, room.desk.today()) == []


# ---- published lists


def test_a_list_that_would_have_waited_for_a_second_person(room: Office) -> None:
    """When it was looked at; by the profile that came into force since, its entries would hold at once."""
    legal = room.browser("legal")
    path, page, mark = test_list_import_pages.previewed(
        legal, test_list_import_pages.HEAD + test_list_import_pages.FIRST, list_name="group"
    )
    text = profiles.text(room.desk, None)
    assert 'four_eyes = ["group"]' in text
    in_force(room, text.replace('four_eyes = ["group"]', "four_eyes = []"))
    late = legal.post(path, {"seen": mark})
    assert (late.status_code, "登记册里有了变化，没有写入" in text_of(late.text)) == (400, True)
    assert records(room, "entry") == []
    assert hidden(late.text, "seen") != hidden(page.text, "seen")
    assert legal.post(path, {"seen": hidden(late.text, "seen")}).status_code == 303


# ---- passwords


def put(room: Office, password: str) -> None:
    with room.desk.register.writing(PEOPLE["legal"]) as writer:
        hashed = passwords.hashed(password)
        credentials.put(writer.connection, room.ids["legal"], credentials.PASSWORD, hashed)


def test_a_password_is_replaced_while_somebody_logs_in_with_the_old_one(
    room: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.password("legal")
    before(monkeypatch, passwords, "fits", lambda: put(room, "另外四个词 harbour"), after=True)
    stranger = room.browser()
    answer = stranger.client.post("/login", data={"login": "legal", "password": PASSWORD, "next": "/"})
    assert (answer.status_code, "session" in str(answer.cookies)) == (401, False)
    assert stranger.get("/me").status_code == 303
    assert actions(room)[-1][0] == "login_failed"


def test_a_new_link_is_made_before_who_used_the_last_one_is_in(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    account = room.person("legal")
    secret = invitations.invite(room.desk, account, "管理员己").rpartition("/")[2]
    stranger, new = room.browser(), "另外四个词 harbour"
    assert stranger.client.get(f"/invitation/{secret}").status_code == 303
    before(monkeypatch, login, "_logged_in", lambda: invitations.invite(room.desk, account, "管理员己"))
    answer = stranger.client.post("/invitation", data={"password": new, "again": new})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert stranger.get("/me").headers["location"].startswith("/login")


def test_an_administrator_takes_a_password_away_while_it_is_changed(
    room: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.password("legal")
    legal = room.browser("legal")
    before(monkeypatch, passwords, "hashed", lambda: invitations.invite(room.desk, room.ids["legal"], "管理员己"))
    new = "另外四个词 harbour"
    answer = legal.post("/me/password", {"old": PASSWORD, "password": new, "again": new})
    assert (answer.status_code, "这次的修改没有保存" in text_of(answer.text)) == (400, True)
    with room.desk.register.reading() as reader:
        assert credentials.of(reader.connection, room.ids["legal"], credentials.PASSWORD) is None
