"""Waivers as pages: who proposes, approves and ends; what cannot be waived is said before; action plans."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest

from tests.desk.kit import Browser, Office, text_of
from wagecheck.desk.rulebook import profiles
from wagecheck.register import hand_ins, settings, waivers

FIRM = "示例劳务有限公司"
GIVEN = {"rule": "PB03", "contractor": FIRM, "reason": "公示牌正在制作", "expires_on": "2026-12-31"}
ROLES = {"clerk": 403, "manager": 200, "legal": 200, "auditor": 200, "admin": 403}


def proposed(browser: Browser, **given: str) -> str:
    answer = browser.post("/waivers/new", {**GIVEN, **given})
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"].split("?")[0].rsplit("/", 1)[1])


def record(room: Office, waiver: str) -> dict[str, Any]:
    with room.desk.register.reading() as reader:
        return reader.get("waiver", waiver)


@pytest.mark.parametrize(("who", "status"), ROLES.items())
def test_who_sees_waivers(room: Office, who: str, status: int) -> None:
    assert room.browser(who).get("/waivers").status_code == status


@pytest.mark.parametrize(
    ("who", "propose", "approve"),
    [("manager", 303, 403), ("legal", 303, 400), ("auditor", 403, 403), ("clerk", 403, 403), ("admin", 403, 403)],
)
def test_who_does_what(room: Office, who: str, propose: int, approve: int) -> None:
    browser = room.browser(who)
    assert browser.get("/waivers/new").status_code == (200 if propose == 303 else 403)
    answer = browser.post("/waivers/new", GIVEN)
    assert answer.status_code == propose
    waiver = answer.headers["location"].split("?")[0].rsplit("/", 1)[1] if propose == 303 else "W1"
    assert browser.post(f"/waivers/{waiver}/approve").status_code == approve, "not one's own, and only by the role"


def test_proposed_by_one_approved_by_another_ended_with_a_reason(room: Office) -> None:
    manager, legal = room.browser("manager"), room.browser("legal")
    waiver = proposed(manager, project="示例一号项目", period="2026-10", responsible="项目部")
    page = text_of(legal.get(f"/waivers/{waiver}").text)
    assert "待批准" in page
    assert "公示牌正在制作" in page
    assert manager.post(f"/waivers/{waiver}/approve").status_code == 403
    assert legal.post(f"/waivers/{waiver}/approve", {"reason": "同意"}).status_code == 303
    assert record(room, waiver)["state"] == "approved"
    assert manager.post(f"/waivers/{waiver}/end", {"reason": "不用了"}).status_code == 403
    assert legal.post(f"/waivers/{waiver}/end", {"reason": ""}).status_code == 400
    assert legal.post(f"/waivers/{waiver}/end", {"reason": "已经公示", "state": "approved"}).status_code == 303
    page = text_of(legal.get(f"/waivers/{waiver}").text)
    assert "已终止" in page
    assert "已经公示" in page
    assert "经理乙" in page


WRONG = {
    "no contractor": ({"contractor": ""}, "参建单位"),
    "past": ({"expires_on": "2026-11-20"}, "已经过去"),
    "no day": ({"expires_on": "morgen"}, "看不懂"),
    "period": ({"period": "2026-13"}, "工资期间"),
    "worker": ({"worker_key": "110199199003070017"}, "工人标识"),
    "unknown rule": ({"rule": "XX01"}, "没有编号为 XX01 的规则"),
    "hard stop": ({"rule": "BK01"}, "不能豁免"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_refused_keeps_what_was_typed(room: Office, case: str) -> None:
    given, said = WRONG[case]
    answer = room.browser("legal").post("/waivers/new", {**GIVEN, **given})
    assert answer.status_code == 400
    assert said in text_of(answer.text)
    assert "公示牌正在制作" in answer.text
    with room.desk.register.reading() as reader:
        assert reader.all("waiver") == []


def test_a_hard_stop_is_said_before_anything_is_typed(room: Office) -> None:
    browser = room.browser("legal")
    assert "不能豁免，须整改" in text_of(browser.get("/waivers/new?rule=BK01").text)
    assert 'value="BK01"' not in browser.get("/waivers/new").text
    page = browser.get(f"/waivers/new?rule=PB03&contractor={FIRM}&period=2026-10&worker_key=0123456789abcdef").text
    for value in ("PB03", FIRM, "2026-10", "0123456789abcdef"):
        assert f'value="{value}"' in page


def checked(room: Office, manifest: dict[str, Any], findings: list[dict[str, Any]] | None = None) -> str:
    """A checked hand-in whose result says that."""
    with room.desk.register.writing("资料员甲") as writer:
        site = writer.all("site", state="open")[0]["id"]
        made = hand_ins.begin(writer, site=site, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 31))
        hand_ins.hand_in(writer, made, files=1, size=1, digest="0" * 64, note=None)
        hand_ins.checked(writer, made, run=None, colour="green")
    result = room.desk.store.hand_in(made).result
    result.mkdir(parents=True)
    (result / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (result / "result.json").write_text(json.dumps({"findings": findings or []}), "utf-8")
    return made


def test_what_asks_for_attention_stands_first(room: Office) -> None:
    room.site()
    manager, legal = room.browser("manager"), room.browser("legal")
    names = {
        "soon": "2026-12-10",
        "fine": "2027-06-30",
        "unused": "2027-06-30",
        "wrong": "2027-06-30",
        "used": "2027-06-30",
    }
    ids = {name: proposed(manager, contractor=f"{name}公司", expires_on=day) for name, day in names.items()}
    for waiver in ids.values():
        assert legal.post(f"/waivers/{waiver}/approve").status_code == 303
    waits = proposed(manager, contractor="waits公司", expires_on="2027-06-30")
    told = {"used": [{"id": ids["used"], "findings": 3}], "elsewhere": [], "hard_stops": [],
            "problems": [{"id": ids["unused"], "problem": "unused"}, {"id": ids["wrong"], "problem": "contractor"}]}  # fmt: skip
    checked(room, {"waivers": told})
    page = legal.get("/waivers").text
    order = sorted((page.index(f">{waiver}</a>"), name) for name, waiver in {**ids, "waits": waits}.items())
    assert [name for _, name in order][:4] == ["waits", "wrong", "soon", "unused"]
    words = text_of(page)
    assert "覆盖 3 个问题" in words
    assert "没有叫这个名字的单位" in words
    assert "还有 19 天" in words
    room.clock.forward(days=25)
    legal = room.browser("legal")
    assert "soon公司" in text_of(legal.get("/waivers?state=expired").text)
    assert "fine公司" not in text_of(legal.get("/waivers?state=expired").text)
    assert "fine公司" in text_of(legal.get("/waivers?q=fine公司").text)


def test_somebody_with_some_projects_sees_and_proposes_for_these_only(room: Office) -> None:
    mine, other = room.site("示例一号项目"), room.site("示例二号项目")
    everywhere = room.browser("legal")
    here, there = (proposed(everywhere, project=name) for name in ("示例一号项目", "示例二号项目"))
    some = room.browser("manager", sites=[mine])
    listed = some.get("/waivers").text
    assert f">{here}</a>" in listed
    assert f">{there}</a>" not in listed
    assert some.get(f"/waivers/{there}").status_code == 403
    assert some.post("/waivers/new", {**GIVEN, "project": "示例二号项目"}).status_code == 400
    assert some.post("/waivers/new", GIVEN).status_code == 400, "a waiver without a project is for all of them"
    assert some.post(f"/waivers/{there}/end", {"reason": "x"}).status_code == 403
    proposed(some, project="示例一号项目", contractor="另一劳务有限公司")
    assert other


def test_numbers_of_people_are_masked_and_markup_is_text(room: Office) -> None:
    waiver = proposed(room.browser("legal"), reason="张三 110199199003070017 <b>更正</b>")
    for path in ("/waivers", f"/waivers/{waiver}"):
        page = room.browser("auditor").get(path).text
        assert "110199199003070017" not in page
        assert "<b>更正" not in page


FINDING = {"rule": "PB03", "kind": "violation", "severity": "general", "contractor": FIRM, "project": "示例一号项目",
           "period": "2026-10", "fingerprint": "00112233445566aa"}  # fmt: skip


def plan(**row: str) -> bytes:
    out = io.StringIO()
    names = ["fingerprint", "rule", "contractor", "原因", "整改措施", "责任人", "整改期限"]
    writer = csv.writer(out)
    writer.writerow(names)
    given = {
        "fingerprint": FINDING["fingerprint"],
        "rule": "PB03",
        "contractor": FIRM,
        "原因": "制作中",
        "整改期限": "2026-12-31",
    }
    writer.writerow([{**given, **row}.get(name, "") for name in names])
    writer.writerow(["ffffffffffffffff", "PB03", FIRM, "不知道", "", "", "2026-12-31"])
    return out.getvalue().encode("utf-8-sig")


def test_an_action_plan_is_looked_over_and_then_taken(room: Office) -> None:
    room.site()
    hand_in = checked(room, {}, [FINDING])
    browser = room.browser("manager")
    looked = browser.post("/waivers/plan", {"hand_in": hand_in}, files={"file": ("findings.csv", plan())})
    assert looked.status_code == 200, text_of(looked.text)
    said = text_of(looked.text)
    assert "可以提出 1 条，另有 1 条不提出" in said
    assert "没有这个指纹" in said
    with room.desk.register.reading() as reader:
        assert reader.all("waiver") == [], "nothing is written before it is confirmed"
    key = looked.text.split('name="plan" value="')[1].split('"')[0]
    seen = looked.text.split('name="seen" value="')[1].split('"')[0]
    taken = browser.post("/waivers/plan", {"hand_in": hand_in, "plan": key, "seen": seen})
    assert "已提出 1 条" in text_of(taken.text)
    with room.desk.register.reading() as reader:
        (waiver,) = reader.all("waiver")
    assert (waiver["fingerprint"], waiver["state"], waiver["proposed_by"]) == (
        FINDING["fingerprint"],
        "proposed",
        "经理乙",
    )
    assert browser.post("/waivers/plan", {"hand_in": hand_in, "plan": key}).status_code == 404, "taken once"
    again = browser.post("/waivers/plan", {"hand_in": hand_in}, files={"file": ("findings.csv", plan())})
    assert f"已有豁免 {waiver['id']}" in text_of(again.text)


BAD_PLANS = {
    "no file": ({}, None, "请选择"),
    "no plan": ({}, ("findings.csv", b"a,b\n1,2\n"), "不是整改计划"),
    "evil name": ({}, ("../findings.csv", plan()), "名称不能用"),
    "evil key": ({"plan": "../../register.db"}, None, ""),
}


@pytest.mark.parametrize("case", BAD_PLANS)
def test_plans_that_are_none(room: Office, case: str) -> None:
    given, data, said = BAD_PLANS[case]
    room.site()
    hand_in = checked(room, {}, [FINDING])
    files = {} if data is None else {"files": {"file": data}}
    answer = room.browser("manager").post("/waivers/plan", {"hand_in": hand_in, **given}, **files)
    assert answer.status_code in (400, 404)
    assert said in text_of(answer.text)


def test_a_plan_for_somebody_elses_project_is_refused(room: Office) -> None:
    room.site()
    hand_in = checked(room, {}, [FINDING])
    browser = room.browser("manager", sites=[room.site("示例二号项目")])
    answer = browser.post("/waivers/plan", {"hand_in": hand_in}, files={"file": ("findings.csv", plan())})
    assert answer.status_code == 403


def test_a_profile_that_asks_for_one_person_lets_it_hold_at_once(room: Office) -> None:
    with room.desk.register.writing("法务丙") as writer:
        text = profiles.text(room.desk, None).replace("four_eyes_waivers = true", "four_eyes_waivers = false")
        made = settings.propose(writer, text=text, reason="试行")
    with room.desk.register.writing("法务丁") as writer:
        settings.approve(writer, made, reason=None)
    waiver = proposed(room.browser("legal"))
    assert record(room, waiver)["state"] == "approved"
    assert waivers.on(record(room, waiver), room.desk.today()) == "approved"
