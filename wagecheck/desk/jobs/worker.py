"""A worker process: takes a job, does it, says what became of it, takes the next one; ends when the server is gone."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from types import FrameType
from typing import Final

from wagecheck.desk import opening
from wagecheck.desk.desk import Clock, Desk, Place, Today
from wagecheck.desk.jobs import failures
from wagecheck.desk.jobs.beat import Beat
from wagecheck.desk.jobs.task_table import TASKS
from wagecheck.desk.jobs.work import Work
from wagecheck.errors import RegisterError
from wagecheck.register import queue
from wagecheck.register.actor import PROGRAM
from wagecheck.register.queue import Job

_LOG: Final = logging.getLogger("wagecheck.desk")
#: Pages come first.
_NICE: Final = 10
#: Seconds between two looks into the queue, and before the next one where the register could not be read.
_LOOK_EVERY: Final = 0.5
_AFTER_TROUBLE: Final = 5.0
#: After so many jobs a process has gathered enough in its memory; another one takes its place.
_MOST_JOBS: Final = 50


@dataclass(frozen=True)
class Order:
    """What a worker needs to begin; everything of it can be sent to another process."""

    name: str
    where: Place
    address: str
    clock: Clock
    today: Today


def main(order: Order) -> None:
    """The whole life of the process."""
    _set_apart()
    try:
        with opening.opened(order.where, clock=order.clock, today=order.today, address=order.address) as desk:
            for _ in range(_MOST_JOBS):
                _perform(desk, _next(desk, order.name), order.name)
    except Exception as error:  # the supervisor starts another one
        _LOG.error("%s: %s", order.name, failures.without_data(error))
        raise SystemExit(1) from None


def _set_apart() -> None:
    """A group of its own, so that it can be ended with its children; a low rank; gone when the server is."""
    signal.signal(signal.SIGTERM, _asked_to_end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    if sys.platform != "win32":
        os.setsid()
        os.nice(_NICE)
    threading.Thread(target=_watch_server, name="server", daemon=True).start()


def _asked_to_end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _watch_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        _end_at_once()


def _end_at_once() -> None:
    """Ends the process with its children: nobody waits for its work any more."""
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _next(desk: Desk, worker: str) -> Job:
    while True:
        try:
            with desk.register.reading() as reader:
                waits = queue.waiting(reader.connection)
            if waits:
                with desk.register.working("job") as connection:
                    job = queue.claim(connection, worker, desk.clock())
                if job is not None:
                    return job
        except RegisterError as error:
            _LOG.warning("the queue cannot be read: %s", error.en)
            time.sleep(_AFTER_TROUBLE)
        time.sleep(_LOOK_EVERY)


def _perform(desk: Desk, job: Job, worker: str) -> None:
    told: tuple[str, str] | None = None
    with Beat(desk, job, worker, _end_at_once) as beat:
        try:
            TASKS[job.task].run(Work(desk, job, beat.tell))
        except Exception as error:  # whatever it was, the next job must not suffer from it
            told = failures.told(desk, job, error)
    if told is None:
        with desk.register.working("job") as connection:
            queue.finish(connection, job.id, worker, desk.clock())
        return
    with desk.register.writing(PROGRAM, "job") as writer:
        if queue.fail(writer.connection, job.id, worker, desk.clock(), told):
            failed = TASKS[job.task].failed if job.task in TASKS else None
            if failed is not None:
                failed(writer, job, told)
