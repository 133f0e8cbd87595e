"""name_phone: one name and phone, one identity number."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import ID_A, ID_B, ledgers, who
from wagecheck.facts import name_phone

PHONE = "13800000001"
A = {"name": "张某甲", "id_number": ID_A, "phone": PHONE}


@pytest.mark.parametrize(
    ("sentence", "roster", "payroll", "expected"),
    [
        ("one person in two ledgers", A, A, [(1, ID_A, ID_A)]),
        ("two valid numbers behind one name and phone", A, A | {"id_number": ID_B}, [(2, f"{ID_A}、{ID_B}", None)]),
        ("a typing slip is no second number", A, A | {"id_number": ID_A[:-1] + "8"}, [(1, ID_A, ID_A)]),
        ("lost digits are no second number", A, A | {"id_number": ID_B, "id_state": "lossy"}, [(1, ID_A, ID_A)]),
        ("namesakes with their own phones", A, A | {"id_number": ID_B, "phone": "13800000002"},
         [(1, ID_A, ID_A), (1, ID_B, ID_B)]),
        ("a shared phone, two names", A, {"name": "李某乙", "id_number": ID_B, "phone": PHONE},
         [(1, ID_A, ID_A), (1, ID_B, ID_B)]),
        ("blanks in name and phone", A, A | {"name": "张 某甲", "phone": "138 0000 0001"}, [(1, ID_A, ID_A)]),
        ("a masked phone says nothing", A, A | {"id_number": ID_B, "phone": "138****0001"}, [(1, ID_A, ID_A)]),
        ("no number at all", {"name": "张某甲", "phone": PHONE}, {"name": "赵某丁"}, [(0, "", None)]),
        ("no phone at all", {"name": "张某甲", "id_number": ID_A}, {"name": "赵某丁"}, []),
    ],
)  # fmt: skip
def test_numbers_behind_a_name(
    sentence: str, roster: dict[str, Any], payroll: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    frame = name_phone.build(*who(ledgers(roster=[roster], payroll=[payroll])))
    assert frame.collect_schema() == name_phone.FRAME.schema
    assert sorted(frame.select("n_numbers", "numbers", "id_number").collect().rows()) == sorted(expected), sentence
