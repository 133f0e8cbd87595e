"""Judging beside building the facts, for ever more workers: ``python -m benchmarks.scaling [WORKERS …]``.

Each size is a made-up submission without faults (a hundred workers per contractor, one month, every day of
attendance), read once; then, in fresh processes, all fact frames are built, and all rules are judged (which builds the
facts as well).
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from wagecheck import facts, judge, rulebook, simulate
from wagecheck.intake import submission
from wagecheck.judging import settings
from wagecheck.privacy import Masker
from wagecheck.register import listing

SIZES = (1_000, 10_000, 100_000)
#: Workers of one contractor.
CREW = 100
AS_OF = dt.date(2026, 11, 21)
LIST = Path(__file__).resolve().parent.parent / "samples" / "blacklist.xlsx"


def prepare(workers: int, folder: Path) -> Path:
    """A submission of so many workers, read and kept as it stands in memory."""
    simulate.write(folder / "made", workers=workers, contractors=max(workers // CREW, 1), format="csv")
    given = submission.read([folder / "made" / "submission"])
    kept = folder / "submission.pickle"
    kept.write_bytes(pickle.dumps(given, protocol=5))
    return kept


def build(kept: Path) -> dict[str, float]:
    """Seconds to build all fact frames; attendance days in them."""
    given = pickle.loads(kept.read_bytes())
    book, entries = rulebook.load(), listing.read_listing(LIST)
    rules = settings.build(book, AS_OF)
    started = time.perf_counter()
    pl.collect_all(list(facts.build(given, entries, rules).values()))
    return _told(started, days=given.ledgers["attendance"].height)


def decide(kept: Path) -> dict[str, float]:
    """Seconds to judge everything; findings."""
    given = pickle.loads(kept.read_bytes())
    book, entries = rulebook.load(), listing.read_listing(LIST)
    started = time.perf_counter()
    result = judge.judge(given, book, as_of=AS_OF, entries=entries, masker=Masker(b"k" * 32))
    return _told(started, findings=result.findings.height)


def _told(started: float, **more: float) -> dict[str, float]:
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, **more}


def _measured(what: str, kept: Path, runs: int) -> dict[str, float]:
    """The fastest of some fresh processes."""
    command = [sys.executable, "-m", "benchmarks.scaling", what, str(kept)]
    told = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(runs)]
    return min(told, key=lambda one: one["seconds"])


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Prints the table."""
    print("| workers | worker-days | facts | all rules, facts included | ratio (aim under 3×) | ×10 workers | memory |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    before = None
    for workers in sizes:
        with tempfile.TemporaryDirectory() as folder:
            kept = prepare(workers, Path(folder))
            runs = 3 if workers <= 10_000 else 1
            built, judged = (_measured(what, kept, runs) for what in ("build", "decide"))
        grown = "" if before is None else f"{judged['seconds'] / before:.1f}×"
        before = judged["seconds"]
        print(
            f"| {workers:,} | {built['days']:,.0f} | {built['seconds']:.2f} s | {judged['seconds']:.2f} s "
            f"| {judged['seconds'] / built['seconds']:.2f}× | {grown} | {judged['memory']:,.0f} MB |",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] in (["build"], ["decide"]):
        chosen = {"build": build, "decide": decide}[sys.argv[1]]
        print(json.dumps(chosen(Path(sys.argv[2]))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
