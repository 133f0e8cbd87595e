"""labor_officer: named by the project, present in the review of payrolls."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.site import FIRM, PROJECT, D, ledgers, sheets
from wagecheck.facts import labor_officer

A, B = {"name": "张某甲", "net_pay": 1}, {"name": "李某乙", "net_pay": 1}


def built(
    *payroll: dict[str, Any], project: dict[str, Any] | None = None, board: dict[str, Any] | None = None,
    handed_in: tuple[str, ...] = (),
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Rows by scope."""
    found = ledgers(
        payroll=list(payroll or (A,)), project=[] if project is None else [{"name": PROJECT, **project}],
        board=[] if board is None else [board],
    )  # fmt: skip
    frame = labor_officer.build(sheets(found, *handed_in))
    assert frame.collect_schema() == labor_officer.FRAME.schema
    return {row["scope"]: row for row in frame.collect().rows(named=True)}


@pytest.mark.parametrize(
    ("sentence", "project", "board", "handed_in", "expected"),
    [
        ("named", {"labor_officer": "钟某专"}, None, (), True),
        ("a blank cell", {}, None, ("project.labor_officer",), False),
        ("blanks only", {"labor_officer": " "}, None, (), False),
        ("no such column", {}, None, (), None),
        ("blank, but on the board", {}, {"labor_officer": "钟某专"}, ("project.labor_officer",), True),
        ("blank on both", {}, {"owner": "业主"}, ("project.labor_officer", "board.labor_officer"), False),
    ],
)
def test_officer(
    sentence: str, project: dict[str, Any], board: Any, handed_in: tuple[str, ...], expected: bool | None
) -> None:
    row = built(project=project, board=board, handed_in=handed_in)["project"]
    assert (row["has_officer"], row["contractor"], row["period"]) == (expected, PROJECT, "2026-10"), sentence


def test_without_the_sheet_nobody_is_asked() -> None:
    assert "project" not in built()


DAY = {"reviewed_on": D(2026, 11, 10)}


@pytest.mark.parametrize(
    ("sentence", "rows", "unreviewed", "places"),
    [
        ("all reviewed", [A | {"reviewer": "钟某专"}, B | {"reviewer": "钟某专"}], 0, 0),
        ("one left out", [A | {"reviewer": "钟某专"}, B], 1, 1),
        ("a day is no name where names are asked for", [A | {"reviewer": "钟某专"}, B | DAY], 1, 1),
        ("days alone", [A | DAY, B], 1, 1),
    ],
)
def test_review(sentence: str, rows: list[dict[str, Any]], unreviewed: int | None, places: int) -> None:
    row = built(*rows)["payroll"]
    told = (row["contractor"], row["payroll_rows"], row["unreviewed_rows"], len(row["payroll_at"]))
    assert told == (FIRM, 2, unreviewed, places), sentence


@pytest.mark.parametrize("handed_in", [("payroll.reviewer",), ("payroll.reviewed_on",), ()])
def test_a_sheet_on_which_nobody_reviewed_anything_is_not_judged(handed_in: tuple[str, ...]) -> None:
    row = built(A, B, handed_in=handed_in)["payroll"]
    assert (row["payroll_rows"], row["unreviewed_rows"]) == (2, None)


def test_one_of_two_sheets_without_review_leaves_the_period_open() -> None:
    row = built(A | {"reviewer": "钟某专"}, B | {"src": 99})["payroll"]
    assert (row["unreviewed_rows"], row["payroll_at"]) == (None, [])
