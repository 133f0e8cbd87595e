"""Whether a folder that is written anew is ours: nothing of anybody else's is replaced."""

from __future__ import annotations

from pathlib import Path

from wagecheck.errors import OutputError
from wagecheck.wording import both


def ensure_ours(out: Path, marker: str) -> None:
    """Raises OutputError when ``out`` is a file or holds something without our list ``marker``."""
    if out.exists() and not out.is_dir():
        raise OutputError(*both("cli.out_is_file", path=out))
    if out.is_dir() and any(out.iterdir()) and not (out / marker).is_file():
        raise OutputError(*both("letter.not_ours", path=out))
