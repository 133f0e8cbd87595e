"""How things are measured: whole commands and single measurements in fresh processes, the fastest of several."""

from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.sizes import USUAL, Sizes

ROOT: Final = Path(__file__).resolve().parent.parent
#: Exit codes of a check that was made.
_MADE: Final = (0, 1, 3)


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of the processor (children too), MB of the largest process at its peak."""

    seconds: float
    processor: float
    memory: float


@functools.cache
def _home() -> tempfile.TemporaryDirectory[str]:
    """Where fresh processes find compiled modules and a key of their own.

    Whatever the environment says: compiling is no part of a run, so one check is made before the first.
    """
    home = tempfile.TemporaryDirectory(prefix="wagecheck-benchmarks-")
    sample = ["check", str(ROOT / "samples" / "typical"), "-q", "-o", f"{home.name}/out"]
    subprocess.run([sys.executable, "-m", "wagecheck", *sample], capture_output=True, check=False, env=_at(home.name))
    return home


def environment(**more: str) -> dict[str, str]:
    """That of fresh processes: this program, compiled modules, no key of anybody."""
    return {**_at(_home().name), **more}


def _at(home: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONPYCACHEPREFIX": home,
        "WAGECHECK_KEY_FILE": str(Path(home) / "worker.key"),
    }
    return {**kept, **own}


def command(arguments: Sequence[str], runs: int = 1) -> Cost:
    """The least that ``python <arguments>`` took in ``runs`` fresh processes.

    Raises RuntimeError with what it said where it failed.
    """
    costs = [_command(arguments) for _ in range(runs)]
    return Cost(*(min(getattr(cost, what) for cost in costs) for what in ("seconds", "processor", "memory")))


def _command(arguments: Sequence[str]) -> Cost:
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen([sys.executable, *arguments], stdout=said, stderr=said, env=environment())
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in _MADE:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace"))
    memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, memory)


def told(module: str, *arguments: object, **variables: str) -> dict[str, Any]:
    """What ``one`` of a module of this package measures with these arguments in a fresh process.

    Raises RuntimeError with what it said where it failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True, check=False, text=True, env=environment(**variables),
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} {arguments}: {done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def fastest(runs: int, module: str, *arguments: object, **variables: str) -> dict[str, Any]:
    """The fastest of several fresh processes; it has the least noise."""
    return min((told(module, *arguments, **variables) for _ in range(runs)), key=lambda one: float(one["seconds"]))


def main(table: Callable[[Sizes], Iterator[str]], one: Callable[..., Mapping[str, Any]] | None = None) -> None:
    """A module run alone: one measurement as JSON where there are arguments, else its table in the usual sizes."""
    if one is not None and sys.argv[1:]:
        print(json.dumps(one(*sys.argv[1:])))
        return
    for line in table(USUAL):
        print(line, flush=True)


def seconds(work: Callable[[], object], runs: int) -> float:
    """The fastest of several runs in this process, in seconds of the processor."""
    best = float("inf")
    for _ in range(runs):
        started = processor()
        work()
        best = min(best, processor() - started)
    return best


def processor() -> float:
    """Seconds of the processor that this process and its ended children took so far."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def peak(*, children: bool = False) -> float:
    """Most memory of this process so far, or of the largest of its ended children, in MB."""
    most = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10
