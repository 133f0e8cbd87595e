"""Kept checks are told by the site they were handed in for: two sites that both call themselves 一标段 are two."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.kept_checks import begin, checked, hand_over, handed_in, keep, row, site
from wagecheck.register import kept_months, own_checks, rule_months, runs, view
from wagecheck.register.store import Register

NAME = "一标段"
ASKED = dt.date(2026, 12, 1)


def arrears(register: Register, at: str | None, project: str | None = NAME) -> list[tuple[Any, ...]]:
    """What a check for this site (None: of the command line) is told: period, owed, whether it is surely its own."""
    with register.reading() as reader:
        seen = view.of_register(reader.connection, "r", site=at)
    told = seen.arrears([project])
    assert told.schema == view.ARREARS
    assert set(told["project"]) <= {project}
    return sorted(told.select("period", "owed", "sure").rows(), key=str)


def months(register: Register, at: str | None, project: str | None = NAME) -> list[tuple[str, str]]:
    """The months beside those of a check for this site."""
    now = checked(row("甲", "2026-12", project=project)).contractors
    with register.reading() as reader:
        told = kept_months.told(reader, now, ASKED, site=at)
    assert {one["project"] for one in told} <= {project}
    return [(one["period"], one["owed"]) for one in told]


@pytest.fixture
def two(register: Register) -> tuple[str, str]:
    """Two sites of two bureaus; the files of both name 一标段. Only the first one owes, for three months."""
    north, south = site(register, "华北一标段", bureau="华北局"), site(register, "华南一标段", bureau="华南局")
    for month in (8, 9, 10):
        for at, owed in ((north, "100.00"), (south, "0.00")):
            handed_in(register, at, checked(row("甲", f"2026-{month:02}", owed=owed, people=("k",))), month)
    return north, south


def test_a_check_for_a_site_is_told_of_its_own_arrears_alone(register: Register, two: tuple[str, str]) -> None:
    north, south = two
    own = [(f"2026-{month}", Decimal("100.00"), True) for month in ("08", "09", "10")]
    assert arrears(register, north) == own
    assert arrears(register, south) == []


def test_who_is_only_named_later_still_owes(register: Register) -> None:
    """BL07 counts these months: a hand-in of another contractor with the project workbook must not pay them."""
    at = site(register, "北区")
    handed_in(register, at, checked(row("甲", "2026-09", "red", "100.00", people=("k",))))
    named = row("甲", "2026-09", "green", None, workers=0)
    handed_in(register, at, checked(named, row("乙", "2026-09"), as_of="2026-11-20"))
    assert arrears(register, at) == [("2026-09", Decimal("100.00"), True)]
    assert months(register, at) == [("2026-09", "100.00")]


def test_the_months_beside_a_check_are_those_of_its_site(register: Register, two: tuple[str, str]) -> None:
    north, south = two
    assert months(register, north) == [("2026-08", "100.00"), ("2026-09", "100.00"), ("2026-10", "100.00")]
    assert months(register, south) == [("2026-08", "0.00"), ("2026-09", "0.00"), ("2026-10", "0.00")]


def test_the_command_line_cannot_tell_two_sites_of_one_name_apart(register: Register, two: tuple[str, str]) -> None:
    """It has no site: what either owes is in doubt, and no month of theirs stands beside its own."""
    assert arrears(register, None) == [(f"2026-{month}", Decimal("100.00"), False) for month in ("08", "09", "10")]
    assert months(register, None) == []


def test_months_of_both_are_listed_and_a_rule_counts_both(register: Register, two: tuple[str, str]) -> None:
    with register.reading() as reader:
        listed = runs.months(reader)
        chosen = [runs.months(reader, project=name).height for name in (NAME, "华北一标段", "二标段")]
        judged = [(month.period, month.judged) for month in rule_months.of(reader, "PY18")]
        mine = [(month.period, month.judged) for month in rule_months.of(reader, "PY18", [two[0]])]
    assert listed.select("project", "period", "owed").rows() == [
        (name, f"2026-{month}", Decimal(owed))
        for name, owed in (("华北一标段", "100.00"), ("华南一标段", "0.00"))
        for month in ("08", "09", "10")
    ]
    assert chosen == [6, 3, 0]
    assert judged == [("2026-10", 2), ("2026-09", 2), ("2026-08", 2)]
    assert mine == [("2026-10", 1), ("2026-09", 1), ("2026-08", 1)]


def test_a_site_that_is_called_otherwise_in_later_files_is_the_same(register: Register) -> None:
    at = site(register, "北区")
    handed_in(register, at, checked(row("甲", "2026-09", owed="5.00", project="一标")))
    assert arrears(register, at) == [("2026-09", Decimal("5.00"), True)]
    assert months(register, at) == [("2026-09", "5.00")]


def test_two_projects_of_one_hand_in_stay_two(register: Register) -> None:
    at = site(register, "北区")
    handed_in(
        register, at, checked(row("甲", "2026-09", owed="5.00"), row("甲", "2026-09", owed="7.00", project="二标段"))
    )
    assert arrears(register, at) == [("2026-09", Decimal("5.00"), True)]
    assert arrears(register, at, "二标段") == [("2026-09", Decimal("7.00"), True)]
    perhaps = [("2026-09", Decimal("5.00"), False), ("2026-09", Decimal("7.00"), False)]
    assert arrears(register, at, "三标段") == perhaps, "one of the two under another name, or neither"


FIVE = Decimal("5.00")


@pytest.mark.parametrize(
    ("kept", "now", "expected"),
    [
        # the project workbook lay in a folder below: its name is that of nobody's wages
        (["北区 甲", "一标段 总包"], [NAME], [(NAME, False)]),
        (["北区 甲"], [NAME, "二标段"], [(NAME, False), ("二标段", False)]),
        (["北区 甲"], [NAME, "北区"], [(NAME, False), ("北区", True)]),
        (["北区 甲", "一标段 总包"], [NAME, "北区"], [("北区", True)]),  # the same two: every one is what it was
        (["北区 甲", "二标段 总包"], [NAME, "三标段"], [(NAME, False), ("三标段", False)]),
        (["北区 甲"], [NAME], [(NAME, True)]),
    ],
)
def test_what_cannot_be_assigned_to_a_project_at_hand_is_in_doubt(
    register: Register, kept: list[str], now: list[str], expected: list[tuple[str, bool]]
) -> None:
    """Never dropped: BL07 would pass. ``kept``: project and contractor; what is owed is owed by 甲."""
    at = site(register, "北区")
    rows = [(*told.split(), "5.00" if told.endswith("甲") else "0.00") for told in kept]
    handed_in(register, at, checked(*(row(who, "2026-09", owed=owed, project=project) for project, who, owed in rows)))
    with register.reading() as reader:
        told = view.of_register(reader.connection, "r", site=at).arrears(now)
    assert sorted(told.select("project", "sure").rows()) == sorted(expected)
    assert set(told["owed"]) == {FIVE}


def test_a_correction_under_the_right_name_leaves_no_doubt(register: Register) -> None:
    at = site(register, "北区")
    wrong = handed_in(
        register, at, checked(row("甲（京）", "2026-09", owed="5.00", project="北"), row("总包", "2026-09"))
    )
    assert arrears(register, at) == [("2026-09", FIVE, False)]
    handed_in(register, at, checked(row("甲(京)", "2026-09", owed="0.00")), previous=wrong)
    assert arrears(register, at) == []


def test_the_command_line_has_what_was_handed_in_for_the_only_site_of_its_name(register: Register) -> None:
    """Whatever the files called it in other months, as a check for that site has it."""
    at = site(register, "北区")
    handed_in(register, at, checked(row("甲", "2026-08", owed="5.00", project="一标")), 8)
    handed_in(register, at, checked(row("甲", "2026-09", owed="5.00")))
    expected = [("2026-08", FIVE, True), ("2026-09", FIVE, True)]
    assert arrears(register, None) == arrears(register, None, "北区") == arrears(register, at) == expected
    site(register, NAME)
    assert arrears(register, None) == [(*told[:2], False) for told in expected]


@pytest.mark.parametrize("name", [NAME, "北区一标段"])
def test_what_the_command_line_kept_belongs_to_the_only_site_of_that_name(register: Register, name: str) -> None:
    """By the site's own name, or by what its files call it; paid since, as the later check through the desk says."""
    at = site(register, name)
    keep(register, checked(row("甲", "2026-08", owed="3.00"), row("甲", "2026-09", owed="4.00")))
    expected = [("2026-08", Decimal("3.00"), True), ("2026-09", Decimal("4.00"), True)]
    assert arrears(register, at) == expected
    handed_in(register, at, checked(row("甲", "2026-09", owed="0.00"), as_of="2026-11-03"))
    assert arrears(register, at) == expected[:1]
    assert arrears(register, None) == expected[:1], "and the other way round"


def test_what_the_command_line_kept_is_in_doubt_where_two_sites_go_by_its_name(register: Register) -> None:
    north, south = site(register, "北区"), site(register, NAME)
    handed_in(register, north, checked(row("甲", "2026-08", owed="0.00")), 8)
    keep(register, checked(row("甲", "2026-09", owed="4.00")))
    for at in (north, south):
        assert arrears(register, at) == [("2026-09", Decimal("4.00"), False)]
        assert ("2026-09", "4.00") not in months(register, at)
    assert arrears(register, None) == [("2026-09", Decimal("4.00"), True)], "its own place, by its name"


def test_a_sure_check_that_is_as_new_settles_a_doubt(register: Register) -> None:
    north, south = site(register, "北区"), site(register, NAME)
    keep(register, checked(row("甲", "2026-09", owed="4.00"), as_of="2026-10-20"))
    handed_in(register, north, checked(row("甲", "2026-09", owed="0.00"), as_of="2026-11-20"))
    assert arrears(register, north) == []
    assert arrears(register, south) == [("2026-09", Decimal("4.00"), False)]


def test_what_was_misread_or_respelled_makes_no_arrears(register: Register) -> None:
    """A check done again takes the place of the first one, a correction that of what it corrects."""
    at = site(register, "北区")
    first = handed_in(register, at, checked(row("甲", "2026-08", owed="9.00")), 8)
    hand_over(register, first, keep(register, checked(row("甲", "2026-07", owed="9.00"))))
    assert arrears(register, at) == [("2026-07", Decimal("9.00"), True)]
    wrong = handed_in(register, at, checked(row("甲（北京）", "2026-09", owed="8.00")))
    hand_over(
        register, begin(register, at, previous=wrong), keep(register, checked(row("甲(北京)", "2026-09", owed="0.00")))
    )
    assert arrears(register, at) == [("2026-07", Decimal("9.00"), True)]
    with register.reading() as reader:
        assert own_checks.read(reader, site="P99").rows.height == 0
