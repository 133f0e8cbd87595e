"""Every measurement still runs with today's program, on a few rows; what it takes is nobody's test."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any

import pytest

from benchmarks import __main__ as harness
from benchmarks import measure, sizes
from tests.conftest import ROOT

#: What a row shows: a ratio, a time, or that a tool is not there.
TOLD = re.compile(r"\d× \||\d s \||not installed")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Single measurements in this process: starting one for each would take longer than all of them."""

    def told(module: str, *arguments: object, **_variables: str) -> Mapping[str, Any]:
        return importlib.import_module(module).one(*map(str, arguments))

    monkeypatch.setattr(measure, "told", told)
    monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / "worker.key"))


#: Started apart, with a table of its own in docs/performance.md: it needs a server and the whole machine.
APART = {"desk_load"}


def test_every_module_of_measurements_is_a_section() -> None:
    modules = {path.stem for path in (ROOT / "benchmarks").glob("*.py")}
    assert modules - {"__init__", "__main__", "measure", "sizes", "identity_rows"} == {*harness.SECTIONS, *APART}


@pytest.mark.parametrize("name", harness.SECTIONS)
def test_a_section_runs_and_gives_a_whole_table(name: str, here: None) -> None:
    head, rule, *rows = importlib.import_module(f"benchmarks.{name}").table(sizes.TINY)
    assert re.fullmatch(r"\|(-+:?\|)+", rule)
    assert rows
    for row in rows:
        assert row.count("|") == head.count("|"), row
        assert TOLD.search(row) and not re.search(r"\b(nan|inf)\b", row), row


def test_a_measurement_runs_in_a_process_of_its_own() -> None:
    told = measure.told("benchmarks.peers", "script", 200)
    assert told["seconds"] > 0
    assert len(told["found"]) == 4 and all(told["found"])


def test_what_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        measure.told("benchmarks.peers", "no such way", 200)
    with pytest.raises(RuntimeError, match="no such"):
        measure.command(["-c", "import sys; sys.exit(print('no such thing') or 2)"])


def test_tables_are_kept_between_the_markers() -> None:
    page = f"before\n{harness.BEGIN}\nold\n{harness.END}\nafter\n"
    kept = harness.written(page, ["new", "table"])
    assert kept == f"before\n{harness.BEGIN}\nnew\ntable\n{harness.END}\nafter\n"
    assert harness.written(kept, ["new", "table"]) == kept
    with pytest.raises(ValueError, match="benchmarks: begin"):
        harness.written("no markers", [])


def test_the_page_has_the_markers_and_every_section() -> None:
    page = harness.PAGE.read_text("utf-8")
    kept = page.partition(harness.BEGIN)[2].partition(harness.END)[0]
    assert [name for name in harness.SECTIONS if f"`benchmarks.{name}`" not in kept] == []
