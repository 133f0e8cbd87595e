"""The files of a submission: which are looked at, in which order, to which project they belong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.errors import InputError
from wagecheck.intake import apart, file_names, folders
from wagecheck.intake.apart import LostError
from wagecheck.intake.containers import bundles, read_bytes, refusals, result_folders
from wagecheck.intake.containers.bundles import Member, Shelf
from wagecheck.intake.containers.limits import MAX_HASHED_BYTES
from wagecheck.intake.grid import ContainerError
from wagecheck.intake.wordings import dictionary

#: Left behind by programs, never submitted by anybody.
_LITTER: Final = ("~$", ".", "__MACOSX")
_LITTER_NAMES: Final = frozenset({"thumbs.db", "desktop.ini"})
#: Written by programs for programs: listed, but not opened.
_NOT_SHEETS: Final = frozenset({".json", ".md", ".log", ".lock", ".toml"})
#: Files are read together up to this size: what is parsed at once must be enough for the engine and fit into memory.
_GROUP_BYTES: Final = 2**20
_ZIP: Final = ".zip"


@dataclass(frozen=True)
class Listed:
    """One file: where it is, its name in the submission, its name inside the project, the project's folder.

    A member of a zip has the zip's ``path`` and its own place in it; a zip counts as a folder of its name without
    ``.zip``. Only places are kept, so that it travels between processes; ``content`` reads the bytes.
    """

    path: Path
    name: str
    inner: str
    root: Path
    opened: bool = True
    indices: tuple[int, ...] = ()
    """Place inside a zip (``bundles.Member``); empty for a file of its own."""
    packed_size: int | None = None
    refused: ContainerError | None = None
    """Why it is not even opened."""
    bundle: bool = False
    """A zip whose members are listed as files of their own."""

    @property
    def size(self) -> int:
        """Bytes of the file, unpacked."""
        if self.packed_size is not None:
            return self.packed_size
        try:
            return self.path.stat().st_size
        except OSError:  # gone; reading it will say so
            return 0

    @property
    def file_name(self) -> str:
        """The name alone, without folders."""
        return self.name.rpartition("/")[2]

    def content(self, shelf: Shelf) -> bytes:
        """The bytes. Raises ContainerError: ``missing``, ``too_large``, ``encrypted``, ``damaged`` …"""
        if self.refused is not None:
            raise self.refused
        return shelf.content(self.path, self.indices) if self.indices else read_bytes(self.path)


def listed(paths: Sequence[Path], passwords: Sequence[str] = ()) -> list[Listed]:
    """All files of the paths, sorted. A folder with a project workbook is a project; other files belong to their PATH.

    Zips are opened and their members listed beside them; ``passwords`` are tried on zips inside encrypted ones. Names
    are relative to the PATH, with the PATH's own name in front where there are several.
    Raises InputError for a path that does not exist and for a folder without any file.
    """
    found: dict[tuple[Path, tuple[int, ...]], Listed] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"找不到路径：{path}。请检查文件夹或文件名是否写对。", f"no such file or folder: {path}")
        if not (path.is_file() or path.is_dir()):
            raise InputError(
                f"这不是文件或文件夹（可能是管道或设备）：{path}。请给出资料所在的文件夹。",
                f"neither file nor folder: {path}",
            )
        files = [(path, None)] if path.is_file() else sorted(_walk(path), key=lambda item: item[0])
        if not files:
            raise InputError(f"文件夹里没有任何文件：{path}", f"no file in folder: {path}")
        base = path.parent if path.is_file() else path
        prefix = _prefix(path, paths)
        entries = [entry for file, refused in files for entry in _entries(file, refused, passwords)]
        projects = {entry.place.parent for entry in entries if not entry.bundle and is_project_file(entry.place)}
        if path.is_file() and len(entries) > 1:  # a zip handed in is the folder that was packed
            base = path
        for entry in entries:
            root = next((parent for parent in entry.place.parents if parent in projects), base)
            name = prefix + entry.place.relative_to(path.parent if path.is_file() else path).as_posix()
            inner = entry.place.relative_to(root) if entry.place != root else Path(entry.place.name)
            found.setdefault(
                (entry.file if entry.refused else entry.file.resolve(), entry.indices),
                Listed(
                    entry.file,
                    file_names.shown(name),
                    file_names.plain(_without_zip(inner)),
                    root,
                    entry.refused is not None or not (entry.bundle or entry.place.suffix.lower() in _NOT_SHEETS),
                    entry.indices,
                    entry.size,
                    entry.refused,
                    entry.bundle,
                ),
            )
    return sorted(found.values(), key=lambda listed: (listed.name, listed.indices))


def _prefix(path: Path, paths: Sequence[Path]) -> str:
    """What tells the files of several PATHs apart: the folder's name; its parent's too where two are called alike."""
    if len(paths) < 2:
        return ""
    own = f"{path.name}/" if path.is_dir() else ""
    return f"{path.resolve().parent.name}/{own}" if sum(other.name == path.name for other in paths) > 1 else own


@dataclass(frozen=True)
class _Entry:
    """A file or a member: ``place`` is its path as if every zip were a folder."""

    file: Path
    place: Path
    indices: tuple[int, ...] = ()
    size: int | None = None
    refused: ContainerError | None = None
    bundle: bool = False


def _entries(file: Path, refused: ContainerError | None, passwords: Sequence[str]) -> Iterator[_Entry]:
    """The file, and where it is a zip of files its members."""
    if refused is not None:
        yield _Entry(file, file, size=0, refused=refused)
        return
    members = None
    try:
        with file.open("rb") as stream:
            head = stream.read(64)
        members = _members(file, passwords) if bundles.is_bundle(head) else None
    except OSError:
        pass  # reading it will say so
    except ContainerError as error:
        yield _Entry(file, file, refused=error)
        return
    yield _Entry(file, file, bundle=members is not None)
    for member in members or []:
        parts = member.name.split("/")
        if not any(_is_litter(part) for part in parts):
            yield _Entry(file, file.joinpath(*parts), member.indices, member.size, member.refused, member.bundle)


def _members(file: Path, passwords: Sequence[str]) -> list[Member] | None:
    """``bundles.members``, apart from us: the directory of a zip is untrusted too."""
    try:
        members: list[Member] | None = apart.shared().run(bundles.members, file, tuple(passwords))
    except LostError as lost:
        raise refusals.lost(lost.how, lost.fault) from lost
    return members


def _without_zip(inner: Path) -> str:
    """A zip counts as the folder that was packed."""
    *folders, name = inner.parts
    return "/".join([*(folder_name(folder) for folder in folders), name])


def folder_name(name: str) -> str:
    """The name of a folder, or of the folder that a zip was made of."""
    return name[: -len(_ZIP)] if name.lower().endswith(_ZIP) and len(name) > len(_ZIP) else name


def groups(found: Sequence[Listed]) -> list[list[Listed]]:
    """The files, in order, in groups that are read together: small ones that make a megabyte, or one large one."""
    together: list[list[Listed]] = []
    room = 0
    for listed in found:
        size = listed.size if listed.opened else 0
        if not together or size > room:
            together.append([])
            room = _GROUP_BYTES
        together[-1].append(listed)
        room -= size
    return together


def is_project_file(path: Path) -> bool:
    """Whether the name says that the file is the project workbook."""
    return str(dictionary().names["project_file"]) in path.stem and not path.name.startswith(_LITTER)


def sha256(path: Path) -> str:
    """Hash of a file's bytes; empty where it cannot be read or is larger than anything that is handed in."""
    digest = hashlib.sha256()
    try:
        if not path.is_file() or path.stat().st_size > MAX_HASHED_BYTES:  # a pipe would wait for ever
            return ""
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
                if stream.tell() > MAX_HASHED_BYTES:
                    return ""
    except OSError:
        return ""
    return digest.hexdigest()


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER) or name.lower() in _LITTER_NAMES


def _walk(folder: Path) -> Iterator[folders.Item]:
    return folders.walk(
        folder,
        skipped=lambda entry: _is_litter(entry.name),
        is_result=_is_result,
    )


def _is_result(folder: Path) -> bool:
    """Whether a folder holds a manifest as our results have one; whatever else is called so is somebody's file."""
    manifest = folder / result_folders.MANIFEST
    try:
        return manifest.is_file() and bool(apart.shared().run(is_manifest, manifest))  # untrusted like any other file
    except (OSError, LostError):
        return False


def is_manifest(path: Path) -> bool:
    """Whether the file is the manifest of a result of ours."""
    try:
        return result_folders.is_manifest(read_bytes(path))
    except ContainerError:
        return False
