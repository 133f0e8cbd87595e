"""How far reading, judging and writing have come: counted, shown on a terminal only, and gone in the end."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import AS_OF, ROOT, SAMPLES
from tests.intake import books
from wagecheck.cli import bars
from wagecheck.cli.register_options import clock
from wagecheck.tasks.check import run
from wagecheck.wording import Wording

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
    assert "正在写报告" in seen
    assert "网页" in seen
    assert "\x1b[2K" in seen[seen.rindex("正在写报告") :]  # the lines are wiped
    assert not re.search(r"正在读取[^\r\n]* (\d+)/\1 ", seen)  # never full: much comes after it


def test_a_quiet_run_shows_nothing(tmp_path):
    assert run_at_a_terminal(SAMPLES / "clean", "-o", tmp_path / "out", "-q") == ""


def test_without_a_terminal_nothing_is_shown(tmp_path):
    command = [sys.executable, "-m", "wagecheck", "check", SAMPLES / "clean", "-o", tmp_path / "out", "--as-of", AS_OF]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.stderr == b""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A check of the severe sample in all formats that need no browser: the folder, and what its writing told."""
    out, steps = tmp_path_factory.mktemp("told") / "out", []
    run(
        [SAMPLES / "severe"],
        out,
        as_of=dt.date.fromisoformat(AS_OF),
        clock=clock,
        t=Wording("zh"),
        formats=("html", "xlsx", "json", "csv", "letters", "sarif", "junit"),
        writing=lambda *step: steps.append(step),
    )
    return out, steps


def last(steps, kind):
    return [step[1:] for step in steps if step[0] == kind][-1]


def test_everything_that_is_written_is_counted_once(told):
    out, steps = told
    pages = [out / "index.html", *(out / "contractors").iterdir()]
    assert last(steps, "pages") == (len(pages), len(pages))
    files = [path for path in out.iterdir() if path.is_file() and path.name != "index.html"]
    assert last(steps, "files") == (len(files), len(files))
    assert last(steps, "letters") == (2, 2)  # contractors
    copies = [path for path in (out / "marked").rglob("*") if path.is_file()]
    assert last(steps, "copies") == (len(copies) + 1, len(copies) + 1)  # one file cannot be opened: no copy


def test_counts_of_a_kind_only_grow_and_nothing_is_told_twice(told):
    _, steps = told
    for kind in {step[0] for step in steps}:
        own = [done for name, done, _ in steps if name == kind]
        assert all(before <= after for before, after in itertools.pairwise(own))
        assert len({total for name, _, total in steps if name == kind}) == 1
        if kind != "letters":  # a contractor has several
            assert own.count(0) <= 2
            assert [done for done in own if done] == list(range(1, own[-1] + 1))


def test_what_is_to_be_written_is_known_before_the_first_is(told):
    _, steps = told
    ahead = list(itertools.takewhile(lambda step: step[1] == 0, steps))
    assert {kind for kind, _, _ in ahead} == {"copies", "files", "letters", "pages"}


def test_nothing_else_is_written_where_somebody_listens(told, tmp_path):
    out, _ = told
    run(
        [SAMPLES / "severe"],
        tmp_path / "out",
        as_of=dt.date.fromisoformat(AS_OF),
        clock=clock,
        t=Wording("zh"),
        formats=("html", "xlsx", "json", "csv", "letters", "sarif", "junit"),
    )
    mine, its = (
        {p.relative_to(f): p.read_bytes() for f in [at] for p in f.rglob("*") if p.is_file()}
        for at in (out, tmp_path / "out")
    )
    assert mine == its


def test_no_time_is_told_before_a_piece_is_done_and_it_grows_while_nothing_gets_done():
    assert bars.left(0, 10, 60.0) is None
    assert bars.left(0, None, 60.0) is None
    assert bars.left(2, 10, 60.0) == 240
    assert bars.left(2, 10, 90.0) == 360
    assert bars.left(9, 10, 0.01) == 1  # not done is not 0
    assert bars.left(10, 10, 60.0) is None
