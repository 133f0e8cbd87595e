"""The process in which untrusted files are read: it takes tasks from its input and answers on its output."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from wagecheck.errors import WagecheckError
from wagecheck.intake.apart import ceilings, frames
from wagecheck.intake.grid import ContainerError

#: What a worker says once, when it can take tasks.
READY: Final = "ready"
#: Exit code: more memory than allowed.
OUT_OF_MEMORY: Final = 77
#: Largest task that is taken.
_MOST_TASK: Final = 2**32


@dataclass(frozen=True)
class Task:
    """A function of a module with its arguments; ``teller`` names the argument through which it tells its steps.

    ``seconds`` of the processor are granted from the start and from every step anew. ``folder``: the current one.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    teller: str | None = None
    seconds: float = 0.0
    folder: str = ""


@dataclass(frozen=True)
class Step:
    """Something the task tells while it runs."""

    what: Any


@dataclass(frozen=True)
class Answer:
    """The end of a task: its value, the error it raised for people (in parts), or kind and place of a fault of ours."""

    value: Any = None
    error: tuple[type[Exception], tuple[str, ...]] | None = None
    fault: str | None = None


def main(memory: int) -> None:
    """Works until the input ends. Whatever libraries print goes nowhere: it may hold what stands in a file."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it ends us
    importlib.import_module("wagecheck.intake.parts")  # what every task needs, while the parent does something else

    ceilings.hold(memory)
    frames.send(answers, READY)
    while True:
        try:
            task: Task = frames.receive(tasks, _MOST_TASK)
        except EOFError:
            return
        try:
            frames.send(answers, _done(task, answers))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except OSError:  # nobody waits for the answer
            return


def _done(task: Task, answers: BinaryIO) -> Answer:
    def tell(what: object) -> None:
        frames.send(answers, Step(what))
        ceilings.grant(task.seconds)

    ceilings.grant(task.seconds)
    try:
        if task.folder and task.folder != str(Path.cwd()):
            os.chdir(task.folder)
        options = task.options if task.teller is None else {**task.options, task.teller: tell}
        return Answer(task.function(*task.arguments, **options))
    except ContainerError as error:
        return Answer(error=(type(error), (error.reason, error.zh, error.en)))
    except WagecheckError as error:
        return Answer(error=(type(error), (error.zh, error.en)))
    except MemoryError:
        raise
    except Exception as error:
        return Answer(fault=_place(error))


def _place(error: Exception) -> str:
    """Kind and place of a fault, without its text, which may hold what stands in the file."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if "wagecheck" in frame.filename]
    where = f" {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{where}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
