"""What came out of a check: as data, and the files that people read. Numbers of people are masked."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path as FilePath
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wagecheck.desk import desk as desks
from wagecheck.desk import downloads
from wagecheck.desk.api.keys import Key, needs
from wagecheck.desk.api.models import File, Files, ResultFile
from wagecheck.desk.api.refusals import RefusedError, documented
from wagecheck.desk.api.submissions import Id, ensure
from wagecheck.desk.desk import Desk
from wagecheck.desk.store import files_below

router = APIRouter(tags=["results"])
_RESULT: Final = "result.json"
#: What is given out: never the marked copies, in which numbers stand in full.
_GIVEN: Final = (_RESULT, "manifest.json", "findings.csv", "findings.xlsx")
_FOLDERS: Final = ("letters",)


@router.get(
    "/submissions/{submission}/result",
    responses={**documented(404, 409), 200: {"model": ResultFile}},
    response_class=Response,
    operation_id="get_result",
    summary="Everything that the check says",
)
def result(request: Request, key: Annotated[Key, needs("result")], submission: Id) -> FileResponse:
    """``result.json`` as ``wagecheck check`` writes it. 409 while there is none."""
    desk = desks.of(request)
    folder = _folder(desk, key, submission)
    downloads.record(desk, key.actor, downloads.DOWNLOAD, _RESULT, kind="hand_in", subject=folder.parent.name)
    return _whole(request, folder / _RESULT, "application/json")


@router.get(
    "/submissions/{submission}/result/files",
    responses=documented(404, 409),
    operation_id="list_result_files",
    summary="Lists and letters that were written",
)
def listed(request: Request, key: Annotated[Key, needs("result")], submission: Id) -> Files:
    """Path and size of each."""
    folder = _folder(desks.of(request), key, submission)
    return Files(files=[File(path=path, size=size) for path, (_, size) in _given(folder).items()])


@router.get(
    "/submissions/{submission}/result/files/{path:path}",
    responses={
        **documented(404, 409),
        200: {
            "description": "The file.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
    },
    response_class=Response,
    operation_id="get_result_file",
    summary="A list or a letter",
)
def one(
    request: Request,
    key: Annotated[Key, needs("result")],
    submission: Id,
    path: Annotated[str, Path(description="As it is listed.", examples=["findings.csv"])],
) -> FileResponse:
    """``findings.csv``, ``findings.xlsx``, ``letters/…``, as they are listed."""
    desk = desks.of(request)
    folder = _folder(desk, key, submission)
    found = _given(folder).get(path)
    if found is None:
        raise RefusedError(404, "file")
    file, _ = found
    downloads.record(desk, key.actor, downloads.DOWNLOAD, path, kind="hand_in", subject=folder.parent.name)
    return _whole(request, file, "application/octet-stream", file.name)


def _whole(request: Request, file: FilePath, kind: str, name: str | None = None) -> FileResponse:
    """Never a part of it: what is asked for with Range is answered outside of what is described.

    Raises RefusedError where another check has replaced the result since it was looked at.
    """
    try:
        response = FileResponse(file, media_type=kind, filename=name, stat_result=file.stat())
    except FileNotFoundError:
        raise RefusedError(404, "file") from None
    request.scope["headers"] = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
    response.headers["Accept-Ranges"] = "none"
    return response


def _folder(desk: Desk, key: Key, submission: str) -> FilePath:
    row = ensure(desk, key, submission)
    folder = desk.store.hand_in(submission).result
    if row["state"] != "checked" or not (folder / _RESULT).is_file():
        raise RefusedError(409, "no_result", id=submission)
    return folder


def _given(folder: FilePath) -> dict[str, tuple[FilePath, int]]:
    """Path as it is listed → file and its size. What is not listed is not given out, whatever the path says."""
    found = []
    for name in _GIVEN:
        with suppress(FileNotFoundError):  # none was written, or another check is just taking it away
            found.append((folder / name, (folder / name).lstat()))
    for name in _FOLDERS:
        found += sorted(files_below(folder / name))
    return {
        file.relative_to(folder).as_posix(): (file, told.st_size) for file, told in found if stat.S_ISREG(told.st_mode)
    }
