"""name_number: one name, one number, in all ledgers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import ID_A, ID_B, ledgers, who
from wagecheck.facts import name_number

A = {"name": "张某甲", "id_number": ID_A}
B = {"name": "张某甲", "id_number": ID_B}
SLIP = {"name": "张某甲", "id_number": ID_A[:-1] + "8"}
PHONE = {"phone": "15400001234"}
LOSSY = {"id_state": "lossy"}
MASKED = {"id_state": "masked"}


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("the same everywhere", {"identity": [A], "roster": [A], "payroll": [A]}, [(None, False)]),
        ("a slip in the payroll", {"identity": [A], "roster": [A], "payroll": [SLIP]}, [(SLIP["id_number"], True)]),
        ("two ledgers: the malformed number is odd", {"roster": [SLIP], "payroll": [A]}, [(SLIP["id_number"], True)]),
        ("two ledgers, two good numbers: the one farther from the card is odd", {"identity": [B], "payroll": [A]},
         [(ID_A, True)]),
        ("another person's number in the attendance", {"identity": [A], "roster": [A], "attendance": [B | {"work": 1}]},
         [(ID_B, True)]),
        ("two people of one name, both in every sheet", {"identity": [A, B], "payroll": [A, B]}, [(None, False)]),
        ("a namesake who is only on the roster, beside the other", {"payroll": [A], "roster": [A, B]}, [(None, False)]),
        ("two people, each in several ledgers",
         {"identity": [A, B], "roster": [A, B], "attendance": [A | {"work": 1}], "payroll": [B]}, [(None, False)]),
        ("last digits lost, fifteen alike",
         {"identity": [A], "payroll": [A | LOSSY | {"id_number": ID_A[:15] + "000"}]}, [(None, False)]),
        ("last digits lost, fifteen differ",
         {"identity": [A], "roster": [A], "payroll": [B | LOSSY | {"id_number": ID_B[:15] + "000"}]},
         [(ID_B[:15] + "000", True)]),
        ("masked, fits", {"identity": [A], "notice": [A | MASKED | {"id_number": "110199********0017"}]},
         [(None, False)]),
        ("masked, other end", {"identity": [A], "notice": [A | MASKED | {"id_number": "110199********0021"}]},
         [("110199********0021", True)]),
        ("one ledger only", {"payroll": [A]}, [(None, False)]),
        ("all masked", {"payroll": [A | MASKED | {"id_number": "1*****"}], "notice": [A | MASKED | {"id_number": "2*****"}]},
         [(None, None)]),
        ("a masked name says nothing", {"identity": [A], "notice": [B | {"name": "张*"}]}, [(None, False)]),
        ("small x and blanks", {"identity": [{"name": "张某甲", "id_number": "11019919850606006X"}],
         "payroll": [{"name": "张 某甲", "id_number": "11019919850606006x"}]}, [(None, False)]),
    ],
)  # fmt: skip
def test_odd_numbers(sentence: str, given: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    frame = name_number.build(*who(ledgers(**given)))
    assert frame.collect_schema() == name_number.FRAME.schema
    assert frame.select("odd_number", "is_odd").collect().rows() == expected, sentence


def test_one_phone_behind_two_good_numbers_is_left_to_rn02() -> None:
    frame = name_number.build(*who(ledgers(roster=[A | PHONE], payroll=[B | PHONE]))).collect()
    assert frame.select("is_odd", "same_phone").rows() == [(True, True)]


def test_the_odd_cell_is_cited() -> None:
    found = ledgers(identity=[A], roster=[A], payroll=[SLIP])
    row = name_number.build(*who(found)).collect().rows(named=True)[0]
    assert (row["odd_ledger"], row["numbers"], row["id_number"], len(row["any_at"])) == ("工资发放表", ID_A, ID_A, 1)
