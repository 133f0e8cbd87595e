"""Ending a process with everything that it has started."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")
_PATIENCE: Final = 10.0


def end(process: SpawnProcess) -> None:
    """At once, with its children; also where it has ended itself and left some. It must lead a group of its own."""
    number = process.pid
    if number is None:
        return
    for child in _below(number):
        _kill(child)
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(number, signal.SIGKILL)
    if process.is_alive():
        process.kill()
    process.join(_PATIENCE)


def _kill(number: int) -> None:
    with suppress(OSError):
        os.kill(number, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def _below(number: int) -> list[int]:
    """Children, and theirs, where the system lists them; those that read files for it lead groups of their own."""
    parents: dict[int, list[int]] = {}
    for status in _PROCESSES.glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parent = int(status.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(status.parent.name))
    found, waiting = [], [number]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
