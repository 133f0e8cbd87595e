"""How far reading, judging and writing have come, on the error stream of a terminal; gone when they are done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wagecheck.intake.progress import Progress
    from wagecheck.report.progress import Progress as Writing
    from wagecheck.wording import Wording


class Listeners(NamedTuple):
    """Who hears of what; None where nobody looks (no terminal, ``-q``)."""

    reading: Progress | None = None
    judging: Callable[[int, int], None] | None = None
    """How much of the work is done, of how much; told only where a submission is judged in parts."""
    writing: Writing | None = None


@contextmanager
def shown(t: Wording, *, quiet: bool) -> Iterator[Listeners]:
    """Listeners for ``submission.read``, ``scale.judged`` and the writing of reports while bars are shown."""
    if quiet or not sys.stderr.isatty():
        yield Listeners()
        return
    from wagecheck.cli.bars import Bars  # noqa: PLC0415

    with Bars(t) as bars:
        yield Listeners(bars.read, bars.judged, bars.written)
