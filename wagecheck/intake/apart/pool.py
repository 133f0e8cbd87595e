"""The workers of this program: kept between tasks, replaced when they die, ended with us."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wagecheck.errors import InputError
from wagecheck.intake.apart.process import LostError, Process
from wagecheck.intake.apart.worker import Task
from wagecheck.intake.containers.limits import MAX_MEMORY_BYTES, MAX_SECONDS, WALL_PER_SECOND


class Pool:
    """Workers that wait, most lately used last. Any number of threads may run tasks at once: each has its worker."""

    def __init__(self, memory: int = MAX_MEMORY_BYTES) -> None:
        """``memory``: bytes for each worker."""
        self._memory = memory
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self.closed = False
        self.owner = os.getpid()

    def warm(self, count: int = 1) -> None:
        """Have so many workers waiting or at work."""
        with self._lock:
            missing = count - len(self._idle) - len(self._busy)
            self._idle += [self._start() for _ in range(missing)]

    def run(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        seconds: float = MAX_SECONDS,
        told: Callable[[Any], None] = lambda _: None,
        teller: str | None = None,
        **options: Any,
    ) -> Any:
        """The value of a function of a module, called elsewhere.

        ``seconds`` of the processor, and ``WALL_PER_SECOND`` times as many by the clock, from the start and from every
        step told anew; ``teller`` names the argument of the function through which it tells them to ``told``.
        Raises what the function raises for people, and LostError. What was lost in a worker that had worked before is
        tried again in a fresh one, except by time: only what is left of others' memory can differ.
        """
        task = Task(function, arguments, options, teller, seconds, str(Path.cwd()))
        try:
            return self._once(task, told, fresh=False)
        except _StaleError as stale:
            lost = stale.lost
        if lost.how in ("time", "fault"):
            raise lost
        return self._once(task, lambda _: None, fresh=True)

    def close(self) -> None:
        """End all workers, at work or not."""
        with self._lock:
            self.closed = True
            workers = [*self._idle, *self._busy]
            self._idle.clear()
        for worker in workers:
            worker.end()

    def _once(self, task: Task, told: Callable[[Any], None], *, fresh: bool) -> Any:
        worker = self._taken(fresh=fresh)
        used = worker.used
        try:
            return worker.run(task, task.seconds * WALL_PER_SECOND, told)
        except LostError as lost:
            if used and not self.closed:
                raise _StaleError(lost) from lost
            raise
        finally:
            self._returned(worker)

    def _taken(self, *, fresh: bool) -> Process:
        with self._lock:
            if self.closed:
                raise RuntimeError("closed")
            worker = None
            while self._idle and worker is None:
                worker = self._idle.pop()
                if not worker.alive or (fresh and worker.used):
                    worker.end()
                    worker = None
            worker = worker or self._start()
            self._busy.add(worker)
            return worker

    def _returned(self, worker: Process) -> None:
        with self._lock:
            self._busy.discard(worker)
            if worker.alive and not self.closed:
                self._idle.append(worker)

    def _start(self) -> Process:
        try:
            return Process(self._memory)
        except OSError as error:
            raise InputError(
                "无法启动读取文件的子进程，资料没有读取；请检查系统的进程数和内存限制后重试",
                "the process that reads files cannot be started; check the system's limits and try again",
            ) from error


class _StaleError(Exception):
    """LostError in a worker that had worked before."""

    def __init__(self, lost: LostError) -> None:
        super().__init__(lost)
        self.lost = lost


_shared: Pool | None = None


def shared() -> Pool:
    """The pool of this process."""
    global _shared  # noqa: PLW0603  # one per process is what is meant
    if (
        _shared is None or _shared.closed or _shared.owner != os.getpid()
    ):  # a fork must not write into its parent's pipes
        _shared = Pool()
        atexit.register(_shared.close)
    return _shared


def warm(count: int = 1) -> None:
    """Start workers now, so that their imports overlap with ours."""
    shared().warm(count)
