"""How far the reading and the judging have come, on the error stream of a terminal; gone when they are done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wagecheck.intake.progress import Progress
    from wagecheck.wording import Wording


class Listeners(NamedTuple):
    """Who hears of what; None where nobody looks (no terminal, ``-q``)."""

    reading: Progress | None = None
    judging: Callable[[int, int], None] | None = None
    """Pieces of work done, and how many there are; told only where a submission is judged in parts."""


@contextmanager
def shown(t: Wording, *, quiet: bool) -> Iterator[Listeners]:
    """Listeners for ``submission.read`` and ``scale.judged`` while a bar is shown.

    The time that is left is estimated from the pieces that are done, and not before there are some.
    """
    if quiet or not sys.stderr.isatty():
        yield Listeners()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from wagecheck.privacy import mask_free  # noqa: PLC0415

    columns = (
        TextColumn("{task.fields[stage]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, stage=t("cli.reading"))

        def read(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(mask_free(name)))
            if done >= total:
                bar.stop()  # what follows is not reading

        def judged(done: int, total: int) -> None:
            if done == 0:
                bar.reset(task, total=total, stage=t("cli.judging"), description="")
                bar.start()
            bar.update(task, completed=done)
            if done >= total:
                bar.stop()

        yield Listeners(read, judged)
