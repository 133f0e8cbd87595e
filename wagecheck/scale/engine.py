"""Who does the work: this process, several on this machine, or a cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from wagecheck.errors import InputError
from wagecheck.scale.work import Task

Work = Callable[[Task], str]


class Engine(Protocol):
    """Does one piece of work for every task; answers come in the order of the tasks."""

    def each(self, work: Work, tasks: Sequence[Task]) -> list[str]:
        """What the work answers for each task. Raises InputError where a worker is lost for good."""


class Here:
    """One after another, in this process."""

    def each(self, work: Work, tasks: Sequence[Task]) -> list[str]:
        """In the order of the tasks."""
        return [work(task) for task in tasks]


class Processes:
    """Several processes of this machine."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def each(self, work: Work, tasks: Sequence[Task]) -> list[str]:
        """As many at a time as there are processes; InputError where one of them is lost."""
        try:
            return list(self._pool.map(work, tasks))
        except BrokenProcessPool as error:
            raise InputError(
                "判断时有一个工作进程被系统结束（多半是内存不足）。请减少 -j，或者分项目检查。",
                "a worker process was ended by the system while judging (most likely for want of memory): "
                "use a smaller -j, or check the projects apart",
            ) from error


@contextmanager
def local(jobs: int) -> Iterator[Engine]:
    """This process alone, or ``jobs`` fresh processes beside it (threads of polars cannot be forked)."""
    if jobs <= 1:
        yield Here()
        return
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield Processes(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
