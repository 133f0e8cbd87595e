"""One run at a time writes a result folder: a lock on a file beside it, held by the operating system.

The lock ends with the process, however that ends. The file is removed when the lock is given back, so that nothing lies
about; who has locked a file that is no longer the one beside the folder tries again.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_BUSY: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
#: File systems that know no locks (some network shares): whoever locks is told, and may go on without.
_UNKNOWN: Final = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP})


class BusyError(Exception):
    """Another run holds the lock."""


@contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Holds the lock on ``file``; False where the file system knows no locks, so that nobody else is kept out.

    BusyError where another process holds it, OSError where no file can be made there.
    """
    handle, known = _taken(file)
    try:
        yield known
    finally:
        if sys.platform == "win32":
            os.close(handle)  # a file that is open cannot be removed there
            with suppress(OSError):
                file.unlink()
        else:
            with suppress(OSError):
                file.unlink()
            os.close(handle)


def _taken(file: Path) -> tuple[int, bool]:
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            known = _lock(handle)
            if _is_still(file, handle):
                return handle, known
        except OSError as error:
            os.close(handle)
            if error.errno in _BUSY:
                raise BusyError from error
            raise
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int) -> bool:
    """Locks it; False where the file system cannot."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise
        return False
    return True


def _is_still(file: Path, handle: int) -> bool:
    """Whether the locked file is the one that lies there now; another run may have removed it in between."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False
