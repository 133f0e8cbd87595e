"""The files of a submission: sent one by one, whole or not at all."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk.api.keys import Key, needs
from wagecheck.desk.api.models import File, Files
from wagecheck.desk.api.refusals import RefusedError, documented
from wagecheck.desk.api.submissions import Id, ensure
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.hand_ins import arrivals, handing_in, receiving
from wagecheck.errors import InputError
from wagecheck.privacy import mask_free

router = APIRouter(tags=["files"])
FilePath = Annotated[
    str,
    Path(
        description="Name of the file, with its folders, separated by /. A zip is opened by the check.",
        examples=["示例甲建筑劳务有限公司/工资表.xlsx"],
    ),
]
_ADDRESS: Final = "/submissions/{submission}/files/{path:path}"
_COUNT: Final = re.compile(r"[0-9]{1,18}")


@router.get(
    "/submissions/{submission}/files",
    responses=documented(404),
    operation_id="list_files",
    summary="The files that have arrived",
)
def listed(request: Request, key: Annotated[Key, needs("submit", "status")], submission: Id) -> Files:
    """Path and size of each; numbers in paths are masked for a key that does not send files."""
    desk = desks.of(request)
    ensure(desk, key, submission)
    own = "submit" in key.scopes
    found = handing_in.files(desk, submission)
    return Files(files=[File(path=path if own else mask_free(path), size=size) for path, size in found])


@router.put(
    _ADDRESS,
    status_code=204,
    responses=documented(400, 404, 409, 411, 413, 415),
    operation_id="put_file",
    summary="Send a file",
    openapi_extra={
        "requestBody": {
            "required": False,
            "description": "The bytes of the file as they are; none: an empty file.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def put(request: Request, key: Annotated[Key, needs("submit")], submission: Id, path: FilePath) -> None:
    """One of the same path is replaced. It is there whole, or not at all. Content-Length must say how long it is.

    A part of a file (Content-Range) or a compressed one (Content-Encoding) is refused.
    """
    desk = desks.of(request)
    await run_in_threadpool(ensure, desk, key, submission)
    if "content-range" in request.headers:  # what comes is the rest of a file, and would be kept as the whole
        raise RefusedError(400, "part")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RefusedError(415, "encoded")
    said = request.headers.get("content-length", "")
    if not _COUNT.fullmatch(said):
        raise RefusedError(411, "length")
    upload = await run_in_threadpool(arrivals.announce, desk, submission, path, int(said))
    try:
        received = await receiving.receive(desk, submission, upload, 0, request.stream())
        if received < int(said):
            raise RefusedError(422, "incomplete")
    except (AbsentError, arrivals.GoneError):  # somebody else sends a file of that path, or all was withdrawn
        raise RefusedError(409, "given_up") from None
    except BaseException:
        await asyncio.shield(run_in_threadpool(arrivals.give_up, desk, upload))  # also where the line broke
        raise


@router.delete(
    _ADDRESS,
    status_code=204,
    responses=documented(404, 409),
    operation_id="delete_file",
    summary="Take a file away",
)
def delete(request: Request, key: Annotated[Key, needs("submit")], submission: Id, path: FilePath) -> None:
    """Before the submission is handed in."""
    desk = desks.of(request)
    ensure(desk, key, submission)
    try:
        handing_in.remove_file(desk, submission, path)
    except InputError:
        raise RefusedError(404, "file") from None
