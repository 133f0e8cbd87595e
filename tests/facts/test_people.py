"""Who is who: rows of several ledgers that mean one person, and rows that do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.ledger_kit import LI, ZHANG, D, ledgers, worked
from wagecheck.facts import people

NUMBER, OTHER, THIRD = "110199199003070017", "11019919850606006X", "110199196501010021"
SLIP = "110199199003070018"
CARD = {"bank_card": "6228480000000000018", "card_state": "ok"}
#: Two people called 张某甲.
NAMESAKES = [
    {**ZHANG, **CARD, "phone": "13800000001", "team": "木工班"},
    {**ZHANG, "id_number": OTHER, "bank_card": "6217000000000000020", "card_state": "ok", "team": "钢筋班"},
]


def name_only(**more: Any) -> dict[str, Any]:
    return {"name": "张某甲", "id_number": None, "id_state": "blank", **more}


def masked(number: str, **more: Any) -> dict[str, Any]:
    return {"name": "张某甲", "id_number": number, "id_state": "masked", **more}


@pytest.mark.parametrize(
    ("sentence", "roster", "payroll", "person"),
    [
        ("the same number", [ZHANG], ZHANG, NUMBER),
        ("lower-case x", [LI], {**LI, "id_number": OTHER.lower()}, OTHER),
        ("the same number under another name", [ZHANG], {**ZHANG, "name": "李某乙"}, NUMBER),
        ("the name without a number", [ZHANG], name_only(), NUMBER),
        ("the name written with blanks and a note", [ZHANG], name_only(name="张 某 甲（木工）"), NUMBER),
        ("a slip in the number", [ZHANG], {**ZHANG, "id_number": SLIP}, NUMBER),
        ("a slip under another name is somebody else", [ZHANG], {**LI, "id_number": SLIP}, SLIP),
        ("another valid number is another person", [ZHANG], {**ZHANG, "id_number": OTHER}, OTHER),
        (
            "last digits lost",
            [ZHANG],
            {"name": "张某甲", "id_number": "110199199003070000", "id_state": "lossy"},
            NUMBER,
        ),
        (
            "last digits lost, other first digits",
            [ZHANG],
            {"name": "张某甲", "id_number": "110199198506060000", "id_state": "lossy"},
            "name:张某甲",
        ),
        ("masked in the middle", [ZHANG], masked("110199********0017"), NUMBER),
        ("masked to the ends", [ZHANG], masked("1****************7"), NUMBER),
        ("masked, other digits shown", [ZHANG], masked("110199********0021"), "name:张某甲"),
        ("masked name and number", [ZHANG, LI], masked("110199********0017", name="张*"), NUMBER),
        ("masked name and number, full-width", [ZHANG, LI], masked("1101**********0017", name="张＊甲"), NUMBER),
        ("a masked name alone, one person of that surname", [ZHANG, LI], name_only(name="张**"), NUMBER),
        ("a masked name that does not fit", [ZHANG, LI], name_only(name="张*乙"), None),
        ("a name nobody has", [ZHANG], name_only(name="赵某丁"), "name:赵某丁"),
        ("nothing but a name anywhere", [name_only()], name_only(), "name:张某甲"),
        ("namesakes, neither number nor card", NAMESAKES, name_only(), None),
        ("namesakes, his card", NAMESAKES, name_only(**CARD), NUMBER),
        ("namesakes, his phone", NAMESAKES, name_only(phone="13800000001"), NUMBER),
        ("namesakes, his team", NAMESAKES, name_only(team="钢筋班"), OTHER),
        ("namesakes, masked number", NAMESAKES, masked("110199********006X"), OTHER),
        ("namesakes, a slip of one of them is a third", NAMESAKES, {**ZHANG, "id_number": SLIP}, SLIP),
        ("only a malformed number, and the name", [{**ZHANG, "id_number": SLIP}], name_only(), SLIP),
        ("neither name nor number", [ZHANG], name_only(name=None), "nobody"),
    ],
)
def test_who_is_meant(sentence: str, roster: list[dict[str, Any]], payroll: dict[str, Any], person: str | None) -> None:
    found = people.build(ledgers(roster=roster, payroll=[payroll]))
    rows = found.appearances.filter(ledger="payroll")
    if person == "nobody":
        assert rows.is_empty(), sentence
        return
    row = rows.row(0, named=True)
    assert (None if row["ambiguous"] else row["person"]) == person, sentence
    assert (row["pid"] is None) == (person is None), sentence
    assert found.ambiguous["surname"].to_list() == (["张"] if person is None else []), sentence


def test_persons_are_unique_and_known_by_the_roster() -> None:
    found = people.build(
        ledgers(
            identity=[{**ZHANG, "name": "张某田", "phone": "13800000009"}],
            roster=[{**ZHANG, **CARD, "phone": "13800000001"}],
            payroll=[{**ZHANG, "name": "张某田", "bank_card": "6217000000000000020", "card_state": "ok"}],
            notice=[{**ZHANG, "bank_card": "************0018", "card_state": "masked"}],
        )
    )
    person = found.persons.row(0, named=True)
    assert found.persons.height == 1
    assert (person["name"], person["phone"], person["id_number"]) == ("张某甲", "13800000001", NUMBER)
    assert person["cards"] == ["6217000000000000020", "6228480000000000018"]


def test_contractors_do_not_mix() -> None:
    found = people.build(ledgers(roster=[ZHANG], payroll=[name_only(contractor="乙劳务有限公司")]))
    assert sorted(found.persons["person"]) == [NUMBER, "name:张某甲"]


def test_every_day_of_a_run_finds_its_person() -> None:
    days = [D(2026, 10, 8), D(2026, 10, 9)]
    rows = worked(ZHANG, *days) + worked(LI, *days, row=6) + worked(ZHANG, D(2026, 10, 12), row=7)
    given = ledgers(roster=[ZHANG, LI], attendance=rows)
    found = people.build(given)
    runs, number = found.attendance_runs(given["attendance"])
    persons = dict(found.persons.select("pid", "person").iter_rows())
    assert [persons[pid] for pid in runs["pid"].gather(number)] == [NUMBER, NUMBER, OTHER, OTHER, NUMBER]
    assert found.appearances.filter(ledger="attendance").height == 2
