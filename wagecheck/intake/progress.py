"""How far the reading has come, told to whoever wants to know: file names only, nothing that stands in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wagecheck.intake.files import Listed

#: Files done, files in all, name of a file without its folders.
Progress = Callable[[int, int, str], None]


class Count:
    """Counts the files of one submission and tells ``progress`` (if anybody listens)."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = total
        self._progress = progress
        self._begun: set[tuple[str, tuple[int, ...]]] = set()
        self._done = 0

    def begun(self, listed: Listed) -> None:
        """A file is opened, maybe once more; those begun before it are done."""
        self._begun.add((listed.name, listed.indices))
        if self._progress is not None:
            self._progress(len(self._begun) - 1, self._total, listed.file_name)

    def finished(self, group: Sequence[Listed]) -> None:
        """Some files are done, elsewhere."""
        self._done += len(group)
        if self._progress is not None and group:
            self._progress(self._done, self._total, group[-1].file_name)

    def all_done(self) -> None:
        """Nothing is left to read."""
        if self._progress is not None:
            self._progress(self._total, self._total, "")
