"""Validating a ledger in which nothing is wrong, and one in which every row is.

One mis-read column makes every row wrong, and just then a checker must not
take hours or all of the memory. Beside our pass: a bare polars script for the same number, and pandera's own
``validate`` of the same model. Every figure is that of a fresh process that has made the rows before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl
from pandera.errors import SchemaErrors

from benchmarks import measure
from benchmarks.identity_rows import check_digit, roster
from benchmarks.sizes import Sizes
from wagecheck.ledgers.catalogue import LEDGERS
from wagecheck.ledgers.checks import failing, gate


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


def one(way: str, rows: str, share: str) -> dict[str, float]:
    """Seconds and MB of one way over so many rows, all right or all ``wrong``; how many it found."""
    frame = roster(int(rows), wrong=share == "wrong")
    WAYS[way](frame.head(10))  # imports and first uses
    before = measure.peak()
    started = measure.processor()
    found = WAYS[way](frame)
    return {"seconds": measure.processor() - started, "found": found, "memory": measure.peak() - before}


def table(sizes: Sizes) -> Iterator[str]:
    """A line for every way. Raises RuntimeError where one does not find every wrong row and no other."""
    rows = sizes.roster
    yield f"| {rows:,} rows of a roster | way | time | beside the script | memory it adds |"
    yield "|---|---|---:|---:|---:|"
    for wrong in (False, True):
        floor = 0.0
        for way in WAYS:
            runs = 1 if wrong and way == "pandera" else sizes.runs
            told = measure.fastest(runs, "benchmarks.validation", way, rows, "wrong" if wrong else "right")
            if told["found"] != (rows if wrong else 0):
                raise RuntimeError(f"{way}: {told}")
            floor = floor or told["seconds"]
            share = "100 % wrong" if wrong else "0 % wrong"
            yield (
                f"| {share} | {_TITLES[way]} | {told['seconds']:.2f} s | {told['seconds'] / floor:.1f}× "
                f"| {told['memory']:,.0f} MB |"
            )


_TITLES: Final = {
    "script": "a bare polars script, four conditions",
    "ours": "wagecheck: gate and one pass",
    "pandera": "pandera's `validate` of the same model",
}

if __name__ == "__main__":
    measure.main(table, one)
