"""guarantee_letter: validity, attributes and use of deposits and letters."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import PROJECT, D, ledgers, sheets
from wagecheck.facts import guarantee_letter

LETTER = {
    "form": "银行保函", "guarantee_no": "BH-1", "amount": 300_000, "valid_from": D(2026, 3, 1), "valid_to": D(2027, 2, 28),
    "beneficiary": "示例区人力资源和社会保障局",
}  # fmt: skip
RECORD = {"name": PROJECT, "complete_on": D(2027, 12, 31), "status": "在建"}


def built(*rows: dict[str, Any], handed_in: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    found = ledgers(payroll=[{"name": "张某甲", "net_pay": 1}], project=[RECORD], guarantee=list(rows))
    frame = guarantee_letter.build(sheets(found, *handed_in))
    assert frame.collect_schema() == guarantee_letter.FRAME.schema
    return frame.collect().rows(named=True)


@pytest.mark.parametrize(
    ("sentence", "changes", "expected"),
    [
        ("a year, both ends counted", {}, {
            "is_letter": True, "is_current": True, "valid_months": 12, "covered_to": D(2027, 2, 28),
            "expired_days": -99, "complete_on": D(2027, 12, 31), "is_complete": False, "beneficiary_is_authority": True,
        }),
        ("a day short of a year", {"valid_to": D(2027, 2, 27)}, {"valid_months": 11}),
        ("expired yesterday, the only one", {"valid_to": D(2026, 11, 20)}, {"is_current": True, "expired_days": 1}),
        ("an insurance policy", {"form": "工程保证保险"}, {"is_letter": True}),
        ("cash", {"form": "现金存款", "guarantee_no": None, "valid_from": None, "valid_to": None},
         {"is_letter": False, "valid_months": None}),
        ("no form, but a number", {"form": None}, {"is_letter": True}),
        ("neither form nor number nor validity",
         {"form": None, "guarantee_no": None, "valid_from": None, "valid_to": None}, {"is_letter": None}),
        ("in favour of a firm", {"beneficiary": "示例建设公司"}, {"beneficiary_is_authority": False}),
        ("no beneficiary", {"beneficiary": None}, {"beneficiary_is_authority": None}),
        ("used and restored on the tenth working day", {"used_on": D(2026, 11, 2), "restored_on": D(2026, 11, 16)},
         {"restored": True, "restore_working_days": 10}),
        ("used, no column for restoring", {"used_on": D(2026, 11, 2)}, {"restored": None, "restore_working_days": None}),
        ("used in a year without calendar", {"used_on": D(2025, 11, 3), "restored_on": D(2025, 12, 31)},
         {"restored": True, "restore_working_days": None}),
    ],
)  # fmt: skip
def test_letter(sentence: str, changes: dict[str, Any], expected: dict[str, Any]) -> None:
    (row,) = built(LETTER | changes)
    assert {name: row[name] for name in expected} == expected, sentence


def test_a_blank_day_of_restoring_counts_to_the_as_of_date() -> None:
    (row,) = built(LETTER | {"used_on": D(2026, 11, 2)}, handed_in=("guarantee.restored_on",))
    assert (row["restored"], row["restore_working_days"]) == (False, 14)


def test_a_renewal_takes_over() -> None:
    old = LETTER | {"valid_to": D(2026, 10, 1)}
    new = LETTER | {"guarantee_no": "BH-2", "valid_from": D(2026, 10, 2), "valid_to": D(2028, 6, 30)}
    rows = {row["guarantee_key"]: (row["is_current"], row["covered_to"]) for row in built(old, new)}
    assert rows == {"BH-1": (False, D(2028, 6, 30)), "BH-2": (True, D(2028, 6, 30))}
