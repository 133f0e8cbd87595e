"""Reading an export table of attendance beside a bare scan of the same file: time by the clock and peak memory.

The read apart holds the parsing, the way through the pipe and the numbering of tables; the third
row is the same table as passings of a gate, which become days.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from benchmarks import measure
from benchmarks.sizes import Sizes

_DAYS = 26
_CREW = 200


def table(sizes: Sizes) -> Iterator[str]:
    """A line for each form of table."""
    yield "| what | read | bare scan and collect | ratio | memory of the parent | of the worker |"
    yield "|---|---:|---:|---:|---:|---:|"
    rows = sizes.exported
    with tempfile.TemporaryDirectory() as folder:
        for name, what, ending in (
            ("attendance", "typed parquet, names of the ledger", ".parquet"),
            ("attendance", "csv.gz, all texts", ".csv.gz"),
            ("WorkerAttendance", "parquet of passings, names of the platform", ".parquet"),
        ):
            place = Path(folder, f"{name}{ending}".replace(".", "-"), f"{name}{ending}")
            place.parent.mkdir()
            _write(place, rows, punches=name != "attendance")
            ours, bare = (measure.fastest(sizes.runs, "benchmarks.exports", how, place) for how in ("read", "bare"))
            yield (
                f"| {rows:,} rows, {what} | {ours['seconds']:.2f} s | {bare['seconds']:.2f} s "
                f"| {ours['seconds'] / bare['seconds']:.1f}× | {ours['peak']:.0f} MB | {ours['worker']:.0f} MB |"
            )
            place.unlink()


def one(how: str, where: str) -> dict[str, float]:
    """Reads in this process, the start of the worker included, our imports not. MB at the peaks of both."""
    place = Path(where)
    if how == "read":
        from wagecheck.intake import apart, submission  # noqa: PLC0415
    started = measure.processor()
    if how == "read":
        submission.read([place.parent])
        apart.shared().close()  # its worker's time is known when it has ended
    elif place.name.endswith(".parquet"):
        pl.scan_parquet(place).collect()
    else:
        pl.scan_csv(place, infer_schema=False).collect()
    seconds = measure.processor() - started
    return {"seconds": seconds, "peak": measure.peak(), "worker": measure.peak(children=True)}


def _write(place: Path, rows: int, *, punches: bool) -> None:
    """``rows`` days of made-up workers of the district that is none, in crews of contractors."""
    number = pl.int_range(rows) // (2 * _DAYS if punches else _DAYS)
    born = pl.format("{}{}{}", 1970 + number % 30, (1 + number % 12).cast(pl.String).str.zfill(2),
                     (1 + number % 28).cast(pl.String).str.zfill(2))  # fmt: skip
    body = pl.format("110199{}{}", born, (number % 1000).cast(pl.String).str.zfill(3))
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = pl.sum_horizontal(
        pl.col("body").str.slice(i, 1).cast(pl.Int32) * weight for i, weight in enumerate(weights)
    )
    check = (total % 11).replace_strict(dict(enumerate("10X98765432")), return_dtype=pl.String)
    frame = pl.select(body=body, number=number, day=pl.int_range(rows) // (2 if punches else 1) % _DAYS)
    crew = pl.col("number") // _CREW
    date = pl.lit(dt.date(2026, 10, 1)) + pl.duration(days="day")
    project = pl.format("示例{}号工程", crew // 10)
    contractor = pl.format("示例{}号建筑劳务有限公司", crew)
    identity = pl.concat_str("body", check)
    if punches:
        clock = pl.when(pl.int_range(rows) % 2 == 0).then(7 * 60 + 30).otherwise(18 * 60 + 2)
        frame = frame.select(
            projectName=project,
            corpName=contractor,
            idCardNumber=identity,
            date=date.cast(pl.Datetime("us")) + pl.duration(minutes=clock + pl.col("number") % 20),
            direction=pl.when(pl.int_range(rows) % 2 == 0).then(pl.lit("01")).otherwise(pl.lit("02")),
        )
    else:
        frame = frame.select(
            project=project,
            contractor=contractor,
            period_start=pl.lit(dt.date(2026, 10, 1)),
            period_end=pl.lit(dt.date(2026, 10, 31)),
            team=pl.format("{}班", pl.col("number") // 20 % 10),
            name=pl.format("张某{}", (0x4E00 + pl.col("number") % 2000).cast(pl.String)),
            id_number=identity,
            trade=pl.lit("木工"),
            date=date,
            mark=pl.lit("√"),
            work=pl.lit(1).cast(pl.Decimal(10, 2)),
            unit=pl.lit("day"),
        )
    if place.name.endswith(".parquet"):
        frame.write_parquet(place)
    else:
        frame.write_csv(place, compression="gzip")


if __name__ == "__main__":
    measure.main(table, one)
