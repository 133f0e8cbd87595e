"""intake_issue: what could not be read, under somebody's name and with a place in words."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers
from wagecheck.facts import intake_issue, units
from wagecheck.facts.standing import UNASSIGNED
from wagecheck.intake.issues import SCHEMA
from wagecheck.ledgers.provenance import pack_one

SEPTEMBER = {"period_start": D(2026, 9, 1), "period_end": D(2026, 9, 30)}
PAYROLL = [
    {"name": "张某甲"},
    {"name": "张某甲", **SEPTEMBER},
    {"name": "李某乙", "contractor": "示例劳务乙公司", **SEPTEMBER},
]


def build(*issues: dict[str, Any], payroll: list[dict[str, Any]] = PAYROLL) -> list[dict[str, Any]]:
    given = [
        {name: {"code": "IN05", "file": "甲劳务/工资表.xlsx", "sheet": "工资表", **issue}.get(name) for name in SCHEMA}
        for issue in issues
    ]
    frame = pl.DataFrame(given, schema=SCHEMA, orient="row")
    found = intake_issue.build(frame, units.build(ledgers(payroll=payroll)).lazy()).collect()
    assert found.schema == intake_issue.FRAME.schema
    return found.to_dicts()


@pytest.mark.parametrize(
    ("sentence", "issue", "place"),
    [
        ("a cell", {"row": 12, "col": 8}, "甲劳务/工资表.xlsx 「工资表」 H12"),
        ("far to the right", {"row": 3, "col": 28}, "甲劳务/工资表.xlsx 「工资表」 AB3"),
        ("a row", {"row": 12}, "甲劳务/工资表.xlsx 「工资表」 第 12 行"),
        ("a row, column 0", {"row": 12, "col": 0}, "甲劳务/工资表.xlsx 「工资表」 第 12 行"),
        ("a column", {"col": 8}, "甲劳务/工资表.xlsx 「工资表」 H 列"),
        ("a sheet", {}, "甲劳务/工资表.xlsx 「工资表」"),
        ("a file", {"sheet": None}, "甲劳务/工资表.xlsx"),
        ("a line of a text file", {"file": "发放.csv", "sheet": "", "row": 7}, "发放.csv 第 7 行"),
    ],
)
def test_a_place_is_told_in_words(sentence: str, issue: dict[str, Any], place: str) -> None:
    assert build(issue)[0]["place"] == place, sentence


@pytest.mark.parametrize(
    ("sentence", "issue", "at"),
    [
        ("a cell", {"src": 3, "row": 12, "col": 8}, [pack_one(3, 12, 8)]),
        ("a row", {"src": 3, "row": 12}, [pack_one(3, 12)]),
        (
            "several cells",
            {"src": 3, "row": 12, "col": 8, "at": [pack_one(3, 12, 8), pack_one(3, 15, 8)]},
            [pack_one(3, 12, 8), pack_one(3, 15, 8)],
        ),
        ("a file that could not be opened", {"src": None, "row": None}, []),
        ("a column without a row", {"src": 3, "col": 8}, []),
    ],
)
def test_places_are_only_those_of_cells(sentence: str, issue: dict[str, Any], at: list[int]) -> None:
    assert build(issue)[0]["any_at"] == at, sentence


@pytest.mark.parametrize(
    ("sentence", "issue", "contractor", "period"),
    [
        ("contractor and month known", {"contractor": FIRM, **SEPTEMBER}, FIRM, "2026-09"),
        ("month unknown: the contractor's latest", {"contractor": FIRM}, FIRM, "2026-10"),
        ("another contractor", {"contractor": "示例劳务乙公司"}, "示例劳务乙公司", "2026-09"),
        ("a contractor without any unit", {"contractor": "示例劳务丙公司"}, "示例劳务丙公司", "2026-10"),
        ("nobody's: the latest of the run", {"contractor": None}, UNASSIGNED, "2026-10"),
        (
            "a month that was not submitted stays its own",
            {"contractor": FIRM, "period_start": D(2026, 7, 1), "period_end": D(2026, 7, 31)},
            FIRM,
            "2026-07",
        ),
    ],
)  # fmt: skip
def test_who_and_when(sentence: str, issue: dict[str, Any], contractor: str, period: str) -> None:
    row = build({"project": PROJECT, **issue})[0]
    assert (row["project"], row["contractor"], row["period"]) == (PROJECT, contractor, period), sentence


def test_the_only_project_is_meant_where_none_is_named() -> None:
    assert build({"project": None})[0]["project"] == PROJECT


def test_equal_keys_are_numbered_in_the_order_of_their_places() -> None:
    common = {"project": PROJECT, "contractor": FIRM, "field": "net_pay"}
    rows = build(
        {**common, "row": 30, "col": 8, "raw": "c"},
        {**common, "row": 9, "col": 8, "raw": "a"},
        {**common, "row": 12, "col": 8, "raw": "b"},
        {**common, "field": "gross_pay", "row": 40, "col": 7, "raw": "d"},
        {**common, "contractor": "示例劳务乙公司", "row": 41, "col": 8, "raw": "e"},
    )
    assert sorted((row["raw"], row["ordinal"]) for row in rows) == [("a", 1), ("b", 2), ("c", 3), ("d", 1), ("e", 1)]
    keys = [tuple(row[key] for key in ("project", "contractor", "period", *intake_issue.FRAME.grain)) for row in rows]
    assert len(set(keys)) == len(keys)


def test_words_and_counts_pass_through() -> None:
    row = build({"detail": "金额看不懂", "detail_en": "amount not understood", "raw": "五千", "count": 3, **SEPTEMBER})[
        0
    ]
    assert (row["detail"], row["detail_en"], row["raw"], row["count"]) == (
        "金额看不懂。",
        "amount not understood.",
        "五千",
        3,
    )
    assert build({})[0]["count"] == 1


def test_without_any_period_an_issue_is_still_told() -> None:
    row = build({"code": "IN01"}, payroll=[])[0]
    assert (row["code"], row["contractor"], row["period"]) == ("IN01", UNASSIGNED, None)


def test_no_issue_no_row() -> None:
    assert build() == []
