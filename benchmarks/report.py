"""Writing reports of ever more findings: time, memory and size by format: ``python -m benchmarks.report [FINDINGS …]``.

The result is that of ``samples/severe`` with its findings repeated under new fingerprints; each format is written in a
fresh process.
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
from dataclasses import replace
from pathlib import Path

import polars as pl

from wagecheck import judge, rulebook
from wagecheck.intake import files, submission
from wagecheck.privacy import Masker
from wagecheck.report import exports, findings_workbook, html, junit, marked, sarif
from wagecheck.result import Result
from wagecheck.wording import Wording

SIZES = (100, 10_000, 100_000)
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "severe"
AS_OF = dt.date(2026, 11, 21)
ZH = Wording("zh")


def prepare(findings: int) -> bytes:
    """A pickled result with so many findings."""
    result = judge.judge(submission.read([SAMPLE]), rulebook.load(), as_of=AS_OF, masker=Masker(b"k" * 32))
    times = -(-findings // result.findings.height)
    many = pl.concat([result.findings] * times).head(findings)
    numbered = many.with_columns(pl.int_range(pl.len()).cast(pl.String).str.zfill(16).alias("fingerprint"))
    return pickle.dumps(replace(result, findings=numbered), protocol=5)


def _marked(result: Result, out: Path) -> None:
    marked.write(result, files.listed([SAMPLE]), out, ZH)


WRITERS = {
    "html": lambda result, out: html.write(result, out, ZH),
    "csv": lambda result, out: exports.write_findings_csv(result, out / "findings.csv", ZH),
    "json": lambda result, out: exports.write_json(result.to_json(), out / "result.json"),
    "xlsx": lambda result, out: findings_workbook.write(result, out / "findings.xlsx", [], ZH),
    "marked": _marked,
    "sarif": lambda result, out: exports.write_json(sarif.log(result, ZH), out / "findings.sarif"),
    "junit": lambda result, out: junit.write(result, out / "junit.xml", ZH),
}


def measure(kept: Path, name: str) -> dict[str, float]:
    """Seconds, peak memory in MB and bytes written by one format."""
    result = pickle.loads(kept.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        WRITERS[name](result, Path(folder))
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        largest = max(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory": memory, "size": size, "largest": largest}


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Prints the table."""
    print("| findings | format | time | memory | written | largest file |")
    print("|---:|---|---:|---:|---:|---:|")
    for findings in sizes:
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "result.pickle"
            kept.write_bytes(prepare(findings))
            for name in WRITERS:
                command = [sys.executable, "-m", "benchmarks.report", "--one", str(kept), name]
                told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
                print(
                    f"| {findings:,} | {name} | {told['seconds']:.2f} s | {told['memory']:,.0f} MB "
                    f"| {told['size'] / 2**20:.2f} MB | {told['largest'] / 2**20:.2f} MB |",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]), sys.argv[3])))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
