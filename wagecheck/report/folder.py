"""The result folder: appears whole or not at all, and never replaces anything that is not an earlier result."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wagecheck.errors import OutputError
from wagecheck.wording import Wording

#: A folder that holds these is an earlier result of ours and may be replaced.
_OURS = ("manifest.json", "result.json")


def ensure_free(out: Path, inputs: list[Path]) -> None:
    """Raises OutputError when ``out`` is a file, holds something that is not ours, or lies inside an input."""
    if out.exists() and not out.is_dir():
        raise _error("cli.out_is_file", path=out)
    if out.is_dir() and any(out.iterdir()) and not all((out / name).is_file() for name in _OURS):
        raise _error("cli.out_not_ours", path=out)
    for source in inputs:
        if source.is_dir() and source.resolve() in (out.resolve(), *out.resolve().parents):
            raise _error("cli.out_inside_input", path=out)


@contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """A temporary folder beside ``out``; renamed into its place when the block ends well, removed when it does not.

    Raises OutputError when the file system refuses.
    """
    staging: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        yield staging
        staging.chmod(0o755)
        _swap(staging, out)
        staging = None
    except OSError as error:
        raise _error("cli.out_failed", path=out, reason=error.strerror or type(error).__name__) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, out: Path) -> None:
    """Old result aside, new one in, old one away: at no moment is a half-written result in place."""
    if not out.exists():
        staging.rename(out)
        return
    aside = out.parent / f".{out.name}-old-{os.getpid()}"
    out.rename(aside)
    try:
        staging.rename(out)
    except OSError:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _error(key: str, **values: object) -> OutputError:
    return OutputError(Wording("zh")(key, **values), Wording("en")(key, **values))
