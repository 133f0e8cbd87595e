"""A single file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import Final

from wagecheck.report.file_faults import failed

#: Two threads at once would each take the other's mask for that of the process, and leave it so for good.
_turn: Final = threading.Lock()


def put(path: Path, content: bytes) -> None:
    """Writes ``content`` to ``path``, in place of what was there; folders above it are made.

    Nothing half-written is left by an error or an interruption. OutputError says why it could not be written.
    """
    draft: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, draft = tempfile.mkstemp(prefix=".wagecheck-", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(mode)
        Path(draft).replace(path)
        draft = None
    except OSError as error:
        raise failed(path, error) from error
    finally:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)


def _umask() -> int:
    """What new files must not allow; it can only be read by setting it."""
    with _turn:
        mask = os.umask(0o077)
        os.umask(mask)
    return mask
