"""listing_match: codes first, then names; in force on any day of the period. Made-up firms only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.facts.ledger_kit import SETTINGS
from tests.facts.site import FIRM, OCTOBER, PROJECT, D, ledgers
from wagecheck.facts import listing_match, units
from wagecheck.ledgers.provenance import pack_one
from wagecheck.register.listing import ENTRIES

CODE, OTHER_CODE = "91110199MA00000X7P", "91110199MA0000AB08"
RULES = replace(
    SETTINGS, blacklist_years={"statutory": 3}, numbers={"early_exit_months": 6, "publicity_min_months": 12}
)
LISTED = {"list": "statutory", "listed_on": D(2026, 3, 2), "in_force_to": D(2029, 3, 1), "removed": False}
SEPTEMBER = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}


def build(
    *entries: dict[str, Any],
    contractor: list[dict[str, Any]] | None = None,
    payroll: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """Matches of entries with FIRM (or ``payroll``), of which 参建单位 says ``contractor``."""
    found = ledgers(contractor=contractor or [], payroll=[{"name": "张某甲"}] if payroll is None else payroll)
    rows = [{name: {**LISTED, **entry}.get(name) for name in ENTRIES} for entry in entries]
    frame = listing_match.build(
        pl.DataFrame(rows, schema=ENTRIES, orient="row"), found["contractor"], units.build(found).lazy(), RULES
    ).collect()
    assert frame.schema == listing_match.FRAME.schema
    return frame.to_dicts()


def kinds(rows: list[dict[str, Any]]) -> list[str]:
    return [row["match"] for row in rows]


@pytest.mark.parametrize(
    ("sentence", "entry", "firm", "match"),
    [
        ("same code", {"uscc": CODE, "name": "别的名字"}, {"uscc": CODE}, "uscc"),
        ("same code in small letters", {"uscc": CODE.lower()}, {"uscc": f" {CODE} "}, "uscc"),
        ("organisation code in the list", {"uscc": "MA00000X-7", "name": "别的名字"}, {"uscc": CODE}, "uscc"),
        ("written with dashes", {"uscc": f"{CODE[:8]}-{CODE[8:17]}-{CODE[17]}", "name": "别的名字"}, {"uscc": CODE}, "uscc"),
        ("by the firm, and wide", {"uscc": CODE}, {"uscc": f"９１１１０１９９ {CODE[8:]}", "name": "别的名字"}, "uscc"),
        ("nine digits that are no code", {"name": FIRM, "uscc": "123456789"}, {"uscc": CODE}, "name"),
        ("a wrong organisation code", {"name": FIRM, "uscc": "MA0000AB1"}, {"uscc": CODE}, "name"),
        ("code over name", {"uscc": CODE, "name": FIRM}, {"uscc": CODE}, "uscc"),
        ("same name, the list has no code", {"name": FIRM}, {"uscc": CODE}, "name"),
        ("same name, the contractor has no code", {"name": FIRM, "uscc": CODE}, {}, "name"),
        ("same name, the code is no code", {"name": FIRM, "uscc": "不详"}, {"uscc": CODE}, "name"),
        ("same name in full width", {"name": " 示例劳务甲公司 "}, {}, "name"),
        ("same name, other code: another firm", {"name": FIRM, "uscc": OTHER_CODE}, {"uscc": CODE}, None),
        ("same name, other organisation code", {"name": FIRM, "uscc": "MA0000AB0"}, {"uscc": CODE}, None),
        ("the list knows it by a former name", {"name": "别的名字", "former_names": FIRM}, {}, "former_name"),
        ("it once had that name", {"name": "示例旧名公司"}, {"former_names": "示例旧名公司、又名"}, "former_name"),
        ("near name", {"name": "示列劳务甲公司"}, {}, "near_name"),
        ("near name, other code", {"name": "示列劳务甲公司", "uscc": OTHER_CODE}, {"uscc": CODE}, None),
        ("甲 is not 乙", {"name": "示例劳务乙公司"}, {}, None),
        ("another firm", {"name": "示例远方建设有限公司", "uscc": OTHER_CODE}, {"uscc": CODE}, None),
        ("an entry of persons only", {"persons": "张某"}, {}, None),
    ],
)  # fmt: skip
def test_who_is_meant(sentence: str, entry: dict[str, Any], firm: dict[str, Any], match: str | None) -> None:
    rows = build(entry, contractor=[{"name": FIRM, **firm}])
    assert kinds(rows) == ([match] if match else []), sentence


@pytest.mark.parametrize(
    ("sentence", "entry", "in_force", "until"),
    [
        ("within the term", {}, True, D(2029, 3, 1)),
        ("listed during the month", {"listed_on": D(2026, 10, 31), "in_force_to": None}, True, D(2029, 10, 30)),
        ("listed after the month", {"listed_on": D(2026, 11, 1)}, False, D(2029, 3, 1)),
        ("expired on the first day of the month", {"in_force_to": D(2026, 10, 1)}, True, D(2026, 10, 1)),
        ("expired before the month", {"in_force_to": D(2026, 9, 30)}, False, D(2026, 9, 30)),
        ("its own first day counts", {"in_force_from": D(2026, 11, 1)}, False, D(2029, 3, 1)),
        ("statutory: three years", {"listed_on": D(2023, 11, 1), "in_force_to": None}, True, D(2026, 10, 31)),
        ("statutory, three years are over", {"listed_on": D(2023, 10, 1), "in_force_to": None}, False, D(2026, 9, 30)),
        ("listed on a leap day", {"listed_on": D(2024, 2, 29), "in_force_to": None}, True, D(2027, 2, 28)),
        ("group list: permanent", {"list": "group", "listed_on": D(2011, 1, 1), "in_force_to": None}, True, None),
        ("no date at all", {"listed_on": None, "in_force_to": None}, None, None),
        ("no start, but over", {"listed_on": None, "in_force_to": D(2020, 1, 1)}, False, D(2020, 1, 1)),
        ("removed on an unknown day", {"removed": True}, None, D(2029, 3, 1)),
        ("removed, and the term is over anyway", {"removed": True, "in_force_to": D(2026, 1, 1)}, False, D(2026, 1, 1)),
    ],
)  # fmt: skip
def test_when_it_is_in_force(
    sentence: str, entry: dict[str, Any], in_force: bool | None, until: dt.date | None
) -> None:
    row = build({"name": FIRM, **entry})[0]
    assert (row["in_force"], row["in_force_to"]) == (in_force, until), sentence


def test_a_match_tells_everything_the_rules_show() -> None:
    entry = {
        "name": FIRM,
        "uscc": CODE,
        "decision_no": "示例列决字〔2026〕3号",
        "authority": "示例市人社局",
        "reason": "拖欠",
    }
    assert build(entry, contractor=[{"name": FIRM, "uscc": CODE}]) == [
        {
            "project": PROJECT, "contractor": FIRM, "period": "2026-10", "period_start": OCTOBER[0],
            "period_end": OCTOBER[1], "person": None, "name": None, "id_number": None,
            "entry": "示例列决字〔2026〕3号", "match": "uscc", "decided": False, "list": "statutory",
            "list_title": "拖欠农民工工资失信联合惩戒名单", "entry_name": FIRM, "entry_uscc": CODE, "uscc": CODE,
            "decision_no": "示例列决字〔2026〕3号", "authority": "示例市人社局", "reason": "拖欠",
            "in_force_from": D(2026, 3, 2), "in_force_to": D(2029, 3, 1), "in_force": True,
            "latest": True,
            "days_since_left": -882,
            "days_to_expiry": 812,
            "early_exit_on": D(2026, 9, 2),
            "publicity_until": D(2027, 3, 2),
            "days_to_early_exit": -99,
            "days_to_publicity_end": 82,
            "contractor_at": [pack_one(10, 5)],
        }
    ]  # fmt: skip


def test_an_entry_without_a_decision_is_known_by_list_name_and_day() -> None:
    assert build({"name": FIRM, "list": "group"})[0]["entry"] == f"group {FIRM} 2026-03-02"


def test_codes_that_cannot_be_compared_are_not_shown_as_codes() -> None:
    row = build({"name": FIRM, "uscc": "不详"}, contractor=[{"name": FIRM, "uscc": "911101"}])[0]
    assert (row["uscc"], row["entry_uscc"]) == (None, None)


def test_every_period_is_judged_by_itself() -> None:
    months = [{"name": "张某甲"}, {"name": "张某甲", **SEPTEMBER}]
    rows = build({"name": FIRM, "listed_on": D(2026, 10, 5)}, payroll=months)
    assert [(row["period"], row["in_force"]) for row in rows] == [("2026-09", False), ("2026-10", True)]


def test_a_listed_company_that_handed_in_nothing_is_told_under_the_latest_period() -> None:
    rows = build({"uscc": CODE, "name": "x"}, contractor=[{"name": "示例沉默公司", "uscc": CODE}])
    assert [(row["contractor"], row["period"], row["match"]) for row in rows] == [("示例沉默公司", "2026-10", "uscc")]


def test_the_sheet_and_the_files_may_write_the_name_differently() -> None:
    firm = "示例（北京）劳务公司"
    rows = build(
        {"uscc": CODE, "name": "x"},
        contractor=[{"name": "示例(北京) 劳务公司", "uscc": CODE}],
        payroll=[{"name": "张某甲", "contractor": firm}],
    )
    assert [(row["contractor"], row["match"]) for row in rows] == [(firm, "uscc")]


def test_a_firm_on_two_lists_is_two_rows_and_one_decision_is_one() -> None:
    rows = build(
        {"name": FIRM, "decision_no": "甲1号"},
        {"name": "别的名字", "former_names": FIRM, "decision_no": "甲1号"},
        {"name": FIRM, "list": "local", "decision_no": "乙2号"},
    )
    assert [(row["entry"], row["match"], row["list_title"]) for row in rows] == [
        ("乙2号", "name", "地方名单"),
        ("甲1号", "name", "拖欠农民工工资失信联合惩戒名单"),
    ]


def test_a_company_recorded_for_no_project_belongs_to_all() -> None:
    rows = build(
        {"uscc": CODE, "name": "x"},
        contractor=[{"name": FIRM, "uscc": CODE, "project": None}],
        payroll=[{"name": "张某甲"}, {"name": "张某甲", "project": "示例二期"}],
    )
    assert [(row["project"], row["match"]) for row in rows] == [(PROJECT, "uscc"), ("示例二期", "uscc")]
    rows = build(
        {"uscc": CODE, "name": "x"},
        contractor=[{"name": FIRM, "uscc": CODE, "project": None}],
        payroll=[{"name": "张某甲"}, {"name": "李某乙", "project": "示例二期", "contractor": "示例劳务乙公司"}],
    )
    assert [(row["project"], row["contractor"]) for row in rows] == [(PROJECT, FIRM)]


def test_an_empty_list_or_an_empty_run_gives_no_row() -> None:
    assert build() == []
    assert build({"name": FIRM}, payroll=[]) == []
