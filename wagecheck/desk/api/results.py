"""What came out of a check: as data, and the files that people read. Numbers of people are masked."""

from __future__ import annotations

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
    return _whole(request, FileResponse(folder / _RESULT, media_type="application/json"))


@router.get(
    "/submissions/{submission}/result/files",
    responses=documented(404, 409),
    operation_id="list_result_files",
    summary="Lists and letters that were written",
)
def listed(request: Request, key: Annotated[Key, needs("result")], submission: Id) -> Files:
    """Path and size of each."""
    folder = _folder(desks.of(request), key, submission)
    return Files(files=[File(path=path, size=file.stat().st_size) for path, file in _given(folder).items()])


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
    file = _given(folder).get(path)
    if file is None:
        raise RefusedError(404, "file")
    downloads.record(desk, key.actor, downloads.DOWNLOAD, path, kind="hand_in", subject=folder.parent.name)
    return _whole(request, FileResponse(file, media_type="application/octet-stream", filename=file.name))


def _whole(request: Request, response: FileResponse) -> FileResponse:
    """Never a part of it: what is asked for with Range is answered outside of what is described."""
    request.scope["headers"] = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
    response.headers["Accept-Ranges"] = "none"
    return response


def _folder(desk: Desk, key: Key, submission: str) -> FilePath:
    row = ensure(desk, key, submission)
    folder = desk.store.hand_in(submission).result
    if row["state"] != "checked" or not (folder / _RESULT).is_file():
        raise RefusedError(409, "no_result", id=submission)
    return folder


def _given(folder: FilePath) -> dict[str, FilePath]:
    """Path as it is listed → file. What is not listed is not given out, whatever the path says."""
    found = [folder / name for name in _GIVEN]
    found = [file for file in found if file.is_file() and not file.is_symlink()]
    found += [file for name in _FOLDERS for file in sorted(file for file, _ in files_below(folder / name))]
    return {file.relative_to(folder).as_posix(): file for file in found}
