"""Writing made-up export tables, beside a bare write of the same rows: ``python -m benchmarks.sample [WORKERS …]``.

Every size runs in a fresh process. The floor reads the tables that were just written and writes them again, part by
part: what cannot be done without. Below the table: the generator that makes people one by one, as workbooks (csv).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from wagecheck import simulate

SIZES = (10_000, 100_000, 1_000_000)
ONE_BY_ONE = 10_000


def tables(workers: int) -> dict[str, float]:
    """Seconds and memory (MB) of the tables, days and bytes (MB) in them, seconds of the bare write."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        simulate.write(Path(folder) / "made", workers=workers, format="parquet")
        seconds = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        parts = sorted((Path(folder) / "made" / "submission").glob("*/*.parquet"))
        days = sum(pl.scan_parquet(part).select(pl.len()).collect().item() for part in parts if _attendance(part))
        size = sum(part.stat().st_size for part in parts) / 1e6
        written = 0.0
        for part in parts:
            frame = pl.read_parquet(part)
            started = time.perf_counter()
            frame.write_parquet(Path(folder) / "again.parquet")
            written += time.perf_counter() - started
    return {"seconds": seconds, "memory": memory, "days": days, "size": size, "floor": written}


def one_by_one(workers: int) -> dict[str, float]:
    """Seconds of the workbooks of as many people."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        simulate.write(Path(folder), workers=workers, contractors=workers // 450, format="csv")
        return {"seconds": time.perf_counter() - started}


def _attendance(part: Path) -> bool:
    return part.parent.name == "attendance"


def _measured(what: str, workers: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.sample", what, str(workers)]
    told: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return told


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Prints the table."""
    print("| workers | worker-days | time | bare write | ratio | ×10 workers | memory | written |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    before = None
    for workers in sizes:
        told = _measured("tables", workers)
        grown = "" if before is None else f"{told['seconds'] / before:.1f}×"
        before = told["seconds"]
        print(
            f"| {workers:,} | {told['days']:,.0f} | {told['seconds']:.1f} s | {told['floor']:.1f} s "
            f"| {told['seconds'] / told['floor']:.1f}× | {grown} | {told['memory']:,.0f} MB | {told['size']:,.0f} MB |",
            flush=True,
        )
    seconds = _measured("one_by_one", ONE_BY_ONE)["seconds"]
    print(f"\n{ONE_BY_ONE:,} people one by one, as csv: {seconds:.1f} s")


if __name__ == "__main__":
    if sys.argv[1:2] in (["tables"], ["one_by_one"]):
        print(json.dumps({"tables": tables, "one_by_one": one_by_one}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
