"""The whole way: what was made wrong on purpose is found, at its cell, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulate.test_files import NOT_MADE_UP
from wagecheck import judge, rulebook, simulate
from wagecheck.intake import submission as intake
from wagecheck.privacy import Masker
from wagecheck.register import listing
from wagecheck.result import Result
from wagecheck.simulate import answers, samples, submission
from wagecheck.simulate.case import REGISTRY
from wagecheck.simulate.layouts import blacklist_file
from wagecheck.simulate.submission import Made

CASES: dict[str, dict[str, Any]] = {
    "lawful": {"workers": 40, "months": 2, "seed": 77},
    "lawful, untidy": {"workers": 40, "seed": 78, "layout": "messy"},
    "typical": {"defects": "typical", "seed": 3},
    "all": {"defects": "all"},
    "all, untidy": {"defects": "all", "layout": "messy", "seed": 5},
    "all, csv": {"defects": "all", "format": "csv", "seed": 9},
    "all, two contractors, nine months": {"defects": "all", "contractors": 2, "months": 9, "seed": 4},
    "a month left out": {"defects": "PY03", "months": 3, "workers": 12},
    "where punches are ruled": {"defects": "AT03", "workers": 12, "seed": 6},
}
Subject = tuple[str, str, str]


@pytest.fixture(scope="module")
def book() -> rulebook.Rulebook:
    return rulebook.load()


def judged(made: Made, folder: Path, book: rulebook.Rulebook, **drawing: Any) -> tuple[list[Any], list[Any]]:
    """Expected and actual findings of a made-up submission."""
    files = made.draw(**drawing)
    submission.save(files, folder / "submission")
    entries = None
    if made.books.blacklist:
        submission.save_one(blacklist_file.draw(made.books.blacklist, simulate.BLACKLIST), folder)
        entries = listing.read_listing(folder / simulate.BLACKLIST)
    found = result_of(folder, made, book, entries)
    return answers.findings(made.expected, files), found.findings.to_dicts()


def result_of(folder: Path, made: Made, book: rulebook.Rulebook, entries: Any = None) -> Result:
    """What the checker says of ``folder/submission``."""
    return judge.judge(
        intake.read([folder / "submission"]),
        book,
        as_of=made.world.as_of,
        entries=entries,
        period=None,
        masker=Masker(b"of the tests", unmask=True),
    )


def subject(finding: dict[str, Any]) -> Subject:
    return finding["rule"], finding["contractor"], finding["period"]


def same_worker(answer: dict[str, Any], finding: dict[str, Any]) -> bool:
    return answer["worker"] is None or answer["worker"] == "".join((finding["worker"] or "").split())


def cites(answer: dict[str, Any], finding: dict[str, Any]) -> bool:
    places = {(place["file"], place["sheet"], place["cell"]) for place in [finding, *finding["also"]]}
    return answer["cell"] is None or (answer["file"], answer["sheet"], answer["cell"]) in places


@pytest.mark.parametrize("name", CASES)
def test_findings_are_the_answers(tmp_path: Path, book: rulebook.Rulebook, name: str) -> None:
    options = dict(CASES[name])
    drawing = {"kind": options.pop("format", "xlsx"), "layout": options.pop("layout", "tidy")}
    expected, found = judged(submission.make(**options), tmp_path, book, **drawing)
    told, meant = Counter(map(subject, found)), Counter(map(subject, expected))
    assert [(subject(f), f["worker"], f["message"]) for f in found if told[subject(f)] > meant[subject(f)]] == []
    assert [a for a in expected if meant[subject(a)] > told[subject(a)]] == []
    speaking = [(a, [f for f in found if subject(f) == subject(a) and same_worker(a, f)]) for a in expected]
    assert [a for a, heard in speaking if not heard] == []
    assert [(a, heard) for a, heard in speaking if not any(cites(a, f) for f in heard)] == []


@pytest.mark.parametrize(("made", "layout"), [(samples.clean(), "messy"), (samples.messy(), "archetypes")])
def test_untidy_files_give_the_figures_of_tidy_ones(
    tmp_path: Path, book: rulebook.Rulebook, made: Made, layout: submission.Layout
) -> None:
    """Contractor by contractor, and worker by worker: who has which of the six, what is due, what was paid."""
    figures = []
    for drawn in ("tidy", layout):
        submission.save(made.draw(layout=drawn), tmp_path / drawn)
        given = intake.read([tmp_path / drawn])
        masker = Masker(b"of the tests")
        result = judge.judge(given, book, as_of=dt.date(2026, 11, 21), entries=None, period=None, masker=masker)
        assert result.findings.height == 0
        figures.append((result.contractors.sort("name").to_dicts(), result.workers.sort("worker_key").to_dicts()))
    assert figures[0] == figures[1]
    assert len(figures[0][1]) == sum(len(one.workers) for one in made.world.contractors)


def test_every_rule_is_tried_in_all() -> None:
    made = submission.make(defects="all")
    tried = {one.rule for one in made.expected if one.injected}
    assert tried == {rule for rule, one in REGISTRY.items() if one.months == 1 and not one.apart}


def test_every_rule_of_the_book_fires_somewhere_in_these_cases(book: rulebook.Rulebook) -> None:
    kept = ("workers", "contractors", "months", "defects", "seed")
    made = [submission.make(**{key: case[key] for key in kept if key in case}) for case in CASES.values()]
    expected = {one.rule for each in made for one in each.expected}
    assert expected == {rule.id for rule in book.rules} - set(NOT_MADE_UP)


@settings(max_examples=6)
@given(
    seed=st.integers(0, 10**6),
    workers=st.integers(1, 30),
    contractors=st.integers(1, 3),
    months=st.integers(1, 2),
    layout=st.sampled_from(["tidy", "messy"]),
)
def test_lawful_books_of_any_size_are_silent(
    tmp_path_factory: pytest.TempPathFactory,
    book: rulebook.Rulebook,
    seed: int,
    workers: int,
    contractors: int,
    months: int,
    layout: submission.Layout,
) -> None:
    made = submission.make(seed=seed, workers=workers, contractors=contractors, months=months)
    folder = tmp_path_factory.mktemp("lawful")
    submission.save(made.draw(layout=layout), folder / "submission")
    result = result_of(folder, made, book)
    assert result.findings.select("rule", "message").to_dicts() == []
    assert result.outcomes.filter(pl.col("outcome") == "error").height == 0
