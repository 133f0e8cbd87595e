"""How far the writing has come, told to whoever wants to know: what kind of thing, how many, nothing of their names."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, Literal

from wagecheck.result import Result

#: Marked copies · lists and data, one file each · letters, told contractor by contractor · pages · pages as PDF.
Kind = Literal["copies", "files", "letters", "pages", "pdf"]
#: The kind, how many of it are written, of how many. A kind may be told with 0 before its turn, and again at its turn.
Progress = Callable[[Kind, int, int], None]
#: Files by the format that writes them; ``manifest.json`` is always written.
_FILES: Final = {"xlsx": 1, "sarif": 1, "junit": 1, "csv": 1, "json": 2}


def announced(result: Result, formats: Collection[str], progress: Progress | None) -> Count:
    """Tells what a check will write but for marked copies, which tell themselves; answers with the count of files."""
    contractors = result.contractors.select("project", "name").n_unique()
    chosen = set(formats)
    if "letters" in chosen:
        Count("letters", contractors, progress)
    if {"html", "pdf"} & chosen:
        Count("pages", contractors + 1, progress)
    if "pdf" in chosen:
        Count("pdf", contractors + 1, progress)
    return Count("files", sum(_FILES.get(name, 0) for name in chosen) + 1, progress)


class Count:
    """Counts what is written of one kind and tells ``progress`` (if anybody listens)."""

    def __init__(self, kind: Kind, total: int, progress: Progress | None) -> None:
        """Its turn has come: none of ``total`` is written yet."""
        self._kind: Final = kind
        self._total = total
        self._progress = progress
        self._done = 0
        self.reached(0)

    def reached(self, done: int) -> None:
        """So many are written."""
        self._done = done
        if self._progress is not None:
            self._progress(self._kind, done, self._total)

    def one(self) -> None:
        """One more is written."""
        self.reached(self._done + 1)
