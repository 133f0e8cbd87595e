"""How many threads the engine works with: one for a small submission, whose tables are too small to share out.

On tables of some dozen rows handing a piece of work to another thread takes longer than the work, the more so the more
processors there are and the busier they are. The number of threads changes no result.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_VARIABLE: Final = "POLARS_MAX_THREADS"
#: Bytes of all files, up to which a submission is small: fifty small workbooks, one table of some thousand people.
SMALL_BYTES: Final = 500_000
#: More files and folders than these are not looked at one by one: such a submission is not small.
MOST_ENTRIES: Final = 500


def settle(paths: Iterable[Path]) -> None:
    """Has the engine work with one thread where what is submitted is small; what the user has set stands.

    Of use only before the engine is imported: it counts its threads once.
    """
    if _VARIABLE not in os.environ and "polars" not in sys.modules and is_small(paths):
        os.environ[_VARIABLE] = "1"  # of this process and the workers that read for it


def settle_here() -> None:
    """Has the engine of this process work with one thread, that of processes started later as they would by themselves.

    For the desk: its pages look at small tables while the checks beside it need the processors. What the user has set
    stands. Of use only before the engine is imported.
    """
    if _VARIABLE in os.environ or "polars" in sys.modules:
        return
    os.environ[_VARIABLE] = "1"
    try:
        import polars as pl  # noqa: PLC0415

        pl.thread_pool_size()  # counts them
    finally:
        del os.environ[_VARIABLE]


def is_small(paths: Iterable[Path]) -> bool:
    """Whether the files of ``paths``, those in folders included, have few bytes; False for what cannot be looked at."""
    waiting, size, seen = [*paths], 0, 0
    while waiting:
        path = waiting.pop()
        try:
            what = path.stat()
            inside = list(path.iterdir()) if stat.S_ISDIR(what.st_mode) else []
        except OSError:
            return False
        seen += 1
        size += what.st_size if stat.S_ISREG(what.st_mode) else 0
        waiting += inside
        if size > SMALL_BYTES or seen + len(waiting) > MOST_ENTRIES:
            return False
    return True
