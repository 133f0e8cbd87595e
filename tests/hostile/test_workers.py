"""Workers: whatever a task does to its process, it costs that task and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from tests.conftest import ROOT
from tests.hostile import tasks
from wagecheck.errors import InputError
from wagecheck.intake import apart
from wagecheck.intake.apart import LostError, Pool, frames, process
from wagecheck.intake.grid import ContainerError

LIMITS = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are those of Linux")


@pytest.fixture(scope="module")
def pool():
    pool = Pool(memory=2**29)
    yield pool
    pool.close()


def test_an_answer_is_the_value_and_the_process_another(pool):
    assert pool.run(tasks.echo, {"工资": [1, 2]}) == {"工资": [1, 2]}
    assert pool.run(tasks.own_number) != os.getpid()
    assert pool.run(tasks.own_number) == pool.run(tasks.own_number)


@pytest.mark.parametrize(
    ("task", "how"),
    [
        (tasks.abort, {"crash"}),
        pytest.param(tasks.devour, {"memory"}, marks=LIMITS),
        pytest.param(tasks.grab, {"memory"}, marks=LIMITS),
        (tasks.for_ever, {"time"}),
    ],
)
def test_a_task_that_kills_its_worker_is_lost_and_the_next_one_is_done(pool, task, how):
    with pytest.raises(LostError) as lost:
        pool.run(task, seconds=2)
    assert lost.value.how in how
    assert pool.run(tasks.echo, 1) == 1


def test_the_clock_stops_who_uses_no_processor(pool, monkeypatch):
    """The clock is set to what was asked for; nobody but it ends a task that would sleep an hour."""
    monkeypatch.setattr("wagecheck.intake.apart.pool.WALL_PER_SECOND", 2)
    assert pool.run(tasks.echo, 1) == 1  # it runs: only the clock of the task is set from here on
    clocks: list[float] = []

    class Watch(threading.Timer):
        def __init__(self, seconds, *more):
            clocks.append(seconds)
            super().__init__(seconds, *more)

    monkeypatch.setattr(process.threading, "Timer", Watch)
    with pytest.raises(LostError) as lost:
        pool.run(tasks.asleep, seconds=1.5)
    assert (lost.value.how, clocks) == ("time", [3.0])


def test_every_step_begins_the_clock_anew_and_the_last_one_is_known(pool, monkeypatch):
    monkeypatch.setattr("wagecheck.intake.apart.pool.WALL_PER_SECOND", 1)
    heard: list[object] = []
    assert pool.run(tasks.steps, names=["甲", "乙"], teller="told", told=heard.append) == "done"
    assert heard == ["甲", "乙"]
    with pytest.raises(LostError) as lost:
        pool.run(tasks.steps, names=["甲", "乙"], last=3600, teller="told", seconds=3)
    assert (lost.value.how, lost.value.step) == ("time", "乙")


def test_errors_for_people_arrive_whole(pool):
    with pytest.raises(ContainerError) as refused:
        pool.run(tasks.refuse)
    assert (refused.value.reason, refused.value.zh, refused.value.en) == ("damaged", "坏了", "broken")
    with pytest.raises(InputError) as error:
        pool.run(tasks.complain)
    assert (error.value.zh, error.value.en) == ("找不到", "not there")


def test_a_fault_of_ours_tells_its_kind_and_never_what_stands_in_the_file(pool):
    number = pool.run(tasks.own_number)
    with pytest.raises(LostError) as lost:
        pool.run(tasks.stumble)
    assert lost.value.how == "fault"
    assert lost.value.fault.startswith("ZeroDivisionError")
    assert "110199" not in str(lost.value) and "张某甲" not in str(lost.value)
    assert pool.run(tasks.own_number) == number  # it lives


@LIMITS
def test_a_worker_writes_no_file(pool, tmp_path):
    with pytest.raises(LostError) as lost:
        pool.run(tasks.write_file, str(tmp_path / "written"))
    assert lost.value.how == "fault"


def test_an_answer_has_a_limit_too(pool, monkeypatch):
    monkeypatch.setattr(process, "MAX_ANSWER_BYTES", 10_000)
    with pytest.raises(LostError) as lost:
        pool.run(tasks.large_answer, 20_000)
    assert lost.value.how == "memory"
    assert pool.run(tasks.large_answer, 5) == bytes(5)


def test_relative_places_are_those_of_here(pool, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert pool.run(os.getcwd) == str(tmp_path)


def test_a_closed_pool_leaves_no_process_and_its_tasks_end():
    pool = Pool()
    pool.warm(1)
    lost: list[BaseException] = []

    def wait() -> None:
        try:
            pool.run(tasks.asleep)
        except LostError as error:
            lost.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    while not pool._busy:
        time.sleep(0.01)
    busy = list(pool._busy)
    pool.close()
    thread.join(300)
    assert len(lost) == 1
    assert not any(worker.alive for worker in busy)


@pytest.mark.parametrize("talk", [lambda stream: frames.send(stream, "x"), lambda stream: frames.receive(stream, 100)])
def test_a_pipe_closed_by_another_thread_is_an_end_and_no_fault(talk, tmp_path):
    stream = (tmp_path / "pipe").open("w+b")
    stream.close()
    with pytest.raises(EOFError):
        talk(stream)


def test_a_script_without_a_guard_reads_and_leaves_no_process(tmp_path):
    """Workers never run the program that started them."""
    script = tmp_path / "script.py"
    script.write_text(
        "from wagecheck.intake import apart\nfrom tests.hostile import tasks\nprint(apart.shared().run(tasks.own_number))\n",
        "utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True, timeout=300
    )
    number = int(done.stdout)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_one_pool_serves_the_whole_process():
    assert apart.shared() is apart.shared()
