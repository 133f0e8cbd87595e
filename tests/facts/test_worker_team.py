"""worker_team and posted_team: where each ledger puts a worker, and which teams were posted."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.facts.ground_kit import ground, months, settings
from wagecheck.facts import posted_team, worker_team
from wagecheck.facts.team_name import team_key

PEOPLE = [{"name": name} for name in ("张某甲", "李某乙", "王某丙", "赵某丁", "钱某戊", "孙某己")]


def team(name: str | None, *, people: int = 6, first: int = 0, **more: Any) -> list[dict[str, Any]]:
    return [person | {"team": name} | more for person in PEOPLE[first : first + people]]


def differ(**given: list[dict[str, Any]]) -> list[str]:
    """Who stands in another team somewhere."""
    pay = [row | {"net_pay": 5000} for row in given.pop("payroll")]
    frame = worker_team.build(ground(payroll=pay, **given))
    assert frame.collect_schema() == worker_team.FRAME.schema
    return frame.collect().filter("teams_differ")["name"].to_list()


@pytest.mark.parametrize(
    ("sentence", "given", "expected"),
    [
        ("all the same", {"roster": team("钢筋班"), "payroll": team("钢筋班")}, []),
        ("other words for the same team", {"roster": team("钢筋一班"), "payroll": team("钢筋班组1")}, []),
        ("one was paid with another team",
         {"roster": team("钢筋班"), "payroll": [*team("钢筋班", people=5), *team("木工班", people=1, first=5)]}, ["孙某己"]),
        ("the whole team is called otherwise", {"roster": team("钢筋班"), "payroll": team("一工区班组")}, []),
        ("the team is called by its leader", {"roster": team("钢筋班", team_leader="周某庚", people=1),
         "payroll": team("周某庚班组", people=1)}, []),
        ("two teams are paid on one list",
         {"roster": [*team("钢筋班", people=3), *team("木工班", people=3, first=3)], "payroll": team("综合班")}, []),
        ("one team keeps attendance in two halves",
         {"roster": team("钢筋班"), "payroll": [*team("东区", people=3), *team("西区", people=3, first=3)]}, []),
        ("no team in the payroll", {"roster": team("钢筋班"), "payroll": team(None)}, []),
        ("both teams of a move stand on the roster",
         {"roster": [*team("钢筋班"), *team("木工班", people=1)],
          "payroll": [*team("木工班", people=1), *team("钢筋班", people=5, first=1)]}, []),
    ],
)  # fmt: skip
def test_teams(sentence: str, given: dict[str, Any], expected: list[str]) -> None:
    assert differ(**given) == expected, sentence


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("钢筋班", "钢筋"),
        ("钢筋工班组", "钢筋"),
        (" 钢筋 第一班组", "钢筋1"),
        ("钢筋班（2026）", "钢筋"),
        ("班组", "班组"),
        ("", None),
        (None, None),
    ],
)
def test_team_key(written: str | None, key: str | None) -> None:
    frame = pl.DataFrame({"team": [written]}, schema={"team": pl.String})
    assert frame.select(team_key(pl.col("team"), settings())).item() == key


@pytest.mark.parametrize(
    ("sentence", "notice", "expected"),
    [
        ("everybody", team("钢筋班"), [("木工班", 3, 3), ("钢筋班", 3, 3)]),
        ("one of a team", team("钢筋班", people=4), [("木工班", 3, 1), ("钢筋班", 3, 3)]),
        ("one team is missing", team("钢筋班", people=3), [("木工班", 3, 0), ("钢筋班", 3, 3)]),
    ],
)  # fmt: skip
def test_posted(sentence: str, notice: list[dict[str, Any]], expected: list[tuple[Any, ...]]) -> None:
    pay = [*team("钢筋班", people=3), *team("木工班", people=3, first=3)]
    made = ground(payroll=[row | {"net_pay": 5000} for row in pay], notice=[row | {"net_pay": 5000} for row in notice])
    frame = posted_team.build(made, months(made))
    assert frame.collect_schema() == posted_team.FRAME.schema
    assert sorted(frame.select("team", "n_workers", "n_posted").collect().rows()) == sorted(expected), sentence
    lacking = months(made).filter(pl.col("lacks") == "工资公示表")["name"].to_list()
    assert len(lacking) == (2 if sentence == "one of a team" else 0), "SU02 leaves whole teams to PB01"


def test_without_any_notice() -> None:
    made = ground(payroll=[row | {"net_pay": 1} for row in team("钢筋班")])
    assert posted_team.build(made, months(made)).select("has_notice", "n_posted").collect().rows() == [(False, None)]
