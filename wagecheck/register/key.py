"""The secret behind worker keys: made once per user, so that the same person has the same key in every run."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from wagecheck.errors import RegisterError

_LENGTH = 32


def default_path() -> Path:
    """``WAGECHECK_KEY_FILE``, else ``worker.key`` in the per-user data folder."""
    named = os.environ.get("WAGECHECK_KEY_FILE")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("wagecheck", appauthor=False)) / "worker.key"


def load(path: Path | None = None) -> bytes:
    """The key, created with permissions 0600 on first use.

    Raises RegisterError when it can neither be read nor created, or when the file is too short to be a key.
    """
    place = path or default_path()
    try:
        if not place.exists():
            _make(place)
        key = place.read_bytes()
    except OSError as error:
        raise RegisterError(
            f"读不到工人标识密钥 {place}（{error.strerror}）。请检查权限，或用环境变量 WAGECHECK_KEY_FILE 指定别处。",
            f"The worker key {place} cannot be used ({error.strerror}). "
            "Check permissions or set WAGECHECK_KEY_FILE to another place.",
        ) from error
    if len(key) < _LENGTH:
        raise RegisterError(
            f"工人标识密钥 {place} 不完整。请恢复备份；若从未保留过结果，可删除后重试。",
            f"The worker key {place} is incomplete. Restore a backup; if no results were kept, delete it and retry.",
        )
    return key


def _make(place: Path) -> None:
    """A new key, whole before it has its name: of two runs that start at once, both use the key of the first."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".worker-key-", dir=place.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        _named(Path(draft), place)
    finally:
        Path(draft).unlink(missing_ok=True)


def _named(draft: Path, place: Path) -> None:
    """Gives the draft its name, unless somebody has been there first."""
    try:
        place.hardlink_to(draft)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "wb") as stream:
            stream.write(draft.read_bytes())
