"""Decisions of people by way of any face: a reason is needed, a record without a number shown, a trail of who saw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from wagecheck.errors import InputError, RegisterError
from wagecheck.register.store import Register, open_register
from wagecheck.register.terms import Terms
from wagecheck.tasks import deciding, entering, entries, entry_values, history, masking
from wagecheck.tasks.house import Bounds, House

DAY = dt.date(2026, 11, 28)
NUMBER = "110199199003070017"
_YEAR = dt.timedelta(days=366)
HOUSE = House(("group",), Terms(36, 6, 3), Bounds(dt.date(2000, 1, 1), _YEAR, _YEAR, 36))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Register]:
    with open_register(str(tmp_path / "r.db"), clock=lambda: dt.datetime(2026, 11, 28, tzinfo=dt.UTC)) as register:
        yield register


@pytest.fixture
def entry(store: Register) -> str:
    stated = entry_values.stated(
        {"list": "group", "name": "示例黑石建筑劳务有限公司", "reason": f"拖欠 {NUMBER} 工资", "amount": "5万元"}
    )
    with store.writing("甲") as writer:
        made, state = entering.enter(writer, stated, HOUSE, proposal=True, note=None, anyway=False, today=DAY)
    assert state == "proposed"
    return made


@pytest.mark.parametrize("step", ["reject", "revoke"])
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_no_step_back_without_a_reason(store: Register, entry: str, step: str, reason: str | None) -> None:
    with pytest.raises(RegisterError), store.writing("乙") as writer:
        deciding.decide(writer, entry, step, house=HOUSE, reason=reason, left_on=DAY, stated={}, today=DAY)
    with store.reading() as reader:
        assert reader.get("entry", entry)["state"] == "proposed"


@pytest.mark.parametrize(("who", "state"), [("甲", None), ("乙", "in_force")])
def test_a_list_of_two_people_is_approved_by_the_other_one(
    store: Register, entry: str, who: str, state: str | None
) -> None:
    stated = deciding.decided("approve", {"decided_on": "2026-11-20", "authority": "集团", "decision_no": ""})
    if state is None:
        with pytest.raises(RegisterError), store.writing(who) as writer:
            deciding.decide(writer, entry, "approve", house=HOUSE, reason="核实", left_on=DAY, stated=stated, today=DAY)
        return
    with store.writing(who) as writer:
        told = deciding.decide(
            writer, entry, "approve", house=HOUSE, reason="核实", left_on=DAY, stated=stated, today=DAY
        )
    assert told == (entry, state)


@pytest.mark.parametrize("given", [{"decided_on": "2026-11-20"}, {"authority": "集团"}])
def test_only_an_approval_states_a_decision(given: dict[str, str | None]) -> None:
    with pytest.raises(InputError):
        deciding.decided("reject", given)


def test_the_same_firm_is_not_entered_twice(store: Register, entry: str) -> None:
    stated = entry_values.stated({"list": "group", "name": "示例黑石建筑劳务有限公司", "reason": "再次拖欠"})
    with pytest.raises(RegisterError, match=entry), store.writing("乙") as writer:
        entering.enter(writer, stated, HOUSE, proposal=True, note=None, anyway=False, today=DAY)


def test_numbers_of_people_are_shown_to_whom_the_trail_names(store: Register, entry: str) -> None:
    shown = {}
    for who in (None, "法务"):
        masker = masking.masker(store, unmask_by=who, what="show", subject=entry)
        with store.reading() as reader:
            found = entries.one(reader, entry, house=HOUSE, on=DAY, store=None).masked(masker)
            listed = entries.listed(reader, masker, house=HOUSE, on=DAY, name="黑石")
            told = [history.told(event, masker) for event in reader.history(entry) if event.action != "unmask"]
        shown[who] = (NUMBER in str(found.plain()), NUMBER in str(listed), NUMBER in str(told))
    assert shown == {None: (False,) * 3, "法务": (True,) * 3}
    with store.reading() as reader:
        seen = [(event.actor, event.reason) for event in reader.history(entry) if event.action == "unmask"]
    assert seen == [("法务", "show")]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["list", "name", "reason", "decided_on"]),
        ({"list": "group", "uscc": "x", "reason_code": "arrears"}, []),
        ({"list": "statutory", "name": "甲", "reason": "欠薪"}, ["decided_on"]),
        ({"list": "statutory", "name": "甲", "reason": "欠薪", "in_force_from": DAY}, []),
    ],
)
def test_what_is_missing_of_an_entry_is_named(given: dict[str, object], missing: list[str]) -> None:
    dated = lambda name: entering.needs_day(HOUSE, name, proposal=False)  # noqa: E731
    assert entry_values.missing(given, dated) == missing
