"""Entries, verdicts, orders and evidence: which step a person may take from where, as tables. Made-up firms only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wagecheck.errors import RegisterError
from wagecheck.register import audit, blacklist, evidence, orders, terms, verdicts
from wagecheck.register.actor import PROGRAM
from wagecheck.register.blacklist import Leaving
from wagecheck.register.store import Register
from wagecheck.register.terms import Days, Terms
from wagecheck.register.writer import Writer

D = dt.date
CODE, OTHER_CODE = "91110199MA00000X7P", "91110199MA0000AB08"
STATUTORY = {
    "list": "statutory", "uscc": CODE, "name": "示例甲建筑劳务有限公司", "reason": "拖欠27名农民工工资",
    "decision_no": "示例人社监列决字〔2026〕3号", "decided_on": D(2026, 3, 2),
}  # fmt: skip
GROUP = {**STATUTORY, "list": "group", "level": "group", "decision_no": "示例集团〔2026〕1号"}
FOUR_EYES = ("group",)
Step = Callable[[Writer, str], Any]


def approve(writer: Writer, entry: str) -> None:
    blacklist.approve(writer, entry, reason="属实", four_eyes=FOUR_EYES)


def lift(writer: Writer, entry: str) -> None:
    blacklist.lift(writer, entry, reason="已付清", left_on=D(2026, 9, 30))


STEPS: dict[str, Step] = {
    "review": lambda writer, entry: blacklist.review(writer, entry, reason=None),
    "approve": approve,
    "reject": lambda writer, entry: blacklist.reject(writer, entry, reason="证据不足"),
    "lift": lift,
    "revoke": lambda writer, entry: blacklist.revoke(writer, entry, reason="认定有误", left_on=D(2026, 4, 1)),
    "amend name": lambda writer, entry: blacklist.amend(
        writer, entry, {"name": "示例乙公司"}, reason="改", four_eyes=FOUR_EYES
    ),
    "amend list": lambda writer, entry: blacklist.amend(
        writer, entry, {"list": "group"}, reason="改", four_eyes=FOUR_EYES
    ),
    "amend workers": lambda writer, entry: blacklist.amend(
        writer, entry, {"workers": 30}, reason="改", four_eyes=FOUR_EYES
    ),
}


def done(register: Register, actor: str, work: Callable[[Writer], Any]) -> Any:
    with register.writing(actor) as writer:
        return work(writer)


@pytest.mark.parametrize(
    ("sentence", "stated", "steps", "ends"),
    [
        ("a statutory entry holds at once", STATUTORY, [], "in_force"),
        ("a group entry waits for somebody else", GROUP, [], "proposed"),
        ("somebody else approves", GROUP, [("乙", "approve")], "in_force"),
        ("after a review", GROUP, [("乙", "review"), ("丙", "approve")], "in_force"),
        ("nobody approves what he proposed", GROUP, [("甲", "approve")], "须由另一个人批准"),
        ("nor under his name in other letters", GROUP, [(" 甲", "approve")], "须由另一个人批准"),
        ("nor with a blank in his name", {**GROUP, "by": "甲乙"}, [("甲 乙", "approve")], "须由另一个人批准"),
        ("nor with a point", {**GROUP, "by": "甲乙"}, [("甲·乙。", "approve")], "须由另一个人批准"),
        ("nobody enters a group list by way of another", {**STATUTORY, "list": "local"}, [("甲", "amend list")], "不能由一人更改名单"),
        ("who changed a proposal does not approve it", GROUP, [("乙", "amend name"), ("乙", "approve")], "须由另一个人批准"),
        ("who reviewed it may", GROUP, [("乙", "review"), ("乙", "approve")], "in_force"),
        ("rejected", GROUP, [("乙", "reject")], "rejected"),
        ("a rejected one is not approved later", GROUP, [("乙", "reject"), ("丙", "approve")], "未采纳"),
        ("lifted", STATUTORY, [("乙", "lift")], "lifted"),
        ("lifted once", STATUTORY, [("乙", "lift"), ("乙", "lift")], "已移出"),
        ("revoked", STATUTORY, [("乙", "revoke")], "revoked"),
        ("revoked after it was lifted", STATUTORY, [("乙", "lift"), ("乙", "revoke")], "revoked"),
        ("a proposal is not lifted", GROUP, [("乙", "lift")], "已提出"),
        ("what is in force is not reviewed", STATUTORY, [("乙", "review")], "有效"),
        ("corrected", STATUTORY, [("乙", "amend name")], "in_force"),
        ("one person does not turn a group entry to another firm", GROUP, [("乙", "approve"), ("乙", "amend name")], "不能由一人更改名称"),
        ("but corrects what is not about whom or when", GROUP, [("乙", "approve"), ("乙", "amend workers")], "in_force"),
        ("what has ended is not corrected", STATUTORY, [("乙", "lift"), ("乙", "amend workers")], "不能再改"),
        ("the program decides nothing", GROUP, [(PROGRAM, "approve")], "程序只能提出建议"),
        ("the program corrects nothing", STATUTORY, [(PROGRAM, "amend workers")], "程序只能提出建议"),
        ("the program lifts nothing", STATUTORY, [(PROGRAM, "lift")], "程序只能提出建议"),
    ],
)  # fmt: skip
def test_steps_of_an_entry(
    register: Register, sentence: str, stated: dict[str, Any], steps: list[tuple[str, str]], ends: str
) -> None:
    stated = dict(stated)
    by = stated.pop("by", "甲")
    entry = done(register, by, lambda writer: blacklist.add(writer, stated, reason="登记", four_eyes=FOUR_EYES))

    def all_steps() -> str:
        for actor, step in steps:
            done(register, actor.strip(), lambda writer, step=step: STEPS[step](writer, entry))
        with register.reading() as reader:
            return str(reader.get("entry", entry)["state"])

    try:
        found = all_steps()
    except RegisterError as error:
        found = error.zh
        assert error.en
    assert ends in found, sentence
    with register.reading() as reader:
        assert audit.verify(reader).sound


@pytest.mark.parametrize(
    ("sentence", "changed", "zh"),
    [
        ("no list", {"list": None}, "名单种类"),
        ("an unknown list", {"list": "blue"}, "名单种类"),
        ("an unknown level", {"level": "village"}, "名单级别"),
        ("an unknown subject", {"subject": "dog"}, "对象"),
        ("an unknown kind of reason", {"reason_code": "BAD"}, "事由类别"),
        ("nobody", {"name": " ", "uscc": None}, "名称或统一社会信用代码"),
        ("ends before it begins", {"in_force_to": D(2026, 3, 1)}, "早于起始"),
        ("a negative amount", {"amount": -1}, "负数"),
        ("an amount that no check could read", {"amount": Decimal("1e20")}, "太大"),
        ("more people than there are", {"workers": 10**20}, "太大"),
        ("no first day", {"decided_on": None}, "没有决定日期"),
        ("a day from which no term can be counted", {"decided_on": D(9999, 12, 31)}, "年份不对"),
        ("a first day before there was a list", {"in_force_from": D(202, 6, 1)}, "年份不对"),
    ],
)
def test_what_is_no_entry_is_refused(register: Register, sentence: str, changed: dict[str, Any], zh: str) -> None:
    with pytest.raises(RegisterError) as caught:
        done(register, "甲", lambda writer: blacklist.add(writer, {**STATUTORY, **changed}, reason="x", four_eyes=()))
    assert zh in caught.value.zh, sentence
    with register.reading() as reader:
        assert reader.all("entry") == []
        assert reader.head()[0] == 0


def test_the_program_proposes_and_nothing_else(register: Register) -> None:
    entry = done(register, PROGRAM, lambda writer: blacklist.propose(writer, STATUTORY, reason="达到条件"))
    with pytest.raises(RegisterError, match="程序只能提出建议"):
        done(register, PROGRAM, lambda writer: blacklist.add(writer, STATUTORY, reason="x", four_eyes=()))
    with register.reading() as reader:
        assert [(one["id"], one["state"], one["proposed_by"]) for one in reader.all("entry")] == [
            (entry, "proposed", PROGRAM)
        ]


@pytest.mark.parametrize("day", [D(2026, 9, 30), None])
def test_a_proposal_of_an_entry_that_has_left_is_approved_as_lifted(register: Register, day: dt.date | None) -> None:
    left = Leaving(day, "名单载明已移出")
    entry = done(
        register, "甲", lambda writer: blacklist.add(writer, GROUP, reason="x", four_eyes=FOUR_EYES, leaving=left)
    )
    done(register, "乙", lambda writer: approve(writer, entry))
    with register.reading() as reader:
        found = reader.get("entry", entry)
        assert (found["state"], found["left_on"], found["left_reason"]) == ("lifted", day, "名单载明已移出")
        assert [event.action for event in reader.history(entry)] == ["propose", "approve", "lift"]


TERMS = Terms(36, 6, 12)


@pytest.mark.parametrize(
    ("sentence", "changed", "days"),
    [
        ("its own end", {"in_force_to": D(2029, 3, 1)}, Days(D(2026, 3, 2), D(2029, 3, 1), False, D(2026, 9, 2), D(2027, 3, 2))),
        ("the term of the list", {}, Days(D(2026, 3, 2), D(2029, 3, 1), True, D(2026, 9, 2), D(2027, 3, 2))),
        ("the first day speaks before the decision", {"in_force_from": D(2026, 8, 31)}, Days(D(2026, 8, 31), D(2029, 8, 30), True, D(2027, 2, 28), D(2027, 8, 31))),
        ("a leap day", {"decided_on": D(2028, 2, 29)}, Days(D(2028, 2, 29), D(2031, 2, 28), True, D(2028, 8, 29), D(2029, 2, 28))),
        ("no day of listing", {"decided_on": None}, Days(None, None, False, None, None)),
        ("a local list has no term", {"list": "local"}, Days(D(2026, 3, 2), None, False, None, None)),
        ("nor early removal", {"list": "group", "in_force_to": D(2027, 3, 1)}, Days(D(2026, 3, 2), D(2027, 3, 1), False, None, None)),
    ],
)  # fmt: skip
def test_days_that_follow_from_an_entry(sentence: str, changed: dict[str, Any], days: Days) -> None:
    entry = {"in_force_from": None, "in_force_to": None, **STATUTORY, **changed}
    assert terms.days(entry, TERMS) == days, sentence


@pytest.mark.parametrize(
    ("sentence", "changed", "on", "state"),
    [
        ("on its last day it holds", {}, D(2029, 3, 1), "in_force"),
        ("a day later it has expired", {}, D(2029, 3, 2), "expired"),
        ("a proposal does not expire", {"state": "proposed"}, D(2029, 3, 2), "proposed"),
        ("a local one without an end holds", {"list": "local"}, D(2039, 3, 2), "in_force"),
        (
            "before its last day it is not off",
            {"state": "lifted", "left_on": D(2026, 9, 30)},
            D(2026, 9, 30),
            "in_force",
        ),
        ("after it, it is", {"state": "lifted", "left_on": D(2026, 9, 30)}, D(2026, 10, 1), "lifted"),
        ("off since nobody knows when", {"state": "lifted", "left_on": None}, D(2026, 10, 1), "lifted"),
    ],
)
def test_the_state_on_a_day(sentence: str, changed: dict[str, Any], on: dt.date, state: str) -> None:
    entry = {"in_force_from": None, "in_force_to": None, "state": "in_force", **STATUTORY, **changed}
    assert terms.state(entry, on, TERMS) == state, sentence


@pytest.mark.parametrize(
    ("sentence", "second", "stored", "changed"),
    [
        ("the same again", {}, 1, False),
        ("the same in full width", {"contractor": " 示例甲建筑劳务有限公司 "}, 1, False),
        ("another answer corrects it", {"same": True}, 1, True),
        ("a code is added to it", {"uscc": CODE}, 1, True),
        ("another firm", {"contractor": "示例乙公司"}, 2, True),
        ("a person of it", {"person": "张某甲"}, 2, True),
    ],
)
def test_a_verdict_is_stored_once(
    register: Register, sentence: str, second: dict[str, Any], stored: int, changed: bool
) -> None:
    def work(writer: Writer) -> bool:
        entry = blacklist.add(writer, STATUTORY, reason="x", four_eyes=())
        first: dict[str, Any] = {
            "entry": entry, "same": False, "contractor": "示例甲建筑劳务有限公司", "uscc": None, "person": None, "reason": "查过",
        }  # fmt: skip
        verdicts.decide(writer, **first)
        return verdicts.decide(writer, **{**first, **second})[1]

    assert done(register, "甲", work) is changed, sentence
    with register.reading() as reader:
        kept = reader.all("verdict")
        assert len(kept) == stored
        assert bool(kept[-1]["same"]) is second.get("same", False)
        assert audit.verify(reader).sound


def test_a_verdict_needs_an_entry(register: Register) -> None:
    with pytest.raises(RegisterError, match="没有编号 E9"):
        done(register, "甲", lambda w: verdicts.decide(w, entry="E9", same=True, contractor="示例甲", uscc=None, person=None, reason="x"))  # fmt: skip


ORDER: dict[str, Any] = {
    "contractor": "示例甲公司", "uscc": CODE, "deadline": D(2026, 10, 31), "ordered_on": D(2026, 10, 1), "order_no": "示例责令〔2026〕1号",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "changed", "zh"),
    [
        ("nobody", {"contractor": None, "uscc": None}, "分包单位名称或统一社会信用代码"),
        ("the deadline before the order", {"deadline": D(2026, 9, 30)}, "早于责令日期"),
        ("no amount", {"amount": 0}, "大于零"),
        ("the same number again", {"deadline": D(2026, 11, 1)}, "没有重复登记"),
        ("the same without a number", {"order_no": None}, "同样的责令支付已登记为"),
    ],
)
def test_what_is_no_order_is_refused(register: Register, sentence: str, changed: dict[str, Any], zh: str) -> None:
    for number in (ORDER["order_no"], None):
        done(register, "甲", lambda writer, number=number: orders.add(writer, **{**ORDER, "order_no": number}))
    with pytest.raises(RegisterError, match=zh):
        done(register, "甲", lambda writer: orders.add(writer, **{**ORDER, **changed}))


def test_an_order_is_settled_or_revoked_once(register: Register) -> None:
    first = done(register, "甲", lambda writer: orders.add(writer, **ORDER))
    other = done(register, "甲", lambda writer: orders.add(writer, **{**ORDER, "order_no": "2号"}))
    with pytest.raises(RegisterError, match="早于责令日期"):
        done(register, "乙", lambda writer: orders.settle(writer, first, settled_on=D(2026, 9, 1), reason="回单"))
    done(register, "乙", lambda writer: orders.settle(writer, first, settled_on=D(2026, 11, 1), reason="回单"))
    done(register, "乙", lambda writer: orders.revoke(writer, other, reason="登记错"))
    for order in (first, other):
        with pytest.raises(RegisterError, match="已经了结"):
            done(register, "乙", lambda writer, order=order: orders.revoke(writer, order, reason="x"))
    with register.reading() as reader:
        assert [(one["state"], one["settled_on"]) for one in reader.all("order")] == [("settled", D(2026, 11, 1)), ("revoked", None)]  # fmt: skip


def test_evidence_is_kept_by_its_hash_and_checked_again(register: Register, tmp_path: Path) -> None:
    paper, place = tmp_path / "决定书.pdf", tmp_path / "kept"
    paper.write_bytes(b"%PDF made up")
    entry = done(register, "甲", lambda writer: blacklist.add(writer, STATUTORY, reason="x", four_eyes=()))
    attached = [
        done(register, "甲", lambda w: evidence.attach(w, kind="entry", about=entry, path=paper, place=place))
        for _ in range(2)
    ]
    assert [one.new for one in attached] == [True, False]
    assert attached[0].kept is not None
    assert attached[0].kept.read_bytes() == paper.read_bytes()
    assert [path.name for path in place.iterdir()] == [attached[0].kept.name]

    def checks(where: Path | None) -> list[str]:
        with register.reading() as reader:
            return [check for _, check in evidence.of(reader, entry, where)]

    assert checks(place) == ["sound"]
    assert checks(None) == ["elsewhere"]
    attached[0].kept.write_bytes(b"something else")
    assert checks(place) == ["changed"]
    attached[0].kept.unlink()
    assert checks(place) == ["missing"]


@pytest.mark.parametrize(
    ("sentence", "name", "about", "zh"),
    [("no such file", "没有.pdf", "E1", "读不到"), ("an empty one", "空.pdf", "E1", "空文件"), ("no such entry", "有.pdf", "E7", "没有编号 E7")],
)  # fmt: skip
def test_evidence_that_proves_nothing_is_refused(
    register: Register, tmp_path: Path, sentence: str, name: str, about: str, zh: str
) -> None:
    (tmp_path / "空.pdf").touch()
    (tmp_path / "有.pdf").write_bytes(b"x")
    done(register, "甲", lambda writer: blacklist.add(writer, STATUTORY, reason="x", four_eyes=()))
    with pytest.raises(RegisterError, match=zh):
        done(register, "甲", lambda w: evidence.attach(w, kind="entry", about=about, path=tmp_path / name, place=tmp_path / "kept"))  # fmt: skip
    with register.reading() as reader:
        assert reader.all("evidence") == []
