"""What hostile files may cost the rest: no honest file, no gigabyte of ours, no second try, and Ctrl-C still ends it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import AS_OF, ROOT
from tests.hostile import nasty
from tests.intake import books
from wagecheck.intake import apart, submission
from wagecheck.intake.apart import Pool

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
PAYROLL = [["2026年10月工资表"], ["姓名", "身份证号码", "应发工资", "实发工资"], [*books.A, 5000, 5000]]
#: Runs the command and says the most memory it ever had, its workers apart, in kibibytes.
MEASURED = """
import atexit, re, sys
from pathlib import Path
from wagecheck.cli import main
def told():
    peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
    print("peak", peak[1], file=sys.stderr)
atexit.register(told)
main()
"""


def handed_in(root: Path, **files: bytes) -> Path:
    """A folder of one good payroll and other files by name."""
    books.workbook(root / "in" / books.HOME / "2026年10月工资表.xlsx", 工资表=PAYROLL)
    for name, data in files.items():
        (root / "in" / books.HOME / name).write_bytes(data)
    return root / "in"


@ON_LINUX
def test_bombs_cost_the_command_less_than_a_gibibyte(tmp_path):
    bombs = {
        "炸.xlsx": nasty.bomb(2**31),
        "谎.xlsx": nasty.lying_bomb(2**30),
        "并.xlsx": nasty.merged_sheet(),
        "串.xlsx": nasty.lying_strings(2**31),
        "角.xlsx": nasty.evasive_corners(),
        "体.xlsx": nasty.entities("sheet", nasty.ENTITIES),
    }
    root = handed_in(tmp_path, **bombs)
    command = [sys.executable, "-c", MEASURED, "check", str(root), "-o", str(tmp_path / "out"), "--as-of", AS_OF, "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr
    peak = re.search(r"peak (\d+)", done.stderr)
    assert peak is not None
    assert int(peak[1]) < 2**20  # KiB


@pytest.mark.parametrize("jobs", [1, 2])
def test_however_many_files_kill_their_reader_the_rest_is_read(tmp_path, monkeypatch, jobs):
    """Each costs one process, and the progress moves on file by file."""
    started = []

    class Counting(Pool):
        def _start(self):
            started.append(1)
            return super()._start()

    pool = Counting()
    monkeypatch.setattr(apart.pool, "_shared", pool)
    killers = {f"{n:02}.xlsx": nasty.evasive_corners() for n in range(1, 9)}
    heard: list[tuple[int, int]] = []
    root = handed_in(tmp_path, **killers, **{"99.xlsx": b""})
    found = submission.read([root], jobs=jobs, progress=lambda done, total, _: heard.append((done, total)))
    pool.close()
    assert found.ledgers["payroll"].height == 1
    told = found.issues.filter(code="IN01")["file"].to_list()
    assert [Path(name).name for name in told] == [*killers, "99.xlsx"]
    # the group, each killer once (once more where an honest file came before it), the hashes
    assert len(started) <= len(killers) + 4
    assert heard[-1] == (10, 10) and all(done <= total for done, total in heard)
    assert jobs > 1 or {done for done, _ in heard} == set(range(11))


@ON_LINUX
def test_ctrl_c_while_workers_read_ends_them_all_at_once(tmp_path):
    """Files of an endless kind in two groups: nothing is tried again, nothing is printed but the sentence."""
    rows = "".join(
        f'<row r="{r}">' + "".join(nasty.text_cell(f"{c}{r}", f"姓名{r}{c}") for c in "ABCDEFGHIJ") + "</row>"
        for r in range(1, 100_000)
    )
    slow = nasty.xlsx(rows)
    root = handed_in(tmp_path, **{f"慢{n}.xlsx": slow for n in range(4)})
    command = [sys.executable, "-m", "wagecheck", "check", str(root), "-o", str(tmp_path / "out"), "-j", "2", "-q"]
    running = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    while running.poll() is None and len(workers(running.pid)) < 2:
        time.sleep(0.05)
    time.sleep(1)
    busy = workers(running.pid)
    assert busy
    running.send_signal(signal.SIGINT)
    said = "".join(running.communicate(timeout=300))  # a wait, not a measure: the limit only ends a test that hangs
    assert running.returncode == 2
    assert "已中断" in said and "Traceback" not in said and "Exception" not in said
    assert not any(alive(number) for number in busy)
    assert not (tmp_path / "out").exists()


def workers(parent: int) -> list[int]:
    """Processes that a process has started."""
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found += map(int, task.read_text().split())
    return found


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
