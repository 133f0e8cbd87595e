"""Where parts lie while they are worked on: a private folder, one file each, gone at the end."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl


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

    def lay(self, name: str, rows: pl.DataFrame) -> str:
        """Keeps a frame and returns its name."""
        unfinished = self.folder / f"{name}.new"
        rows.write_ipc(unfinished, compression="lz4")
        unfinished.replace(self.folder / name)
        return name

    def rows(self, name: str) -> pl.DataFrame:
        """The frame of that name."""
        return pl.read_ipc(self.folder / name)

    def has(self, name: str) -> bool:
        """Whether anything of that name is kept."""
        return (self.folder / name).exists()

    def names(self, beginning: str) -> list[str]:
        """All names that begin so."""
        return [path.name for path in self.folder.glob(f"{beginning}*")]

    def drop(self, *names: str) -> None:
        """What nobody asks for any more."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def take(self, name: str) -> Any:
        """The value of that name."""
        with (self.folder / name).open("rb") as file:
            return pickle.load(file)
