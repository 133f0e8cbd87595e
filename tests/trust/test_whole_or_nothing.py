"""A result folder or file is there whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import errno
import functools
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, SAMPLES
from wagecheck.cli import group
from wagecheck.errors import OutputError, RegisterError
from wagecheck.register import key
from wagecheck.report import folder, whole_file
from wagecheck.report.folder_lock import BusyError, locked

MANIFEST = '{"version": "1", "as_of": "2026-11-21", "rules_hash": "x", "inputs": []}'


def listing(place: Path) -> list[str]:
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))


def old_result(out: Path) -> Path:
    out.mkdir(parents=True)
    (out / "manifest.json").write_text(MANIFEST, "utf-8")
    (out / "old.html").write_text("old", "utf-8")
    return out


def test_a_new_result_replaces_the_old_one_whole(tmp_path: Path) -> None:
    out = old_result(tmp_path / "out")
    with folder.fresh(out) as staging:
        (staging / "new.html").write_text("new", "utf-8")
        assert listing(out) == ["manifest.json", "old.html"]
    assert listing(tmp_path) == ["out", "out/new.html"]


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), RuntimeError("x")]
)
def test_an_error_on_the_way_leaves_the_old_result_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    out = old_result(tmp_path / "out")

    def write() -> None:
        with folder.fresh(out) as staging:
            (staging / "half.html").write_text("half", "utf-8")
            raise error

    with pytest.raises((OutputError, KeyboardInterrupt, RuntimeError)) as told:
        write()
    assert listing(tmp_path) == ["out", "out/manifest.json", "out/old.html"]
    if isinstance(error, OSError):
        assert isinstance(told.value, OutputError)
        assert "磁盘空间不足" in told.value.zh


def test_folders_made_for_nothing_are_removed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), folder.fresh(tmp_path / "a" / "b" / "out"):
        raise RuntimeError
    assert listing(tmp_path) == []


@pytest.mark.parametrize("error", [None, OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_parts_are_for_this_user_alone_and_gone_at_the_end(tmp_path: Path, error: BaseException | None) -> None:
    """Parts of a submission hold full numbers of people: nothing of them stays."""
    out = old_result(tmp_path / "out")
    left = listing(tmp_path)

    def work() -> None:
        with folder.parts(out) as shelf:
            assert stat.S_IMODE(shelf.stat().st_mode) == 0o700
            (shelf / "part-0").write_text("110199", "utf-8")
            if error is not None:
                raise error

    if error is None:
        work()
    else:
        with pytest.raises((OutputError, KeyboardInterrupt)) as told:
            work()
        assert isinstance(told.value, KeyboardInterrupt) or "磁盘空间不足" in told.value.zh
    assert listing(tmp_path) == left


def test_parts_of_a_killed_run_are_cleared_by_the_next(tmp_path: Path) -> None:
    with folder.parts(tmp_path / "out") as shelf:
        name = shelf.name
    (tmp_path / name / "wagecheck-parts-x").mkdir(parents=True)
    (tmp_path / name / "wagecheck-parts-x" / "part-0").write_text("110199", "utf-8")
    with folder.held(tmp_path / "out"):
        assert not (tmp_path / name).exists()


def test_a_result_of_pages_alone_may_be_replaced_but_nothing_else(tmp_path: Path) -> None:
    folder.ensure_free(old_result(tmp_path / "out"), [])
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text('{"name": "some other program"}', "utf-8")
    with pytest.raises(OutputError):
        folder.ensure_free(other, [])


HOLD = """
import sys, time
from pathlib import Path
from wagecheck.report import folder
with folder.fresh(Path(sys.argv[1])) as staging:
    (staging / "half.html").write_text("half", "utf-8")
    print("held", flush=True)
    time.sleep(3600)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of writing ``out``."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "held\n"
    yield running
    running.kill()
    running.wait()


def test_a_second_run_into_one_folder_is_refused_with_a_sentence(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(OutputError, match="另一次核对正在写"), folder.fresh(tmp_path / "out"):
        pass
    with folder.fresh(tmp_path / "other") as staging:  # a folder beside it is free
        (staging / "new.html").write_text("new", "utf-8")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "out")
    with pytest.raises(OutputError, match="另一次核对正在写"), folder.fresh(link):
        pass


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert not (tmp_path / "out").exists()
    assert len(listing(tmp_path)) == 3  # lock, folder, half a page
    with folder.fresh(tmp_path / "out") as staging:
        (staging / "new.html").write_text("new", "utf-8")
    assert listing(tmp_path) == ["out", "out/new.html"]


def test_a_run_killed_between_the_two_renames_gives_the_old_result_back(tmp_path: Path) -> None:
    out = old_result(tmp_path / "out")
    with folder.held(out):
        lock = next(path for path in tmp_path.iterdir() if path.suffix == ".lock")
    out.rename(tmp_path / f"{lock.stem}-old")
    with folder.held(out):
        pass
    assert listing(tmp_path) == ["out", "out/manifest.json", "out/old.html"]


def test_one_process_after_another_gets_the_lock(tmp_path: Path) -> None:
    """Threads stand for processes: each opens the file for itself, and never two hold it."""
    inside, most, done = 0, 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most, done
        while True:
            try:
                with locked(tmp_path / "x.lock"):
                    with guard:
                        inside += 1
                        most = max(most, inside)
                    time.sleep(0.001)
                    with guard:
                        inside -= 1
                        done += 1
                return
            except BusyError:
                time.sleep(0.0005)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: work(), range(40)))
    assert (most, done) == (1, 40)
    assert listing(tmp_path) == []


def limited(arguments: list[object], bytes_: int) -> subprocess.CompletedProcess[str]:
    """The command on a disk where no file can grow beyond so many bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))

    return subprocess.run(
        [sys.executable, "-m", "wagecheck", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, preexec_fn=limit,
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", SAMPLES / "clean", "--as-of", "2026-11-21", "-q", "-o"],
        ["sample"],
        ["template"],
        ["rules", "export", "--format", "xlsx", "-o"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_full_disk_leaves_nothing_and_a_sentence(tmp_path: Path, arguments: list[object]) -> None:
    done = limited([*arguments, tmp_path / "made" / "x.xlsx"], 4_000)
    assert done.returncode == 2
    assert "磁盘空间不足" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert [name for name in listing(tmp_path) if name != "made"] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_check_leaves_the_old_result_and_says_so(tmp_path: Path, number: signal.Signals) -> None:
    out = old_result(tmp_path / "out")
    command = [sys.executable, "-m", "wagecheck", "check", str(SAMPLES / "messy"), "-o", str(out), "-q"]
    heard = functools.partial(signal.signal, number, signal.SIG_DFL)  # the tests may run under nohup
    options = {"cwd": ROOT, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8", "preexec_fn": heard}
    running = subprocess.Popen(command, **options)
    while running.poll() is None and not any(path.suffix == ".lock" for path in tmp_path.iterdir()):
        time.sleep(0.02)
    running.send_signal(number)
    _, said = running.communicate()
    assert running.returncode == 2
    assert "已中断" in said
    assert "Traceback" not in said
    assert listing(tmp_path) == ["out", "out/manifest.json", "out/old.html"]


def test_a_folder_that_cannot_be_written_is_said_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    done = CliRunner().invoke(group, ["check", str(SAMPLES / "clean"), "-o", str(tmp_path / "file" / "out"), "-q"])
    assert isinstance(done.exception, OutputError)
    assert "上级路径不是文件夹" in done.exception.zh


def test_a_single_file_keeps_its_old_content_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    whole_file.put(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="磁盘空间不足"):
        whole_file.put(path, b"new")
    assert path.read_bytes() == b"old"
    assert listing(tmp_path) == ["a.xlsx"]


def test_the_key_is_made_once_by_whoever_is_first(tmp_path: Path) -> None:
    place = tmp_path / "data" / "worker.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: key.load(place), range(64)))
    assert len(keys) == 1
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert listing(tmp_path) == ["data", "data/worker.key"]


def test_a_key_cut_short_is_never_replaced(tmp_path: Path) -> None:
    place = tmp_path / "worker.key"
    place.write_bytes(b"short")
    with pytest.raises(RegisterError, match="不完整"):
        key.load(place)
    assert place.read_bytes() == b"short"
