"""A small submission is checked with one thread of the engine; what the user has set, or a large one, stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wagecheck.cli import engine_threads

VARIABLE = "POLARS_MAX_THREADS"
TOLD = (
    "import sys; from pathlib import Path; from wagecheck.cli import engine_threads; "
    "engine_threads.settle([Path(sys.argv[1])]); import polars; print(polars.thread_pool_size())"
)


def threads(folder: Path, **environment: str) -> int:
    """How many threads the engine of a fresh process has that is given a folder."""
    bare = {name: value for name, value in os.environ.items() if name != VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", TOLD, str(folder)], env=bare | environment, capture_output=True, check=True, text=True
    )
    return int(done.stdout)


def test_a_small_submission_gets_one_thread_and_the_users_wish_stands(tmp_path: Path) -> None:
    (tmp_path / "甲公司").mkdir()
    (tmp_path / "甲公司" / "工资表.csv").write_text("姓名\n张某甲\n", encoding="utf-8")
    assert threads(tmp_path) == 1
    assert threads(tmp_path, POLARS_MAX_THREADS="3") == 3


def test_sizes_of_all_files_below_count_together(tmp_path: Path) -> None:
    for name in ("甲公司", "乙公司"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "工资表.xlsx").write_bytes(b"0" * (engine_threads.SMALL_BYTES // 2))
    assert engine_threads.is_small([tmp_path])
    (tmp_path / "乙公司" / "考勤表.xlsx").write_bytes(b"0")
    assert not engine_threads.is_small([tmp_path])
    assert engine_threads.is_small([tmp_path / "甲公司", tmp_path / "乙公司" / "考勤表.xlsx"])


def test_a_folder_with_very_many_files_is_not_small(tmp_path: Path) -> None:
    for number in range(engine_threads.MOST_ENTRIES):
        (tmp_path / f"{number}.csv").touch()
    assert not engine_threads.is_small([tmp_path])


def test_what_cannot_be_looked_at_or_never_ends_is_not_small(tmp_path: Path) -> None:
    assert not engine_threads.is_small([tmp_path / "没有"])
    (tmp_path / "again").symlink_to(tmp_path)
    assert not engine_threads.is_small([tmp_path])


def test_an_engine_that_runs_already_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import polars  # noqa: F401, PLC0415

    monkeypatch.delenv(VARIABLE, raising=False)
    engine_threads.settle([tmp_path])
    assert VARIABLE not in os.environ


HERE = (
    "import os; from wagecheck.cli import engine_threads; engine_threads.settle_here(); import polars; "
    f"print(polars.thread_pool_size(), os.environ.get('{VARIABLE}'))"
)


@pytest.mark.parametrize(("wish", "told"), [(None, "1 None"), ("3", "3 3")])
def test_the_desk_has_one_thread_and_its_workers_their_own(wish: str | None, told: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name != VARIABLE}
    wished = {} if wish is None else {VARIABLE: wish}
    done = subprocess.run([sys.executable, "-c", HERE], env=bare | wished, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == told
