"""The files of a submission: which are looked at, in which order, to which project they belong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wagecheck.errors import InputError
from wagecheck.intake.wordings import dictionary

#: Left behind by programs, never submitted by anybody.
_LITTER: Final = ("~$", ".", "__MACOSX")
_LITTER_NAMES: Final = frozenset({"thumbs.db", "desktop.ini"})
#: Written by programs for programs: listed, but not opened.
_NOT_SHEETS: Final = frozenset({".json", ".md", ".log", ".lock", ".toml"})
#: Files are read together up to this size: what is parsed at once must be enough for the engine and fit into memory.
_GROUP_BYTES: Final = 2**20
#: A folder with both is a result of ours.
_RESULT: Final = ("manifest.json", "result.json")


@dataclass(frozen=True)
class Listed:
    """One file: where it is, its name in the submission, its name inside the project, the project's folder."""

    path: Path
    name: str
    inner: str
    root: Path
    opened: bool = True


def listed(paths: Sequence[Path]) -> list[Listed]:
    """All files of the paths, sorted. A folder with a project workbook is a project; other files belong to their PATH.

    Names are relative to the PATH, with the PATH's own name in front where there are several.
    Raises InputError for a path that does not exist and for a folder without any file.
    """
    found: dict[Path, Listed] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"找不到路径：{path}。请检查文件夹或文件名是否写对。", f"no such file or folder: {path}")
        files = [path] if path.is_file() else sorted(_walk(path))
        if not files:
            raise InputError(f"文件夹里没有任何文件：{path}", f"no file in folder: {path}")
        base = path.parent if path.is_file() else path
        prefix = f"{path.name}/" if len(paths) > 1 and path.is_dir() else ""
        projects = {file.parent for file in files if is_project_file(file)}
        for file in files:
            root = next((parent for parent in file.parents if parent in projects), base)
            name = prefix + file.relative_to(base).as_posix()
            opened = file.suffix.lower() not in _NOT_SHEETS
            found.setdefault(file.resolve(), Listed(file, name, file.relative_to(root).as_posix(), root, opened))
    return sorted(found.values(), key=lambda listed: listed.name)


def groups(found: Sequence[Listed]) -> list[list[Listed]]:
    """The files, in order, in groups that are read together: small ones that make a megabyte, or one large one."""
    together: list[list[Listed]] = []
    room = 0
    for listed in found:
        size = listed.path.stat().st_size if listed.opened else 0
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
    """Hash of a file's bytes; empty where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def _walk(folder: Path) -> Iterator[Path]:
    if all((folder / name).is_file() for name in _RESULT):
        return
    for entry in folder.iterdir():
        if entry.name.startswith(_LITTER) or entry.name.lower() in _LITTER_NAMES:
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry
