"""Runs every measurement and prints its table: whole commands, intake, values, validation, peers, blacklist, reports.

``python -m benchmarks [FINDINGS …]``: reports of so many findings, 10,000 where nothing is said.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks import blacklist, intake, measure, peers, report, validation, values

RUNS = 5
SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@dataclass(frozen=True)
class Measurement:
    """One row: ``seconds`` beside ``floor`` (a thing measured in the same run that cannot be done without)."""

    what: str
    seconds: float
    beside: str
    floor: float
    aim: str

    def row(self) -> str:
        """The row as Markdown."""
        ratio = self.seconds / self.floor
        return (
            f"| {self.what} | {self.seconds:.2f} s | {self.beside} | {self.floor:.2f} s | {ratio:.1f}× | {self.aim} |"
        )


def start_up() -> Measurement:
    """``wagecheck --help`` beside importing click alone."""
    return Measurement(
        "`wagecheck --help`",
        measure.command(["-m", "wagecheck", "--help"], RUNS),
        "`import click`",
        measure.command(["-c", "import click"], RUNS),
        "under 2×",
    )


def typical_sample() -> Measurement:
    """``wagecheck check samples/typical`` beside importing the libraries it cannot do without."""
    return _typical("`wagecheck check samples/typical`", ["--register", str(SAMPLES / "blacklist.xlsx")])


def typical_sample_bare() -> Measurement:
    """The same without pages, workbooks, copies and list: reading, judging, ``result.json``."""
    only = ["--format", "json", "--no-annotate", "--no-register"]
    return _typical("the same, `--format json --no-annotate --no-register`", only)


def _typical(what: str, options: list[str]) -> Measurement:
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["check", str(SAMPLES / "typical"), "-o", f"{folder}/out", "--as-of", "2026-11-21", "-q"]
        seconds = measure.command(["-m", "wagecheck", *arguments, *options], RUNS)
    libraries = "import polars, pandera.polars, jinja2, python_calamine, click"
    return Measurement(
        what,
        seconds,
        "importing polars, pandera, jinja2, calamine, click",
        measure.command(["-c", libraries], RUNS),
        "under 1.5 s",
    )


def main(findings: tuple[int, ...]) -> None:
    """Prints the tables."""
    print("| what | time | beside | floor | ratio | aim |")
    print("|---|---:|---|---:|---:|---|")
    for measurement in (start_up, typical_sample, typical_sample_bare):
        print(measurement().row(), flush=True)
    for other in (intake.main, values.main, validation.main, peers.main, blacklist.main):
        print(flush=True)
        other()
    print(flush=True)
    report.main(findings)


main(tuple(map(int, sys.argv[1:])) or (10_000,))
