"""The samples, end to end: what a person sees is what the made-up truth says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLES, Run, check
from wagecheck.simulate import samples, submission


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("samples")
    return {name: check(SAMPLES / name, folder / name) for name in ("clean", "messy", "typical", "severe")}


def expected(name: str) -> list[dict[str, Any]]:
    return json.loads((SAMPLES / "answers" / f"{name}.json").read_text("utf-8"))["findings"]


def subjects(findings: list[dict[str, Any]]) -> Counter[tuple[str, str, str]]:
    return Counter((f["rule"], f["contractor"], f["period"]) for f in findings)


def cells(finding: dict[str, Any]) -> set[tuple[str, str | None, str | None]]:
    places = [finding, *finding["also"]]
    return {(place["file"], place["sheet"], place["cell"]) for place in places}


#: Exports of clocks without seconds, devices and kinds of record: what needs these cannot be told.
UNTOLD_BY_CLOCKS = {"FR15", "FR17", "FR18", "FR21", "FR22"}


@pytest.mark.parametrize(("name", "untold", "code"), [("clean", set(), 0), ("messy", UNTOLD_BY_CLOCKS, 3)])
def test_clean_data_is_silent_and_wholly_judged(runs: dict[str, Run], name: str, untold: set[str], code: int) -> None:
    run = runs[name]
    assert run.result["findings"] == []
    unjudged = {o["rule"]: o["reason"] for o in run.result["outcomes"] if o["outcome"] != "pass"}
    assert set(unjudged) == untold, unjudged
    assert run.code == code, run.stdout + run.stderr


def test_messy_gives_the_same_figures_as_the_same_facts_in_tidy_tables(runs: dict[str, Run], tmp_path: Path) -> None:
    submission.save(samples.messy().draw(), tmp_path / "tidy")
    tidy = check(tmp_path / "tidy", tmp_path / "out")
    assert runs["messy"].result["contractors"] == tidy.result["contractors"]


@pytest.mark.parametrize("name", ["typical", "severe"])
def test_every_fault_is_found_and_nothing_else(runs: dict[str, Run], name: str) -> None:
    answers = expected(name)
    found = runs[name].result["findings"]
    assert subjects(found) == subjects(answers)
    assert runs[name].code == 1


@pytest.mark.parametrize("name", ["typical", "severe"])
def test_every_fault_is_found_at_its_cell(runs: dict[str, Run], name: str) -> None:
    answers = [a for a in expected(name) if a.get("cell")]
    assert answers
    found = [(f["rule"], f["contractor"], cells(f)) for f in runs[name].result["findings"]]
    missed = [
        a
        for a in answers
        if not any(
            rule == a["rule"] and contractor == a["contractor"] and (a["file"], a["sheet"], a["cell"]) in places
            for rule, contractor, places in found
        )
    ]
    assert missed == []


def test_typical_shows_one_contractor_clean_and_one_in_real_trouble(runs: dict[str, Run]) -> None:
    colours = sorted(row["colour"] for row in runs["typical"].result["contractors"])
    assert colours == ["green", "green", "red", "red"], "one clean contractor and the general contractor are green"
