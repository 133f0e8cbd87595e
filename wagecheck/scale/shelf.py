"""Where parts lie while they are worked on: a private folder, one file each, gone at the end."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def opened(place: Path | None = None) -> Iterator[Shelf]:
    """A shelf below ``place`` (the folder for temporary files by default), readable by this user only."""
    folder = Path(tempfile.mkdtemp(prefix="wagecheck-parts-", dir=place))
    try:
        yield Shelf(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Shelf:
    """Values by name; written by this program for itself, never read from anybody else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, value: Any) -> str:
        """Keeps the value and returns its name."""
        unfinished = self.folder / f"{name}.new"
        with unfinished.open("wb") as file:
            pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
        unfinished.replace(self.folder / name)
        return name

    def take(self, name: str) -> Any:
        """The value of that name."""
        with (self.folder / name).open("rb") as file:
            return pickle.load(file)
