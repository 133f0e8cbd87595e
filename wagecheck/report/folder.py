"""The result folder: appears whole or not at all, and never replaces anything that is not an earlier result.

While a run holds a folder, its work lies beside it: ``.wagecheck-<hash>.lock``, ``-new`` and ``-parts``, with the hash
of the folder's name. All are gone when the run ends; what a killed run has left is cleared by the next one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wagecheck.errors import OutputError
from wagecheck.report.file_faults import failed, of_the_system
from wagecheck.report.folder_lock import BusyError, locked
from wagecheck.wording import Wording

#: A folder that holds this, with these keys in it, is an earlier result of ours and may be replaced.
_MANIFEST: Final = "manifest.json"
_KEYS: Final = frozenset({"version", "as_of", "rules_hash", "inputs"})
#: Folders that this process holds already.
_held: set[Path] = set()


def ensure_free(out: Path, inputs: list[Path]) -> None:
    """Raises OutputError when ``out`` is a file, holds something that is not ours, or lies inside an input."""
    try:
        if out.exists() and not out.is_dir():
            raise _error("cli.out_is_file", path=out)
        if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
            raise _error("cli.out_not_ours", path=out)
        for source in inputs:
            if source.is_dir() and source.resolve() in (out.resolve(), *out.resolve().parents):
                raise _error("cli.out_inside_input", path=out)
    except OSError as error:
        raise failed(out, error) from error


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Nobody else writes ``out`` meanwhile. OutputError where somebody does, or where nothing can be written.

    Work of a run that was killed is cleared first, and an earlier result that it had moved aside is put back.
    """
    place = _place(out)
    if place in _held:
        yield
        return
    made = _made_parents(place)
    try:
        try:
            lock = contextlib.ExitStack()
            lock.enter_context(locked(_beside(place, ".lock")))
        except BusyError:
            raise _error("cli.out_busy", path=out) from None
        except OSError as error:
            raise failed(out, error) from error
        with lock:
            _held.add(place)
            try:
                _cleared(place)
                yield
            finally:
                _held.discard(place)
    finally:
        for folder in made:  # innermost first; those that hold something stay
            with contextlib.suppress(OSError):
                folder.rmdir()


@contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """A temporary folder beside ``out``; renamed into its place when the block ends well, removed when it does not.

    Raises OutputError when the file system refuses, or another run writes there.
    """
    with _staged(out, _swap) as staging:
        yield staging


@contextmanager
def added(out: Path) -> Iterator[Path]:
    """Like ``fresh``, but what ``out`` holds stays: every entry of the temporary folder takes its own place there."""
    with _staged(out, _add) as staging:
        yield staging


@contextmanager
def parts(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` for parts of a submission while they are worked on, readable by this user alone.

    Gone when the block ends. Raises OutputError when the file system refuses, or another run writes ``out``.
    """
    place = _place(out)
    with held(out):
        folder = _beside(place, "-parts")
        try:
            folder.mkdir(mode=0o700)
            yield folder
        except OSError as error:
            raise failed(out, error) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _staged(out: Path, finish: Callable[[Path, Path], None]) -> Iterator[Path]:
    place = _place(out)
    with held(out):
        staging = _beside(place, "-new")
        try:
            staging.mkdir()
            yield staging
            _flushed(staging)
            finish(staging, place)
        except _faults() as error:
            if (found := of_the_system(error)) is None:
                raise
            raise failed(out, found) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _faults() -> tuple[type[Exception], ...]:
    """What writing may fail by; looked up only when it did, because most checks write no workbook."""
    from lxml.etree import LxmlError  # noqa: PLC0415
    from polars.exceptions import PolarsError  # noqa: PLC0415
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415

    return OSError, PolarsError, XlsxWriterException, LxmlError


def _add(staging: Path, place: Path) -> None:
    if not place.exists():
        staging.rename(place)
        return
    for entry in sorted(staging.iterdir()):
        target = place / entry.name
        if target.is_dir():
            target.rmdir()  # an empty one, or nothing is replaced
        entry.replace(target)


def _is_ours(out: Path) -> bool:
    try:
        told = json.loads((out / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.keys() >= _KEYS


def _place(out: Path) -> Path:
    """Where the folder really lies: links are followed, so that two ways to it are one."""
    try:
        return out.resolve()
    except (OSError, RuntimeError) as error:
        raise failed(out, error if isinstance(error, OSError) else OSError(errno.ELOOP, "")) from error


def _beside(place: Path, ending: str) -> Path:
    name = hashlib.sha256(os.path.normcase(place.name).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return place.parent / f".wagecheck-{name}{ending}"


def _made_parents(place: Path) -> list[Path]:
    """Makes the folders above ``place``; returns those that were not there, innermost first."""
    missing = []
    for folder in place.parents:
        if folder.is_dir():
            break
        if folder.exists():
            raise failed(place, NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)))
        missing.append(folder)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failed(place, error) from error
    return missing


def _cleared(place: Path) -> None:
    aside = _beside(place, "-old")
    if aside.exists():
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(place)
    for ending in ("-new", "-parts"):
        shutil.rmtree(_beside(place, ending), ignore_errors=True)


def _flushed(staging: Path) -> None:
    """Everything on the disk before the folder appears: a full or failing disk says so now, not later."""
    for path in staging.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _swap(staging: Path, place: Path) -> None:
    """Old result aside, new one in, old one away: at no moment is a half-written result in place."""
    if not place.exists():
        staging.rename(place)
        return
    aside = _beside(place, "-old")
    place.rename(aside)
    try:
        staging.rename(place)
    except BaseException:
        aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _error(key: str, **values: object) -> OutputError:
    return OutputError(Wording("zh")(key, **values), Wording("en")(key, **values))
