"""The processes that do the work of the desk: they take jobs from the queue of the register, one at a time.

``supervisor`` (a thread of the server) starts ``worker`` processes and looks after them, ``task_table`` says what each
kind of job is, ``housekeeping`` what is cleared away from time to time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.jobs.supervisor import Supervisor
from wagecheck.errors import OutputError
from wagecheck.register import place
from wagecheck.report import folder_lock
from wagecheck.wording import both

_LOCK: Final = ".desk.lock"
_TAKEN: Final = "desk_alone.register_taken"


@dataclass(frozen=True)
class Alone:
    """That no other desk is there."""

    ours: Callable[[], bool]
    """Asks whether it is so still. Raises RegisterError where the database server cannot be asked."""
    unguarded: tuple[Path, ...]
    """Folders that know no locks: another desk would not be noticed there."""


@contextmanager
def running(desk: Desk, workers: int, ours: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """So many worker processes, as long as the block lasts; what they have not finished is done after the next start.

    Without any, jobs wait; what is past its time (reports with full numbers) is cleared away all the same.
    ``ours``: whether this is the only desk still (``Alone``); while it is not, nothing is done.
    ``desk.clock`` and ``desk.today`` must be functions of a module: the processes call them too.
    """
    supervisor = Supervisor(desk, workers, ours)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


@contextmanager
def alone(desk: Desk) -> Iterator[Alone]:
    """No other desk works in the same folder or with the same register meanwhile. Raises OutputError where one does.

    Two desks of one register would take each other's jobs, and not find the files of them in their own folder.
    """
    with ExitStack() as held:
        known = {desk.store.root: _lock(held, desk.store.root / _LOCK, "desk_jobs.not_alone", folder=desk.store.root)}
        taken = {"register": place.shown(desk.register.url)}
        if desk.register.file is not None:
            file = desk.register.file.resolve()  # by whatever link it was named
            known[file.parent] = _lock(held, file.with_name(f"{file.name}{_LOCK}"), _TAKEN, **taken)
        ours = held.enter_context(desk.register.reserved(_LOCK))
        if not ours():
            raise _refused(_TAKEN, **taken)
        yield Alone(ours, tuple(folder for folder, knows in known.items() if not knows))


def _lock(held: ExitStack, file: Path, key: str, **said: object) -> bool:
    try:
        return held.enter_context(folder_lock.locked(file))
    except folder_lock.BusyError:
        raise _refused(key, **said) from None


def _refused(key: str, **said: object) -> OutputError:
    return OutputError(*both(key, **said))
