"""The work given to a Dask cluster: one of this machine's processes, or a scheduler that an operations team runs.

A lost worker's parts are done again by another one; work that loses one worker after another is given up.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from wagecheck import __version__
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
        self._gone: tuple[type[BaseException], ...] = (
            distributed.comm.CommClosedError,
            distributed.client.FutureCancelledError,
            CancelledError,
        )
        self._client = client

    def each(self, work: Work, tasks: Sequence[Task]) -> Iterator[str]:
        """In the order of the tasks.

        Raises InputError where a part lost every worker that tried it, where a worker does not see the parts' folder,
        or where the scheduler is gone.
        """
        futures = self._client.map(work, tasks, pure=False)
        try:
            yield from (future.result() for future in futures)
        except self._lost as error:
            raise InputError(
                "集群里处理同一部分资料的工作进程一再中断（多半是内存不足）。请给每个进程更多内存，或者分项目检查。",
                "the cluster lost one worker after another over the same part (most likely for want of memory): "
                "give each worker more memory, or check the projects apart",
            ) from error
        except FileNotFoundError as error:
            raise InputError(
                "集群的工作进程看不到结果目录旁存放资料的目录。请把结果放在每台机器都以同一路径挂载的共享目录里。",
                "a worker of the cluster does not see the folder beside the result: put the result into a folder that "
                "all machines share under the same path",
            ) from error
        except self._gone as error:
            raise InputError(
                "与集群的连接中断，判断没有完成，没有写出结果。请确认调度程序（dask scheduler）在运行，然后重新检查。",
                "the connection to the cluster was lost and no result was written; check that its scheduler runs",
            ) from error
        finally:
            with suppress(Exception):  # of a scheduler that is gone nothing can be taken back
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
        _same_release(client)
        yield Cluster(distributed, client)


def release() -> tuple[str, str]:
    """Versions on which work and what lies on the shelf depend: of this program, of polars."""
    return __version__, pl.__version__


def _same_release(client: Any) -> None:
    """Raises InputError where the cluster has no worker, or one with another release of this program or of polars."""
    try:
        client.wait_for_workers(1, timeout=_ANSWERS_WITHIN)
    except TimeoutError as error:
        raise InputError(
            "集群里没有工作进程。请先在各台机器上启动 dask worker。",
            "the cluster has no workers: start dask worker on its machines",
        ) from error
    try:
        others = set(client.run(release).values()) - {release()}
    except (ImportError, AttributeError, TypeError) as error:
        raise _other_release("没有安装", "none") from error
    if others:
        told = "、".join(f"wagecheck {own}, polars {polars}" for own, polars in sorted(others))
        raise _other_release(told, told)


def _other_release(zh: str, en: str) -> InputError:
    own, polars = release()
    return InputError(
        f"集群工作进程里的版本与这里不同：{zh}（这里是 wagecheck {own}, polars {polars}）。"
        "请在每台机器上安装同一版本。",
        f"workers of the cluster have other versions: {en} (here wagecheck {own}, polars {polars}); install the same",
    )
