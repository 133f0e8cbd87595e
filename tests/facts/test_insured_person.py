"""insured_person and insurance_charge: who is on the list of insured people, and who was charged for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.facts.site import CARD_A, ID_A, ID_B, PROJECT, D, ledgers, settings, sheets
from wagecheck.facts import insurance_charge, insured_person
from wagecheck.facts.groundwork import Groundwork

A = {"name": "张某甲", "id_number": ID_A}
ROSTER = A | {"entry_date": D(2026, 10, 5), "bank_card": CARD_A}
LISTED = A | {"kind": "工伤保险", "insured_from": D(2026, 9, 27), "registered_on": D(2026, 10, 6)}


def built(roster: dict[str, Any], *insurance: dict[str, Any], worked: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    found = ledgers(
        payroll=[{"name": "李某乙", "id_number": ID_B, "net_pay": 1}], project=[{"name": PROJECT}], roster=[ROSTER | roster],
        insurance=list(insurance),
        attendance=[A | {"date": D(2026, 10, day), "work": Decimal(1), "unit": "day", "col": day} for day in worked],
    )  # fmt: skip
    frame = insured_person.build(sheets(found), Groundwork(found, settings()))
    assert frame.collect_schema() == insured_person.FRAME.schema
    return frame.collect().rows(named=True)


@pytest.mark.parametrize(
    ("sentence", "roster", "insurance", "insured"),
    [
        ("by number", {}, [LISTED], True),
        ("by number under another company", {}, [LISTED | {"contractor": "示例劳务乙公司"}], True),
        ("not on the list", {}, [], False),
        ("another person", {}, [LISTED | {"name": "李某乙", "id_number": ID_B}], False),
        ("another kind only", {}, [LISTED | {"kind": "意外伤害保险"}], False),
        ("no kind named", {}, [LISTED | {"kind": None}], True),
        ("ended before the period", {}, [LISTED | {"insured_to": D(2026, 9, 30)}], False),
        ("ended in the period, no day worked", {}, [LISTED | {"insured_to": D(2026, 10, 1)}], True),
        ("ended and renewed", {}, [LISTED | {"insured_to": D(2026, 9, 30)}, LISTED], True),
        ("by name, without a number there", {}, [LISTED | {"id_number": None, "id_state": "blank"}], True),
        ("by name, masked there", {}, [LISTED | {"id_number": "110199****0017", "id_state": "masked"}], None),
        ("by name, another number there", {}, [LISTED | {"id_number": ID_B}], None),
        ("by name, no number on the roster", {"id_number": None}, [LISTED], True),
    ],
)
def test_insured(sentence: str, roster: dict[str, Any], insurance: list[dict[str, Any]], insured: bool | None) -> None:
    (row,) = built(roster, *insurance)
    assert (row["name"], row["is_insured"], row["period"]) == ("张某甲", insured, "2026-10"), sentence


@pytest.mark.parametrize(
    ("sentence", "roster", "worked", "listed", "days"),
    [
        ("from the entry", {}, (), {}, 1),
        ("from the first day worked before the entry", {}, (3, 8), {}, 3),
        ("no entry", {"entry_date": None}, (4,), {}, 2),
        ("nothing known of the start", {"entry_date": None}, (), {}, None),
        ("no day of registration", {}, (), {"registered_on": None}, None),
    ],
)
def test_days_to_registration(
    sentence: str, roster: dict[str, Any], worked: tuple[int, ...], listed: dict[str, Any], days: int | None
) -> None:
    (row,) = built(roster, LISTED | listed, worked=worked)
    assert row["registration_days"] == days, sentence


def test_whoever_left_before_the_period_is_not_asked() -> None:
    assert built({"exit_date": D(2026, 9, 30)}) == []
    assert len(built({"exit_date": D(2026, 10, 1)})) == 1


def charged(*items: dict[str, Any]) -> list[tuple[Any, ...]]:
    item = A | {"col": 9, "kind": "deduction", "after_gross": True}
    found = ledgers(
        payroll=[A | {"net_pay": 1, "src": 3}], payroll_item=[item | {"src": 3, "row": 5} | one for one in items]
    )
    frame = insurance_charge.build(sheets(found), Groundwork(found, settings()))
    assert frame.collect_schema() == insurance_charge.FRAME.schema
    columns = ("titles", "charged", "is_injury_insurance")
    return [(*(row[name] for name in columns), len(row["charge_at"])) for row in frame.collect().rows(named=True)]


@pytest.mark.parametrize(
    ("sentence", "items", "expected"),
    [
        ("work injury", [("工伤保险（元）", 30)], [("工伤保险（元）", 30, True, 1)]),
        ("written as a negative number", [("意外险", -50)], [("意外险", 50, False, 1)]),
        ("both", [("工伤", 30), ("意外险", 50)], [("工伤、意外险", 80, True, 2)]),
        ("own social insurance", [("社会保险个人部分", 300), ("养老保险", 200), ("三险一金", 100)], []),
        ("a bare word", [("保险", 20)], [("保险", None, False, 1)]),
        ("an empty column", [("工伤保险", 0)], []),
        ("fines are no premium", [("罚款", 100)], []),
    ],
)
def test_charges(sentence: str, items: list[tuple[str, int]], expected: list[tuple[Any, ...]]) -> None:
    rows = [{"title": title, "amount": Decimal(amount), "col": 9 + n} for n, (title, amount) in enumerate(items)]
    assert charged(*rows) == expected, sentence


def test_an_earning_is_no_charge() -> None:
    assert charged({"title": "工伤补助", "amount": Decimal(100), "kind": "earning"}) == []


@pytest.mark.parametrize(("ended", "insured"), [(19, False), (20, True), (21, True)])
def test_insured_until_the_last_day_worked(ended: int, insured: bool) -> None:
    """Worked on the 8th and the 20th of October; a list that ends between them leaves the rest uncovered."""
    (row,) = built({}, LISTED | {"insured_to": D(2026, 10, ended)}, worked=(8, 20))
    assert (row["is_insured"], row["last_day"]) == (insured, D(2026, 10, 20))
