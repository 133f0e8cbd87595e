"""What lies in a folder: files, and what is none and may not be followed (links that lead out, devices, pipes)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from wagecheck.intake.containers import refusals
from wagecheck.intake.grid import ContainerError

Item = tuple[Path, ContainerError | None]


def walk(base: Path, skipped: Callable[[Path], bool], is_result: Callable[[Path], bool]) -> Iterator[Item]:
    """Every file below a folder, and why one is refused.

    ``skipped``: entries that are no files of anybody; ``is_result``: folders that are passed by. Links to places inside
    are followed where they are files and passed by where they are folders, which are read where they lie.
    """
    inside = base.resolve()
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        if is_result(folder):
            continue
        try:
            entries = list(folder.iterdir())
        except OSError:
            yield folder, refusals.closed_folder()
            continue
        for entry in entries:
            if skipped(entry):
                continue
            try:
                if entry.is_symlink():
                    yield from _linked(entry, inside)
                elif entry.is_dir():
                    waiting.append(entry)
                else:
                    yield entry, (None if entry.is_file() else refusals.no_file())
            except OSError:  # a path longer than the system takes, or a folder that only tells its names
                yield entry, refusals.missing()


def _linked(entry: Path, inside: Path) -> Iterator[Item]:
    target = Path(os.path.realpath(entry))
    if not target.is_relative_to(inside):
        yield entry, refusals.linked()
    elif target.is_file():
        yield entry, None
    elif not target.is_dir():
        yield entry, refusals.no_file() if target.exists() else refusals.linked()
