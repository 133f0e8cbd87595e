"""One worker, seen from here: started, given a task, watched by the clock, ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, Final, Literal

from wagecheck.intake.apart import frames
from wagecheck.intake.apart.worker import OUT_OF_MEMORY, READY, Answer, Step, Task
from wagecheck.intake.containers.limits import MAX_ANSWER_BYTES, MAX_START_SECONDS

How = Literal["crash", "memory", "time", "fault"]

#: Seconds that a process which has closed its pipes may take to be gone: it may write a long way through swap.
_GOES_AFTER: Final = 5
#: The worker finds the program where we found it, however that was.
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from wagecheck.intake.apart import worker; worker.main(int(sys.argv[2]))"
)


class LostError(Exception):
    """A task did not end well: ``how``, the last ``step`` it told, and where a ``fault`` of ours happened."""

    def __init__(self, how: How, step: Any = None, fault: str = "") -> None:
        super().__init__(how, step, fault)
        self.how = how
        self.step = step
        self.fault = fault


class Process:
    """A worker and its pipes. ``used``: it has done something before, so its memory is no longer as fresh."""

    def __init__(self, memory: int) -> None:
        """Start it; it imports what it needs while we go on."""
        self.used = False
        self._ready = self._late = False
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._child = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps([path or os.getcwd() for path in sys.path]), str(memory)],  # noqa: PTH109
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=flags,
        )

    @property
    def alive(self) -> bool:
        """Whether it can take a task."""
        return self._child.poll() is None

    def run(self, task: Task, wall: float, told: Callable[[Any], None]) -> Any:
        """The value of a task; ``wall`` seconds by the clock from one step to the next.

        Raises what the task raises for people, and LostError. LostError by a ``fault`` leaves the worker alive.
        """
        step: Any = None
        try:
            if not self._ready:
                self._ready = self._receive(MAX_START_SECONDS) == READY
            frames.send(self._input, task)
            while True:
                message = self._receive(wall)
                if isinstance(message, Answer):
                    break
                if isinstance(message, Step):
                    step = message.what
                    told(step)
        except (EOFError, OSError) as error:
            raise LostError(self._how(), step) from error
        except OverflowError as error:
            self.end()
            raise LostError("memory", step) from error
        except BaseException:  # Ctrl-C, or who listens failed: the task is no longer wanted
            self.end()
            raise
        self.used = True
        if message.error is not None:
            kind, parts = message.error
            raise kind(*parts)
        if message.fault is not None:
            raise LostError("fault", step, message.fault)
        return message.value

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    @property
    def _input(self) -> BinaryIO:
        assert self._child.stdin is not None
        return self._child.stdin  # type: ignore[return-value]

    def _receive(self, wall: float) -> Any:
        assert self._child.stdout is not None
        watch = threading.Timer(wall, self._too_late)
        watch.daemon = True
        watch.start()
        try:
            return frames.receive(self._child.stdout, MAX_ANSWER_BYTES)  # type: ignore[arg-type]
        finally:
            watch.cancel()

    def _too_late(self) -> None:
        self._late = True
        self._child.kill()

    def _how(self) -> How:
        """How a worker died that closed its pipes; its own exit code counts, so it is waited for."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(_GOES_AFTER)
        code: int | None = self._child.returncode
        self.end()
        if self._late or code == -getattr(signal, "SIGXCPU", 0):
            return "time"
        if code in (OUT_OF_MEMORY, -getattr(signal, "SIGKILL", 9)):
            return "memory"
        return "crash"
