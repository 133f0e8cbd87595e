"""Whole commands as a person waits for them, beside what they cannot be done without."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from benchmarks import measure
from benchmarks.sizes import Sizes

_SAMPLES = measure.ROOT / "samples"
_LIBRARIES = "import polars, pandera.polars, jinja2, python_calamine, click"
_OPTIONS = ["--as-of", "2026-11-21", "-q"]


def table(sizes: Sizes) -> Iterator[str]:
    """``--help`` beside importing click; a check of the typical sample, with and without its pages and copies."""
    yield "| what | time | processor | beside | processor of the floor | ratio (processor) | aim |"
    yield "|---|---:|---:|---|---:|---:|---|"
    runs = sizes.runs
    bare = measure.command(["-c", "import click"], runs)
    yield _row("`wagecheck --help`", measure.command(["-m", "wagecheck", "--help"], runs), "`import click`", bare, "2×")
    floor = measure.command(["-c", _LIBRARIES], runs)
    with tempfile.TemporaryDirectory() as folder:
        check = ["-m", "wagecheck", "check", str(_SAMPLES / "typical"), "-o", f"{folder}/out", *_OPTIONS]
        for what, options in (
            ("`wagecheck check samples/typical`", ["--register", str(_SAMPLES / "blacklist.xlsx")]),
            (
                "the same, `--format json --no-annotate --no-register`",
                ["--format", "json", "--no-annotate", "--no-register"],
            ),
        ):
            yield _row(what, measure.command([*check, *options], runs), "importing the libraries", floor, "1.5 s")


def _row(what: str, cost: measure.Cost, beside: str, floor: measure.Cost, aim: str) -> str:
    return (
        f"| {what} | {cost.seconds:.2f} s | {cost.processor:.2f} s | {beside} | {floor.processor:.2f} s "
        f"| {cost.processor / floor.processor:.1f}× | {aim} |"
    )


if __name__ == "__main__":
    measure.main(table)
