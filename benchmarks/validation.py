"""Validating a ledger in which nothing is wrong, and one in which every row is.

``python -m benchmarks.validation [ROWS]``. One mis-read column makes every row wrong, and just then a checker must not
take hours or all of the memory. Beside our pass: a bare polars script for the same number, and pandera's own
``validate`` of the same model. Every figure is that of a fresh process that has made the rows before.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

import polars as pl
from pandera.errors import SchemaErrors

from benchmarks.identity_rows import check_digit, roster
from wagecheck.ledgers.catalogue import LEDGERS
from wagecheck.ledgers.checks import failing, gate

ROWS: Final = 1_000_000
RUNS: Final = 3


def ours(frame: pl.DataFrame) -> int:
    """The gate, then the rows that fail a rule check, with the columns that findings need."""
    gate(frame, LEDGERS["roster"])
    return failing({"roster": frame}, LEDGERS, keep=["project", "contractor", "name"]).height


def script(frame: pl.DataFrame) -> int:
    """What somebody would write who knows polars: the form, the day of birth and the check digit, nothing more."""
    number = pl.col("id_number")
    shaped = number.str.contains(r"^[1-9]\d{16}[\dX]$")
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
    sound = shaped & born & (check_digit(number) == number.str.slice(17, 1))
    return frame.lazy().filter(~sound).select("src", "row", "id_number").collect().height


def pandera(frame: pl.DataFrame) -> int:
    """Pandera's lazy validation of the whole model with its failure cases."""
    try:
        LEDGERS["roster"].validate(frame, lazy=True)
    except SchemaErrors as errors:
        return int(errors.failure_cases.height)
    return 0


WAYS: Final[dict[str, Callable[[pl.DataFrame], int]]] = {"script": script, "ours": ours, "pandera": pandera}


def _measure(way: str, rows: int, *, wrong: bool) -> None:
    """One measurement, told as JSON."""
    frame = roster(rows, wrong=wrong)
    WAYS[way](frame.head(10))  # imports and first uses
    before = _peak()
    started = time.perf_counter()
    found = WAYS[way](frame)
    print(json.dumps({"seconds": time.perf_counter() - started, "found": found, "memory": _peak() - before}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measured(way: str, rows: int, *, wrong: bool, runs: int) -> dict[str, float]:
    """The fastest of some fresh processes; all must have found every wrong row and no other."""
    command = [sys.executable, "-m", "benchmarks.validation", way, str(rows), "wrong" if wrong else "right"]
    told = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(runs)]
    if any(one["found"] != (rows if wrong else 0) for one in told):
        raise RuntimeError(f"{way}: {told}")
    return min(told, key=lambda one: one["seconds"])


def main(rows: int = ROWS) -> None:
    """Prints the table."""
    print(f"| {rows:,} rows of a roster | way | time | beside the script | memory it adds |")
    print("|---|---|---:|---:|---:|")
    for wrong in (False, True):
        floor = 0.0
        for way in WAYS:
            told = _measured(way, rows, wrong=wrong, runs=1 if wrong and way == "pandera" else RUNS)
            floor = floor or told["seconds"]
            share = "100 % wrong" if wrong else "0 % wrong"
            print(
                f"| {share} | {way} | {told['seconds']:.2f} s | {told['seconds'] / floor:.1f}× "
                f"| {told['memory']:,.0f} MB |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WAYS:
        _measure(sys.argv[1], int(sys.argv[2]), wrong=sys.argv[3] == "wrong")
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
