"""Waivers in the register: who may do what, what must be said, and that every step is an event."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from wagecheck.errors import RegisterError
from wagecheck.register import audit, waivers
from wagecheck.register.store import Register

D = dt.date
TODAY = D(2026, 11, 21)
STATED = {
    "rule": "PB03",
    "contractor": "示例安邦建筑劳务有限公司",
    "reason": "公示栏施工中",
    "expires_on": D(2026, 12, 31),
}


def proposed(register: Register, **stated: Any) -> str:
    with register.writing("张三") as writer:
        return waivers.propose(writer, {**STATED, **stated}, today=TODAY)


def test_proposed_by_one_approved_by_another_ended(register: Register) -> None:
    made = proposed(register)
    with register.writing("李四") as writer:
        waivers.approve(writer, made, reason="同意", four_eyes=True, today=TODAY)
    with register.writing("王五") as writer:
        waivers.end(writer, made, reason=" 已整改 ")
    with register.reading() as reader:
        record = reader.get("waiver", made)
        told = [(event.actor, event.action, event.reason) for event in reader.history(made)]
        assert audit.verify(reader).sound
    assert (record["state"], record["proposed_by"], record["approved_by"]) == ("ended", "张三", "李四")
    assert told == [("张三", "propose", STATED["reason"]), ("李四", "approve", "同意"), ("王五", "end", "已整改")]


def test_the_same_is_proposed_once(register: Register) -> None:
    made = proposed(register)
    with pytest.raises(RegisterError, match=f"已经登记为 {made}"):
        proposed(register)
    other = proposed(register, period="2026-11")
    with register.writing("李四") as writer:
        for one in (made, other):
            waivers.approve(writer, one, reason="同意", four_eyes=True, today=TODAY)
        with pytest.raises(RegisterError, match="已经批准过") as refused:
            waivers.approve(writer, made, reason="同意", four_eyes=True, today=TODAY)
        assert "approved" not in refused.value.zh
        waivers.end(writer, made, reason="已整改")
    assert proposed(register) != made  # what has ended may be proposed anew


@pytest.mark.parametrize(
    ("who", "four_eyes", "said"),
    [("张三", True, "另一个人"), ("张 三", True, "另一个人"), ("wagecheck", False, "程序"), ("张三", False, None)],
)
def test_who_approves(register: Register, who: str, four_eyes: bool, said: str | None) -> None:
    made = proposed(register)
    with register.writing(who) as writer:
        if said is None:
            waivers.approve(writer, made, reason=None, four_eyes=four_eyes, today=TODAY)
            assert writer.get("waiver", made)["state"] == "approved"
        else:
            with pytest.raises(RegisterError, match=said):
                waivers.approve(writer, made, reason=None, four_eyes=four_eyes, today=TODAY)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rule": " "}, "规则编号"),
        ({"rule": "第三条"}, "看不懂"),
        ({"contractor": None}, "参建单位"),
        ({"reason": ""}, "原因"),
        ({"expires_on": None}, "期限"),
        ({"expires_on": D(2026, 11, 20)}, "已经过去"),
        ({"worker_key": "张某"}, "工人标识"),
        ({"fingerprint": "abc"}, "问题指纹"),
        ({"period": "2026-13"}, "工资期间"),
        ({"period": "10月"}, "工资期间"),
        ({"period": "2026-10-10..2026-09-11"}, "工资期间"),
    ],
)
def test_what_must_be_said(register: Register, change: dict[str, Any], said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        proposed(register, **change)
    with register.reading() as reader:
        assert reader.all("waiver") == []


@pytest.mark.parametrize("period", ["2026-10", "2026-09-11..2026-10-10"])
def test_periods_and_the_last_day_itself(register: Register, period: str) -> None:
    made = proposed(register, period=period, expires_on=TODAY, rule="pb03")
    with register.reading() as reader:
        record = reader.get("waiver", made)
    assert (record["rule"], record["period"], waivers.on(record, TODAY)) == ("PB03", period, "proposed")
    assert waivers.on(record, D(2026, 11, 22)) == "expired"


def test_an_expired_proposal_is_not_approved_and_no_longer_stands(register: Register) -> None:
    made, later = proposed(register, expires_on=TODAY), D(2026, 11, 22)
    with register.reading() as reader:
        assert [waiver["id"] for waiver in waivers.standing(reader, TODAY)] == [made]
        assert waivers.standing(reader, later) == []
    with register.writing("李四") as writer, pytest.raises(RegisterError, match="已过"):
        waivers.approve(writer, made, reason=None, four_eyes=True, today=later)


def test_what_has_ended_stays_ended(register: Register) -> None:
    made = proposed(register)
    with register.writing("李四") as writer:
        with pytest.raises(RegisterError, match="理由"):
            waivers.end(writer, made, reason=" ")
        waivers.end(writer, made, reason="不批准")
        with pytest.raises(RegisterError, match="已经终止"):
            waivers.end(writer, made, reason="再次")
        with pytest.raises(RegisterError, match="不能再批准"):
            waivers.approve(writer, made, reason=None, four_eyes=True, today=TODAY)
