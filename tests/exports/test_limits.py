"""What is too large is refused before it is unpacked, with what to do."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.exports import export_kit
from wagecheck.errors import InputError
from wagecheck.intake import submission
from wagecheck.intake.exports import joining, limits, reading, scans, tables
from wagecheck.ledgers.provenance import MAX_SRC, pack_one, unpack_one


def _payroll(rows: int) -> pl.DataFrame:
    return pl.select(
        project=pl.lit("示例一期").repeat_by(rows).explode(),
        contractor=pl.lit("示例劳务有限公司").repeat_by(rows).explode(),
        period=pl.lit("2026-10").repeat_by(rows).explode(),
        name=pl.format("张某{}", pl.int_range(rows)),
        net_pay=pl.lit("1.00").repeat_by(rows).explode(),
    )


def test_places_can_count_every_row() -> None:
    assert unpack_one(pack_one(3, limits.MAX_ROWS, 7)) == (3, limits.MAX_ROWS, 7)


def test_more_rows_than_places_can_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reading, tables, scans):
        monkeypatch.setattr(module, "MAX_ROWS", 5)
    export_kit.write(_payroll(6), tmp_path / "payroll.parquet")
    for number in range(2):
        export_kit.write(_payroll(3), tmp_path / "notice" / f"part-{number}.parquet")
    given = submission.read([tmp_path], may_be_empty=True)
    assert given.issues.select("code", "file").sort("file").rows() == [("IN01", "notice"), ("IN01", "payroll.parquet")]
    assert all("超过 5 行" in detail for detail in given.issues["detail"])
    assert given.sources.is_empty()


def test_texts_that_unpack_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MAX_TEXT_BYTES", 1000)
    export_kit.write(_payroll(100), tmp_path / "payroll.csv.gz")
    (issue,) = submission.read([tmp_path], may_be_empty=True).issues.to_dicts()
    assert issue["code"] == "IN01"


def test_an_issue_lists_the_first_cells_and_counts_all(tmp_path: Path) -> None:
    frame = _payroll(250).with_columns(net_pay=pl.lit("没有"))
    export_kit.write(frame, tmp_path / "payroll.parquet")
    (issue,) = submission.read([tmp_path], may_be_empty=True).issues.to_dicts()
    assert (issue["code"], issue["count"], len(issue["at"])) == ("IN05", 250, limits.LISTED_CELLS)
    assert "250" in issue["detail"]


def test_more_tables_than_places_can_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MAX_SRC", 2)
    months = pl.concat([_payroll(1).with_columns(period=pl.lit(f"2026-{month:02}")) for month in (8, 9, 10)])
    export_kit.write(months, tmp_path / "payroll.parquet")
    with pytest.raises(InputError, match="超过 2 张"):
        submission.read([tmp_path])


def test_places_at_their_limits_stay_apart() -> None:
    most = pack_one(MAX_SRC, limits.MAX_ROWS, 16_384)
    assert unpack_one(most) == (MAX_SRC, limits.MAX_ROWS, 16_384)
    assert most < 2**63
