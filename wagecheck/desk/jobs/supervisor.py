"""Looks after the worker processes: starts them, ends those that hang, gives what they were doing to another one."""

from __future__ import annotations

import logging
import multiprocessing
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from typing import Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins.handing_in import CHECK
from wagecheck.desk.jobs import failures, housekeeping, processes, worker
from wagecheck.desk.jobs.task_table import TASKS
from wagecheck.errors import WagecheckError
from wagecheck.register import queue
from wagecheck.register.actor import PROGRAM
from wagecheck.register.credentials import moment
from wagecheck.register.queue import Job
from wagecheck.register.reader import Reader

_LOG: Final = logging.getLogger("wagecheck.desk")
_LOOK_EVERY: Final = 0.5
#: Between two looks whether a worker hangs: at most so many seconds, and a part of the time that it may take.
_READ_EVERY: Final = 5.0
_PARTS: Final = 12
_HOUSE_EVERY: Final = 3600.0
#: Between two looks whether this is the only desk of the register still.
_ALONE_EVERY: Final = 60.0
#: A worker that lived for a shorter time died of how it began: the next one waits, longer each time.
_SHORT_LIFE: Final = 5.0
_LONGEST_PAUSE: Final = 60.0
#: How long a worker has to end in good order.
_GRACE: Final = 3.0


@dataclass
class _Slot:
    """The place of one worker."""

    name: str = ""
    process: SpawnProcess | None = None
    born: float = 0.0
    not_before: float = 0.0
    pause: float = 1.0


class Supervisor:
    """A thread of the server."""

    def __init__(self, desk: Desk, workers: int, ours: Callable[[], bool] = lambda: True) -> None:
        self._desk = desk
        self._ours = ours
        self._resting = False
        self._slots = [_Slot() for _ in range(workers)]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        limits = desk.settings.limits
        self._read_every = min(_READ_EVERY, min(limits.silent, limits.job).total_seconds() / _PARTS)
        self._read_at = self._house_at = 0.0
        self._alone_at = time.monotonic() + _ALONE_EVERY

    def start(self) -> None:
        """Takes up what was left, then starts the workers. Raises RegisterError."""
        self._take_up()
        try:
            for slot in self._slots:
                self._begin(slot)
            self._thread.start()
        except BaseException:  # nobody would end those that were started, and the server would wait for them for ever
            self._end_all()
            raise

    def _take_up(self) -> None:
        self._recover(whole=True)
        self._queue_again()

    def stop(self) -> None:
        """Ends the workers; what they were doing waits for the next start, and this attempt does not count."""
        self._ended.set()
        self._thread.join()
        self._end_all()

    def _end_all(self) -> None:
        alive = [slot for slot in self._slots if slot.process is not None]
        for slot in alive:
            if slot.process is not None:
                slot.process.terminate()
        until = time.monotonic() + _GRACE
        for slot in alive:
            if slot.process is not None:
                slot.process.join(max(0.0, until - time.monotonic()))
                processes.end(slot.process)
            slot.process = None
        try:
            with self._desk.register.working("job") as connection:
                queue.release(connection, [slot.name for slot in alive])
        except WagecheckError as error:  # the next start finds them anyway
            _LOG.warning("jobs could not be put back: %s", error.en)

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK_EVERY):
            try:
                self._look(time.monotonic())
            except Exception as error:  # without the supervisor no job would ever be done again
                _LOG.error("supervisor: %s", failures.without_data(error))
                self._ended.wait(_READ_EVERY)

    def _look(self, now: float) -> None:
        if now >= self._alone_at:
            self._alone_at = now + _ALONE_EVERY
            self._see_who_else()
        if self._resting:
            return
        for slot in self._slots:
            if slot.process is not None and not slot.process.is_alive():
                self._bury(slot, now)
            if slot.process is None and now >= slot.not_before:
                self._begin(slot)
        if now >= self._read_at:
            self._read_at = now + self._read_every
            self._end_those_that_hang()
        if now >= self._house_at:
            self._house_at = now + _HOUSE_EVERY
            housekeeping.tidy(self._desk)

    def _see_who_else(self) -> None:
        """Rests while another desk has the register, which would not find the files of this one, nor this one its.

        A database server that cannot be asked gives nobody any work: the workers finish what they have begun.
        """
        try:
            ours = self._ours()
        except WagecheckError as error:
            _LOG.warning("it is not known whether this is the only desk of the register: %s", error.en)
            return
        if not ours and not self._resting:
            self._resting = True
            _LOG.error("another desk has taken the register meanwhile: no work is done here. Stop one of the two.")
            self._end_all()
        elif ours and self._resting:
            _LOG.warning("the register has no other desk any more: work goes on")
            self._take_up()
            self._resting = False  # the next look starts the workers

    def _begin(self, slot: _Slot) -> None:
        slot.name = f"worker-{secrets.token_hex(8)}"
        order = worker.Order(slot.name, self._desk.place, self._desk.address, self._desk.clock, self._desk.today)
        # a new interpreter: threads of the engine and of the server cannot be forked; not daemonic: it has children
        process = multiprocessing.get_context("spawn").Process(
            target=worker.main, args=(order,), name=slot.name, daemon=False
        )
        process.start()
        slot.process, slot.born = process, time.monotonic()

    def _bury(self, slot: _Slot, now: float) -> None:
        assert slot.process is not None
        well = slot.process.exitcode == 0
        if not well:
            _LOG.warning("%s ended with %s", slot.name, slot.process.exitcode)
        processes.end(slot.process)
        slot.process = None
        self._recover(gone=slot.name)
        short = not well and now - slot.born < _SHORT_LIFE
        slot.pause = min(slot.pause * 2, _LONGEST_PAUSE) if short else 1.0
        slot.not_before = now + slot.pause if short else now

    def _end_those_that_hang(self) -> None:
        now, limits = self._desk.clock(), self._desk.settings.limits
        with self._desk.register.reading() as reader:
            running = queue.running(reader.connection)
        hanging = {
            job.worker
            for job in running
            if (job.beat_at or "") < moment(now - limits.silent) or (job.started_at or "") < moment(now - limits.job)
        }
        for slot in self._slots:
            if slot.process is not None and slot.name in hanging:
                _LOG.warning("%s is ended: it is silent, or takes too long", slot.name)
                processes.end(slot.process)  # buried at the next look
                hanging.discard(slot.name)
        if hanging:
            self._recover()

    def _queue_again(self) -> None:
        """What waits for its check without a job: a register from a backup, in which no queue is."""
        desk = self._desk
        with desk.register.working("job") as connection:
            for one in Reader(connection).all("hand_in", state="handed_in"):
                queue.put(connection, task=CHECK, subject=one["id"], by=one["by"], now=desk.clock())

    def _recover(self, *, gone: str = "", whole: bool = False) -> None:
        desk, limits = self._desk, self._desk.settings.limits
        with desk.register.writing(PROGRAM, "job") as writer:
            failed: list[Job] = queue.recover(
                writer.connection,
                now=desk.clock(),
                silent=None if whole else limits.silent,
                attempts=limits.attempts,
                told=lambda job: failures.lost(desk, job),
                gone=gone,
            )
            for job in failed:
                task = TASKS.get(job.task)
                if task is not None and task.failed is not None:
                    task.failed(writer, job, failures.lost(desk, job))
