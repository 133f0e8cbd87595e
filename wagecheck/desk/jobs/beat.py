"""A worker's sign of life, and how far its job has come: written by a thread of its own, at most once a second."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from wagecheck.desk.desk import Desk
from wagecheck.errors import RegisterError
from wagecheck.register import queue
from wagecheck.register.queue import Job

_LOG: Final = logging.getLogger("wagecheck.desk")
_AT_MOST_EVERY: Final = 1.0
#: So many signs within the time after which a worker is taken for dead.
_SIGNS: Final = 6


class Beat:
    """Beats while the block lasts. ``gone`` is called where the job was given to another worker."""

    def __init__(self, desk: Desk, job: Job, worker: str, gone: Callable[[], None]) -> None:
        self._desk = desk
        self._job = job
        self._worker = worker
        self._gone = gone
        self._told: tuple[str, int, int] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beating, name="beat", daemon=True)

    def __enter__(self) -> Self:
        """Itself, beating."""
        self._thread.start()
        return self

    def __exit__(self, *_: TracebackType | BaseException | type[BaseException] | None) -> None:
        """Ends it; nothing is written after that."""
        self._ended.set()
        self._thread.join()

    def tell(self, step: str, done: int, whole: int) -> None:
        """So far; what is told while the last word is being written replaces it."""
        self._told = (step, done, whole)

    def _beating(self) -> None:
        every = self._desk.settings.limits.silent.total_seconds() / _SIGNS
        last, written = time.monotonic(), None
        while not self._ended.wait(_AT_MOST_EVERY):
            told = self._told
            if told == written and time.monotonic() - last < every:
                continue
            try:
                if not self._write(told):
                    self._gone()
                    return
            except RegisterError:  # somebody holds the register for long, or it cannot be reached: the next time then
                _LOG.warning("job %s: no sign of life could be written", self._job.id)
                continue
            last, written = time.monotonic(), told

    def _write(self, told: tuple[str, int, int] | None) -> bool:
        step, done, whole = told or (None, None, None)
        with self._desk.register.working("job") as connection:
            now = self._desk.clock()
            return queue.beat(connection, self._job.id, self._worker, now, step=step, done=done, whole=whole)
