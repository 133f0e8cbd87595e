"""Slips of the hand that were taken in silence: the command line and the desk refuse them with the same sentence.

One row is one slip: what was meant, the command, the form of the desk, and what is said. The clock stands at 2026-11-21.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.desk.kit import PEOPLE, Office, text_of
from wagecheck.cli import main
from wagecheck.errors import RegisterError
from wagecheck.register import blacklist, orders, waivers
from wagecheck.register.writer import Writer

FIRM, CODE = "示例甲建筑劳务有限公司", "91110199MA00000X7P"
WRONG_CODE = CODE[:-1] + "Q"
#: A made-up number of district 110199 whose last character is right, and the same with a wrong one.
NUMBER, WRONG_NUMBER = "110199199003070017", "110199199003070016"
ENTRY = {"list": "local", "name": FIRM, "reason": "拖欠工资", "decided_on": "2026-11-02"}
ORDER = {"contractor": FIRM, "deadline": "2026-12-01", "amount": "12000.55", "ordered_on": "2026-11-20"}
WAIVER = {"rule": "PB03", "contractor": FIRM, "reason": "公示栏被台风吹走，正在补做", "expires_on": "2026-12-31"}
#: Field of a form → option, where it is not the same word.
OPTIONS = {"expires_on": "expires", "left_on": "on", "settled_on": "on"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")


def typed(*command: str, room: Office, who: str = "甲", **given: str) -> Any:
    """The command line at the register of the desk."""
    words = [part for name, value in given.items() if value
             for part in (f"--{OPTIONS.get(name, name).replace('_', '-')}", value)]  # fmt: skip
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("click.echo", lambda text="", **_: said.append(str(text)))
        try:
            main([*command, *words, "--register", str(room.desk.register.file), "--as", who])
        except SystemExit as ended:
            return ended.code, "\n".join(said)
    return 0, "\n".join(said)


SLIPS: list[tuple[str, str, dict[str, str], str]] = [
    ("entry", "a decision still to come", {"decided_on": "2026-11-22"}, "决定日期 2026-11-22 还没有到（今天是 2026-11-21）"),
    ("entry", "a year of long ago", {"decided_on": "1026-11-02"}, "决定日期 1026-11-02 早于 2000-01-01"),
    ("entry", "before there were lists", {"decided_on": "1999-12-31"}, "决定日期 1999-12-31 早于 2000-01-01"),
    ("entry", "days swapped", {"in_force_from": "2026-11-01"}, "生效日期 2026-11-01 早于决定日期 2026-11-02"),
    ("entry", "a first day of long ago", {"decided_on": "", "in_force_from": "1962-11-02"}, "生效日期 1962-11-02 早于"),
    ("entry", "a first day far ahead", {"in_force_from": "2062-11-02"}, "生效日期 2062-11-02 太远了，最晚可以写到 2027-11-22"),
    ("entry", "an end far ahead", {"in_force_to": "2206-11-01"}, "有效期至 2206-11-01 太远了：从 2026-11-02 算起，最晚可以写到 2029-11-02"),
    ("entry", "an end a day too far", {"in_force_from": "2026-11-20", "in_force_to": "2029-11-21"}, "最晚可以写到 2029-11-20"),
    ("entry", "the end before the start", {"in_force_to": "2026-11-01"}, "早于起始"),
    ("entry", "a name of one character", {"name": "甲"}, "名称“甲”太短"),
    ("entry", "a name of signs", {"name": "——"}, "名称“——”太短"),
    ("entry", "more than two decimals", {"amount": "12000.555"}, "金额“12000.555”的小数超过两位"),
    ("entry", "no amount", {"amount": "0"}, "金额“0”要大于零"),
    ("entry", "a wrong check digit", {"uscc": WRONG_CODE}, f"统一社会信用代码“{WRONG_CODE}”不对"),
    ("entry", "a wrong identity number", {"person_id": WRONG_NUMBER}, "末尾是“0016”的身份证号不对"),
    ("entry", "a digit too few", {"person_id": f"{NUMBER}、{NUMBER[:-1]}"}, "末尾是“7001”的身份证号不对"),
    ("order", "an order still to come", {"ordered_on": "2026-11-22"}, "责令日期 2026-11-22 还没有到"),
    ("order", "an order of long ago", {"ordered_on": "1926-11-20"}, "责令日期 1926-11-20 早于"),
    ("order", "a deadline of long ago", {"ordered_on": "", "deadline": "1926-12-01"}, "支付期限 1926-12-01 早于"),
    ("order", "a deadline far ahead", {"deadline": "2062-12-01"}, "支付期限 2062-12-01 太远了，最晚可以写到 2027-11-21"),
    ("order", "far ahead of today", {"ordered_on": "", "deadline": "2027-11-23"}, "最晚可以写到 2027-11-22"),
    ("order", "the deadline before the order", {"deadline": "2026-11-19"}, "早于责令日期"),
    ("order", "more than two decimals", {"amount": "12000.555"}, "金额“12000.555”的小数超过两位"),
    ("order", "a fraction of 万", {"amount": "1.2345678万元"}, "小数超过两位"),
    ("order", "nothing to pay", {"amount": "0.00"}, "金额“0.00”要大于零"),
    ("order", "less than nothing", {"amount": "-300"}, "金额“-300”要大于零"),
    ("order", "a name of one character", {"contractor": "甲"}, "名称“甲”太短"),
    ("order", "a wrong check digit", {"uscc": WRONG_CODE}, f"统一社会信用代码“{WRONG_CODE}”不对"),
    ("waiver", "a hundred years", {"expires_on": "2126-11-21"}, "豁免期限 2126-11-21 太长，从今天起最长到 2027-11-22"),
    ("waiver", "one day too long", {"expires_on": "2027-11-23"}, "豁免期限 2027-11-23 太长"),
    ("waiver", "a name of one character", {"contractor": "甲"}, "名称“甲”太短"),
    ("waiver", "a reason of signs", {"reason": "……"}, "请写明理由"),
]  # fmt: skip
FACES: dict[str, tuple[tuple[str, ...], str, dict[str, str], dict[str, str]]] = {
    "entry": (("blacklist", "add"), "/blacklist/new", {**ENTRY, "how": "decided"}, ENTRY),
    "order": (("blacklist", "order", "add"), "/blacklist/orders", ORDER, ORDER),
    "waiver": (("waive", "add"), "/waivers/new", WAIVER, WAIVER),
}


@pytest.mark.parametrize(("what", "slip", "changed", "said"), SLIPS, ids=[f"{one[0]}: {one[1]}" for one in SLIPS])
def test_both_faces_refuse_it(room: Office, what: str, slip: str, changed: dict[str, str], said: str) -> None:
    command, address, form, options = FACES[what]
    with room.desk.register.reading() as reader:
        before = reader.head()
    answer = room.browser("legal").post(address, {**form, **changed})
    assert (answer.status_code, said in text_of(answer.text)) == (400, True), text_of(answer.text)
    code, told = typed(*command, room=room, **{**options, **changed})
    assert (code, said in told) == (2, True), told
    assert WRONG_NUMBER not in told
    with room.desk.register.reading() as reader:
        assert reader.head()[0] == before[0] + 1  # the account of the browser


@pytest.mark.parametrize(
    ("what", "changed", "field", "value"),
    [
        ("entry", {"decided_on": "2026-11-21"}, "decided_on", dt.date(2026, 11, 21)),
        ("entry", {"decided_on": "2000-01-01"}, "decided_on", dt.date(2000, 1, 1)),
        ("entry", {"in_force_from": "2027-11-22"}, "in_force_from", dt.date(2027, 11, 22)),
        ("entry", {"in_force_to": "2029-11-02"}, "in_force_to", dt.date(2029, 11, 2)),
        ("entry", {"person_id": f"{NUMBER}，110199********0017 护照 E12345678"}, "name", FIRM),
        ("entry", {"amount": "1.2万元"}, "amount", Decimal(12000)),
        ("order", {"ordered_on": "2026-11-21", "deadline": "2027-11-22"}, "deadline", dt.date(2027, 11, 22)),
        ("order", {}, "amount", Decimal("12000.55")),
        ("waiver", {"expires_on": "2027-11-22"}, "expires_on", dt.date(2027, 11, 22)),
    ],
)
def test_the_last_that_is_taken(room: Office, what: str, changed: dict[str, str], field: str, value: object) -> None:
    """By both faces; the firm of the second one has another name."""
    command, address, form, options = FACES[what]
    assert room.browser("legal").post(address, {**form, **changed}).status_code == 303
    other = dict.fromkeys({"name", "contractor"} & options.keys(), "示例乙建筑劳务有限公司")
    code, told = typed(*command, room=room, **{**options, **changed, **other})
    assert code == 0, told
    with room.desk.register.reading() as reader:
        kept = reader.all(what)
    assert [one[field] for one in kept[:1]] == [value]
    assert len(kept) == 2


def entry(room: Office, **stated: Any) -> str:
    """In force, decided by one person."""
    with room.desk.register.writing(PEOPLE["legal"]) as writer:
        values = {**ENTRY, "decided_on": dt.date(2026, 3, 2), **stated}
        return blacklist.add(writer, values, reason="登记", four_eyes=())


@pytest.mark.parametrize(
    ("step", "stated", "day", "said"),
    [
        ("lift", {"in_force_to": dt.date(2026, 12, 31)}, "2027-01-01", "晚于 E"),
        ("lift", {"list": "statutory"}, "2029-03-02", "本来的到期日 2029-03-01"),
        ("lift", {}, "2027-11-23", "移出日期 2027-11-23 太远了，最晚可以写到 2027-11-22"),
        ("lift", {}, "2026-03-01", "早于列入日期"),
        ("revoke", {}, "2026-11-22", "撤销日期 2026-11-22 还没有到"),
        ("revoke", {}, "1926-11-21", "撤销日期 1926-11-21 早于"),
    ],
)
def test_days_on_which_an_entry_does_not_end(
    room: Office, step: str, stated: dict[str, Any], day: str, said: str
) -> None:
    made = entry(room, **stated)
    seq = made[1:]
    form = {"left_on": day, "reason": "已付清", "seq": seq}
    answer = room.browser("legal2").post(f"/blacklist/{made}/{step}", form)
    assert (answer.status_code, said in text_of(answer.text)) == (400, True), text_of(answer.text)
    command = ("blacklist", "lift", made) if step == "lift" else ("blacklist", "decide", made, "--revoke")
    code, told = typed(*command, room=room, left_on=day, reason="已付清")
    assert (code, said in told) == (2, True), told
    with room.desk.register.reading() as reader:
        assert reader.get("entry", made)["state"] == "in_force"


def test_an_approval_looks_at_the_days_of_a_proposal(room: Office) -> None:
    """What was proposed by an older version, or came by a list, is looked at before it accuses anybody."""
    with room.desk.register.writing(PEOPLE["legal"]) as writer:
        stated = {**ENTRY, "list": "group", "decided_on": dt.date(2062, 11, 2)}
        made = blacklist.propose(writer, stated, reason="拖欠")
    form = {"reason": "核实", "seq": made[1:]}
    answer = room.browser("legal2").post(f"/blacklist/{made}/approve", form)
    assert (answer.status_code, "2062-11-02 还没有到" in text_of(answer.text)) == (400, True)
    code, told = typed("blacklist", "decide", made, "--approve", room=room, who="乙", reason="核实")
    assert (code, "2062-11-02 还没有到" in told) == (2, True)
    right = room.browser("legal2").post(f"/blacklist/{made}/approve", {**form, "decided_on": "2026-11-02"})
    assert right.status_code == 303


def test_a_correction_of_a_day_is_looked_at_and_any_other_is_not(room: Office) -> None:
    made = entry(room, decided_on=dt.date(1998, 1, 1))  # of a list of long ago
    browser, seq = room.browser("legal"), made[1:]
    answer = browser.post(f"/blacklist/{made}/amend", {"decided_on": "2026-12-01", "note": "笔误", "seq": seq})
    assert (answer.status_code, "2026-12-01 还没有到" in text_of(answer.text)) == (400, True)
    code, told = typed("blacklist", "amend", made, room=room, decided_on="2026-12-01", reason="笔误")
    assert (code, "2026-12-01 还没有到" in told) == (2, True)
    assert browser.post(f"/blacklist/{made}/amend", {"workers": "27", "note": "补", "seq": seq}).status_code == 303


def test_the_last_day_of_a_published_entry_is_left_alone_until_somebody_writes_one(room: Office) -> None:
    made = entry(room, in_force_to=dt.date(2036, 3, 1))  # as a list gave it
    browser, seq = room.browser("legal"), made[1:]
    answer = browser.post(f"/blacklist/{made}/amend", {"in_force_to": "2063-03-01", "note": "笔误", "seq": seq})
    assert (answer.status_code, "2063-03-01 太远了" in text_of(answer.text)) == (400, True)
    code, told = typed("blacklist", "amend", made, room=room, in_force_to="2063-03-01", reason="笔误")
    assert (code, "2063-03-01 太远了" in told) == (2, True)
    right = {"decided_on": "2026-03-01", "in_force_to": "2036-03-01", "note": "笔误", "seq": seq}
    assert browser.post(f"/blacklist/{made}/amend", right).status_code == 303


def test_a_far_last_day_is_not_approved(room: Office) -> None:
    """Proposed by an older version: from the approval on it counts."""
    with room.desk.register.writing(PEOPLE["legal"]) as writer:
        stated = {**ENTRY, "list": "group", "decided_on": dt.date(2026, 11, 2), "in_force_to": dt.date(2206, 11, 1)}
        made = blacklist.propose(writer, stated, reason="拖欠")
    form = {"reason": "核实", "seq": made[1:]}
    answer = room.browser("legal2").post(f"/blacklist/{made}/approve", form)
    assert (answer.status_code, "2206-11-01 太远了" in text_of(answer.text)) == (400, True)


@pytest.mark.parametrize("changed", [{}, {"amount": "12,000.55"}, {"reason": "又登记一次"}])
def test_an_order_without_a_number_is_recorded_once(room: Office, changed: dict[str, str]) -> None:
    browser = room.browser("legal")
    assert browser.post("/blacklist/orders", ORDER).status_code == 303
    answer = browser.post("/blacklist/orders", {**ORDER, **changed})
    assert (answer.status_code, "同样的责令支付已登记为 O" in text_of(answer.text)) == (400, True), text_of(answer.text)
    code, told = typed("blacklist", "order", "add", room=room, **{**ORDER, **changed})
    assert (code, "同样的责令支付已登记为 O" in told) == (2, True), told
    for other in ({"amount": "12000.56"}, {"project": "示例一号项目"}, {"order_no": "2号"}, {"deadline": "2026-12-02"}):
        assert browser.post("/blacklist/orders", {**ORDER, **other}).status_code == 303, other


def test_an_order_that_was_closed_can_be_given_again(room: Office) -> None:
    browser = room.browser("legal")
    made = browser.post("/blacklist/orders", ORDER)
    with room.desk.register.reading() as reader:
        (first,) = (one["id"] for one in reader.all("order"))
    assert made.status_code == 303
    assert browser.post(f"/blacklist/orders/{first}/revoke", {"reason": "登记错"}).status_code == 303
    assert browser.post("/blacklist/orders", ORDER).status_code == 303


def test_an_order_is_not_paid_tomorrow(room: Office) -> None:
    with room.desk.register.writing("甲") as writer:
        made = orders.add(writer, contractor=FIRM, uscc=None, deadline=dt.date(2026, 12, 1))
    said = "付清日期 2026-11-22 还没有到"
    form = {"settled_on": "2026-11-22", "reason": "回单"}
    answer = room.browser("legal").post(f"/blacklist/orders/{made}/settle", form)
    assert (answer.status_code, said in text_of(answer.text)) == (400, True)
    code, told = typed("blacklist", "order", "settle", made, room=room, **form)
    assert (code, said in told) == (2, True)


def test_a_waiver_of_a_hundred_years_is_not_approved(room: Office) -> None:
    """Proposed by an older version."""
    with room.desk.register.writing("甲") as writer:
        stated = {**WAIVER, "expires_on": dt.date(2126, 11, 21)}
        made = waivers.propose(writer, stated, today=room.desk.today())
    answer = room.browser("legal").post(f"/waivers/{made}/approve", {"reason": "可以"})
    assert (answer.status_code, "2126-11-21 太长" in text_of(answer.text)) == (400, True)
    code, told = typed("waive", "approve", made, room=room, who="乙", reason="可以")
    assert (code, "2126-11-21 太长" in told) == (2, True)


@pytest.mark.parametrize("reason", ["", " ", "　", "。", "\u200b", "——"])
def test_a_reason_says_something(room: Office, reason: str) -> None:
    made = entry(room)
    with room.desk.register.writing("甲") as writer:
        order = orders.add(writer, contractor=FIRM, uscc=None, deadline=dt.date(2026, 12, 1))
        waiver = waivers.propose(writer, {**WAIVER, "expires_on": dt.date(2026, 12, 31)}, today=room.desk.today())
    acts: list[Callable[[Writer], None]] = [
        lambda writer: blacklist.lift(writer, made, reason=reason, left_on=dt.date(2026, 11, 1)),
        lambda writer: blacklist.revoke(writer, made, reason=reason, left_on=dt.date(2026, 11, 1)),
        lambda writer: blacklist.amend(writer, made, {"workers": 3}, reason=reason, four_eyes=()),
        lambda writer: orders.settle(writer, order, settled_on=dt.date(2026, 11, 20), reason=reason),
        lambda writer: orders.revoke(writer, order, reason=reason),
        lambda writer: waivers.end(writer, waiver, reason=reason),
    ]
    for act in acts:
        with pytest.raises(RegisterError, match="请写明理由"), room.desk.register.writing("乙") as writer:
            act(writer)


def test_an_account_of_one_letter(room: Office) -> None:
    form = {"login": "x1", "name": "王", "role": "clerk", "reach": "all"}
    answer = room.browser("admin").post("/accounts/new", form)
    assert (answer.status_code, "姓名“王”太短" in text_of(answer.text)) == (400, True)
