"""Files between their preview and their taking in: exactly what a person looked at is taken when it is confirmed.

Each lies as ``<shelf>/<key>/file/<name>`` of the desk's folder until it is taken in, or is given up
(``limits.abandoned``). The key follows from the bytes, the name and what it is read as, so that the same file is kept
once, and a folder is put in its place as a whole, so that two who send the same at once find it whole at every moment.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.store import relative
from wagecheck.register import canonical

_GIVEN, _KIND = "file", "kind"
_KEY: Final = re.compile(r"[0-9a-f]{64}")
#: Who finds damage takes a folder away, and must not take one that another has put there since he looked.
_turn: Final = threading.Lock()


@dataclass(frozen=True)
class Preview:
    """A file that somebody sent: its key, where it lies, and what it is to be read as."""

    key: str
    path: Path
    data: bytes
    kind: str

    @property
    def file(self) -> str:
        """The name of the file as it was sent, without folders."""
        return self.path.name


def keep(desk: Desk, shelf: str, data: bytes, name: str, kind: str = "") -> Preview:
    """Keeps a file on that shelf, and gives up what nobody confirmed for too long.

    Raises InputError where the name cannot be used, OSError where the disk keeps nothing.
    """
    own = relative(name).name
    key = _key(data, own, kind)
    place = desk.store.root / shelf
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _give_up(desk, place)
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=place))
    try:
        (draft / _GIVEN).mkdir()
        (draft / _GIVEN / own).write_bytes(data)
        (draft / _KIND).write_text(kind, "utf-8")
        _put(desk, draft, place / key)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Preview(key, place / key / _GIVEN / own, data, kind)


def get(desk: Desk, shelf: str, key: str) -> Preview:
    """A file that was sent. AbsentError where it was taken in or given up, or is not what was sent any more."""
    if not _KEY.fullmatch(key):
        raise AbsentError
    place = desk.store.root / shelf / key
    try:
        [path] = (place / _GIVEN).iterdir()
        data, kind = path.read_bytes(), (place / _KIND).read_text("utf-8")
    except (OSError, ValueError):
        raise AbsentError from None
    if _key(data, path.name, kind) != key:
        raise AbsentError
    return Preview(key, path, data, kind)


def drop(preview: Preview) -> None:
    """It was taken in, or is not wanted."""
    shutil.rmtree(preview.path.parent.parent, ignore_errors=True)


def _put(desk: Desk, draft: Path, place: Path) -> None:
    """In its place as a whole. Where the same lies there already, its time begins again."""
    draft.chmod(0o700)
    with _turn:
        with suppress(AbsentError, FileNotFoundError):
            get(desk, place.parent.name, place.name)
            os.utime(place)
            return
        shutil.rmtree(place, ignore_errors=True)  # nothing, or what the disk damaged
        draft.rename(place)


def _give_up(desk: Desk, place: Path) -> None:
    oldest = (desk.clock() - desk.settings.limits.abandoned).timestamp()
    for one in place.iterdir():
        with suppress(FileNotFoundError):  # somebody else has just taken it in, or given it up
            if one.stat().st_mtime < oldest:
                shutil.rmtree(one, ignore_errors=True)


def _key(data: bytes, name: str, kind: str) -> str:
    """Of the name too: by its ending a file is read."""
    return canonical.digest([hashlib.sha256(data).hexdigest(), name, kind])
