"""Bytes of a file that is on its way, as they come over the line: what has come stays, whatever breaks.

One request at a time writes to an upload. A line that broke without a word leaves one waiting for bytes that never
come: whoever goes on with the upload, or asks how far it is, ends that one first.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from starlette.concurrency import run_in_threadpool

from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.hand_ins import arrivals
from wagecheck.desk.hand_ins.arrivals import TooMuchError
from wagecheck.register import uploads
from wagecheck.wording import both

#: Bytes that are written at once, and after which the register is told how many there are.
_BLOCK: Final = 1 << 20
_TOLD_EVERY: Final = 16 << 20
#: Seconds without a byte after which a line is taken for broken, and that an older request has to end.
_QUIET: Final = 60.0
_PATIENCE: Final = 10.0


class OffsetError(Exception):
    """The bytes do not begin where the file ends; ``received`` is where it does."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@dataclass(frozen=True)
class _Receiver:
    """A request that writes to an upload."""

    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    ended: threading.Event = field(default_factory=threading.Event)


#: By the file that is written to.
_receivers: Final[dict[str, _Receiver]] = {}
_turn: Final = threading.Lock()


async def state(desk: Desk, hand_in: str, upload: str) -> tuple[int, int]:
    """How many bytes are there, of how many. AbsentError where there is no such upload (any more)."""
    await _freed(desk, upload)
    return await run_in_threadpool(_state, desk, hand_in, upload)


async def receive(desk: Desk, hand_in: str, upload: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
    """Writes what comes from ``offset`` on; gives how many bytes are there then. A whole file takes its place.

    Raises AbsentError, OffsetError, TooMuchError where more comes than was announced, and what ``settle`` raises.
    """
    await _freed(desk, upload)
    with _receiving(desk, upload) as receiver:
        received, size = await run_in_threadpool(_state, desk, hand_in, upload)
        if offset != received:
            raise OffsetError(received)
        received = await _written(desk, upload, received, size, _until(chunks, receiver.stop))
        if received == size:
            await run_in_threadpool(arrivals.settle, desk, upload)
    return received


async def _written(desk: Desk, upload: str, received: int, size: int, chunks: AsyncIterator[bytes]) -> int:
    waiting, told = bytearray(), received
    with await run_in_threadpool(_opened, desk, upload, received) as file:

        def write() -> None:
            nonlocal received
            try:
                file.write(waiting)
            except OSError as error:
                raise arrivals.failed(error) from error
            received += len(waiting)
            waiting.clear()

        def tell() -> None:
            nonlocal told
            write()
            file.flush()
            os.fsync(file.fileno())
            if told != received and not arrivals.reached(desk, upload, received):
                raise AbsentError
            told = received

        try:
            async for chunk in chunks:
                if received + len(waiting) + len(chunk) > size:
                    raise TooMuchError(*both("desk_files.longer"))
                waiting += chunk
                if len(waiting) >= _BLOCK:
                    await run_in_threadpool(write if received - told < _TOLD_EVERY else tell)
        finally:  # also where the line broke: what has come need not come again
            await run_in_threadpool(tell)
    return received


def _opened(desk: Desk, upload: str, received: int) -> BinaryIO:
    try:
        file = desk.store.upload(upload).open("r+b")
        file.truncate(received)  # what nobody was told of may not have reached the disk
        file.seek(received)
    except FileNotFoundError:  # given up meanwhile
        raise AbsentError from None
    except OSError as error:
        raise arrivals.failed(error) from error
    return file


def _state(desk: Desk, hand_in: str, upload: str) -> tuple[int, int]:
    with desk.register.reading() as reader:
        one = uploads.get(reader.connection, upload)
    if one is None or one["hand_in"] != hand_in:
        raise AbsentError
    return int(one["received"]), int(one["size"])


async def _until(chunks: AsyncIterator[bytes], stop: asyncio.Event) -> AsyncIterator[bytes]:
    """The chunks until they end, nothing comes for long, or somebody else goes on with the upload."""
    stopping = asyncio.ensure_future(stop.wait())
    try:
        while True:
            coming = asyncio.ensure_future(anext(chunks, None))
            await asyncio.wait({coming, stopping}, timeout=_QUIET, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                with suppress(asyncio.CancelledError):
                    await coming
                return
            chunk = coming.result()
            if chunk is None:
                return
            if chunk:
                yield chunk
    finally:
        stopping.cancel()


@contextmanager
def _receiving(desk: Desk, upload: str) -> Iterator[_Receiver]:
    name, own = str(desk.store.upload(upload)), _Receiver(asyncio.get_running_loop())
    with _turn:
        if name in _receivers:  # two came at once: the other one was first
            raise AbsentError
        _receivers[name] = own
    try:
        yield own
    finally:
        with _turn:
            del _receivers[name]
        own.ended.set()


async def _freed(desk: Desk, upload: str) -> None:
    """Ends the request that writes to the upload, if there is one."""
    with _turn:
        other = _receivers.get(str(desk.store.upload(upload)))
    if other is not None:
        other.loop.call_soon_threadsafe(other.stop.set)
        await run_in_threadpool(other.ended.wait, _PATIENCE)
