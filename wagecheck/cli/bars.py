"""The bars themselves: one line while files are read and judged, one for every kind of thing that is written.

No bar is full before its stage is over. The time that is left follows the pace since the stage began: it grows while
nothing gets done. What nobody can count beforehand moves to and fro without numbers.
"""

from __future__ import annotations

import datetime as dt
import math
import time
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.progress import Task as Line
from rich.table import Column
from rich.text import Text

from wagecheck.privacy import mask_free

if TYPE_CHECKING:
    from types import TracebackType

    from wagecheck.report.progress import Kind
    from wagecheck.wording import Wording

#: Kinds of which one costs about as much as the next: only their pace says anything.
_ALIKE: Final = frozenset({"copies", "letters", "pages", "pdf"})
#: Columns of the screen that everything but the name of a file may take.
_BESIDE_NAME: Final = 62


class Bars:
    """Bars on the error stream while the context lasts; afterwards nothing is left of them."""

    def __init__(self, t: Wording) -> None:
        """Sentences by ``t``."""
        self._t = t
        console = Console(stderr=True)
        names = Column(no_wrap=True, overflow="ellipsis", max_width=max(8, console.width - _BESIDE_NAME))
        columns = (
            TextColumn("{task.fields[stage]}"),
            BarColumn(bar_width=20),
            _Count(""),
            _Left(t),
            TextColumn("{task.description}", table_column=names),
        )
        self._bar = Progress(*columns, console=console, transient=True)
        self._line = self._added("cli.reading")
        self._kinds: dict[Kind, TaskID] = {}

    def __enter__(self) -> Bars:
        """Shown from now on."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wiped."""
        self._bar.stop()

    def read(self, done: int, total: int, name: str) -> None:
        """As ``intake.progress.Progress``."""
        if done >= total:
            self._uncounted()
            return
        if done == 0:
            self._counted("cli.reading", total)
        self._bar.update(self._line, completed=done, description=escape(mask_free(name)))

    def judged(self, done: int, total: int) -> None:
        """As ``Listeners.judging``."""
        if done >= total:
            self._uncounted()
        elif done == 0:
            self._counted("cli.judging", total, shares=True)
        else:
            self._bar.update(self._line, completed=done)

    def written(self, kind: Kind, done: int, total: int) -> None:
        """As ``report.progress.Progress``."""
        self._bar.update(self._line, visible=False)
        if kind not in self._kinds:
            self._kinds[kind] = self._added("cli.writing", total, escape(self._t(f"cli.writing_{kind}")))
        line = self._kinds[kind]
        self._bar.update(line, completed=done)
        if done == 0 and kind in _ALIKE:
            self._bar.update(line, began=time.monotonic())

    def _added(
        self,
        stage: str,
        total: int | None = None,
        name: str = "",
        *,
        began: float | None = None,
        shares: bool = False,
    ) -> TaskID:
        return self._bar.add_task(name, total=total, stage=self._t(stage), began=began, shares=shares)

    def _counted(self, stage: str, total: int, *, shares: bool = False) -> None:
        """A stage begins of which so much is known: pieces, or ``shares`` of the work that are no pieces."""
        self._bar.remove_task(self._line)
        self._line = self._added(stage, total, began=time.monotonic(), shares=shares)

    def _uncounted(self) -> None:
        """What was counted is over and nothing is written yet: judging that nobody counts."""
        self._bar.remove_task(self._line)
        self._line = self._added("cli.judging")


class _Count(TextColumn):
    """Pieces done, and how many there are; a share in percent, and never all of it."""

    def render(self, task: Line) -> Text:
        if not task.total:
            return Text("")
        if task.fields["shares"]:
            return Text(f"{int(100 * task.completed / task.total)} %")
        return Text(f"{int(task.completed)}/{int(task.total)}")


class _Left(TextColumn):
    """The time that is left, where a pace can be told."""

    def __init__(self, t: Wording) -> None:
        super().__init__("")
        self._t = t

    def render(self, task: Line) -> Text:
        began = task.fields["began"]
        seconds = None if began is None else left(task.completed, task.total, time.monotonic() - began)
        return Text("" if seconds is None else self._t("cli.time_left", time=dt.timedelta(seconds=seconds)))


def left(done: float, total: float | None, seconds: float) -> int | None:
    """Seconds that are left at the pace of ``done`` pieces in ``seconds``, at least one; None where none is known."""
    if not done or total is None or done >= total:
        return None
    return max(1, math.ceil(seconds * (total - done) / done))
