"""identity_number: one number, one person."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, ID_A, ID_B, PROJECT, D, ledgers, who
from wagecheck.facts import identity_number, name_variant


def built(**given: list[dict[str, Any]]) -> pl.DataFrame:
    frame = identity_number.build(*who(ledgers(**given)))
    assert frame.collect_schema() == identity_number.FRAME.schema
    return frame.collect()


def named(*names: str, number: str = ID_A, **more: Any) -> dict[str, list[dict[str, Any]]]:
    """The number under one name after the other: in roster, payroll, contract …"""
    return {
        ledger: [{"name": name, "id_number": number} | more]
        for ledger, name in zip(("roster", "payroll", "contract", "notice"), names, strict=False)
    }


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("one name everywhere", named("张某甲", "张某甲", "张某甲"), [(1, "张某甲", False)]),
        ("blanks, dots and notes make no other name", named("张  某甲", "张某甲（班长）"), [(1, "张  某甲", False)]),
        ("two people", named("张某甲", "李某乙"), [(2, "李某乙、张某甲", False)]),
        ("one common character differs: two names", named("张某强", "张某伟"), [(2, "张某伟、张某强", False)]),
        ("a rare character was replaced", named("王玥", "王月"), [(2, "王月、王玥", True)]),
        ("a question mark for it", named("王玥", "王?"), [(2, "王?、王玥", True)]),
        ("a box for it", named("王某某", "王□某"), [(2, "王某某、王□某", True)]),
        ("a private-use character", named("王玥", "王\ue123"), [(2, "王玥、王\ue123", True)]),
        ("letters for it", named("王玥", "王YUE"), [(2, "王YUE、王玥", True)]),
        (
            "three names, only two are spellings of one",
            named("王玥", "王月", "李某乙"),
            [(3, "李某乙、王月、王玥", False)],
        ),
        ("a masked name says nothing", named("张某甲", "张**"), [(1, "张某甲", False)]),
        ("a number that lost its digits is left out", named("张某甲", id_state="lossy"), []),
        ("a masked number is left out", named("张某甲", number="110199********0017", id_state="masked"), []),
        ("a malformed number is RN01's", named("张某甲", "李某乙", number=ID_A[:-1] + "8"), []),
        ("a number shared by dummies is left out", named("张某甲", "李某乙", number="110199000000000000"), []),
    ],
)
def test_names_of_a_number(sentence: str, given: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    if "payroll" not in given:
        given = given | {"payroll": [{"name": "赵某丁"}]}
    found = built(**given).select("n_names", "names", "variants_only").rows()
    by_name = [(count, set(names.split("、")), variants) for count, names, variants in found]
    assert by_name == [(count, set(names.split("、")), variants) for count, names, variants in expected], sentence


def test_payee_names_do_not_count() -> None:
    paid = {"name": "王某丙", "payee_name": "王某丙", "id_number": ID_A, "amount": 1, "paid_on": D(2026, 11, 1)}
    found = built(payroll=[{"name": "张某甲", "id_number": ID_A}], payment=[paid])
    assert found["n_names"].to_list() == [1]


def test_the_subject_stands_once_under_the_latest_period_of_each_contractor() -> None:
    november = {"period_start": D(2026, 11, 1), "period_end": D(2026, 11, 30)}
    found = built(
        payroll=[
            {"name": "张某甲", "id_number": ID_A},
            {"name": "张某乙", "id_number": ID_A} | november,
            {"name": "张某甲", "id_number": ID_A, "contractor": "示例劳务乙公司"},
            {"name": "李某乙", "id_number": ID_B},
        ]
    )
    keys = found.select("project", "contractor", "period", "person", "name", "n_names").rows()
    assert keys == [
        (PROJECT, "示例劳务乙公司", "2026-10", ID_A, "张某甲", 1),
        (PROJECT, FIRM, "2026-11", ID_B, "李某乙", 1),
        (PROJECT, FIRM, "2026-11", ID_A, "张某甲", 2),
    ]
    assert found["any_at"].list.len().to_list() == [1, 1, 2]


@pytest.mark.parametrize(
    ("left", "right", "spelled", "with_rare"),
    [
        ("王玥", "王玥", True, True),
        ("王玥", "王月", False, True),
        ("王?", "王月", True, True),
        ("王?", "李?", False, False),
        ("王??", "王某某", False, False),
        ("王YUE", "王玥", True, True),
        ("张伟", "张强", False, False),
        ("张某", "张某甲", False, False),
        ("", "张", False, False),
    ],
)
def test_spellings(left: str, right: str, spelled: bool, with_rare: bool) -> None:
    pairs = pl.DataFrame({"left": [left], "right": [right]})
    assert name_variant.variants(pairs, rare=False).to_list() == [spelled]
    assert name_variant.variants(pairs, rare=True).to_list() == [with_rare]
