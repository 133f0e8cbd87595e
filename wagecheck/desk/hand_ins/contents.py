"""What lies in the folder of a hand-in at one moment, so that a change in between is noticed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wagecheck.desk.store import HandInFiles, files_below
from wagecheck.register import canonical


def state(given: Path) -> list[tuple[str, int, int]]:
    """Path, size and moment of the last change of every file that was handed in, by path."""
    found = ((path.relative_to(given).as_posix(), told) for path, told in files_below(given))
    return sorted((path, told.st_size, told.st_mtime_ns) for path, told in found)


def digest(given: Path, paths: list[str]) -> str:
    """SHA-256 of a list of the files' hashes and paths, as ``sha256sum`` writes it. Raises OSError."""
    whole = hashlib.sha256()
    for path in paths:
        with (given / path).open("rb") as stream:
            whole.update(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path}\n".encode())
    return whole.hexdigest()


def reading(files: HandInFiles) -> str:
    """A mark of how everything was read, and of what is chosen about it: another one where either has changed."""
    said: list[str | None] = []
    for file in (files.read, files.mapping):
        try:
            said.append(file.read_text("utf-8"))
        except (OSError, ValueError):
            said.append(None)
    return canonical.digest(said)
