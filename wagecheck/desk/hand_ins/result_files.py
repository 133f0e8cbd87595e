"""Files of a result folder as they are sent: never anything outside it, pages under their own policy, all as a zip."""

from __future__ import annotations

import errno
import html
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, Response, StreamingResponse

from wagecheck.desk.faults import AbsentError
from wagecheck.desk.store import files_below

#: Marked copies hold what was handed in in full: they are for the submitter.
COPIES: Final = "marked"
_PAGE: Final = ".html"
_HEAD: Final = 4096
_BLOCK: Final = 1 << 18
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
#: What a page without a policy of its own may do: nothing.
_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"
_FRAMES: Final = "frame-ancestors 'none'"
_KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def found(folder: Path, path: str) -> Path | None:
    """The file at a path of the folder; None where there is none, or the path leads elsewhere."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        return None
    try:
        whole, place = folder.resolve(strict=True), folder.joinpath(*parts)
        there = place.resolve(strict=True)
    except (OSError, ValueError):  # a name that is too long for the disk
        return None
    return there if there.is_file() and there.is_relative_to(whole) and there == whole.joinpath(*parts) else None


def is_page(file: Path) -> bool:
    """Whether a browser shows it; everything else is a download."""
    return file.suffix.lower() == _PAGE


def sent(file: Path) -> Response:
    """A page is shown, under its own policy; everything else is a download under its own name.

    Raises AbsentError where it has gone since: another check has replaced the result, or its time was over.
    """
    kind = _KINDS.get(file.suffix.lower(), "application/octet-stream")
    try:
        state = file.stat()
        if not is_page(file):
            return FileResponse(file, media_type=kind, filename=file.name, stat_result=state)
        with file.open("rb") as stream:
            told = _POLICY.search(stream.read(_HEAD).decode("utf-8", "replace"))
    except FileNotFoundError:
        raise AbsentError from None
    policy = html.unescape(told[1]) if told else _NOTHING
    policy = "".join(sign for sign in policy if sign.isascii() and sign.isprintable())
    headers = {"content-security-policy": f"{policy}; {_FRAMES}"}
    return FileResponse(file, media_type=kind, headers=headers, stat_result=state)


def packed(folder: Path, name: str, wanted: Callable[[str], bool]) -> Response:
    """The files of a folder whose path (``/`` separated) is wanted, as a zip that is made while it is sent.

    Where another check replaces the result meanwhile it breaks off: half of one and half of the other says nothing.
    Raises AbsentError where there is nothing.
    """
    own = identity(folder)
    paths = sorted(path for path, _ in files_below(folder) if wanted(path.relative_to(folder).as_posix()))
    if own is None or not paths:
        raise AbsentError
    return StreamingResponse(
        zipped(folder, own, paths),
        media_type="application/zip",
        headers={"content-disposition": FileResponse(folder, filename=name).headers["content-disposition"]},
    )


def identity(folder: Path) -> tuple[int, int] | None:
    """Which folder has that name now; None where none has."""
    try:
        state = folder.stat()
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


class _Pipe:
    """What a zip is written into; it cannot go back, so nothing has to be kept."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(folder: Path, own: tuple[int, int], paths: list[Path]) -> Iterator[bytes]:
    """The zip, part by part. Raises FileNotFoundError where the folder of that name is not the one that it was."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packing:  # type: ignore[call-overload]
        for path in paths:
            info = zipfile.ZipInfo.from_file(path, path.relative_to(folder).as_posix(), strict_timestamps=False)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, packing.open(info, "w", force_zip64=True) as target:
                if identity(folder) != own:
                    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path.name)
                while block := source.read(_BLOCK):
                    target.write(block)
                    if part := pipe.taken():
                        yield part
    yield pipe.taken()
