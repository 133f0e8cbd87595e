"""The folder where the desk keeps files: what was handed in, what came out, and files on their way.

``hand_ins/H12/given/…`` as it was handed in, ``hand_ins/H12/mapping.toml`` the clerk's corrections,
``hand_ins/H12/read.json`` how it was read, ``hand_ins/H12/result/…`` what ``check`` writes, ``hand_ins/H12/unmasked/…``
the same with full numbers, for a time; ``uploads/<id>`` half a file; ``settings/S5/profiles/S5.toml`` a profile that
was proposed or holds, ``settings/S5/preview.json`` what it would change; ``plans/<key>/…`` and ``lists/<key>/…`` action
plans and published lists that were looked at and not taken in yet; ``evidence/<hash>`` files attached to entries, where
the register is no file; ``verified.json`` how the last verification of the trail ended.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from wagecheck.errors import InputError, OutputError

#: What some file system refuses in a name, and what would lead out of a folder.
_REFUSED: Final = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_LONGEST: Final = 200
_DEEPEST: Final = 12
_ID: Final = re.compile(r"[A-Z]\d{1,15}")


@dataclass(frozen=True)
class Store:
    """The folder, readable by its owner alone."""

    root: Path

    def ensure(self) -> None:
        """Makes the folders. Raises OutputError where that cannot be done."""
        try:
            for place in (self.root, self.root / "hand_ins", self.root / "uploads", self.root / "settings"):
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise OutputError(
                f"不能在 {self.root} 建立文件夹（{error.strerror}）。请检查 --files 和权限。",
                f"No folder can be made at {self.root} ({error.strerror}). Check --files and its permissions.",
            ) from error

    def hand_in(self, hand_in: str) -> HandInFiles:
        """The files of a hand-in."""
        return HandInFiles(self.root / "hand_ins" / _known(hand_in))

    def handed_in(self) -> set[str]:
        """Ids of which there are files that were handed in, whether or not the register knows them."""
        folders = [one for one in (self.root / "hand_ins").iterdir() if _ID.fullmatch(one.name)]
        return {one.name for one in folders if next(files_below(one / "given"), None) is not None}

    def upload(self, upload: str) -> Path:
        """Half a file."""
        if not upload.isalnum():
            raise ValueError(upload)
        return self.root / "uploads" / upload

    def setting(self, setting: str) -> Path:
        """A folder of rules (as ``--rules``) that holds a profile only."""
        return self.root / "settings" / _known(setting)


@dataclass(frozen=True)
class HandInFiles:
    """The files of one hand-in."""

    root: Path

    @property
    def given(self) -> Path:
        """What was handed in."""
        return self.root / "given"

    @property
    def mapping(self) -> Path:
        """The clerk's corrections of how it is read."""
        return self.root / "mapping.toml"

    @property
    def read(self) -> Path:
        """How it was read (JSON)."""
        return self.root / "read.json"

    @property
    def result(self) -> Path:
        """What came out of the check."""
        return self.root / "result"

    @property
    def unmasked(self) -> Path:
        """The same with full numbers."""
        return self.root / "unmasked"

    def place(self, path: str) -> Path:
        """Where a file of that relative path lies. Raises InputError where the path leads elsewhere."""
        return self.given / relative(path)

    def listed(self) -> list[tuple[str, int]]:
        """Path (``/`` separated) and size of every file that was handed in, by path."""
        return sorted((path.relative_to(self.given).as_posix(), told.st_size) for path, told in files_below(self.given))

    def remove(self, path: str) -> bool:
        """Takes a file out; whether it was there."""
        place = self.place(path)
        if not place.is_file():
            return False
        place.unlink()
        self.drop_empty(place.parent)
        return True

    def drop_empty(self, folder: Path) -> None:
        """Takes away a folder below ``given`` that holds nothing any more, and those above it."""
        while folder != self.given:
            with suppress(OSError):
                folder.rmdir()
            folder = folder.parent


def files_below(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every file below a folder, links left out; what another takes away meanwhile is left out too."""
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top, name)
            with suppress(FileNotFoundError):
                told = path.lstat()
                if stat.S_ISREG(told.st_mode):
                    yield path, told


def relative(path: str) -> PurePosixPath:
    """A relative path as browsers send it. Raises InputError where it cannot be the name of a file here."""
    parts = [part.strip() for part in path.replace("\\", "/").split("/")]
    parts = [part for part in parts if part not in ("", ".")]
    wrong = not parts or len(parts) > _DEEPEST or ".." in parts
    if wrong or any(_REFUSED.search(part) or len(part.encode()) > _LONGEST or part.endswith(".") for part in parts):
        raise InputError(
            "有一个文件的名称不能用（太长、含有特殊符号，或指向别的文件夹）。请改名后再交。",
            "A file has a name that cannot be used (too long, odd characters, or another folder). Rename it.",
        )
    return PurePosixPath(*parts)


def _known(record: str) -> str:
    if not _ID.fullmatch(record):
        raise ValueError(record)
    return record
