"""project_month: account and guarantee of a project, and who its general contractor is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.facts.site import PROJECT, D, ledgers, sheets
from wagecheck.facts import project_month

GENERAL = "示例建设集团公司"
RECORD = {
    "name": PROJECT, "general_contractor": GENERAL, "region": "520100", "tier": "一类",
    "contract_amount": 20_000_000, "contract_signed_on": D(2026, 9, 1), "start_on": D(2026, 9, 10),
}  # fmt: skip
ACCOUNT = {"number": "110199000001", "opened_on": D(2026, 9, 25)}
GUARANTEE = {"amount": 300_000, "ratio": "0.015", "deposited_on": D(2026, 9, 20)}
PAYROLL = [{"name": "张某甲", "net_pay": 1}]


def built(*handed_in: str, **given: list[dict[str, Any]]) -> dict[str, Any]:
    """The one row; ``handed_in`` are sheets that came, with or without rows."""
    found = ledgers(payroll=PAYROLL, **given)
    frame = project_month.build(sheets(found, *handed_in))
    assert frame.collect_schema() == project_month.FRAME.schema
    (row,) = frame.collect().rows(named=True)
    return row


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("everything recorded", {"project": [RECORD], "account": [ACCOUNT], "guarantee": [GUARANTEE]}, {
            "contractor": GENERAL, "period": "2026-10", "region": "520100", "tier": "一类",
            "has_account": True, "account_opened_on": D(2026, 9, 25), "account_days": 24,
            "has_guarantee": True, "guarantee_amount": 300_000, "guarantee_ratio": Decimal("0.015"),
            "guarantee_rate": Decimal("0.015"), "days_since_signing": 81, "working_days_since_signing": 58,
            "as_of": D(2026, 11, 21),
        }),
        ("no standing data at all: nothing is known", {}, {
            "contractor": PROJECT, "period": "2026-10", "region": None, "has_account": None, "has_guarantee": None,
            "account_days": None, "guarantee_rate": None, "contract_amount": None, "days_since_signing": None,
        }),
        ("no general contractor named: the project stands for it", {"project": [RECORD | {"general_contractor": " "}]},
         {"contractor": PROJECT}),
        ("a region in words is no code", {"project": [RECORD | {"region": "示例省示例市"}]}, {"region": None}),
        ("six months to the day", {"project": [RECORD | {"complete_on": D(2027, 3, 9)}]}, {"duration_months": 6}),
        ("a day short of it", {"project": [RECORD | {"complete_on": D(2027, 3, 8)}]}, {"duration_months": 5}),
        ("no planned completion", {"project": [RECORD]}, {"duration_months": None}),
        ("the first of two accounts counts",
         {"project": [RECORD], "account": [ACCOUNT, ACCOUNT | {"opened_on": D(2026, 9, 11)}]},
         {"account_opened_on": D(2026, 9, 11), "account_days": 10}),
        ("an account without its opening day",
         {"project": [RECORD], "account": [ACCOUNT | {"opened_on": None}]},
         {"has_account": True, "account_days": None}),
        ("cash and a letter add up",
         {"project": [RECORD], "guarantee": [GUARANTEE, GUARANTEE | {"amount": 100_000, "ratio": None}]},
         {"guarantee_amount": 400_000, "guarantee_rate": Decimal("0.02")}),
        ("an expired letter and its renewal do not",
         {"project": [RECORD], "guarantee": [GUARANTEE | {"valid_to": D(2026, 10, 1)}, GUARANTEE]},
         {"guarantee_amount": 300_000}),
        ("only an expired letter: what it was",
         {"project": [RECORD], "guarantee": [GUARANTEE | {"valid_to": D(2026, 10, 1)}]},
         {"has_guarantee": True, "guarantee_amount": 300_000}),
        ("a guarantee without an amount", {"project": [RECORD], "guarantee": [GUARANTEE | {"amount": None}]},
         {"has_guarantee": True, "guarantee_amount": None, "guarantee_rate": None}),
        ("no contract price, no rate", {"project": [RECORD | {"contract_amount": None}], "guarantee": [GUARANTEE]},
         {"guarantee_rate": None}),
        ("standing data that name no project are the only project's",
         {"project": [RECORD], "account": [ACCOUNT | {"project": None}]}, {"has_account": True}),
        ("an account of another project", {"project": [RECORD], "account": [ACCOUNT | {"project": "示例二期"}]},
         {"has_account": False}),
    ],
)  # fmt: skip
def test_project(sentence: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    row = built(**given)
    assert {name: row[name] for name in expected} == expected, sentence


def test_an_empty_sheet_is_not_a_missing_one() -> None:
    row = built("account", "guarantee", project=[RECORD])
    assert (row["has_account"], row["has_guarantee"]) == (False, False)
    assert (row["project_at"] != [], row["account_at"], row["guarantee_at"]) == (True, [], [])
