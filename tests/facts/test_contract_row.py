"""contract_row: one row per person and contract."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.facts.ledger_kit import CONTRACTOR, LI, PROJECT, WANG, ZHANG, D
from tests.facts.post_kit import cells, ground
from wagecheck.facts import contract_row

GENERAL = "示例建设集团有限公司"
ALL = ["worker_signed", "probation", "contract_end", "contract_term_type", "wage_unit", "remark"]
CONTRACT: dict[str, Any] = {
    **ZHANG, "contract_title": "劳动合同书", "contract_no": "LD-1", "contract_signed_on": D(2026, 8, 30),
    "contract_start": D(2026, 9, 1), "contract_end": D(2027, 8, 31), "employer": CONTRACTOR, "wage_unit": "日",
    "wage_rate": Decimal(300), "worker_signed": "是",
}  # fmt: skip
PAID = [{**ZHANG, "net_pay": 5000}]
LISTED = [
    {"contractor": None, "name": CONTRACTOR, "uscc": "91110199MA00000X7P"},
    {"contractor": None, "name": "乙劳务有限公司"},
]
PROJECTS = [{"contractor": None, "name": PROJECT, "general_contractor": GENERAL}]


def rows(*contracts: dict[str, Any], columns: list[str] = ALL, **others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ledgers: dict[str, Any] = {"payroll": PAID, "contractor": LISTED, "project": PROJECTS, "contract": list(contracts)}
    given = ground(**ledgers | others)
    found = contract_row.build(given, cells(contract=columns), given.units).collect()
    assert found.schema == contract_row.FRAME.schema
    return found.to_dicts()


def one(columns: list[str] = ALL, roster: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    (row,) = rows(CONTRACT | changes, columns=columns, roster=roster or [])
    return row


def test_a_lawful_contract() -> None:
    row = one()
    told = {
        "in_force": True, "is_latest": True, "is_agreement": False, "term_kind": "fixed", "term_months": 12,
        "term_stated": True, "price_stated": True, "n_fixed_terms": 1, "employer_problem": "none", "wage_basis": "day",
        "agreed_monthly": Decimal("6525.00"), "over_retirement": False, "probation_months": 0, "signing": "signed",
        "period": "2026-10",
    }  # fmt: skip
    assert {name: row[name] for name in told} == told


@pytest.mark.parametrize(
    ("changes", "basis", "monthly"),
    [
        ({"wage_unit": "月", "wage_rate": Decimal(5000)}, "month", 5000),
        ({"wage_unit": "小时", "wage_rate": Decimal(20)}, "hour", 3480),
        ({"wage_unit": "㎡", "wage_rate": Decimal(35)}, "piece", None),
        ({"wage_unit": None}, None, None),
        ({"monthly_wage": Decimal(4000)}, "month", 4000),
    ],
)
def test_agreed_pay(changes: dict[str, Any], basis: str | None, monthly: int | None) -> None:
    row = one(**changes)
    assert (row["wage_basis"], row["agreed_monthly"]) == (basis, monthly)


@pytest.mark.parametrize(
    ("sentence", "changes", "columns", "stated"),
    [
        ("a last day", {}, ALL, True),
        ("neither kind nor end", {"contract_end": None}, ALL, False),
        ("fixed without end", {"contract_end": None, "contract_term_type": "固定期限"}, ALL, False),
        ("fixed, the end in the same cell", {"contract_end": None, "contract_term_type": "1年"}, ALL, True),
        ("for a task", {"contract_end": None, "contract_term_type": "以完成一定工作任务为期限"}, ALL, True),
        ("open-ended", {"contract_end": None, "contract_term_type": "无固定期限"}, ALL, True),
        ("nobody knows what is meant", {"contract_end": None, "contract_term_type": "按项目"}, ALL, None),
        ("no such columns", {"contract_end": None}, [], None),
        ("fixed, no column for the end", {"contract_end": None, "contract_term_type": "固定期限"}, ["contract_term_type"], None),
    ],
)  # fmt: skip
def test_whether_the_term_is_stated(
    sentence: str, changes: dict[str, Any], columns: list[str], stated: bool | None
) -> None:
    assert one(columns, **changes)["term_stated"] is stated, sentence


@pytest.mark.parametrize(
    ("changes", "columns", "stated"),
    [
        ({}, ALL, True), ({"wage_unit": None}, ALL, False), ({"wage_unit": None}, [], None),
        ({"wage_rate": None, "wage_unit": None}, ALL, True),
    ],
)  # fmt: skip
def test_whether_the_price_is_stated(changes: dict[str, Any], columns: list[str], stated: bool | None) -> None:
    assert one(columns, **changes)["price_stated"] is stated


@pytest.mark.parametrize(
    ("sentence", "changes", "roster", "problem"),
    [
        ("a short form", {"employer": "甲劳务"}, None, "none"),
        ("the general contractor", {"employer": GENERAL}, None, "none"),
        ("another subcontractor", {"employer": "乙劳务有限公司"}, None, "other"),
        ("a stranger", {"employer": "丙建筑队"}, None, "other"),
        ("no such code", {"employer_uscc": "91110199MA00000X7Q"}, None, "code"),
        ("another code", {"employer_uscc": "91110199MA0000AB08"}, None, "other_code"),
        ("the registered code", {"employer_uscc": "91110199ma00000x7p"}, None, "none"),
        ("the roster names another company of the project", {}, "乙劳务有限公司", "roster"),
        ("the roster names a stranger: RN10", {}, "丙建筑队", "none"),
        ("the roster agrees", {}, "甲劳务", "none"),
        ("nothing stated", {"employer": None}, None, None),
    ],
)
def test_what_is_wrong_with_the_employer(
    sentence: str, changes: dict[str, Any], roster: str | None, problem: str | None
) -> None:
    listed = [{**ZHANG, "employer": roster}] if roster else None
    assert one(roster=listed, **changes)["employer_problem"] == problem, sentence


@pytest.mark.parametrize(
    ("sentence", "cells_of", "columns", "signing"),
    [
        ("all signed", ["是", "是"], ALL, ["signed", "signed"]),
        ("one blank among signed", ["是", None], ALL, ["signed", "blank"]),
        ("the whole column blank: signed on paper", [None, None], ALL, [None, None]),
        ("no column", [None, None], [], [None, None]),
        ("nobody has signed and it says so", ["未签", "未签"], ALL, ["unsigned", "unsigned"]),
    ],
)
def test_signatures(sentence: str, cells_of: list[str | None], columns: list[str], signing: list[str | None]) -> None:
    people = (ZHANG, LI)
    contracts = [{**CONTRACT, **who, "worker_signed": cell} for who, cell in zip(people, cells_of, strict=True)]
    found = {row["name"]: row["signing"] for row in rows(*contracts, columns=columns)}
    assert [found[who["name"]] for who in people] == signing, sentence


def test_copies_of_other_months_are_one_contract() -> None:
    later = {**CONTRACT, "src": 90, "row": 7, "remark": "已领取养老金"}
    (row,) = rows({**CONTRACT, "wage_rate": None, "worker_signed": None}, later)
    assert (row["remark"], row["wage_rate"], row["signing"]) == ("已领取养老金", 300, "signed")
    assert len(row["contract_at"]) == 2


@pytest.mark.parametrize(
    ("sentence", "earlier", "counts"),
    [
        ("two fixed terms", {}, [2, 2]),
        ("the first was for a task", {"contract_term_type": "以完成一定工作任务为期限"}, [1, 1]),
        ("the first was with another firm", {"employer": "乙劳务有限公司"}, [1, 1]),
    ],
)
def test_number_of_fixed_terms(sentence: str, earlier: dict[str, Any], counts: list[int]) -> None:
    before = CONTRACT | {
        "contract_no": "LD-0", "contract_start": D(2025, 9, 1), "contract_end": D(2026, 8, 31),
        "contract_signed_on": D(2025, 9, 1),
    } | earlier  # fmt: skip
    first, second = rows(CONTRACT, before)
    assert [first["n_fixed_terms"], second["n_fixed_terms"]] == counts, sentence
    assert [first["is_latest"], second["is_latest"]] == [False, True]
    assert [first["in_force"], second["in_force"]] == [False, True]


def test_dispatch_is_counted_once_per_contractor() -> None:
    people = [
        {**CONTRACT, **who, "employment_form": form}
        for who, form in ((ZHANG, "劳务派遣"), (LI, "派遣"), (WANG, "全日制"))
    ]
    found = rows(*people)
    assert {row["dispatch_share"] for row in found} == {2 / 3}
    assert sorted(row["first_dispatch"] for row in found) == [False, False, True]
    assert [row["is_part_time"] for row in found] == [False] * 3


def test_the_form_of_employment_may_stand_on_the_roster() -> None:
    row = one(roster=[{**ZHANG, "employment_form": "非全日制用工"}])
    assert (row["is_part_time"], row["is_dispatch"]) == (True, False)
    assert one()["is_dispatch"] is None


@pytest.mark.parametrize(
    ("title", "kind", "agreement"),
    [
        ("用工书面协议", None, True), ("建筑工人用工协议", None, True), ("劳动合同", "用工协议", False), (None, "劳动合同", False),
        ("劳务分包协议", None, False), (None, None, None),
    ],
)  # fmt: skip
def test_agreements(title: str | None, kind: str | None, agreement: bool | None) -> None:
    assert one(contract_title=title, contract_type=kind)["is_agreement"] is agreement
