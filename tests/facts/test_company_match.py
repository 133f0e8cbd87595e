"""Which company a name means: listed, a former name, a spelling, a short form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import CONTRACTOR, PROJECT, ZHANG, ledgers
from wagecheck.facts import company_match, units

GENERAL = "示例建设集团有限公司"
LISTED: list[Mapping[str, Any]] = [
    {"contractor": None, "name": CONTRACTOR, "uscc": "91110199MA00000X7P", "former_names": "原名：丁劳务有限公司"},
    {"contractor": None, "name": "示例远山建筑工程有限公司"},
]


def meant(given: str, *, listed: list[Mapping[str, Any]] = LISTED) -> tuple[str | None, bool | None]:
    found = ledgers(
        contractor=listed,
        project=[{"contractor": None, "name": PROJECT, "general_contractor": GENERAL}],
        payroll=[{**ZHANG, "net_pay": 5000}],
    )
    names = pl.DataFrame({"project": [PROJECT], "given": [given]})
    rows = company_match.meant(names, found, units.build(found)).rows()
    return (rows[0][2], rows[0][3]) if rows else (None, None)


@pytest.mark.parametrize(
    ("given", "company", "listed"),
    [
        (CONTRACTOR, CONTRACTOR, True),
        (f" {CONTRACTOR} ", CONTRACTOR, True),
        ("甲劳务", CONTRACTOR, True),
        ("甲劳务有限责任公司", CONTRACTOR, True),
        ("丁劳务有限公司", CONTRACTOR, True),
        ("示例远山建筑工程（有限公司）", "示例远山建筑工程有限公司", True),
        (GENERAL, GENERAL, True),
        ("丙建筑队", "丙建筑队", False),
        ("乙劳务有限公司", "乙劳务有限公司", False),
        ("  ", None, None),
    ],
)
def test_company_meant(given: str, company: str | None, listed: bool | None) -> None:
    assert meant(given) == (company, listed)


def test_without_a_list_nobody_is_off_it() -> None:
    assert meant("丙建筑队", listed=[]) == ("丙建筑队", None)
    assert meant("甲劳务", listed=[]) == (CONTRACTOR, None)


def test_codes_are_those_that_are_well_formed() -> None:
    found = ledgers(contractor=[*LISTED, {"contractor": None, "name": "乙公司", "uscc": "91110199MA00000X7Q"}])
    assert company_match.codes(found).rows() == [(PROJECT, CONTRACTOR, "91110199MA00000X7P")]
