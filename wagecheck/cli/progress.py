"""How far the reading has come, on the error stream of a terminal; gone when the reading is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagecheck.intake.progress import Progress
    from wagecheck.wording import Wording


@contextmanager
def shown(t: Wording, *, quiet: bool) -> Iterator[Progress | None]:
    """A listener for ``submission.read`` while the bar is shown; None where nobody looks (no terminal, ``-q``)."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    from wagecheck.privacy import mask_free  # noqa: PLC0415

    columns = (TextColumn(t("cli.reading")), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(mask_free(name)))
            if done >= total:
                bar.stop()  # what follows is not reading

        yield told
