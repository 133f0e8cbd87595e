"""A zip of files: a folder that somebody packed. Its members are files of the submission like any other.

Nothing is unpacked to disk. What a member's name, size or kind could do to a disk is refused all the same, because a
person will unpack the same archive later.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.intake.containers import refusals, result_folders
from wagecheck.intake.containers.bundle_names import names
from wagecheck.intake.containers.limits import (
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_FROM_BYTES,
)
from wagecheck.intake.containers.signatures import archive_kind
from wagecheck.intake.grid import ContainerError

_ENCRYPTED: Final = 0x1
_AES: Final = 99
_UNIX: Final = 3
_LOCAL_HEADER: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
#: What the zip of an office file begins with; other zips are looked at more closely.
_PACKAGE_STARTS: Final = (b"[content_types].xml", b"_rels/", b"docprops/", b"xl/", b"word/", b"ppt/", b"mimetype")
_HEAD: Final = 64
#: Where the end of the directory is looked for, and the bytes of one long entry in it.
_TAIL: Final = 2**16 + 22
_LONGEST_ENTRY: Final = 2_000
#: Longer than any path that a computer can unpack.
_LONGEST_NAME: Final = 1_000


@dataclass(frozen=True)
class Member:
    """One file inside a zip: its name with the folders and zips around it, its size and place, or why it is refused."""

    name: str
    size: int
    indices: tuple[int, ...]
    """Its number in the directory of the zip, behind the numbers of the zips that lead to it."""
    refused: ContainerError | None = None
    bundle: bool = False
    """A zip whose members are listed too."""


def is_bundle(head: bytes) -> bool:
    """Whether a file that begins so may be a zip of files and no office file; ``members`` then knows for certain."""
    if head.startswith(_EMPTY_ZIP):
        return True
    return head.startswith(_LOCAL_HEADER) and not head[30:].lower().startswith(_PACKAGE_STARTS)


def members(path: Path, passwords: Sequence[str] = ()) -> list[Member] | None:
    """All files inside a zip, those of zips inside it included; None where it is an office file and no bundle.

    Folders that hold a result of ours are left out, as they are where they lie unpacked.

    Raises ContainerError where the archive as a whole is refused: ``damaged``, ``too_large``, ``empty_file``,
    ``missing``. What is wrong with one member is said there.
    """
    with Shelf(passwords) as shelf:
        return members_on(shelf, path)


def members_on(shelf: Shelf, path: Path) -> list[Member] | None:
    """The same from a shelf."""
    if not _is_bundle(shelf.archive(path)):
        return None
    found = list(_members(shelf, path, (), ""))
    if not found:
        raise refusals.empty_file()
    found = _without_results(shelf, path, found)
    if len(found) > MAX_MEMBERS:
        raise refusals.too_many(MAX_MEMBERS)
    total = sum(member.size for member in found)
    if total > MAX_UNPACKED_BYTES:
        raise refusals.too_large(f"展开后 {total // 2**20} MB", f"{total // 2**20} MB when unpacked")
    return found


class Shelf:
    """Zips that stay open while members are taken from them; a context that closes them."""

    def __init__(self, passwords: Sequence[str] = ()) -> None:
        """``passwords`` are tried on members under a password (ZipCrypto)."""
        self._passwords = passwords
        self._open: dict[tuple[Path, tuple[int, ...]], zipfile.ZipFile] = {}

    def __enter__(self) -> Shelf:
        """The shelf itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all zips."""
        for archive in self._open.values():
            archive.close()
        self._open.clear()

    def put(self, path: Path, data: bytes) -> None:
        """Hold a zip that lies in memory as if it lay at ``path``. Raises like ``archive``."""
        self._open[path, ()] = _opened(io.BytesIO(data))

    def archive(self, path: Path, indices: tuple[int, ...] = ()) -> zipfile.ZipFile:
        """The zip at a path, or the zip that is a member of it. Raises ContainerError: ``damaged``, ``missing`` …"""
        key = (path, indices)
        if key not in self._open:
            source = io.BytesIO(self.content(path, indices)) if indices else path
            self._open[key] = _opened(source)
        return self._open[key]

    def content(self, path: Path, indices: tuple[int, ...], most: int | None = None) -> bytes:
        """The bytes of a member, at most the first ``most`` of them.

        Raises ContainerError: ``encrypted``, ``damaged``, ``too_large``, ``missing`` (the zip changed meanwhile).
        """
        archive = self.archive(path, indices[:-1])
        infos = archive.infolist()
        if indices[-1] >= len(infos):
            raise refusals.missing()
        info = infos[indices[-1]]
        if info.flag_bits & _ENCRYPTED:
            return self._decrypted(archive, info, most)
        return _unpacked(archive, info, most, None)

    def _decrypted(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int | None) -> bytes:
        if info.compress_type == _AES:
            raise refusals.unreadable_encryption("AES 加密的压缩包", "a zip encrypted with AES")
        for password in self._passwords:
            for key in dict.fromkeys((password.encode("utf-8"), password.encode("gb18030"))):
                try:
                    return _unpacked(archive, info, most, key)
                except (RuntimeError, ContainerError):
                    continue  # one wrong password in 256 passes the check and fails at unpacking
        raise refusals.encrypted(tried=bool(self._passwords))


def _opened(source: Path | io.BytesIO) -> zipfile.ZipFile:
    try:
        _refuse_long_directory(source)
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise refusals.damaged("压缩包结构不完整", "its zip directory is broken") from error
    except OSError as error:
        raise refusals.missing() from error


def _refuse_long_directory(source: Path | io.BytesIO) -> None:
    """Refuse a directory of more bytes than the allowed members can need, before anybody holds it as objects."""
    if isinstance(source, io.BytesIO):
        tail = source.getbuffer()[-_TAIL:]
    else:
        with source.open("rb") as stream:
            stream.seek(max(source.stat().st_size - _TAIL, 0))
            tail = memoryview(stream.read(_TAIL))
    at = bytes(tail).rfind(_EMPTY_ZIP)
    if at >= 0 and len(tail) >= at + 16:
        (length,) = struct.unpack_from("<I", tail, at + 12)
        if length > MAX_MEMBERS * _LONGEST_ENTRY:
            raise refusals.too_many(MAX_MEMBERS)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int | None, key: bytes | None) -> bytes:
    """A member as it really unpacks, never more than its directory declares. RuntimeError: the key is wrong."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refusals.damaged("压缩方式不支持", "it is packed by an unusual method")
    wanted = info.file_size + 1 if most is None else most
    try:
        with archive.open(info, pwd=key) as stream:
            data = stream.read(wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise refusals.damaged("压缩数据损坏", "it cannot be unpacked") from error
    if most is None and len(data) != info.file_size:
        raise refusals.damaged("压缩数据损坏", "it does not unpack to the size that is declared")
    return data


def _without_results(shelf: Shelf, path: Path, found: list[Member]) -> list[Member]:
    results = []
    for member in found:
        folder, _, name = f"/{member.name}".rpartition("/")
        if name == result_folders.MANIFEST and member.refused is None and not member.bundle:
            try:
                told = result_folders.is_manifest(shelf.content(path, member.indices))
            except ContainerError:
                continue  # reading it will say so
            if told:
                results.append(f"{folder}/")
    return [member for member in found if not f"/{member.name}".startswith(tuple(results))]


def _is_bundle(archive: zipfile.ZipFile) -> bool:
    return archive_kind({info.filename.replace("\\", "/").lower() for info in archive.infolist()}) == "zip"


def _members(shelf: Shelf, path: Path, above: tuple[int, ...], folder: str) -> Iterator[Member]:
    infos = shelf.archive(path, above).infolist()
    if len(infos) > MAX_MEMBERS:
        raise refusals.too_many(MAX_MEMBERS)
    seen: set[str] = set()
    for index, (info, name) in enumerate(zip(infos, names(infos), strict=True)):
        if name.endswith("/"):
            continue
        place, shown = (*above, index), folder + name
        refused = _refusal(info, name, name in seen)
        seen.add(name)
        if refused is not None:
            yield Member(folder + _harmless(name), 0, place, refused)
            continue
        try:
            packed = is_bundle(shelf.content(path, place, _HEAD)) and _is_bundle(shelf.archive(path, place))
        except ContainerError as error:
            yield Member(shown, info.file_size, place, error)
            continue
        if packed and len(place) >= MAX_DEPTH:
            yield Member(shown, info.file_size, place, refusals.too_deep(MAX_DEPTH))
        elif packed:
            yield Member(shown, info.file_size, place, bundle=True)
            yield from _members(shelf, path, place, f"{shown}/")
        else:
            yield Member(shown, info.file_size, place)


def _refusal(info: zipfile.ZipInfo, name: str, again: bool) -> ContainerError | None:
    """Why a member is not read: a name that leaves the folder, a link, a size no file of wages has."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or (len(parts[0]) > 1 and parts[0][1] == ":") or "\0" in name:
        return refusals.dangerous("文件名会写到文件夹之外", "its name leads out of the folder")
    if len(name) > _LONGEST_NAME:
        return refusals.dangerous("文件名过长", "its name is too long")
    mode = info.external_attr >> 16
    if info.create_system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return refusals.dangerous("这是链接或设备，不是文件", "it is a link or device and no file")
    if again:
        return refusals.dangerous("压缩包里有两个同名文件", "the archive holds two files of this name")
    if info.file_size > MAX_FILE_BYTES:
        return refusals.too_large(f"{info.file_size // 2**20} MB", f"{info.file_size // 2**20} MB")
    if info.file_size > max(RATIO_FROM_BYTES, MAX_RATIO * info.compress_size):
        return refusals.too_large("压缩比异常", "it unpacks to an absurd size")
    return None


def _harmless(name: str) -> str:
    """A refused name, fit to be shown."""
    parts = (part for part in name.replace("\0", "").split("/") if part not in ("", "..", "."))
    return ("/".join(parts) or "?")[-_LONGEST_NAME:]
