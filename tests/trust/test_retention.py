"""What was kept is deleted on time: said one by one, gone from the disk, and still provable."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.register.conftest import clock
from tests.register.test_runs import checked, keep
from wagecheck.cli import group, language
from wagecheck.register import audit, runs, store
from wagecheck.register.store import open_register

_SECRET = "丁字样的问题说明"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 11, 21), 36, dt.date(2023, 11, 21)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 3, 30), 1, dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 5), 1, dt.date(2025, 12, 5)),
        (dt.date(2026, 5, 31), 3, dt.date(2026, 2, 28)),
        (dt.date(2026, 7, 31), 1, dt.date(2026, 6, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day: dt.date, months: int, expected: dt.date) -> None:
    assert runs.months_before(day, months) == expected


def forget(place: Path, *options: str) -> tuple[int, str]:
    language.settle([])  # another test in this process may have spoken English
    done = CliRunner().invoke(
        group, ["register", "forget", "--register", str(place), "--as", "李四", "--reason", "保存期满", *options]
    )
    return done.exit_code, done.output + str(done.exception or "")


def test_old_runs_are_deleted_one_by_one_and_their_rows_leave_the_disk(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with open_register(str(place), clock=clock) as register:
        old = checked("2023-09", as_of="2023-10-25")
        message = old.findings.with_columns(message=old.findings["message"] + _SECRET)
        (first,) = keep(register, runs.Checked(**{**vars(old), "findings": message}))
        (second,) = keep(register, checked("2023-11", as_of="2023-11-21"))
    files = list(tmp_path.iterdir())
    assert any(_SECRET.encode() in path.read_bytes() for path in files)

    code, said = forget(place, "--months", "36", "--as-of", "2026-11-21")
    assert code == 0, said
    assert f"{first}（判断日 2023-10-25）：删除单位明细 1 行、问题 2 条、工人月度 2 行" in said
    assert second not in said  # exactly 36 months old is not older

    assert not any(_SECRET.encode() in path.read_bytes() for path in tmp_path.iterdir())
    with open_register(str(place), clock=clock) as register, register.reading() as reader:
        assert audit.verify(reader).sound
        assert [run["state"] for run in reader.all("run")] == ["forgotten", "kept"]
        assert reader.all("run")[0]["digest"]


def test_nothing_old_is_said_too_and_two_ways_at_once_are_refused(tmp_path: Path) -> None:
    place = tmp_path / "register.db"
    with open_register(str(place), clock=clock) as register:
        keep(register, checked())
    assert forget(place, "--months", "36", "--as-of", "2026-11-21")[0] == 0
    assert forget(place, "--months", "36", "--before", "2026-01-01")[0] == 2
    assert forget(place)[0] == 2


def test_old_pages_that_somebody_reads_are_said_to_be_there_and_go_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0)
    place = tmp_path / "register.db"
    with open_register(str(place), clock=clock) as register:
        old = checked("2023-09", as_of="2023-10-25")
        message = old.findings.with_columns(message=old.findings["message"] + _SECRET)
        keep(register, runs.Checked(**{**vars(old), "findings": message}))
    with contextlib.closing(sqlite3.connect(place)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM run").fetchone()
        code, said = forget(place, "--months", "36", "--as-of", "2026-11-21")
        assert code != 0
        assert "旧页还没有清除" in str(said)
    assert forget(place, "--months", "36", "--as-of", "2026-11-21")[0] == 0
    assert not any(_SECRET.encode() in path.read_bytes() for path in tmp_path.iterdir())
