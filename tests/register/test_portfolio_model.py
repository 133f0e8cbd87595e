"""The portfolio, the half-year and BL07 against a slow model of what is decided (decisions 170, 179, 194-196, 200).

Random stories of hand-ins, corrections, checks done again, checks of the command line and voidings are told to the
register and to the model, which keeps lists and goes through them one by one. Every story is undone at its end, so
that one register serves all of them. The model knows nothing of two projects in one check.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.kept_checks import TODAY, checked, row
from wagecheck.register import hand_ins, portfolio, portfolio_sums, runs, sites, time_span, view
from wagecheck.register.store import Register
from wagecheck.register.writer import Writer

Row = dict[str, Any]
Rows = list[tuple[Any, ...]]
RANKS: Final = {"green": 0, "grey": 0, "yellow": 1, "orange": 2, "red": 3}
CONTRACTORS: Final = ("甲", "乙", "丙")
MONTHS: Final = ("2026-08", "2026-09", "2026-09", "2026-09", "2026-10")
YEAR: Final = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
OTHER_DATES: Final = "2026-08-26..2026-09-25"
STORIES: Final = 24


class _UndoError(Exception):
    """Ends a story: nothing of it stays."""


@dataclass
class Kept:
    """A kept check of the model."""

    run: str
    as_of: str
    rows: list[Row]


@dataclass
class HandIn:
    """A hand-in of the model; ``held``: each check made for it with the step at which that was, None where void."""

    id: str
    site: str
    held: list[tuple[int, str | None]] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, str | None]:
        return self.held[-1] if self.held else (0, None)


@dataclass
class Story:
    """What happens, to the register and to the model alike. Steps are numbered, and of two the later one is newer."""

    writer: Writer
    sites: dict[str, str] = field(default_factory=dict)
    """By id, their names."""
    open: set[str] = field(default_factory=set)
    kept: dict[str, Kept] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    """Kept check → the step at which it was kept."""
    given: dict[str, HandIn] = field(default_factory=dict)
    files: list[tuple[runs.Checked, list[Row], str]] = field(default_factory=list)
    step: int = 0

    def site(self, name: str) -> str:
        made = sites.add(self.writer, name=name, region=None, bureau=None)
        self.sites[made] = name
        self.open.add(made)
        return made

    def close(self, site: str) -> None:
        sites.close(self.writer, site, reason="完工")
        self.open.discard(site)

    def made(self, rows: list[Row], as_of: str) -> int:
        """Files that a check makes these rows of; gives their number."""
        self.files.append((checked(*rows, as_of=as_of), rows, as_of))
        return len(self.files) - 1

    def keep(self, files: int, site: str | None = None) -> str:
        self.step += 1
        given, rows, as_of = self.files[files]
        run = runs.keep(self.writer, given, site=site)
        self.kept.setdefault(run, Kept(run, as_of, rows))
        self.first.setdefault(run, self.step)
        return run

    def hand_in(self, site: str, files: int, previous: str | None = None) -> str:
        days = {"first_day": dt.date(2026, 9, 1), "last_day": dt.date(2026, 9, 30)}
        made = hand_ins.begin(self.writer, site=site, previous=previous, **days)
        self.given[made] = HandIn(made, site)
        return self.check(made, files)

    def check(self, hand_in: str, files: int) -> str:
        """The check of a hand-in, for the first time or again."""
        run = self.keep(files, self.given[hand_in].site)
        hand_ins.hand_in(self.writer, hand_in, files=1, size=1, digest="d", note=None)
        hand_ins.checked(self.writer, hand_in, run=run, colour="red")
        self.given[hand_in].held.append((self.step, run))
        return hand_in

    def void(self, hand_in: str) -> None:
        self.step += 1
        hand_ins.void(self.writer, hand_in, reason="选错了项目")
        self.given[hand_in].held.append((self.step, None))


# --- the model -------------------------------------------------------------------------------------------------------


def counting(story: Story) -> list[tuple[int, Kept, HandIn | None]]:
    """Checks that count, each with its step and hand-in: not one that was done again or made void."""
    handed = {run for one in story.given.values() for _, run in one.held}
    found: dict[str, tuple[int, Kept, HandIn | None]] = {
        run: (story.first[run], kept, None) for run, kept in story.kept.items() if run not in handed
    }
    for one in story.given.values():  # oldest first: the newest that holds a check has it
        step, run = one.counts
        if run is not None:
            found[run] = (max(step, found[run][0] if run in found else 0), story.kept[run], one)
    return list(found.values())


def known_as(story: Story) -> dict[str, set[str]]:
    """What projects are called → the sites that go by it: their own names, and those in files handed in for them."""
    names: dict[str, set[str]] = {}
    for site, name in story.sites.items():
        names.setdefault(name, set()).add(site)
    for _, kept, given in counting(story):
        for one in kept.rows if given else []:
            names.setdefault(one["project"], set()).add(given.site if given else "")
    return names


def takes_no_place(old: Row, new: Row) -> bool:
    """Decision 200: ``new`` could not tell the pay, and what ``old`` told of it still stands."""
    bad, now = RANKS[old["colour"]], RANKS[new["colour"]]
    if new["owed"] is not None:
        return False
    if Decimal(old["owed"] or 0) > 0 and now <= bad:
        return True
    if now > 0:
        return False
    paid = old["owed"] == "0.00" and not old.get("unpaid")
    missed = new["workers"] == 0 < old["workers"] and (old["owed"] is None or bad > 0)
    return paid or missed


def standing(story: Story) -> Rows:
    """Place, contractor, period, check, hand-in, colour, owed of everything that counts."""
    names = known_as(story)
    about: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
    for step, kept, given in counting(story):
        for one in kept.rows:
            owners = names.get(one["project"], set())
            site = given.site if given else next(iter(owners)) if len(owners) == 1 else None
            key = site or f"={one['project']}", one["contractor"], one["period"]
            about.setdefault(key, []).append((kept.as_of, step, kept.run, given.id if given else None, one))
    found = []
    for key, told in about.items():
        last: tuple[Any, ...] | None = None
        before: list[Row] = []
        for *_, run, hand_in, one in sorted(told, key=lambda each: each[:2]):
            knew = [each for each in before if each["owed"] is not None][-1:]
            saw = [each for each in before if each["workers"] > 0][-1:]
            if not any(takes_no_place(old, one) for old in (*knew, *saw)):
                last = run, hand_in, one
            before.append(one)
        assert last is not None
        found.append((*key, *last[:2], shown(last[2]), None if last[2]["owed"] is None else Decimal(last[2]["owed"])))
    return sorted(found, key=str)


def shown(told: Row) -> str:
    """Decision 171: green only where the pay of the workers was known."""
    unknown = told["workers"] > 0 and told["owed"] is None
    return "grey" if told["colour"] == "green" and unknown else str(told["colour"])


# --- stories ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def told_to(register: Register) -> Iterator[Story]:
    with contextlib.suppress(_UndoError), register.writing("张三") as writer:
        yield Story(writer)
        raise _UndoError


def some_row(chance: random.Random, project: str, contractor: str, period: str) -> Row:
    owed = chance.choice(("0.00", "5.00", "9.00", None, None))
    owing = owed not in ("0.00", None)
    colour = chance.choice(("red", "orange", "yellow") if owing else ("green", "green", "grey", "yellow", "red"))
    told = row(
        contractor, period, colour, owed, project=project, people=("k", "l") if owing else (),
        workers=4 if owed is not None else chance.choice((0, 4)),
    )  # fmt: skip
    return {**told, "unpaid": "70.00"} if owed == "0.00" and chance.random() < 0.3 else told


def some_rows(chance: random.Random, project: str, before: list[Row]) -> list[Row]:
    """Some of those before, perhaps of another contractor, and some others."""
    about = {(one["contractor"], one["period"]): one for one in before if chance.random() < 0.8}
    for key in list(about):
        if chance.random() < 0.7:
            told = some_row(chance, project, chance.choice((key[0], key[0], *CONTRACTORS)), key[1])
            about[told["contractor"], told["period"]] = told
    if not about or chance.random() < 0.4:
        told = some_row(chance, project, chance.choice(CONTRACTORS), chance.choice(MONTHS))
        about[told["contractor"], told["period"]] = told
    return [{**one, "project": project} for one in about.values()]


def tell(story: Story, chance: random.Random) -> None:
    """Two sites, whose files may both say 一标段, and some things that happen to them, one of a day or several."""
    called = {story.site("北区"): "一标段", story.site("南区"): chance.choice(("一标段", "二标段", "南区"))}
    day = 2
    before: list[Row] = []
    for _ in range(chance.randint(4, 9)):
        day += chance.choice((0, 0, 1))
        as_of = f"2026-11-{day:02d}"
        able = [one for one in story.given.values() if one.counts[1]]
        site = chance.choice(sorted(called))
        match chance.choice(("new", "new", "corrected", "corrected", "again", "same", "typed", "void", "closed")):
            case "new" if site in story.open:
                before = some_rows(chance, called[site], before)
                story.hand_in(site, story.made(before, as_of))
            case "corrected" if able and (one := chance.choice(able)).site in story.open:
                rows = story.kept[str(one.counts[1])].rows
                story.hand_in(one.site, story.made(some_rows(chance, rows[0]["project"], rows), as_of), previous=one.id)
            case "again" if latest := [one for one in able if hand_ins.later(story.writer, one.id) is None]:
                one = chance.choice(latest)  # what was corrected is not checked again
                rows = story.kept[str(one.counts[1])].rows
                story.check(one.id, story.made(some_rows(chance, rows[0]["project"], rows), as_of))
            case "same" if story.files and site in story.open:
                story.hand_in(site, chance.randrange(len(story.files)))
            case "typed":
                name = chance.choice(("一标段", "一标段", "北区", "没有登记的项目"))
                story.keep(story.made(some_rows(chance, name, before), as_of))
            case "void" if able:
                story.void(chance.choice(able).id)
            case "closed" if chance.random() < 0.2 and site in story.open:
                story.close(site)


# --- what is compared ------------------------------------------------------------------------------------------------


def of_portfolio(story: Story, only: set[str] | None = None) -> Rows:
    rows = portfolio.read(story.writer, sites=only).rows
    return sorted(rows.select("place", "contractor", "period", "run", "hand_in", "colour", "owed").rows(), key=str)


def owed_in(rows: Rows) -> Decimal:
    return sum((told[-1] for told in rows if told[-1]), Decimal())


def half_year(story: Story) -> time_span.Span:
    return time_span.read(story.writer, *YEAR, as_of=TODAY)


def arrears(story: Story, site: str | None, project: str) -> Rows:
    """What BL07 is told that is surely of this place."""
    told = view.of_register(story.writer.connection, "r", site=site).arrears([project]).filter("sure")
    return sorted(told.select("contractor", "period", "run", "owed").rows(), key=str)


def owing(rows: Rows, place: str) -> Rows:
    return sorted(((*told[1:4], told[-1]) for told in rows if told[0] == place and told[-1]), key=str)


@pytest.mark.parametrize("seed", range(STORIES))
def test_what_counts_is_what_is_decided(register: Register, seed: int) -> None:
    with told_to(register) as story:
        tell(story, random.Random(seed))
        expected = standing(story)
        assert of_portfolio(story) == expected
        assert len({told[:3] for told in expected}) == len(expected)
        found = portfolio.read(story.writer)
        whole = owed_in(expected)
        assert (portfolio_sums.total(found)["owed"] or 0) == found.owing["owed"].sum() == whole
        for keys in (["place"], ["month"], ["contractor"]):
            assert portfolio_sums.by(found, keys)["owed"].sum() == whole
        assert portfolio_sums.aged(found.owing, [1, 2], TODAY)["owed"].sum() == whole
        for site in story.sites:
            assert of_portfolio(story, {site}) == [told for told in expected if told[0] == site]
        span = half_year(story)
        told = span.sites.select("contractor", "period", "run", "colour", "owed").rows()
        assert sorted(told, key=str) == sorted((one[1:4] + one[5:] for one in expected), key=str)
        assert span.arrears["still"].sum() == whole
        names = known_as(story)
        for site in story.sites:
            name = next(iter(sorted(name for name, owners in names.items() if site in owners)))
            assert arrears(story, site, name) == owing(expected, site)
        owners = sorted(names.get("一标段", ()))
        assert arrears(story, None, "一标段") == owing(expected, owners[0] if len(owners) == 1 else "=一标段")


@pytest.mark.parametrize("seed", range(STORIES, STORIES + 8))
def test_what_was_made_void_was_never_there(register: Register, seed: int) -> None:
    """Nor does a hand-in of another site change anything of this one, or of its arrears."""
    chance = random.Random(seed)
    with told_to(register) as story:
        tell(story, chance)
        before = of_portfolio(story)
        other = story.site("东区")
        made = story.hand_in(other, story.made(some_rows(chance, "东区", []), "2026-11-20"))
        assert [told for told in of_portfolio(story) if told[0] != other] == before
        story.void(made)
        assert of_portfolio(story) == before
        site = next(iter(sorted(story.open - {other})), other)
        name = next(iter(sorted(name for name, owners in known_as(story).items() if owners == {site})), "东区")
        story.void(story.hand_in(site, story.made(some_rows(chance, name, []), "2026-11-20")))
        assert of_portfolio(story) == before


# --- what the model found -------------------------------------------------------------------------------------------


def test_the_same_files_once_more_and_made_void_change_nothing(register: Register) -> None:
    """A clerk hands in the first files again by mistake, on the same day; legal makes it void."""
    with told_to(register) as story:
        at = story.site("北区")
        paid, owed = (
            story.made([row("甲", "2026-09", owed="0.00")], "2026-11-02"),
            story.made([row("甲", "2026-09", "red", "9.00", people=("k",))], "2026-11-02"),
        )
        first = story.hand_in(at, paid)
        second = story.hand_in(at, owed, previous=first)
        before = of_portfolio(story)
        assert owed_in(before) == Decimal("9.00")
        story.void(story.hand_in(at, paid, previous=second))
        assert of_portfolio(story) == before == standing(story)


def owing_row(contractor: str = "甲", period: str = "2026-09", project: str = "一标段") -> Row:
    return row(contractor, period, "red", "9.00", project=project, people=("k",))


def test_a_correction_that_spells_and_dates_otherwise_counts_once(register: Register) -> None:
    with told_to(register) as story:
        at = story.site("北区")
        first = story.hand_in(at, story.made([owing_row("甲（北京）")], "2026-11-02"))
        story.hand_in(at, story.made([owing_row("甲(北京)", OTHER_DATES)], "2026-11-02"), previous=first)
        assert owed_in(of_portfolio(story)) == Decimal("9.00")


def test_what_a_correction_replaced_stays_replaced(register: Register) -> None:
    """It dated the pay period otherwise; a later hand-in of those dates, on its own, finds it paid."""
    with told_to(register) as story:
        at = story.site("北区")
        first = story.hand_in(at, story.made([owing_row()], "2026-11-02"))
        story.hand_in(at, story.made([owing_row(period=OTHER_DATES)], "2026-11-02"), previous=first)
        story.hand_in(at, story.made([row("甲", OTHER_DATES)], "2026-11-03"))
        assert owed_in(of_portfolio(story)) == Decimal()


def test_a_worse_check_is_not_made_good_by_another_spelling(register: Register) -> None:
    """Under one spelling it stays red, and in the half-year too."""
    with told_to(register) as story:
        at = story.site("北区")
        for told in (
            row("甲公司", "2026-09", "yellow", "9.00", people=("k",)),
            row("甲公司", "2026-09", "red", None),
            row("甲 公司", "2026-09", "green", None),
        ):
            story.hand_in(at, story.made([told], "2026-11-02"))
        assert [told[5] for told in of_portfolio(story) if told[4]].count("red") == 1


def test_what_was_paid_under_another_spelling_is_not_owed_again(register: Register) -> None:
    with told_to(register) as story:
        at = story.site("北区")
        for told in (
            owing_row("甲 公司"),
            {**row("甲公司", "2026-09"), "unpaid": "70.00"},  # all that was due is paid, something is not due yet
            row("甲公司", "2026-09", "green", None),
        ):
            story.hand_in(at, story.made([told], "2026-11-02"))
        assert owed_in(of_portfolio(story)) == Decimal()


def test_the_command_line_under_another_spelling_of_the_site_counts_once(register: Register) -> None:
    """Decision 202: two spellings of a project's name are one project."""
    with told_to(register) as story:
        at = story.site("北区(一标)")
        story.hand_in(at, story.made([owing_row(project="北区(一标)")], "2026-11-02"))
        story.keep(story.made([owing_row(project="北区（一标）")], "2026-11-02"))
        assert owed_in(of_portfolio(story)) == Decimal("9.00")


def test_the_half_year_owes_what_the_portfolio_owes(register: Register) -> None:
    """A hand-in counts for the whole site, also where it leaves out one of the two projects told apart before."""
    with told_to(register) as story:
        at = story.site("北区")
        story.hand_in(at, story.made([owing_row(), owing_row(project="二标段")], "2026-11-02"))
        story.hand_in(at, story.made([row("甲", "2026-09")], "2026-11-03"))
        assert half_year(story).sites["owed"].sum() == owed_in(of_portfolio(story))


def test_what_could_not_be_told_of_one_project_is_not_paid_by_the_other(register: Register) -> None:
    """The hand-in could not tell the pay on one of two projects; the command line looks at the other one again."""
    with told_to(register) as story:
        at = story.site("北区")
        other = row("甲", "2026-09", project="二标段")
        story.hand_in(at, story.made([owing_row()], "2026-11-02"))
        story.hand_in(at, story.made([row("甲", "2026-09", "green", None, workers=0), other], "2026-11-03"))
        assert owed_in(of_portfolio(story)) == Decimal("9.00")
        story.keep(story.made([other], "2026-11-04"))
        assert owed_in(of_portfolio(story)) == Decimal("9.00")


def test_a_rule_is_told_of_what_the_portfolio_says_is_owed(register: Register) -> None:
    """A check of one project of a site is no later name of the other one: a hand-in told the two apart."""
    with told_to(register) as story:
        at = story.site("北区")
        other = row("甲", "2026-09", project="二标段")
        story.hand_in(at, story.made([owing_row(), other], "2026-11-02"))
        story.keep(story.made([other], "2026-11-03"))
        assert owed_in(of_portfolio(story)) == Decimal("9.00")
        told = view.of_register(story.writer.connection, "r", site=at).arrears(["一标段"])
        assert told["owed"].to_list() == [Decimal("9.00")]


def test_the_half_year_owes_what_one_of_two_projects_owes(register: Register) -> None:
    """Both projects of the earlier check speak together in the portfolio, each alone in the half-year."""
    with told_to(register) as story:
        at = story.site("北区")
        owing = row("甲", "2026-09", "yellow", "9.00", people=("k",))
        story.hand_in(at, story.made([owing, row("甲", "2026-09", "red", project="二标段")], "2026-11-02"))
        story.hand_in(at, story.made([row("甲", "2026-09", "red", None)], "2026-11-03"))
        assert half_year(story).sites["owed"].sum() == owed_in(of_portfolio(story))
