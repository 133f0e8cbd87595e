"""Limits that the operating system holds a worker to.

Linux counts the memory that a process may write to (RLIMIT_DATA); other Unixes its addresses (RLIMIT_AS), macOS none at
all. Windows has no such limits: there the process of its own and the clock of the parent remain.
"""

from __future__ import annotations

import contextlib
import math
import sys
import time
from pathlib import Path

if sys.platform != "win32":
    import resource


def hold(memory: int) -> None:
    """Bytes of memory for this process from now on; no dump of it, no file written by it."""
    if sys.platform == "win32":
        return
    _lower(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "linux":  # if the machine runs short, this process goes first
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_bytes(b"1000")


def grant(seconds: float) -> None:
    """So many more seconds of the processor; then the system ends this process (SIGXCPU)."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(time.process_time() + seconds)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (until if hard < 0 else min(until, hard), hard))


def _lower(kind: int, value: int) -> None:
    """Never above what this process has been allowed already."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(kind)
    value = value if hard < 0 else min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(kind, (value, value))
