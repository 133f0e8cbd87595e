"""Who does the work: this process, several on this machine, or a cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Final, Protocol

from wagecheck.errors import InputError
from wagecheck.scale.work import Task

#: The word for a cluster of this machine's own.
LOCAL: Final = "local"
Work = Callable[[Task], str]


class Engine(Protocol):
    """Does one piece of work for every task."""

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """What the work answers for each task, in their order. Raises InputError where a worker is lost for good."""


class Here:
    """One after another, in this process."""

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """In the order of the tasks."""
        return map(work, tasks)


class Processes:
    """Several processes of this machine; they start fresh, as threads of polars cannot be forked."""

    def __init__(self, jobs: int) -> None:
        """``jobs`` at a time; they start with the first task."""
        self._pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))

    def __enter__(self) -> Processes:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """What has not begun is left; what has is waited for."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """As many at a time as there are processes; InputError where one of them is lost."""
        try:
            yield from self._pool.map(work, tasks)
        except BrokenProcessPool as error:
            raise InputError(
                "判断时有一个工作进程被系统结束（多半是内存不足）。请减少 -j，或者分项目检查。",
                "a worker process was ended by the system while judging (most likely for want of memory): "
                "use a smaller -j, or check the projects apart",
            ) from error


@contextmanager
def chosen(cluster: str | None, jobs: int) -> Iterator[Engine]:
    """The cluster, else ``jobs`` processes of this machine (started with the first task), else this process.

    Raises InputError where the cluster cannot be reached, whether it is needed or not.
    """
    if cluster is not None:
        from wagecheck.scale import cluster as dask  # noqa: PLC0415

        with dask.connected(cluster, jobs) as engine:
            yield engine
    elif jobs > 1:
        with Processes(jobs) as engine:
            yield engine
    else:
        yield Here()
