"""The work given to a Dask cluster: one of this machine's processes, or a scheduler that an operations team runs.

A lost worker's parts are done again by another one; work that loses one worker after another is given up.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from wagecheck.errors import InputError
from wagecheck.scale.engine import LOCAL, Engine
from wagecheck.scale.work import Task

if TYPE_CHECKING:
    from wagecheck.scale.engine import Work

#: Seconds in which a scheduler must answer.
_ANSWERS_WITHIN: Final = 30


class Cluster:
    """A scheduler and its workers; they must see the folder of the parts under the same path."""

    def __init__(self, distributed: Any, client: Any) -> None:
        self._lost: type[Exception] = distributed.KilledWorker
        self._client = client

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """In the order of the tasks. Raises InputError where a part lost every worker that tried it."""
        futures = self._client.map(work, tasks, pure=False)
        try:
            yield from (future.result() for future in futures)
        except self._lost as error:
            raise InputError(
                "集群里处理同一部分资料的工作进程一再中断（多半是内存不足）。请给每个进程更多内存，或者分项目检查。",
                "the cluster lost one worker after another over the same part (most likely for want of memory): "
                "give each worker more memory, or check the projects apart",
            ) from error
        finally:
            self._client.cancel(futures)


@contextmanager
def connected(address: str, jobs: int) -> Iterator[Engine]:
    """The cluster at ``address`` (tcp://HOST:PORT), or one of ``jobs`` processes here for ``local``.

    Raises InputError where the extra is not installed or the scheduler does not answer.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise InputError(
            "没有安装集群组件。请先运行：pip install 'wagecheck[cluster]'",
            "the cluster extra is not installed: pip install 'wagecheck[cluster]'",
        ) from error
    if address == LOCAL:
        with (
            distributed.LocalCluster(
                n_workers=max(jobs, 1), threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
            ) as own,
            distributed.Client(own) as client,
        ):
            yield Cluster(distributed, client)
        return
    try:
        client = distributed.Client(address, timeout=_ANSWERS_WITHIN)
    except (OSError, ValueError) as error:
        raise InputError(
            f"连不上集群：{address}。请检查地址，以及调度程序（dask scheduler）是否在运行。",
            f"the cluster does not answer: {address}; check the address and that its scheduler runs",
        ) from error
    with client:
        yield Cluster(distributed, client)
