"""Untrusted export tables are read in a process of their own: a broken one costs itself only."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.exports import export_kit
from wagecheck.intake import submission

PAYROLL = pl.DataFrame(
    {
        "project": ["示例一期"] * 2,
        "contractor": ["示例劳务有限公司"] * 2,
        "period": ["2026-10"] * 2,
        "name": ["张某甲", "李某乙"],
        "id_number": ["110199199003070017", "11019919850606006X"],
        "net_pay": ["5000.00", "4000.00"],
    }
)


def test_broken_parquet_costs_itself_only(tmp_path: Path) -> None:
    export_kit.write(PAYROLL, tmp_path / "payroll.parquet")
    whole = (tmp_path / "payroll.parquet").read_bytes()
    (tmp_path / "roster.parquet").write_bytes(whole[: len(whole) // 2] + b"\xff" * 40 + b"PAR1")
    (tmp_path / "attendance.parquet").write_bytes(b"")
    given = submission.read([tmp_path])
    assert sorted(zip(given.issues["file"], given.issues["code"], strict=True)) == [
        ("attendance.parquet", "IN01"), ("roster.parquet", "IN01"),
    ]  # fmt: skip
    assert given.ledgers["payroll"].height == 2


def test_several_workers_read_the_same(tmp_path: Path) -> None:
    for number in range(4):
        export_kit.write(PAYROLL, tmp_path / "payroll" / f"part-{number}.parquet")
    alone, together = (submission.read([tmp_path], jobs=jobs) for jobs in (1, 3))
    assert alone.ledgers["payroll"].equals(together.ledgers["payroll"])
    assert together.ledgers["payroll"]["row"].to_list() == list(range(1, 9))


def test_names_twice_in_arrow_never_drop_a_column_in_silence(tmp_path: Path) -> None:
    """An Arrow file may have two columns of one name; the reader of polars ends on it."""
    export_kit.write(PAYROLL.with_columns(qet_pay=pl.lit("1.00")), tmp_path / "payroll.arrow")
    whole = (tmp_path / "payroll.arrow").read_bytes()
    (tmp_path / "payroll.arrow").write_bytes(whole.replace(b"qet_pay", b"net_pay"))
    given = submission.read([tmp_path], may_be_empty=True)
    assert given.issues["code"].to_list() == ["IN01"]
    assert given.ledgers["payroll"].is_empty()
