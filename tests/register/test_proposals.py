"""A check proposes, people decide: once per company and arrears, and never an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from tests.register.test_runs import frame
from wagecheck.errors import RegisterError
from wagecheck.register import blacklist
from wagecheck.register.actor import PROGRAM
from wagecheck.register.proposals import propose
from wagecheck.register.store import Register
from wagecheck.register.writer import Writer
from wagecheck.result import FINDINGS, WORKERS

CODE, OTHER_CODE = "91110199MA00000X7P", "91110199MA0000AB08"
AS_OF = dt.date(2026, 11, 21)


def finding(
    contractor: str = "甲劳务有限公司", message: str = "欠薪", rule: str = "BL07", state: str = "open"
) -> dict[str, object]:
    return {
        "rule": rule,
        "state": state,
        "contractor": contractor,
        "project": "一标段",
        "amount": Decimal("9000.00"),
        "message": message,
        "fingerprint": "f1",
    }


def run(register: Register, *findings: dict[str, object]) -> dict[str, str]:
    owing = [
        {"contractor": "甲劳务有限公司", "worker_key": key, "owed": Decimal(owed)}
        for key, owed in (("k1", "5000"), ("k1", "1000"), ("k2", "3000"), ("k3", "0"))
    ]
    with register.writing(PROGRAM) as writer:
        return propose(
            writer, frame(list(findings), FINDINGS), frame(owing, WORKERS), {"甲劳务有限公司": CODE}, as_of=AS_OF
        )


def test_a_proposal_says_who_owes_what_to_how_many(register: Register) -> None:
    assert run(register, finding()) == {"甲劳务有限公司": "E1"}
    with register.reading() as reader:
        entry = reader.get("entry", "E1")
    told = {
        name: entry[name] for name in ("state", "list", "uscc", "workers", "amount", "project", "reason", "proposed_by")
    }
    assert told == {
        "state": "proposed", "list": "group", "uscc": CODE, "workers": 2, "amount": Decimal("9000.00"), "project": "一标段",
        "reason": "欠薪", "proposed_by": PROGRAM,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("another rule", finding(rule="PY18")),
        ("a waived finding", finding(state="waived")),
    ],
)
def test_nothing_to_propose(register: Register, sentence: str, found: dict[str, object]) -> None:
    assert run(register, found) == {}, sentence


@pytest.mark.parametrize(
    ("sentence", "before", "again"),
    [
        ("proposed already, by code, under another name", {"list": "group", "name": "别的名字", "uscc": CODE}, []),
        ("proposed already, by name, written otherwise", {"list": "group", "name": "甲劳务 有限公司"}, []),
        ("on another list", {"list": "statutory", "name": "甲劳务有限公司", "uscc": CODE}, ["甲劳务有限公司"]),
        ("another company of that name", {"list": "group", "name": "甲劳务有限公司", "uscc": OTHER_CODE}, ["甲劳务有限公司"]),
        ("another company", {"list": "group", "name": "乙劳务有限公司"}, ["甲劳务有限公司"]),
    ],
)  # fmt: skip
def test_what_is_known_already(register: Register, sentence: str, before: dict[str, object], again: list[str]) -> None:
    with register.writing("张三") as writer:
        blacklist.propose(writer, before, reason=None)
    assert list(run(register, finding())) == again, sentence


@pytest.mark.parametrize(("last", "again"), [(AS_OF, []), (AS_OF - dt.timedelta(days=1), ["甲劳务有限公司"])])
def test_who_stood_on_the_list_is_proposed_again(register: Register, last: dt.date, again: list[str]) -> None:
    stated = {"list": "group", "uscc": CODE, "decided_on": dt.date(2025, 1, 1), "in_force_to": last}
    with register.writing("张三") as writer:
        blacklist.add(writer, stated, reason="欠薪", four_eyes=())
    assert list(run(register, finding())) == again


def test_a_rejected_proposal_comes_back_only_with_other_arrears(register: Register) -> None:
    run(register, finding())
    with register.writing("李四") as writer:
        blacklist.reject(writer, "E1", reason="已付清")
    assert run(register, finding()) == {}
    assert run(register, finding(message="欠薪更多")) == {"甲劳务有限公司": "E3"}


@pytest.mark.parametrize(
    "decide",
    [
        lambda writer: blacklist.reject(writer, "E1", reason="x"),
        lambda writer: blacklist.review(writer, "E1", reason=None),
        lambda writer: blacklist.approve(writer, "E1", reason=None, four_eyes=(), decided_on=dt.date(2026, 11, 1)),
        lambda writer: blacklist.add(
            writer, {"list": "other", "name": "乙", "decided_on": dt.date(2026, 11, 1)}, reason=None, four_eyes=()
        ),
    ],
)
def test_the_program_never_decides(register: Register, decide: Callable[[Writer], None]) -> None:
    run(register, finding())
    with pytest.raises(RegisterError, match="程序只能提出建议"), register.writing(PROGRAM) as writer:
        decide(writer)
    with register.reading() as reader:
        assert pl.DataFrame(reader.all("entry"))["state"].to_list() == ["proposed"]
