"""Verification finds every change that went round the program, and says where."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from tests.register.conftest import clock
from wagecheck.errors import RegisterError
from wagecheck.register import audit, blacklist, canonical, events, guards, sites
from wagecheck.register.store import Register, open_register
from wagecheck.register.tables import RECORDS

NO_GUARD = "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; DROP TRIGGER event_only_behind; "
#: Whoever is careful puts the guards back.
GUARDED = "; " + "; ".join(guards.SQLITE)
#: What somebody does to the file behind the program's back → what verification says (code, event, record)
TAMPERING = [
    ("UPDATE event SET actor = '李四' WHERE seq = 2", [("hash", 2, "E1")]),
    ("UPDATE event SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = 1", [("hash", 1, "E1")]),
    ("DELETE FROM event WHERE seq = 2", [("gap", 3, ""), ("link", 3, ""), ("differs", None, "E1")]),
    ("DELETE FROM event WHERE seq = 3", [("untold", None, "E3")]),
    ("UPDATE event SET previous = 'x' WHERE seq = 2", [("link", 2, ""), ("hash", 2, "E1")]),
    ("UPDATE entry SET amount = '1.00' WHERE id = 'E1'", [("differs", None, "E1")]),
    ("DELETE FROM entry WHERE id = 'E3'", [("lost", None, "E3")]),
    ("UPDATE entry SET decided_on = '2026-3-2' WHERE id = 'E1'", [("differs", None, "E1")]),
    ("UPDATE entry SET amount = '12,5' WHERE id = 'E1'", [("differs", None, "E1")]),
    ("UPDATE event SET after = '{' WHERE seq = 3", [("hash", 3, "E3"), ("differs", None, "E3")]),
    ("UPDATE event SET after = '[]' WHERE seq = 3", [("hash", 3, "E3"), ("differs", None, "E3")]),
    ("INSERT INTO run_worker (run, number, worker_key) VALUES ('R9', 1, 'k')", [("run_rows", None, "R9")]),
    ("INSERT INTO entry (id, state, list, subject) VALUES ('E9', 'in_force', 'group', 'enterprise')", [("untold", None, "E9")]),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "found"), TAMPERING, ids=[statement[:40] for statement, _ in TAMPERING])
def test_tampering_is_found_where_it_was_done(tmp_path: Path, statement: str, found: list[tuple[Any, ...]]) -> None:
    place = tmp_path / "register.db"
    with open_register(str(place), clock=clock) as register, register.writing("张三") as writer:
        _three(writer)
    with sqlite3.connect(place) as other:
        other.executescript(NO_GUARD + statement + GUARDED)
    with open_register(str(place), clock=clock) as register, register.reading() as reader:
        verified = audit.verify(reader)
    assert [(one.code, one.seq, one.subject) for one in verified.breaks] == found


GUARDS = [
    "DROP TRIGGER event_no_update",
    "DROP TRIGGER event_no_update; CREATE TRIGGER event_no_update BEFORE UPDATE ON event WHEN 0 BEGIN SELECT 1; END",
]


@pytest.mark.parametrize("statement", GUARDS, ids=["gone", "rewritten"])
def test_a_guard_that_is_gone_is_missed(tmp_path: Path, statement: str) -> None:
    place = tmp_path / "register.db"
    open_register(str(place), clock=clock).close()
    with sqlite3.connect(place) as other:
        other.executescript(statement)
    with open_register(str(place), clock=clock) as register, register.reading() as reader:
        assert [(one.code, one.detail) for one in audit.verify(reader).breaks] == [("guard", "event_no_update")]


def test_a_tail_cut_off_with_all_it_changed_is_found_by_an_anchor(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with open_register(str(place), clock=clock) as register, register.writing("张三") as writer:
        _three(writer)
    with open_register(str(place), clock=clock) as register, register.reading() as reader:
        _, head = reader.head()
        assert audit.verify(reader, anchor=head).sound
    with sqlite3.connect(place) as other:
        other.executescript(NO_GUARD + "DELETE FROM event WHERE seq = 3; DELETE FROM entry WHERE id = 'E3'" + GUARDED)
    with open_register(str(place), clock=clock) as register, register.reading() as reader:
        assert audit.verify(reader).sound
        assert [one.code for one in audit.verify(reader, anchor=head).breaks] == ["anchor"]


def test_a_sound_register(register: Register) -> None:
    with register.writing("张三") as writer:
        _three(writer)
    with register.reading() as reader:
        verified = audit.verify(reader)
        assert (verified.events, verified.records, verified.sound) == (3, 2, True)
        assert verified.head == reader.head()[1]


@pytest.mark.parametrize("value", ["甲“\"'\\\n", "", None])
def test_texts_come_back_from_events_as_they_were(register: Register, value: str | None) -> None:
    with register.writing("张三") as writer:
        entry = writer.add("entry", "add", None, state="x", list="other", subject="enterprise", name=value)
    with register.reading() as reader:
        (event,) = reader.history(entry)
        assert canonical.read(event.after, RECORDS["entry"]) == reader.get("entry", entry)
        assert audit.verify(reader).sound


def _three(writer: Any) -> None:
    entry = writer.add(
        "entry", "add", "试", state="in_force", list="group", subject="enterprise", amount=Decimal("12.5")
    )
    writer.change("entry", entry, "amend", None, decided_on=dt.date(2026, 3, 2))
    writer.add("entry", "add", "试", state="in_force", list="group", subject="enterprise", name="乙")


class Operations(RuleBasedStateMachine):
    """Any sequence of operations leaves the chain valid, and the records are what the events add up to."""

    entries = Bundle("entries")
    people = st.sampled_from(["甲", "乙", "丙"])

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.register = open_register(f"{self.folder.name}/register.db", clock=clock)

    def teardown(self) -> None:
        self.register.close()
        self.folder.cleanup()

    @initialize(target=entries, who=people)
    def first(self, who: str) -> str:
        return self.propose(who, "group", "甲公司")

    @rule(target=entries, who=people, kind=st.sampled_from(blacklist.LISTS), name=st.text(max_size=8))
    def propose(self, who: str, kind: str, name: str) -> str:
        with self.register.writing(who) as writer:
            stated = {"list": kind, "name": name, "uscc": "91110199MA00000X7P"}
            return blacklist.propose(writer, stated, reason=None)

    @rule(entry=entries, who=people, step=st.sampled_from(["review", "approve", "reject", "lift", "revoke", "amend"]))
    def step(self, entry: str, who: str, step: str) -> None:
        try:
            with self.register.writing(who) as writer:
                _STEPS[step](writer, entry)
        except RegisterError:
            pass

    @rule(entry=consumes(entries), who=people)
    def broken_off(self, entry: str, who: str) -> None:
        try:
            with self.register.writing(who) as writer:
                blacklist.amend(writer, entry, {"name": "不留下"}, reason="x", four_eyes=())
                raise RegisterError("x", "x")
        except RegisterError:
            pass

    @invariant()
    def agrees(self) -> None:
        with self.register.reading() as reader:
            assert audit.verify(reader).sound
            told = {event.subject: event.after for event in events.walk(reader.connection) if event.after}
            assert told == {row["id"]: canonical.text(row) for row in reader.all("entry")}
            assert not any(row["name"] == "不留下" for row in reader.all("entry"))
            for row in reader.all("entry", state="in_force", list="group"):
                assert row["proposed_by"] != row["approved_by"]


_DAY = dt.date(2026, 10, 1)
_STEPS: dict[str, Any] = {
    "review": lambda writer, entry: blacklist.review(writer, entry, reason=None),
    "approve": lambda writer, entry: blacklist.approve(
        writer, entry, reason="决定", four_eyes=("group",), decided_on=_DAY
    ),
    "reject": lambda writer, entry: blacklist.reject(writer, entry, reason="不成立"),
    "lift": lambda writer, entry: blacklist.lift(writer, entry, reason="已付清", left_on=_DAY + dt.timedelta(days=9)),
    "revoke": lambda writer, entry: blacklist.revoke(writer, entry, reason="决定有误", left_on=_DAY),
    "amend": lambda writer, entry: blacklist.amend(writer, entry, {"workers": 27}, reason="更正", four_eyes=()),
}

TestOperations = Operations.TestCase
TestOperations.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_what_is_noted_about_a_record_is_no_change_of_it(register: Register) -> None:
    """A login, a download, an unmasking: before, between and after changes."""
    with register.writing("管理员己") as writer:
        site = sites.add(writer, name="示例一号项目", region=None, bureau=None)
        writer.note("download", "一.csv", kind="site", subject=site)
    with register.writing("管理员己") as writer:
        sites.change(writer, site, name="示例一号项目", region="北京市", bureau=None)
        writer.note("download", "二.csv", kind="site", subject=site)
    with register.reading() as reader:
        assert audit.verify(reader).breaks == ()
