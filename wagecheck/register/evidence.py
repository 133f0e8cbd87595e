"""Files that prove a record: their hash in the register, the file itself in a folder, named by its hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from wagecheck.errors import RegisterError
from wagecheck.register.reader import Reader
from wagecheck.register.store import Register
from wagecheck.register.writer import Writer

_PIECE: Final = 1 << 20
#: ``sound``: the kept file has the hash on record · ``changed`` · ``missing`` · ``elsewhere``: no folder is known.
Check = Literal["sound", "changed", "missing", "elsewhere"]


@dataclass(frozen=True)
class Attached:
    """Id of the record, whether it is new, and where the file was kept (None: only its hash)."""

    id: str
    new: bool
    kept: Path | None


@dataclass(frozen=True)
class Absent:
    """A file on record that was not copied: it is ``missing`` or ``changed``, or ``elsewhere``: no folder is known."""

    id: str
    file: str
    sha256: str
    check: Check


def folder(register: Register, given: Path | None = None) -> Path | None:
    """Where files are kept: ``given``, else beside the file of a SQLite register; None of a database elsewhere."""
    if given is not None:
        return given
    return None if register.file is None else beside(register.file)


def beside(file: Path) -> Path:
    """The folder of evidence beside a register or a backup."""
    return file.with_name(f"{file.name}.evidence")


def copied(reader: Reader, source: Path | None, target: Path | None) -> tuple[int, tuple[Absent, ...]]:
    """Copies all files on record from one folder to another, each once and by its hash.

    Gives how many files there are now, and those that could not be copied whole. Raises RegisterError where the target
    cannot be written.
    """
    absent, kept = [], set()
    for one in reader.all("evidence"):
        check = "elsewhere" if target is None else _checked(one["sha256"], source)
        if check == "sound" and source is not None and target is not None:
            _kept(source / one["sha256"], target, one["sha256"])
            kept.add(one["sha256"])
        else:
            absent.append(Absent(one["id"], one["file"], one["sha256"], check))
    return len(kept), tuple(absent)


def attach(
    writer: Writer, *, kind: str, about: str, path: Path, place: Path | None, note: str | None = None
) -> Attached:
    """Puts a file on record as proof of a record and keeps a copy in ``place``. The same file is attached once.

    Raises RegisterError where the record is not there, or the file cannot be read or kept.
    """
    record = writer.get(kind, about)["id"]
    digest, size = _hashed(path)
    if size == 0:
        raise RegisterError(f"{path.name} 是空文件，没有附上。", f"{path.name} is empty; it was not attached.")
    kept = None if place is None else _kept(path, place, digest)
    for known in writer.all("evidence", about=record):
        if known["sha256"] == digest:
            return Attached(known["id"], new=False, kept=kept)
    values = {"about_kind": kind, "about": record, "file": path.name, "note": note, "sha256": digest, "size": size}
    return Attached(writer.add("evidence", "attach", note, **values, state="attached"), new=True, kept=kept)


def of(reader: Reader, about: str, place: Path | None) -> list[tuple[dict[str, Any], Check]]:
    """The files of a record, each with whether the copy still has its hash."""
    return [(one, _checked(one["sha256"], place)) for one in reader.all("evidence", about=about.strip().upper())]


def _checked(digest: str, place: Path | None) -> Check:
    if place is None:
        return "elsewhere"
    copy = place / digest
    if not copy.is_file():
        return "missing"
    try:
        return "sound" if _hashed(copy)[0] == digest else "changed"
    except RegisterError:
        return "missing"


def _hashed(path: Path) -> tuple[str, int]:
    total, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                total.update(piece)
                size += len(piece)
    except OSError as error:
        raise RegisterError(
            f"证明材料 {path.name} 读不到（{error.strerror}）。请检查路径和权限。",
            f"The evidence {path.name} cannot be read ({error.strerror}). Check the path and its permissions.",
        ) from error
    return total.hexdigest(), size


def _kept(path: Path, place: Path, digest: str) -> Path:
    """The copy in ``place``, which only its owner may read; written whole or not at all."""
    target = place / digest
    if _checked(digest, place) == "sound":
        return target
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place, prefix=".part-")
        part = Path(name)
        try:
            total = hashlib.sha256()
            with os.fdopen(handle, "wb") as stream, path.open("rb") as source:
                while piece := source.read(_PIECE):
                    total.update(piece)
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            if total.hexdigest() != digest:
                raise RegisterError(
                    f"{path.name} 在读取时被改动，没有附上。请关闭正在写它的程序后再试。",
                    f"{path.name} changed while it was read; close the program that writes it and try again.",
                )
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise RegisterError(
            f"证明材料不能保存到 {place}（{error.strerror}）。请检查磁盘空间和权限。",
            f"Evidence cannot be kept in {place} ({error.strerror}). Check disk space and permissions.",
        ) from error
    return target
