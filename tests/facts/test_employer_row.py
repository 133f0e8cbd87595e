"""employer_row: employers that a roster names, and people without a team."""

from __future__ import annotations

from typing import Any

import pytest

from tests.facts.ledger_kit import CONTRACTOR, LI, WANG, ZHANG
from tests.facts.post_kit import cells, ground
from wagecheck.facts import employer_row

LISTED = [{"contractor": None, "name": CONTRACTOR}]


def rows(*roster: dict[str, Any], listed: list[dict[str, Any]] = LISTED) -> list[tuple[Any, ...]]:
    given = ground(payroll=[{**ZHANG, "net_pay": 5000}], roster=list(roster), contractor=listed)
    found = employer_row.build(given, cells(roster=["team"]), given.units).collect()
    assert found.schema == employer_row.FRAME.schema
    columns = ["employer", "listed", "n_workers", "n_without_team"]
    return [*found.select(columns).rows(), *[tuple(map(len, found["roster_at"].to_list()))]]


@pytest.mark.parametrize(
    ("sentence", "employers", "told"),
    [
        ("the contractor itself", [CONTRACTOR, "", None], [(CONTRACTOR, True, 3, 0), (3,)]),
        (
            "a stranger",
            [CONTRACTOR, CONTRACTOR, "丙建筑队"],
            [("丙建筑队", False, 1, 0), (CONTRACTOR, True, 2, 0), (1, 2)],
        ),
        ("a short form", ["甲劳务"] * 3, [("甲劳务", True, 3, 0), (3,)]),
    ],
)
def test_employers(sentence: str, employers: list[str | None], told: list[Any]) -> None:
    roster = [
        {**who, "employer": name, "team": "木工班"} for who, name in zip((ZHANG, LI, WANG), employers, strict=True)
    ]
    assert rows(*roster) == told, sentence


def test_without_a_list_of_companies_nothing_is_known() -> None:
    assert rows({**ZHANG, "team": "木工班"}, listed=[])[0] == (CONTRACTOR, None, 1, 0)


def test_people_without_a_team_are_pointed_at() -> None:
    assert rows({**ZHANG, "team": "木工班"}, LI, WANG) == [(CONTRACTOR, True, 3, 2), (2,)]


def test_a_roster_without_teams_says_nothing_of_teams() -> None:
    assert rows(ZHANG, LI) == [(CONTRACTOR, True, 2, None), (2,)]
