"""The processes behind the desk: real ones, that are killed, hang, and are stopped with the server."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import io
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.desk.live import until
from wagecheck.cli.register_options import clock
from wagecheck.desk import opening
from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import arrivals, handing_in
from wagecheck.desk.jobs import alone, housekeeping, running
from wagecheck.desk.jobs.beat import Beat
from wagecheck.errors import OutputError
from wagecheck.register import events, queue, sites
from wagecheck.register.queue import Job

WHO = "资料员甲"
MESSY = ROOT / "samples" / "messy"
DAY = dt.date(2026, 11, 20)


def today() -> dt.date:
    return DAY


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGECHECK_KEY_FILE", str(tmp_path / "worker.key"))
    monkeypatch.setenv("POLARS_MAX_THREADS", "1")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    where = opening.placed(str(tmp_path / "register.db"), None)
    with opening.opened(where, clock=clock, today=today, address="http://testserver") as made:
        yield made


def handed_in(desk: Desk, files: dict[str, bytes] | None = None, previous: str | None = None) -> tuple[str, int]:
    """A hand-in of the files that waits for its check."""
    with desk.register.reading() as reader:
        found = reader.all("site")
    if found:
        site = found[0]["id"]
    else:
        with desk.register.writing("管理员己") as writer:
            site = sites.add(writer, name="示例一号项目", region=None, bureau=None)
    one = handing_in.begin(
        desk, WHO, site=site, first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 31), previous=previous
    )
    for path, content in (files or {}).items():
        handing_in.add_file(desk, one, path, io.BytesIO(content), len(content))
    return one, handing_in.submit(desk, WHO, one)


def job(desk: Desk, number: int) -> Job:
    with desk.register.reading() as reader:
        found = queue.get(reader.connection, number)
    assert found is not None
    return found


def ended(desk: Desk, *numbers: int) -> list[Job]:
    until(lambda: all(job(desk, number).state not in queue.OPEN for number in numbers))
    return [job(desk, number) for number in numbers]


def record(desk: Desk, one: str) -> dict[str, Any]:
    with desk.register.reading() as reader:
        return reader.get("hand_in", one)


def told_of(place: str) -> bytes:
    """What the system tells of a process or a thread; nothing of one that ends while it is asked."""
    try:
        return Path(f"/proc/{place}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def alive(number: int) -> bool:
    status = told_of(f"{number}/stat")
    return status != b"" and status.rpartition(b")")[2].split()[0] != b"Z"


def children(of: int | None = None) -> list[int]:
    """Worker processes of this one, or of another."""
    parent = of or os.getpid()
    threads = os.listdir(f"/proc/{parent}/task")  # noqa: PTH208
    found = [int(number) for thread in threads for number in told_of(f"{parent}/task/{thread}/children").split()]
    return [number for number in found if b"spawn_main" in told_of(f"{number}/cmdline")]


def test_a_month_is_checked_kept_and_shown_with_full_numbers_for_a_time(desk: Desk) -> None:
    one, number = handed_in(desk, whole("severe"))
    steps: list[str | None] = []
    with running(desk, 1):
        until(lambda: bool(steps.append(job(desk, number).step)) or job(desk, number).state == "done")
        kept, files = record(desk, one), desk.store.hand_in(one)
        assert kept["state"] == "checked", kept
        assert kept["colour"] == "red"
        result = json.loads((files.result / "result.json").read_text("utf-8"))
        for name in ("index.html", "findings.xlsx", "findings.csv", "manifest.json"):
            assert (files.result / name).is_file()
        assert any(files.result.rglob("*.docx"))
        with desk.register.reading() as reader:
            run = reader.get("run", kept["run"])
            told = [(event.actor, event.action, event.kind) for event in events.walk(reader.connection)]
        assert run["as_of"] == DAY
        assert (WHO, "keep", "run") in told
        assert ("wagecheck", "checked", "hand_in") in told

        read = json.loads(files.read.read_text("utf-8"))
        sheet = next(one for one in read["sheets"] if one["ledger"] == "payroll")
        assert sheet["columns"][0].keys() >= {
            "letter",
            "header",
            "field",
            "title",
            "how",
            "confidence",
            "rivals",
            "sure",
        }
        assert read["choices"]["payroll"]

        job_of = handing_in.unmask(desk, "法务丙", one, "核对身份证")
        assert ended(desk, job_of)[0].state == "done"
        full, masked = ((folder / "people.json").read_text("utf-8") for folder in (files.unmasked, files.result))
        assert re.search(r"110199\d{11}[\dX]", full)
        assert not re.search(r"110199\d{11}[\dX]", masked)
        with desk.register.reading() as reader:
            assert len(reader.all("run")) == 1  # nothing is kept of it
    assert steps[0] is None
    assert set(steps) <= {None, "reading", "judging", "writing"}
    checked = job(desk, number)
    assert checked.started_at and checked.ended_at
    lasted = dt.datetime.fromisoformat(checked.ended_at) - dt.datetime.fromisoformat(checked.started_at)
    if lasted.total_seconds() > 5:  # a sign of life is given once a second: a quick machine may have ended by then
        assert set(steps) != {None}
    text = files.read.read_text("utf-8") + json.dumps(result, ensure_ascii=False)
    assert str(desk.store.root) not in text
    housekeeping.tidy(desk)
    assert files.unmasked.is_dir()
    housekeeping.tidy(dataclasses.replace(desk, clock=lambda: clock() + desk.settings.limits.unmasked))
    assert not files.unmasked.exists()
    assert files.result.is_dir()


def test_how_far_a_job_has_come_is_written_while_it_runs(desk: Desk) -> None:
    """However long it takes: a step that is told stands in the register until the next one is."""
    _, number = handed_in(desk, {"一.csv": b"1"})
    with desk.register.working("job") as connection:
        taken = queue.claim(connection, "甲", clock())
    assert taken is not None
    with Beat(desk, taken, "甲", lambda: None) as beat:
        for told in (("reading", 1, 3), ("judging", 0, 0), ("writing", 2, 9)):
            beat.tell(*told)
            until(lambda told=told: (now := job(desk, number)) and (now.step, now.done, now.whole) == told)  # type: ignore[misc]


def whole(sample: str) -> dict[str, bytes]:
    folder = ROOT / "samples" / sample
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def small() -> dict[str, bytes]:
    """One contractor of ``samples/messy``."""
    folder = next(path for path in sorted(MESSY.iterdir()) if path.is_dir())
    files = [MESSY / "项目信息.xlsx", *(path for path in folder.rglob("*") if path.is_file())]
    return {str(path.relative_to(MESSY)): path.read_bytes() for path in files}


def kept_runs(desk: Desk) -> int:
    with desk.register.reading() as reader:
        return len(reader.all("run"))


def test_a_correction_is_compared_with_what_it_corrects(desk: Desk) -> None:
    first, one = handed_in(desk, small())
    with running(desk, 1):
        ended(desk, one)
        again, two = handed_in(desk, previous=first)
        assert ended(desk, two)[0].state == "done"
    result = json.loads((desk.store.hand_in(again).result / "result.json").read_text("utf-8"))
    assert result["manifest"]["compared"]["earlier_as_of"] == DAY.isoformat()
    assert str(desk.store.root) not in json.dumps(result, ensure_ascii=False)


def test_a_worker_that_is_killed_is_replaced_and_its_job_done(desk: Desk) -> None:
    one, number = handed_in(desk, small())
    with running(desk, 1):
        until(lambda: job(desk, number).state == "running")
        (worker,) = children()
        os.kill(worker, signal.SIGKILL)
        (done,) = ended(desk, number)
        assert (done.state, done.attempts) == ("done", 2)
        assert children() != [worker]
    assert record(desk, one)["state"] == "checked"
    assert kept_runs(desk) == 1


def test_a_server_that_is_stopped_goes_on_after_its_next_start(desk: Desk) -> None:
    one, number = handed_in(desk, small())
    _, later = handed_in(desk, small())
    with running(desk, 1):
        until(lambda: job(desk, number).state == "running")
    assert children() == []
    waiting = job(desk, number)
    assert (waiting.state, waiting.attempts, waiting.worker) == ("queued", 0, None)
    with running(desk, 2):
        assert [(done.state, done.attempts) for done in ended(desk, number, later)] == [("done", 1)] * 2
    assert kept_runs(desk) == 1  # the same files to the same end are kept once
    assert record(desk, one)["state"] == "checked"
    assert sorted(path.name for path in desk.store.hand_in(one).root.iterdir()) == ["given", "read.json", "result"]


def test_workers_end_with_a_server_that_is_killed(desk: Desk, tmp_path: Path) -> None:
    one, number = handed_in(desk, small())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "wagecheck", "serve", "--port", str(port), "--register", desk.place.register]
    with (tmp_path / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        until(lambda: job(desk, number).state == "running")
        workers = children(server.pid)
        assert len(workers) == 1
        with pytest.raises(OutputError, match="另一个"), alone(desk):
            pass
    finally:
        server.kill()
        server.wait()
    until(lambda: not any(alive(worker) for worker in workers))
    with alone(desk), running(desk, 1):
        (done,) = ended(desk, number)
    assert (done.state, done.attempts) == ("done", 2)
    assert record(desk, one)["state"] == "checked"
    assert "Traceback" not in (tmp_path / "serve.log").read_text("utf-8")


def deadly(register: str, poison: str, how: str) -> dt.date:
    """What day it is; death of the process that asks while it works on one hand-in."""
    with contextlib.closing(sqlite3.connect(register)) as connection:
        found = connection.execute("SELECT 1 FROM job WHERE state = 'running' AND subject = ?", (poison,)).fetchone()
    if found:
        if how == "hang":
            time.sleep(1000)
        os.kill(os.getpid(), {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}[how])
    return DAY


@pytest.mark.parametrize("how", ["kill", "hang", "stop"])
def test_one_bad_upload_does_not_stop_others(desk: Desk, tmp_path: Path, how: str) -> None:
    own = tmp_path / "rules"
    own.mkdir()
    told, silent = (ROOT / "rules" / "desk.toml").read_text("utf-8"), 6 if how == "stop" else 60
    (own / "desk.toml").write_text(told.replace("silent_seconds = 60", f"silent_seconds = {silent}"), "utf-8")
    place = dataclasses.replace(desk.place, rules=(own,))
    limits = dataclasses.replace(
        desk.settings.limits, silent=dt.timedelta(seconds=silent), job=dt.timedelta(seconds=4 if how == "hang" else 600)
    )
    poison, bad = handed_in(desk, {"一.csv": b"1"})
    good = [handed_in(desk, small()) for _ in range(how == "kill")]
    sick = dataclasses.replace(
        desk,
        place=place,
        settings=dataclasses.replace(desk.settings, limits=limits),
        today=functools.partial(deadly, desk.place.register, poison, how),
    )
    with running(sick, 1):
        (failed,) = ended(desk, bad)
        assert [done.state for done in ended(desk, *(number for _, number in good))] == ["done"] * len(good)
    assert (failed.state, failed.attempts) == ("failed", 2)
    assert failed.told is not None
    assert "核对了 2 次都没有完成" in failed.told[0]
    assert record(desk, poison)["state"] == "failed"
    assert kept_runs(desk) == len(good)


def test_what_cannot_be_checked_is_told_in_a_sentence_and_the_next_one_is_checked(desk: Desk) -> None:
    one, unreadable = handed_in(desk, {"说明.txt": "没有台账".encode()})
    with desk.register.working("job") as connection:
        unknown = queue.put(connection, task="nonsense", subject="H999", by=WHO, now=clock())
    _, good = handed_in(desk, small())
    with running(desk, 1):
        refused, defect, done = ended(desk, unreadable, unknown, good)
    assert (refused.state, defect.state, done.state) == ("failed", "failed", "done")
    assert refused.told is not None
    assert defect.told is not None
    assert str(desk.store.root) not in "".join(refused.told)
    assert "WC-90" in defect.told[0]
    assert (record(desk, one)["state"], refused.attempts) == ("failed", 1)


def test_what_is_past_its_time_is_cleared_away(desk: Desk) -> None:
    with desk.register.writing("管理员己") as writer:
        site = sites.add(writer, name="示例一号项目", region=None, bureau=None)
    one = handing_in.begin(desk, WHO, site=site, first_day=DAY, last_day=DAY)
    arrivals.announce(desk, one, "一.csv", 4)
    (desk.store.root / "uploads" / "0123456789abcdef").write_bytes(b"12")
    (desk.store.root / "uploads" / "serve.tmp").write_bytes(b"12")
    (desk.store.root / "hand_ins" / ".new-0123").mkdir()
    housekeeping.tidy(desk)
    assert len(arrivals.awaited(desk, one)) == 1
    assert len(list((desk.store.root / "uploads").iterdir())) == 1
    assert (desk.store.root / "hand_ins" / ".new-0123").exists()
    housekeeping.tidy(dataclasses.replace(desk, clock=lambda: clock() + desk.settings.limits.abandoned))
    assert arrivals.awaited(desk, one) == []
    assert list((desk.store.root / "uploads").iterdir()) == []
    assert not (desk.store.root / "hand_ins" / ".new-0123").exists()
    assert desk.store.hand_in(one).root.is_dir()


def test_a_desk_without_workers_clears_away_too(desk: Desk) -> None:
    one, number = handed_in(desk, {"一.csv": b"1"})
    unmasked = desk.store.hand_in(one).unmasked
    unmasked.mkdir()  # of no job that is known
    with running(desk, 0):
        until(lambda: not unmasked.exists())
        assert children() == []
    assert job(desk, number).state == "queued"
