"""Writing made-up export tables, beside a bare write of the same rows.

Every size runs in a fresh process. The floor reads the tables that were just written and writes them again, part by
part: what cannot be done without. Below the table: the generator that makes people one by one, as workbooks (csv).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from benchmarks import measure
from benchmarks.sizes import Sizes
from wagecheck import simulate


def tables(workers: int) -> dict[str, float]:
    """Seconds and memory (MB) of the tables, days and bytes (MB) in them, seconds of the bare write."""
    with tempfile.TemporaryDirectory() as folder:
        started = measure.processor()
        simulate.write(Path(folder) / "made", workers=workers, format="parquet")
        seconds = measure.processor() - started
        memory = measure.peak()
        parts = sorted((Path(folder) / "made" / "submission").glob("*/*.parquet"))
        days = sum(pl.scan_parquet(part).select(pl.len()).collect().item() for part in parts if _attendance(part))
        size = sum(part.stat().st_size for part in parts) / 1e6
        written = 0.0
        for part in parts:
            frame = pl.read_parquet(part)
            started = measure.processor()
            frame.write_parquet(Path(folder) / "again.parquet")
            written += measure.processor() - started
    return {"seconds": seconds, "memory": memory, "days": days, "size": size, "floor": written}


def one_by_one(workers: int) -> dict[str, float]:
    """Seconds of the workbooks of as many people."""
    with tempfile.TemporaryDirectory() as folder:
        started = measure.processor()
        simulate.write(Path(folder), workers=workers, contractors=max(workers // 450, 1), format="csv")
        return {"seconds": measure.processor() - started}


def _attendance(part: Path) -> bool:
    return part.parent.name == "attendance"


def one(what: str, workers: str) -> dict[str, float]:
    """``tables`` or ``one_by_one``, in this process."""
    return {"tables": tables, "one_by_one": one_by_one}[what](int(workers))


def table(sizes: Sizes) -> Iterator[str]:
    """A line for each size, then that of the people made one by one."""
    yield "| workers | worker-days | time | bare write | ratio | ×10 workers | memory | written |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    before = None
    for workers in sizes.made:
        told = measure.told("benchmarks.sample", "tables", workers)
        grown = "" if before is None else f"{told['seconds'] / before:.1f}×"
        before = told["seconds"]
        yield (
            f"| {workers:,} | {told['days']:,.0f} | {told['seconds']:.1f} s | {told['floor']:.2f} s "
            f"| {told['seconds'] / told['floor']:.1f}× | {grown} | {told['memory']:,.0f} MB | {told['size']:,.0f} MB |"
        )
    seconds = measure.told("benchmarks.sample", "one_by_one", sizes.drawn)["seconds"]
    yield f"| {sizes.drawn:,}, one by one, as csv | | {seconds:.1f} s | | | | | |"


if __name__ == "__main__":
    measure.main(table, one)
