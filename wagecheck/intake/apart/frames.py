"""What goes through the pipes between us and a worker: its length in eight bytes, then the pickled object.

Both ends are this program. A worker is no prison: it keeps crashes, memory and time away, not a program that has taken
the worker over.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

_LENGTH: Final = struct.Struct("<Q")


def send(stream: BinaryIO, thing: object) -> None:
    """Write one object. Raises OSError where nobody listens any more, EOFError where we closed the pipe ourselves."""
    data = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
    with _open(stream):
        stream.write(_LENGTH.pack(len(data)))
        stream.write(data)
        stream.flush()


def receive(stream: BinaryIO, most: int) -> Any:
    """Read one object. Raises EOFError where the other end is gone, OverflowError beyond ``most`` bytes."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > most:
        raise OverflowError
    return pickle.loads(_exactly(stream, length))


def _exactly(stream: BinaryIO, length: int) -> bytes:
    with _open(stream):
        data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


@contextmanager
def _open(stream: BinaryIO) -> Iterator[None]:
    """Another thread may end the worker, and close its pipes, while this one talks to it."""
    try:
        yield
    except ValueError as error:
        if stream.closed:
            raise EOFError from error
        raise
