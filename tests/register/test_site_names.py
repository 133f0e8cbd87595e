"""Whose a check of the command line is: one rule for the portfolio, the half-year, a rule's months and --against last.

It is a site's only where that site alone goes by the project's name: its own, or the one in files handed in for it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.kept_checks import begin, checked, hand_over, handed_in, keep, row, site
from wagecheck.register import portfolio, rule_months, runs, site_names, time_span
from wagecheck.register.store import Register

NAME = "一标段"
Rows = list[tuple[Any, ...]]


def whole(register: Register, only: set[str] | None = None) -> Rows:
    """The portfolio: name, site, period, owed."""
    with register.reading() as reader:
        rows = portfolio.read(reader, sites=only).rows
    return sorted(rows.select("name", "site", "period", "owed").rows(), key=str)


def half(register: Register, only: set[str] | None = None) -> tuple[Rows, Rows]:
    """The half-year: project, period, owed; and of its workers' months project, found, still owed."""
    days = dt.date(2026, 7, 1), dt.date(2026, 12, 31)
    with register.reading() as reader:
        span = time_span.read(reader, *days, as_of=dt.date(2026, 12, 31), sites=only)
    told = span.sites.select("project", "period", "owed").rows()
    return told, span.arrears.select("project", "found", "still").rows()


def judged(register: Register, only: set[str] | None = None) -> list[tuple[str, int]]:
    with register.reading() as reader:
        return [(month.period, month.judged) for month in rule_months.of(reader, "PY18", only)]


def latest(register: Register, *projects: str | None, besides: str | None = None) -> str | None:
    with register.reading() as reader:
        return runs.latest(reader, list(projects), besides=besides)


def test_a_name_is_of_the_only_site_that_goes_by_it() -> None:
    sites = pl.DataFrame({"site": ["P1", "P2"], "name": ["北区", NAME]})
    handed = pl.DataFrame({"site": ["P1", "P1", "P1", None], "part": [NAME, NAME, "北", "没有登记"]})
    names = site_names.known(sites, handed)
    assert sorted(names.rows()) == [("P1", NAME), ("P1", "北"), ("P1", "北区"), ("P2", NAME)]
    assert sorted(site_names.owners(names).select("part", "sites", "owner").rows()) == [
        (NAME, 2, None),
        ("北", 1, "P1"),
        ("北区", 1, "P1"),
    ]


@pytest.mark.parametrize("name", ["北区", NAME])
def test_the_command_line_under_the_name_in_the_sites_files_counts_once(register: Register, name: str) -> None:
    at = site(register, "北区")
    handed_in(register, at, checked(row("甲", "2026-09", owed="4.00", people=("k",))))
    last = keep(register, checked(row("甲", "2026-09", owed="3.00", people=("k",), project=name), as_of="2026-11-20"))
    three = Decimal("3.00")
    for only in (None, {at}):
        assert whole(register, only) == [("北区", at, "2026-09", three)]
        assert half(register, only) == ([("北区", "2026-09", three)], [("北区", Decimal("4.00"), three)])
        assert judged(register, only) == [("2026-09", 1)]
    assert latest(register, name) == last


def test_the_command_line_under_a_name_of_two_sites_is_neithers(register: Register) -> None:
    """Nobody who sees one of them only is told of it; in the whole it stands apart, and hides nothing of theirs."""
    north, south = site(register, "北区"), site(register, NAME)
    handed_in(register, north, checked(row("甲", "2026-08")), 8)
    handed_in(register, south, checked(row("甲", "2026-09"), as_of="2026-11-20"))
    keep(register, checked(row("甲", "2026-09", owed="4.00", people=("k",))))
    nothing, four = Decimal("0.00"), Decimal("4.00")
    theirs = [("一标段", south, "2026-09", nothing), ("北区", north, "2026-08", nothing)]
    assert whole(register) == sorted([(NAME, None, "2026-09", four), *theirs], key=str)
    assert whole(register, {south}) == theirs[:1]
    assert judged(register, {south}) == [("2026-09", 1)]
    assert half(register, {south})[1] == []
    told, people = half(register)
    assert told == [(NAME, "2026-09", four), (f"{NAME}（{south}）", "2026-09", nothing), ("北区", "2026-08", nothing)]
    assert people == [(NAME, four, four)]


def test_a_site_that_was_closed_still_goes_by_its_name(register: Register) -> None:
    from wagecheck.register import sites  # noqa: PLC0415

    old = site(register, NAME)
    with register.writing("张三") as writer:
        sites.close(writer, old, reason="完工")
    site(register, NAME, bureau="华南局")
    keep(register, checked(row("甲", "2026-09", owed="4.00")))
    assert whole(register) == [(NAME, None, "2026-09", Decimal("4.00"))]


def test_a_check_of_one_project_leaves_the_other_project_of_a_site_alone(register: Register) -> None:
    """A hand-in told two projects apart; the command line looked at each of them again, one by one."""
    at = site(register, "北区")
    both = row("甲", "2026-09", owed="5.00"), row("甲", "2026-09", owed="7.00", project="二标段")
    handed_in(register, at, checked(*both))
    keep(register, checked(row("甲", "2026-09", owed="1.00"), as_of="2026-11-03"))
    expected = [("北区", at, "2026-09", Decimal("1.00")), ("北区", at, "2026-09", Decimal("7.00"))]
    assert whole(register) == expected
    assert half(register)[0] == [
        ("北区（一标段）", "2026-09", Decimal("1.00")),
        ("北区（二标段）", "2026-09", Decimal("7.00")),
    ]
    keep(register, checked(row("甲", "2026-09", owed="2.00", project="二标段"), as_of="2026-11-04"))
    assert [owed for *_, owed in whole(register)] == [Decimal("1.00"), Decimal("2.00")]
    handed_in(register, at, checked(row("甲", "2026-09", owed="0.00"), as_of="2026-11-05"))
    assert [owed for *_, owed in whole(register)] == [Decimal("0.00")], "the last hand-in counts for the whole site"


def test_the_last_check_is_none_that_was_done_again(register: Register) -> None:
    at = site(register, "北区")
    good = keep(register, checked(row("甲", "2026-08")), at)
    hand_over(register, begin(register, at, 8), good)
    again = handed_in(register, at, checked(row("甲", "2026-09")))
    assert latest(register, NAME) not in (good, None)
    hand_over(register, again, None)
    assert latest(register, NAME) == good
    assert latest(register, NAME, besides=good) is None


def test_the_last_check_is_none_that_may_be_of_another_site(register: Register) -> None:
    north, south = site(register, "华北一标段"), site(register, "华南一标段")
    mine = keep(register, checked(row("甲", "2026-08")))
    for at in (north, south):
        handed_in(register, at, checked(row("甲", "2026-09")))
    assert latest(register, NAME) == mine
    assert latest(register, "二标段") is None


def test_the_last_check_calls_the_project_as_it_is_called_now(register: Register) -> None:
    """Findings of a check under another name could not be compared, though it is of the same site."""
    at = site(register, "北区")
    mine = keep(register, checked(row("甲", "2026-08")), at)
    hand_over(register, begin(register, at, 8), mine)
    handed_in(register, at, checked(row("甲", "2026-09", project="一标")))
    assert latest(register, NAME) == mine


def test_a_workers_history_tells_projects_by_their_sites(register: Register) -> None:
    north, south = site(register, "华北一标段"), site(register, "华南一标段")
    for at, owed in ((north, "1.00"), (south, "2.00")):
        handed_in(register, at, checked(row("甲（北京）", "2026-09", owed=owed, people=("k",))))
    wrong = handed_in(register, south, checked(row("甲（北京）", "2026-10", owed="9.00", people=("k",))), 10)
    respelled = checked(row("甲(北京)", "2026-10", owed="3.00", people=("k",)))
    handed_in(register, south, respelled, 10, previous=wrong)
    misread = handed_in(register, north, checked(row("甲（北京）", "2026-11", owed="9.00", people=("k",))), 11)
    hand_over(register, misread, None)
    with register.reading() as reader:
        told = runs.worker(reader, "k").select("project", "contractor", "period", "owed").rows()
    assert told == [
        ("华北一标段", "甲（北京）", "2026-09", Decimal("1.00")),
        ("华南一标段", "甲（北京）", "2026-09", Decimal("2.00")),
        ("华南一标段", "甲(北京)", "2026-10", Decimal("3.00")),
    ]
