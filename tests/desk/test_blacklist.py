"""The lists in the browser: looked for, proposed, decided by two people, corrected, lifted, revoked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.desk.kit import PEOPLE, Browser, Office, text_of
from tests.desk.listing_kit import CODE, ENTRY, FIRM, entry, proposal, record, seq
from wagecheck.register import blacklist, events, hand_ins, sites
from wagecheck.register.tables import RUN_CONTRACTOR, RUN_FINDING

NEW = {
    "list": "local",
    "name": "示例乙劳务有限公司",
    "reason": "拖欠工资",
    "decided_on": "2026-05-06",
    "subject": "enterprise",
}
WHY = "见会议纪要"


def titles(browser: Browser, query: str = "") -> list[str]:
    """The names on the page, from above."""
    page = browser.get(f"/blacklist?{query}")
    assert page.status_code == 200, text_of(page.text)
    return [
        part.split("<")[0]
        for part in page.text.split('<a class="strong" href="/blacklist/')[1:]
        for part in [part.split(">", 1)[1]]
    ]


@pytest.fixture
def four(room: Office) -> Office:
    entry(room)
    proposal(room, name="示例乙劳务有限公司", level="bureau", persons=None)
    entry(
        room,
        name="示例丙（北京）劳务有限公司",
        uscc=CODE,
        former_names="示例老丙公司",
        decision_no="示例〔2026〕9号",
        persons=None,
    )
    entry(room, name="示例丁劳务有限公司", in_force_to=dt.date(2026, 11, 20), persons="王某丙", list="other")
    return room


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["丁", "丙", "乙", "甲"]),
        ("q=丁劳务", ["丁"]),
        ("q=示例老丙", ["丙"]),
        ("q=示例丙(北京) 劳务", ["丙"]),  # brackets, width and blanks as the register compares names
        (f"q={CODE.lower()}", ["丙"]),
        ("q=示例[2026]9号", ["丙"]),
        ("q=示例〔2026〕9 号", ["丙"]),
        ("q=王某丙", ["丁"]),
        ("list=group", ["乙"]),
        ("level=bureau", ["乙"]),
        ("state=proposed", ["乙"]),
        ("state=in_force", ["丙", "甲"]),
        ("state=expired", ["丁"]),
        ("state=in_force&list=other", []),
        ("state=nonsense", []),
        ("page=999", ["丁", "丙", "乙", "甲"]),
        ("page=-1", ["丁", "丙", "乙", "甲"]),
    ],
)
def test_entries_are_found(four: Office, query: str, found: list[str]) -> None:
    assert [title.removeprefix("示例")[:1] for title in titles(four.browser("auditor"), query)] == found


def test_an_entry_expires_on_its_own(four: Office) -> None:
    assert [one[2] for one in titles(four.browser("legal"), "state=expired")] == ["丁"]
    four.clock.now = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    assert titles(four.browser("legal2"), "state=expired") == []


def test_fifty_on_a_page(room: Office) -> None:
    for number in range(53):
        entry(room, name=f"示例第{number}劳务有限公司", decision_no=f"示例{number}号")
    browser = room.browser("legal")
    assert (len(titles(browser)), len(titles(browser, "page=2")), len(titles(browser, "q=示例第1劳务"))) == (50, 3, 1)
    assert "第 51–53 条，共 53 条" in text_of(browser.get("/blacklist?page=2").text)
    assert "list=local&amp;page=2" in browser.get("/blacklist?list=local").text


def test_without_any_list_nobody_is_called_clean(room: Office) -> None:
    assert "没有比对" in text_of(room.browser("legal").get("/blacklist").text)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"list": ""}, "请选名单"),
        ({"list": "made-up"}, "请从列出的里面选"),
        ({"name": ""}, "请写名称"),
        ({"reason": ""}, "请写事由"),
        ({"uscc": "91110199MA0000001X"}, "统一社会信用代码“91110199MA0000001X”不对"),
        ({"decided_on": ""}, "请写决定日期或生效日期"),
        ({"decided_on": "2026-13-40"}, "2026-13-40"),
        ({"amount": "很多"}, "看不懂金额"),
        ({"workers": "几个"}, "看不懂人数"),
        ({"in_force_to": "2025-01-01"}, "早于起始"),
        ({"workers": "99999999999"}, "多写了位数"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(room: Office, changed: dict[str, str], said: str) -> None:
    page = room.browser("legal").post("/blacklist/new", {**NEW, "how": "decided", "note": "口头通知", **changed})
    assert (page.status_code, said in text_of(page.text)) == (400, True), text_of(page.text)[:1500]
    assert "口头通知" in page.text
    assert all(
        f'value="{value}"' in page.text
        for name, value in {**NEW, **changed}.items()
        if value and name in ("name", "uscc", "workers", "amount")
    )
    with room.desk.register.reading() as reader:
        assert reader.all("entry") == []


@pytest.mark.parametrize(
    ("who", "how", "list_name", "state", "approved"),
    [
        ("legal", "decided", "local", "in_force", "法务丙"),
        ("legal", "decided", "group", "proposed", None),
        ("legal", "proposal", "local", "proposed", None),
        ("manager", "proposal", "local", "proposed", None),
        ("manager", "decided", "local", "proposed", None),  # the form does not offer it
    ],
)
def test_proposed_or_entered(
    room: Office, who: str, how: str, list_name: str, state: str, approved: str | None
) -> None:
    browser = room.browser(who)
    answer = browser.post(
        "/blacklist/new", {**NEW, "list": list_name, "how": how, "workers": "12人", "amount": "5万元"}
    )
    assert answer.status_code == 303, text_of(answer.text)
    with room.desk.register.reading() as reader:
        (kept,) = reader.all("entry")
    assert (kept["state"], kept["approved_by"], kept["proposed_by"]) == (state, approved, PEOPLE[who])
    assert (kept["workers"], kept["amount"], kept["decided_on"]) == (12, Decimal(50_000), dt.date(2026, 5, 6))
    assert NEW["name"] in browser.get(answer.headers["location"]).text


def test_one_like_it_is_entered_only_on_purpose(room: Office) -> None:
    entry(room)
    browser = room.browser("legal")
    same = {**NEW, "name": FIRM, "decision_no": ENTRY["decision_no"], "decided_on": "2026-03-02", "how": "decided"}
    refused = browser.post("/blacklist/new", same)
    assert (refused.status_code, "没有重复登记" in refused.text, "--" in text_of(refused.text)) == (400, True, False)
    near = browser.post("/blacklist/new", {**same, "name": "示例甲建设劳务有限公司", "decision_no": "别的号"})
    assert (near.status_code, "名称相近" in near.text, 'name="anyway"' in near.text) == (400, True, True)
    done = browser.post(
        "/blacklist/new", {**same, "name": "示例甲建设劳务有限公司", "decision_no": "别的号", "anyway": "1"}
    )
    assert done.status_code == 303


def step(room: Office, who: str, entry_id: str, name: str, **said: str) -> Any:
    given = {"reason": WHY, "seq": seq(room, entry_id), **said}
    return room.browser(who).post(f"/blacklist/{entry_id}/{name}", given)


def test_two_people_decide(room: Office) -> None:
    made = proposal(room)
    room.person("legal2")
    page = text_of(room.browser("legal").get(f"/blacklist/{made}").text)
    assert "法务丙 提出或改过" in page
    assert "可以批准的人：法务丁" in page
    assert "由另一个人批准。您可以更正它" in page
    own = step(room, "legal", made, "approve")
    assert (own.status_code, "须由另一个人批准" in own.text, "--as" in own.text) == (400, True, False)
    assert record(room, "entry", made)["state"] == "proposed"
    done = step(room, "legal2", made, "approve", decision_no="示例集团〔2026〕1号", in_force_to="2027-03-01")
    assert done.status_code == 303, text_of(done.text)
    kept = record(room, "entry", made)
    assert (kept["state"], kept["approved_by"], kept["decision_no"]) == ("in_force", "法务丁", "示例集团〔2026〕1号")
    assert (kept["in_force_from"], kept["in_force_to"]) == (dt.date(2026, 3, 2), dt.date(2027, 3, 1))


def test_whoever_corrects_a_proposal_does_not_approve_it(room: Office) -> None:
    made = proposal(room)
    form = {"seq": seq(room, made), "note": "笔误", "name": "示例甲二劳务有限公司"}
    assert room.browser("legal2").post(f"/blacklist/{made}/amend", form).status_code == 303
    assert step(room, "legal2", made, "approve").status_code == 400
    assert record(room, "entry", made)["state"] == "proposed"


def test_nobody_approves_what_they_did_not_see(room: Office) -> None:
    made = proposal(room)
    seen = seq(room, made)
    form = {"seq": seen, "note": "笔误", "name": "示例别的劳务有限公司"}
    assert room.browser("legal").post(f"/blacklist/{made}/amend", form).status_code == 303
    late = step(room, "legal2", made, "approve", seq=seen)
    assert (late.status_code, "有人改过这个条目" in late.text) == (400, True)
    again = room.browser("legal").post(f"/blacklist/{made}/amend", {**form, "name": "示例再改劳务有限公司"})
    assert (again.status_code, "有人改过这个条目" in again.text) == (400, True)


@pytest.mark.parametrize(
    ("made", "name", "said", "state"),
    [
        ("proposal", "review", {"reason": ""}, "under_review"),
        ("proposal", "reject", {}, "rejected"),
        ("proposal", "reject", {"reason": " "}, None),
        ("proposal", "approve", {"reason": ""}, None),
        ("proposal", "approve", {"in_force_to": "2020-01-01"}, None),
        ("proposal", "approve", {"decided_on": "昨天"}, None),
        ("proposal", "lift", {"left_on": "2026-11-01"}, None),
        ("entry", "lift", {"left_on": "2026-11-01"}, "lifted"),
        ("entry", "lift", {"left_on": ""}, None),
        ("entry", "lift", {"left_on": "2026-01-01"}, None),  # before the first day
        ("entry", "lift", {"left_on": "2026-11-01", "reason": ""}, None),
        ("entry", "revoke", {"left_on": "2026-11-01"}, "revoked"),
        ("entry", "revoke", {"left_on": "2026-11-01", "reason": ""}, None),
        ("entry", "approve", {}, None),
    ],
)
def test_steps(room: Office, made: str, name: str, said: dict[str, str], state: str | None) -> None:
    one = proposal(room) if made == "proposal" else entry(room)
    before = record(room, "entry", one)
    answer = step(room, "legal2", one, name, **said)
    assert answer.status_code == (400 if state is None else 303), text_of(answer.text)
    assert record(room, "entry", one)["state"] == (state or before["state"])
    if state is None:
        assert f'id="{name}" open' in answer.text or made != "proposal" or name == "lift"
        assert "Traceback" not in answer.text


def test_a_correction_changes_only_what_was_changed(room: Office) -> None:
    made = entry(room)
    browser = room.browser("legal2")
    page = browser.get(f"/blacklist/{made}/amend").text
    assert "留空就不改" in text_of(page)
    assert all(number not in page for number in ("110199199003070017", "15400001234"))
    form = {"list": "local", "subject": "enterprise", "name": FIRM, "persons": "张某甲", "person_id": "", "phone": "",
            "reason": "", "decided_on": "2026-03-02", "amount": "60000", "seq": seq(room, made), "note": "笔误"}  # fmt: skip
    assert browser.post(f"/blacklist/{made}/amend", form).status_code == 303
    kept = record(room, "entry", made)
    assert (kept["person_id"], kept["phone"]) == (ENTRY["person_id"], ENTRY["phone"])
    assert (kept["persons"], kept["reason"], kept["amount"], kept["state"]) == (
        "张某甲",
        None,
        Decimal(60_000),
        "in_force",
    )
    nothing = browser.post(f"/blacklist/{made}/amend", {"name": FIRM, "seq": seq(room, made), "note": "x"})
    assert (nothing.status_code, "没有改动" in nothing.text) == (400, True)
    silent = browser.post(f"/blacklist/{made}/amend", {"name": "别的", "seq": seq(room, made), "note": ""})
    assert (silent.status_code, "请写明理由" in silent.text, 'value="别的"' in silent.text) == (400, True, True)


def test_who_and_when_of_a_list_of_two_is_not_changed_by_one(room: Office) -> None:
    made = proposal(room)
    assert step(room, "legal2", made, "approve").status_code == 303
    form = {"name": "示例换了劳务有限公司", "seq": seq(room, made), "note": "笔误"}
    answer = room.browser("legal").post(f"/blacklist/{made}/amend", form)
    assert (answer.status_code, "不能由一人更改" in answer.text) == (400, True)
    assert record(room, "entry", made)["name"] == FIRM


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("manager", "proposed", 200),
        ("manager", "in_force", 403),
        ("legal", "in_force", 200),
        ("auditor", "proposed", 403),
    ],
)
def test_who_may_correct(room: Office, who: str, state: str, status: int) -> None:
    made = proposal(room) if state == "proposed" else entry(room)
    assert room.browser(who).get(f"/blacklist/{made}/amend").status_code == status
    given = {"name": "示例改名公司", "seq": seq(room, made), "note": "y"}
    assert room.browser(who).post(f"/blacklist/{made}/amend", given).status_code == (303 if status == 200 else 403)


def test_full_numbers_are_a_right_of_its_own_and_on_record(room: Office) -> None:
    made = entry(room)
    plain, able = room.browser("legal2"), room.browser("legal", unmask=True)
    assert plain.post(f"/blacklist/{made}/unmask", {"reason": "查证"}).status_code == 403
    assert "unmask" not in plain.get(f"/blacklist/{made}").text
    assert "110199199003070017" not in able.get(f"/blacklist/{made}").text
    silent = able.post(f"/blacklist/{made}/unmask", {"reason": ""})
    assert (silent.status_code, "110199199003070017" in silent.text) == (400, False)
    shown = able.post(f"/blacklist/{made}/unmask", {"reason": "向劳动监察核对"})
    assert (shown.status_code, "110199199003070017" in shown.text) == (200, True)
    with room.desk.register.reading() as reader:
        told = [event for event in events.walk(reader.connection) if event.action == "unmask"]
    assert [(one.actor, one.subject, one.reason) for one in told] == [("法务丙", made, "向劳动监察核对")]
    assert "向劳动监察核对" in able.get(f"/blacklist/{made}").text  # and in the history of the entry


@pytest.mark.parametrize(
    "path", ["/blacklist", "/blacklist/{id}", "/blacklist/{id}/amend", "/blacklist/calendar", "/matches"]
)
def test_numbers_of_people_are_masked(room: Office, path: str) -> None:
    made = entry(room, reason="张某甲 110199199003070017 电话 15400001234", account="6222020200012345678")
    page = room.browser("legal").get(path.format(id=made)).text
    assert all(number not in page for number in ("110199199003070017", "15400001234", "6222020200012345678"))


def test_the_program_only_proposes_and_says_why(room: Office) -> None:
    with room.desk.register.writing("wagecheck") as writer:
        stated = {"list": "group", "name": FIRM, "reason": "疑似连续欠薪，需核实", "reason_code": "WAGE_ARREARS"}
        made = blacklist.propose(writer, stated, reason="BL07 00112233aabbccdd")
        kept = {"state": "kept", "as_of": dt.date(2026, 11, 21), "contractors": 1, "workers": 1, "findings": 1, "standing": "",
                "input_hash": "0" * 64, "manifest": "{}", "digest": "0" * 64}  # fmt: skip
        run = writer.add("run", "keep", None, **kept)
        row = {"run": run, "number": 1, "project": "示例一号项目", "period": "2026-10"}
        writer.connection.execute(
            RUN_FINDING.insert(),
            [
                {
                    **row,
                    "fingerprint": "00112233aabbccdd",
                    "rule": "BL07",
                    "contractor": FIRM,
                    "amount": Decimal("3600.00"),
                }
            ],
        )
        writer.connection.execute(RUN_CONTRACTOR.insert(), [{**row, "name": FIRM, "owed": Decimal("3600.00")}])
        site = sites.add(writer, name="示例一号项目", region="北京市", bureau="华北局")
        mine = hand_ins.begin(writer, site=site, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 31))
        hand_ins.hand_in(writer, mine, files=1, size=1, digest="0" * 64, note=None)
        hand_ins.checked(writer, mine, run=run, colour="red")
    page = room.browser("legal").get(f"/blacklist/{made}")
    text = text_of(page.text)
    assert all(said in text for said in ("程序建议", "由程序提出", f"{run}，截至 2026-11-21", "3,600.00", "2026-10"))
    assert f'href="/hand-ins/{mine}"' in page.text
    done = step(room, "legal", made, "approve", decided_on="2026-11-21")
    assert done.status_code == 303, text_of(done.text)


def test_the_history_tells_everything(room: Office) -> None:
    made = entry(room)
    step(room, "legal2", made, "lift", left_on="2026-11-01", reason="已付清")
    text = text_of(room.browser("auditor").get(f"/blacklist/{made}").text)
    assert all(said in text for said in ("法务丙", "法务丁", "理由：已付清", "有效 → 已移出", "移出日期", "2026-11-01"))


def test_nothing_of_that_id(room: Office) -> None:
    browser = room.browser("legal")
    for path in (
        "/blacklist/E99",
        "/blacklist/E99/amend",
        "/blacklist/import/" + "0" * 64,
        "/blacklist/E99/evidence/F1",
    ):
        assert browser.get(path).status_code == 404
    made = entry(room)
    for path in ("/blacklist/E99/lift", f"/blacklist/{made}/nonsense", "/blacklist/orders/O99/nonsense"):
        assert browser.post(path, {"reason": "x", "seq": "1"}).status_code == 404


def test_calendar(room: Office) -> None:
    entry(room, in_force_to=dt.date(2026, 12, 5))
    entry(room, name="示例法定公司", list="statutory", decided_on=dt.date(2024, 1, 11), decision_no="2号")
    entry(room, name="示例很久公司", in_force_to=dt.date(2029, 12, 5), decision_no="3号")
    entry(room, name="示例过期公司", in_force_to=dt.date(2026, 11, 20), decision_no="4号")
    text = text_of(room.browser("manager").get("/blacklist/calendar").text)
    assert all(
        said in text for said in ("2026 年 12 月", FIRM, "还有 14 天", "2027 年 1 月", "示例法定公司", "按期限推算")
    )
    assert all(said not in text for said in ("示例很久公司", "示例过期公司"))
    assert "示例很久公司" not in text_of(room.browser("manager").get("/blacklist/calendar?months=nonsense").text)


def test_an_entry_that_is_yet_to_leave_is_still_on_the_list(room: Office) -> None:
    made = entry(room)
    step(room, "legal", made, "lift", left_on="2027-03-01", reason="已付清，经同意提前移出")
    browser = room.browser("manager")
    assert "在名单上到 2027-03-01 为止" in browser.get(f"/blacklist/{made}").text
    assert titles(browser, "state=in_force") == [FIRM]
    assert titles(browser, "state=lifted") == []
    assert "2027-03-01" in browser.get("/blacklist").text
    assert FIRM in browser.get("/blacklist/calendar").text
