"""Published lists between their preview and the taking in: the bytes that were looked at are the ones taken.

Each lies in ``lists/<key>/`` of the desk's folder until it is taken in, or is given up (``limits.abandoned``). The key
follows from the bytes, the kind of list and the name of the file, so that the same file is kept once.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.store import relative
from wagecheck.errors import OutputError
from wagecheck.register import canonical

_FOLDER: Final = "lists"
_BYTES, _TOLD = "list", "told.json"
_KEY: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Preview:
    """A list that somebody sent: its bytes, the name of its file, the kind of list it is read as."""

    key: str
    data: bytes
    file: str
    list_name: str


def keep(desk: Desk, data: bytes, file: str, list_name: str) -> Preview:
    """Keeps a list that was sent. InputError where the name cannot be used, OutputError where nothing can be kept."""
    _give_up(desk)
    name, sha256 = relative(file).name, hashlib.sha256(data).hexdigest()
    told = {"file": name, "list": list_name, "sha256": sha256}
    preview = Preview(canonical.digest([sha256, list_name, name]), data, name, list_name)
    place = _place(desk, preview.key)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part, content in ((_BYTES, data), (_TOLD, json.dumps(told, ensure_ascii=False).encode())):
            half = place / f"{part}.part"
            half.write_bytes(content)
            half.replace(place / part)
    except OSError as error:
        raise OutputError(
            f"名单文件不能保存（{error.strerror}）。请检查磁盘空间后再试。",
            f"The list cannot be kept ({error.strerror}). Check the disk space and try again.",
        ) from error
    return preview


def get(desk: Desk, key: str) -> Preview:
    """A list that was sent. AbsentError where it was taken in or given up, or is not what was sent any more."""
    if not _KEY.fullmatch(key):
        raise AbsentError
    place = _place(desk, key)
    try:
        data = (place / _BYTES).read_bytes()
        told = json.loads((place / _TOLD).read_text("utf-8"))
    except (OSError, ValueError):
        raise AbsentError from None
    if hashlib.sha256(data).hexdigest() != told["sha256"]:
        raise AbsentError
    return Preview(key, data, told["file"], told["list"])


def drop(desk: Desk, preview: Preview) -> None:
    """It was taken in, or is not wanted."""
    shutil.rmtree(_place(desk, preview.key), ignore_errors=True)


def _give_up(desk: Desk) -> None:
    """Takes away what nobody confirmed for too long."""
    oldest = (desk.clock() - desk.settings.limits.abandoned).timestamp()
    for place in (desk.store.root / _FOLDER).glob("*"):
        with suppress(FileNotFoundError):  # somebody else has just taken it in, or given it up
            if place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)


def _place(desk: Desk, key: str) -> Path:
    return desk.store.root / _FOLDER / key
