"""The same books as workbooks and as export tables give the same findings but for places."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import AS_OF, SAMPLES
from tests.exports import export_kit
from tests.house_rules import BOOK
from wagecheck import judge
from wagecheck.intake import submission
from wagecheck.intake.submission import Submission
from wagecheck.privacy import Masker
from wagecheck.result import Result

#: Rules about sheets and files as such: total rows, files that cannot be opened, sheets that nobody knows.
OF_SHEETS = {"IN01", "IN02", "IN10"}
FINDING = ["rule", "project", "contractor", "period", "worker_key", "amount", "expected", "actual"]
OUTCOME = ["project", "contractor", "period", "rule", "outcome"]


@pytest.fixture(scope="module", params=["typical", "severe"])
def books(request: pytest.FixtureRequest) -> tuple[Submission, Result]:
    given = submission.read([SAMPLES / str(request.param)])
    return given, _judged(given)


def _judged(given: Submission) -> Result:
    return judge.judge(
        given, BOOK, as_of=dt.date.fromisoformat(AS_OF), register=None, period=None, masker=Masker(b"k" * 32)
    )


def _told(frame: pl.DataFrame, columns: list[str]) -> Counter[tuple[object, ...]]:
    return Counter(frame.filter(~pl.col("rule").is_in(list(OF_SHEETS))).select(columns).rows())


@pytest.mark.parametrize(
    ("names", "ending"), [("own", ".parquet"), ("titles", ".csv.gz"), ("titles", ".csv"), ("platform", ".arrow")]
)
def test_findings_and_outcomes_are_the_same(
    books: tuple[Submission, Result], tmp_path: Path, names: str, ending: str
) -> None:
    given, result = books
    tables = export_kit.ledgers(given)
    if names != "own":
        change = export_kit.titled if names == "titles" else export_kit.on_platform
        tables = dict(change(ledger, frame) for ledger, frame in tables.items())
    again = submission.read([export_kit.write_all(tables, tmp_path / "导出", ending)])
    assert {name: frame.schema for name, frame in again.ledgers.items()} == {
        name: frame.schema for name, frame in given.ledgers.items()
    }
    assert {name: frame.height for name, frame in again.ledgers.items()} == {
        name: frame.height for name, frame in given.ledgers.items()
    }
    judged = _judged(again)
    assert _told(judged.findings, FINDING) == _told(result.findings, FINDING)
    assert _told(judged.outcomes, OUTCOME) == _told(result.outcomes, OUTCOME)
    assert judged.findings["file"].drop_nulls().str.ends_with(ending).all()


def test_parts_are_one_table(books: tuple[Submission, Result], tmp_path: Path) -> None:
    given, result = books
    tables = export_kit.ledgers(given)
    folder = export_kit.write_all({n: f for n, f in tables.items() if n != "attendance"}, tmp_path)
    days = tables["attendance"]
    for number in range(3):
        part = days.slice(number * 100, 100 if number < 2 else days.height)
        export_kit.write(part, folder / "attendance" / f"part-{number:05}.parquet")
    again = submission.read([folder])
    rows = again.ledgers["attendance"].sort("row")["row"]
    assert rows.to_list() == list(range(1, days.height + 1))
    assert [file.path for file in again.files if file.path.startswith("attendance")] == [
        "attendance_summary.parquet",
        "attendance/part-00000.parquet",
        "attendance/part-00001.parquet",
        "attendance/part-00002.parquet",
        "attendance",
    ] or {file.path: file.rows for file in again.files}["attendance"] == days.height
    judged = _judged(again)
    assert _told(judged.findings, FINDING) == _told(result.findings, FINDING)
