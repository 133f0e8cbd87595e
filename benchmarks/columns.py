"""A whole check of export tables, for ever more people, beside decoding every column of every table once.

The tables are made up without faults, one month, every day of attendance (``wagecheck sample --format parquet``). The
check is the command itself with all rules, ``result.json`` and ``findings.csv``; the floor reads the same files part by
part and keeps nothing. How a cost grows is told by its exponent: 1 is twice for twice as many people.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from benchmarks import measure
from benchmarks.sizes import Sizes

_OPTIONS = ["--as-of", "2026-11-21", "-q", "--format", "json,csv", "--no-annotate", "--no-register"]


def one(folder: str) -> dict[str, float]:
    """Seconds of the processor for decoding every column of every table; rows of the largest."""
    started = measure.processor()
    rows = max(pl.read_parquet(part).height for part in _parts(folder))
    return {"seconds": measure.processor() - started, "rows": rows}


def table(sizes: Sizes) -> Iterator[str]:
    """One line for each number of people."""
    yield (
        "| workers | worker-days | whole check, by the clock | processor | decoding every column | ratio (aim 4×) "
        "| growth of the processor time (aim 1.05) | memory of the largest process |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    before: tuple[int, float] | None = None
    for workers in sizes.workers:
        with tempfile.TemporaryDirectory() as home:
            wish = ["--workers", str(workers), "--format", "parquet"]
            measure.command(["-m", "wagecheck", "sample", f"{home}/made", *wish])
            folder = f"{home}/made/submission"
            days = sum(pl.scan_parquet(part).select(pl.len()).collect().item() for part in _parts(folder, "attendance"))
            floor = measure.fastest(sizes.runs, "benchmarks.columns", folder)["seconds"]
            runs = 1 if workers >= 100_000 else sizes.runs
            cost = measure.command(["-m", "wagecheck", "check", folder, "-o", f"{home}/out", *_OPTIONS], runs)
        grown = "" if before is None else f"{math.log(cost.processor / before[1]) / math.log(workers / before[0]):.2f}"
        before = workers, cost.processor
        yield (
            f"| {workers:,} | {days:,} | {cost.seconds:.1f} s | {cost.processor:.1f} s | {floor:.2f} s "
            f"| {cost.processor / floor:.0f}× | {grown} | {cost.memory:,.0f} MB |"
        )


def _parts(folder: str, ledger: str = "") -> list[Path]:
    return sorted(part for part in Path(folder).rglob("*.parquet") if ledger in (part.parent.name, part.stem, ""))


if __name__ == "__main__":
    measure.main(table, one)
