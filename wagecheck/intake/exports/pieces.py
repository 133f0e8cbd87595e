"""Records of export tables on their way: in memory while they are few, on disk as soon as they are many."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Lock

import polars as pl

from wagecheck.errors import OutputError


class Piece:
    """Records of some rows of a file, as compressed Arrow in memory or in a file; ``rows`` counts them."""

    def __init__(self, data: bytes, rows: int) -> None:
        self.rows = rows
        self._data = data
        self._path: Path | None = None

    def frame(self) -> pl.DataFrame:
        """The records as they were kept."""
        return pl.read_ipc(io.BytesIO(self._data) if self._path is None else self._path)

    def lay(self, path: Path) -> None:
        """Moves the records into a file."""
        path.write_bytes(self._data)
        self._path, self._data = path, b""


class Keeper:
    """Keeps the pieces of all tables: once they are more than ``most_rows`` together, they lie in ``folder``.

    Without a folder everything stays in memory. Several threads may keep at once.
    """

    def __init__(self, folder: Path | None = None, most_rows: int = 0) -> None:
        self.folder = folder
        self._most_rows = most_rows
        self._rows = 0
        self._laid = 0
        self._held: list[Piece] = []
        self._lock = Lock()

    @property
    def on_disk(self) -> bool:
        """Whether pieces lie on disk: all of them, or none."""
        return self.folder is not None and self._rows > self._most_rows

    def keep(self, data: bytes, rows: int) -> Piece:
        """The piece that holds the records. Raises OutputError where the disk refuses."""
        piece = Piece(data, rows)
        with self._lock:
            self._rows += rows
            self._held.append(piece)
            if self.folder is not None and self._rows > self._most_rows:
                self._lay(self.folder)
        return piece

    def let_go(self) -> None:
        """Nothing more comes: who asked for pieces in memory has them."""
        self._held.clear()

    def _lay(self, folder: Path) -> None:
        try:
            for piece in self._held:
                self._laid += 1
                piece.lay(folder / f"records-{self._laid}")
        except OSError as error:
            raise OutputError(
                f"暂存资料时写不进磁盘：{error.strerror}。请腾出结果目录所在磁盘的空间。",
                f"records cannot be laid on disk: {error.strerror}; free space on the disk of the result folder",
            ) from error
        self._held.clear()
