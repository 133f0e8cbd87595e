"""The same or not: what met a list by name only is decided once, by a person, and every later check goes by it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.desk.kit import Browser, Office, text_of
from tests.desk.listing_kit import FIRM, checked, entry, met, record
from wagecheck.privacy import mask_name
from wagecheck.register import view
from wagecheck.register.tables import RUN_CONTRACTOR

NEAR = "示例甲建设劳务有限公司"
WHY = "查过营业执照，注册地不同"


def keys(browser: Browser) -> list[str]:
    """Those to decide, from above."""
    return re.findall(r'<section class="card tone-\w+" id="m-([0-9a-f]+)"', browser.get("/matches").text)


def seq(page: str, key: str) -> str:
    """What the form of a match says that its answer was."""
    (found,) = re.findall(rf'action="/matches/{key}".*?name="seq" value="(\d+)"', page, re.DOTALL)
    return str(found)


def answer(room: Office, key: str, said: str, **more: str) -> Any:
    legal = room.browser("legal")
    sent = {"answer": said, "reason": WHY, "seq": seq(legal.get("/matches").text, key), **more}
    return legal.post(f"/matches/{key}", sent)


def verdicts(room: Office) -> list[dict[str, Any]]:
    with room.desk.register.reading() as reader:
        return reader.all("verdict")


@pytest.mark.parametrize(("said", "same", "word"), [("same", 1, "是同一个"), ("other", 0, "不是同一个")])
def test_decided_once(room: Office, said: str, same: int, word: str) -> None:
    made = entry(room)
    checked(room, room.site(), [met()])
    browser = room.browser("legal")
    (key,) = keys(browser)
    assert all(text in text_of(browser.get("/matches").text) for text in ("名称相近，需核实", "待认定 1 件"))
    assert answer(room, key, said).status_code == 303
    assert [(one["entry"], one["same"], one["contractor"], one["person"]) for one in verdicts(room)] == [
        (made, same, NEAR, None)
    ]
    page = text_of(browser.get("/matches").text)
    assert (keys(browser), "已认定 1 件" in page, word in page) == ([], True, True)
    with room.desk.register.reading() as reader:  # what the next check is told
        told = view.of_register(reader.connection, "r").verdicts
    assert told.select("entry", "same", "contractor").rows() == [(made, bool(same), NEAR)]


def test_an_answer_can_be_changed(room: Office) -> None:
    entry(room)
    checked(room, room.site(), [met()])
    (key,) = keys(room.browser("legal"))
    answer(room, key, "other")
    answer(room, key, "same")
    (kept,) = verdicts(room)
    assert kept["same"] == 1


@pytest.mark.parametrize(("first", "second"), [("same", "other"), ("other", "same"), ("same", "same")])
def test_an_answer_given_meanwhile_is_not_overwritten(room: Office, first: str, second: str) -> None:
    """Two lawyers have the page open; the second one reads the answer and the reason of the first one first."""
    entry(room)
    checked(room, room.site(), [met()])
    one, two = room.browser("legal"), room.browser("legal2")
    (key,) = keys(two)
    opened = seq(two.get("/matches").text, key)
    assert one.post(f"/matches/{key}", {"answer": first, "reason": WHY, "seq": opened}).status_code == 303
    kept = verdicts(room)
    for sent in ({"seq": opened}, {}):  # a page from before the update has no such field
        late = two.post(f"/matches/{key}", {"answer": second, "reason": "名称不同", **sent})
        assert (late.status_code, "您的认定没有保存" in text_of(late.text)) == (400, True)
    assert verdicts(room) == kept
    assert f'id="decide-{key}" open' in late.text
    now = seq(late.text, key)
    turned = "other" if first == "same" else "same"
    assert two.post(f"/matches/{key}", {"answer": turned, "reason": "问过了", "seq": now}).status_code == 303
    assert verdicts(room)[0]["same"] == (turned == "same")


@pytest.mark.parametrize("person", [None, "张某甲"], ids=["company", "person"])
def test_an_answer_can_be_changed_after_the_next_check(room: Office, person: str | None) -> None:
    """The next check is silent about somebody who was said to be somebody else: a listed firm must not be lost so."""
    entry(room)
    site = room.site()
    row = met() if person is None else met(role="legal_rep", name=mask_name(person), match="name")
    checked(room, site, [row])
    browser = room.browser("legal")
    (key,) = keys(browser)
    assert answer(room, key, "other").status_code == 303
    checked(room, site, [])
    page = browser.get("/matches").text
    assert "已认定 1 件" in text_of(page)
    assert "网页上最近的核对里没有" in text_of(page)
    (kept,) = re.findall(r'action="/matches/([0-9a-f]+)"', page)
    assert answer(room, kept, "same").status_code == 303
    (verdict,) = verdicts(room)
    assert (verdict["same"], verdict["contractor"], verdict["person"]) == (1, NEAR, person)


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"reason": " "}, "请写明理由"), ({"answer": ""}, "请选"), ({"answer": "perhaps"}, "请选")],
)
def test_what_is_missing_is_said(room: Office, sent: dict[str, str], said: str) -> None:
    entry(room)
    checked(room, room.site(), [met()])
    (key,) = keys(room.browser("legal"))
    refused = answer(room, key, "same", **sent)
    assert (refused.status_code, said in text_of(refused.text), verdicts(room)) == (400, True, [])
    assert f'id="decide-{key}" open' in refused.text


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({"match": "uscc"}, 0),  # a code decides
        ({"match": "id", "role": "legal_rep", "name": "张*"}, 0),
        ({"match": "name"}, 1),
        ({"match": "former_name"}, 1),
        ({"match": "name", "in_force": False}, 1),  # the time after an entry is watched too
    ],
)
def test_only_names_are_decided(room: Office, changed: dict[str, Any], count: int) -> None:
    entry(room)
    checked(room, room.site(), [met(**changed)])
    assert len(keys(room.browser("legal"))) == count


def test_people(room: Office) -> None:
    entry(room, persons="法定代表人：张某甲、李某乙", person_id=None)
    shown = mask_name("张某甲")
    checked(room, room.site(), [met(contractor="示例乙公司", role="legal_rep", name=shown, match="name")])
    (key,) = keys(room.browser("legal"))
    assert answer(room, key, "other").status_code == 303
    assert [(one["contractor"], one["person"]) for one in verdicts(room)] == [("示例乙公司", "张某甲")]
    assert keys(room.browser("legal")) == []


def test_two_people_of_one_family_name_have_to_be_told_apart(room: Office) -> None:
    entry(room, persons="张某甲、张某乙、李某乙")
    checked(
        room, room.site(), [met(contractor="示例乙公司", role="team_leader", name=mask_name("张某甲"), match="name")]
    )
    (key,) = keys(room.browser("legal"))
    assert answer(room, key, "other").status_code == 400
    assert answer(room, key, "other", which="7").status_code == 400
    assert answer(room, key, "other", which="1").status_code == 303
    assert [one["person"] for one in verdicts(room)] == ["张某乙"]


def test_the_newest_check_of_every_site_and_period(room: Office) -> None:
    entry(room)
    site = room.site()
    checked(room, site, [met()], month=9)
    checked(room, site, [met(contractor="示例甲建造劳务有限公司")], month=10)
    checked(room, site, [], month=10)  # handed in again: what the first one said is over
    browser = room.browser("legal")
    assert len(keys(browser)) == 1
    assert "最近的 2 次核对" in text_of(browser.get("/matches").text)


def test_one_firm_on_two_sites_is_asked_once(room: Office) -> None:
    entry(room)
    checked(room, room.site(), [met()])
    checked(room, room.site("示例二号项目"), [met(project="示例二号项目")])
    browser = room.browser("legal")
    assert (len(keys(browser)), "示例二号项目、示例一号项目" in browser.get("/matches").text) == (1, True)


def test_the_code_of_the_contractor_goes_on_record(room: Office) -> None:
    entry(room)
    made = checked(room, room.site(), [met()])
    with room.desk.register.writing("资料员甲") as writer:
        writer.connection.execute(
            RUN_CONTRACTOR.insert(),
            [{"run": "R1", "number": 1, "project": "示例一号项目", "name": NEAR, "uscc": "91110199MA0006564E"}],
        )
        writer.change("hand_in", made, "checked", None, run="R1")
    (key,) = keys(room.browser("legal"))
    answer(room, key, "other")
    assert [one["uscc"] for one in verdicts(room)] == ["91110199MA0006564E"]


@pytest.mark.parametrize("gone", ["result", "entry"])
def test_what_cannot_be_told_is_said(room: Office, gone: str) -> None:
    """A result that cannot be read, or an entry that says something else now, is no silent pass."""
    entry(room)
    made = checked(room, room.site(), [met(entry_name="示例改过名的公司" if gone == "entry" else FIRM)])
    if gone == "result":
        (room.desk.store.hand_in(made).result / "manifest.json").write_text("{", "utf-8")
    page = text_of(room.browser("legal").get("/matches").text)
    assert f"没有全部计入：{made}" in page


def test_sites_and_roles(room: Office) -> None:
    entry(room)
    one, two = room.site(), room.site("示例二号项目")
    checked(room, one, [met()])
    assert len(keys(room.browser("manager", sites=[one]))) == 1
    assert keys(room.browser("legal2", sites=[two])) == []
    (key,) = keys(room.browser("legal"))
    for who in ("manager", "auditor"):
        assert room.browser(who).post(f"/matches/{key}", {"answer": "same", "reason": WHY}).status_code == 403
    assert room.browser("legal2").post(f"/matches/{key}", {"answer": "same", "reason": WHY}).status_code == 403
    assert (verdicts(room), room.browser("clerk").get("/matches").status_code) == ([], 403)


def test_whose_checks_an_answer_is_not_in(room: Office) -> None:
    """The answers are shown to everybody, the checks of other projects are not: it may well be in those."""
    entry(room)
    one, two = room.site(), room.site("示例二号项目")
    checked(room, one, [met()])
    browser = room.browser("legal")
    (key,) = keys(browser)
    assert answer(room, key, "same").status_code == 303
    assert "最近的核对里没有" not in text_of(browser.get("/matches").text)
    elsewhere = text_of(room.browser("legal2", sites=[two]).get("/matches").text)
    assert "您所管项目的最近核对里没有" in elsewhere
    assert "网页上最近的核对里没有" not in elsewhere


def test_a_revoked_entry_asks_nobody(room: Office) -> None:
    made = entry(room)
    checked(room, room.site(), [met()])
    with room.desk.register.writing("法务丙") as writer:
        writer.change("entry", made, "revoke", "x", state="revoked")
    assert (keys(room.browser("legal")), record(room, "entry", made)["state"]) == ([], "revoked")
    assert "没有全部计入" not in room.browser("legal").get("/matches").text
