"""Wall time of whole commands, as a person waits for them: best of several runs in fresh processes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def command(arguments: Sequence[str], runs: int, prepare: Callable[[], None] = lambda: None) -> float:
    """Seconds of the fastest of ``runs`` fresh processes ``python <arguments>``; the fastest has the least noise."""
    best = float("inf")
    for _ in range(runs):
        prepare()
        started = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
        best = min(best, time.perf_counter() - started)
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(done.stderr.decode(errors="replace"))
    return best
