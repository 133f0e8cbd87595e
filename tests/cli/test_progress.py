"""How far the reading has come: told by file name, shown on a terminal only, and gone in the end."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import AS_OF, ROOT, SAMPLES
from tests.intake import books

pty = pytest.importorskip("pty")  # there are none on Windows

PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"], [*books.A, 5000, 5000]]


def many(folder, count):
    for number in range(count):
        books.workbook(folder / books.HOME / f"工资表{number}.xlsx", 工资表=PAYROLL)
    (folder / books.HOME / "说明.csv").write_bytes("甲,乙\n".encode() * 200_000)
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_file_is_counted_once(tmp_path, jobs):
    told = []
    books.read(many(tmp_path, 5), jobs=jobs, progress=lambda *step: told.append(step))
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert told[-1] == (6, 6, "")
    assert {step[1] for step in told} == {6}
    names = {name for _, _, name in told}
    assert names <= {"", "说明.csv", *(f"工资表{number}.xlsx" for number in range(5))}
    assert len(told) == (7 if jobs == 1 else 3)


def run_at_a_terminal(*options):
    """``wagecheck check`` with a terminal for its error stream: what it wrote there."""
    mine, its = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "TERM": "xterm"}
    command = [sys.executable, "-m", "wagecheck", "check", *map(str, options), "--as-of", AS_OF]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=its, env=environment):
        os.close(its)
        seen = b""
        while True:
            try:
                piece = os.read(mine, 65_536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            seen += piece
    os.close(mine)
    return seen.decode("utf-8", "replace")


def test_a_terminal_sees_the_files_and_nothing_is_left(tmp_path):
    seen = run_at_a_terminal(SAMPLES / "clean", "-o", tmp_path / "out")
    assert "正在读取" in seen
    assert "xlsx" in seen
    assert str(SAMPLES) not in seen
    assert "\x1b[2K" in seen[seen.rindex("正在读取") :]  # the line is wiped


def test_a_quiet_run_shows_nothing(tmp_path):
    assert run_at_a_terminal(SAMPLES / "clean", "-o", tmp_path / "out", "-q") == ""


def test_without_a_terminal_nothing_is_shown(tmp_path):
    command = [sys.executable, "-m", "wagecheck", "check", SAMPLES / "clean", "-o", tmp_path / "out", "--as-of", AS_OF]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stderr == b""
