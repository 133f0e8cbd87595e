"""Files of a hand-in as they come: resumable by the tus protocol 1.0.0 (https://tus.io), or with a plain form.

Of tus: the core, and the extensions creation and termination. What went wrong is answered as a plain sentence, which
the page shows beside the file.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from wagecheck.desk import access, forms, pages
from wagecheck.desk import desk as desks
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError, TooLargeError
from wagecheck.desk.hand_ins import arrivals, given_files, handing_in, receiving
from wagecheck.desk.hand_ins import records as hand_in_records
from wagecheck.desk.hand_ins.arrivals import TooMuchError
from wagecheck.desk.routes import hand_ins
from wagecheck.errors import InputError, OutputError, WagecheckError
from wagecheck.privacy import mask_free
from wagecheck.wording import Lang, Wording

router = APIRouter()
VERSION: Final = "1.0.0"
_ONE: Final = "/hand-ins/{hand_in}/uploads/{upload}"
_ALL: Final = "/hand-ins/{hand_in}/uploads"
_BYTES: Final = "application/offset+octet-stream"
_COUNT: Final = re.compile(r"[0-9]{1,18}")
#: So many reasons are told of files that were refused together.
_REASONS: Final = 5
_LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")
#: Not of tus: the file takes the place of one that is there; the page says so beside it.
_OVER: Final = "Wagecheck-Over"
_OWN: Final = {"Tus-Resumable": VERSION}
HandingIn = Annotated[Actor, needs("hand_in")]


@router.options(_ALL)
@router.options(_ONE)
async def options(request: Request, _: HandingIn) -> Response:
    """What can be done here."""
    most = desks.of(request).settings.limits.file
    told = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": str(most)}
    return Response(status_code=204, headers={**_OWN, **told})


@router.post(_ALL)
async def create(request: Request, hand_in: str, actor: HandingIn) -> Response:
    """A file that is going to come."""

    async def answer(desk: Desk, own: str) -> Response:
        size = request.headers.get("upload-length", "")
        if not _COUNT.fullmatch(size):
            return _refused(request, 400, "tus_length")
        path = _path(request)
        over = await run_in_threadpool(desk.store.hand_in(own).place(path).is_file)
        upload = await run_in_threadpool(arrivals.announce, desk, own, path, int(size))
        if int(size) == 0:  # nothing more is going to come
            await run_in_threadpool(arrivals.settle, desk, upload)
        told = {"Location": f"/hand-ins/{own}/uploads/{upload}", **({_OVER: "1"} if over else {})}
        return Response(status_code=201, headers={**_OWN, **told})

    return await _answered(request, hand_in, actor, answer)


@router.head(_ONE)
async def state(request: Request, hand_in: str, upload: str, actor: HandingIn) -> Response:
    """How much of it is there."""

    async def answer(desk: Desk, own: str) -> Response:
        received, size = await receiving.state(desk, own, _known(upload))
        return Response(headers={**_OWN, "Upload-Offset": str(received), "Upload-Length": str(size)})

    return await _answered(request, hand_in, actor, answer)


@router.patch(_ONE)
async def receive(request: Request, hand_in: str, upload: str, actor: HandingIn) -> Response:
    """More of it."""

    async def answer(desk: Desk, own: str) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != _BYTES:
            return _refused(request, 415, "tus_type")
        offset = request.headers.get("upload-offset", "")
        if not _COUNT.fullmatch(offset):
            return _refused(request, 400, "tus_offset")
        try:
            received = await receiving.receive(desk, own, _known(upload), int(offset), request.stream())
        except receiving.OffsetError as error:
            return _refused(request, 409, "tus_elsewhere", **{"Upload-Offset": str(error.received)})
        return Response(status_code=204, headers={**_OWN, "Upload-Offset": str(received)})

    return await _answered(request, hand_in, actor, answer)


@router.delete(_ONE)
async def give_up(request: Request, hand_in: str, upload: str, actor: HandingIn) -> Response:
    """It is not going to come."""

    async def answer(desk: Desk, own: str) -> Response:
        await receiving.state(desk, own, _known(upload))
        await run_in_threadpool(arrivals.give_up, desk, upload)
        return Response(status_code=204, headers=_OWN)

    return await _answered(request, hand_in, actor, answer)


class Whole(APIRoute):
    """A form with files that is refused as a whole, before anything of it is read, is told above the same form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await answer(request)
            except TooLargeError:
                return await run_in_threadpool(_too_large, request)

        return answered


def _too_large(request: Request) -> Response:
    actor = access.known(request)
    assert actor is not None  # who is not logged in is answered before a form is looked at
    desk, t = desks.of(request), pages.wording(request)
    limits = desk.settings.limits
    said = t("desk_files.form_too_large", most=limits.form >> 20, files=limits.files)
    return hand_ins.page_of(request, actor, request.path_params["hand_in"], error=said, status=413)


whole = APIRouter(route_class=Whole)


@whole.post("/hand-ins/{hand_in}/files")
def add(request: Request, hand_in: str, actor: HandingIn) -> Response:
    """Files of a form, without script; those that are refused do not keep the others away."""
    desk, lang = desks.of(request), pages.wording(request).lang
    own, sent = _own(desk, actor, hand_in), forms.given(request).files("files")
    refused: list[WagecheckError] = []
    there, added, over = {path for path, _ in handing_in.files(desk, own)}, set[str](), 0
    for file in sent:
        try:
            path = arrivals.normal(file.filename or "")
            if path in added:  # of two different folders, say: the second must not silently displace the first
                raise InputError(*(Wording(lang)("desk_files.twice", path=mask_free(path)) for lang in _LANGS))
            handing_in.add_file(desk, own, path, file.file, file.size)
            added.add(path)
            over += path in there
        except WagecheckError as error:
            refused.append(error)
    if not sent:
        return hand_ins.page_of(request, actor, own, error=Wording(lang)("desk_files.nothing_chosen"))
    if refused:
        told = {"added": len(sent) - len(refused), "refused": len(refused), "why": _reasons(refused, lang)}
        return hand_ins.page_of(request, actor, own, error=Wording(lang)("desk_files.some_refused", **told))
    replaced = {"over": str(over)} if over else {}
    return pages.done(
        request, f"/hand-ins/{own}", "files_added_over" if over else "files_added", count=str(len(sent)), **replaced
    )


@whole.post("/hand-ins/{hand_in}/files/replace")
def replace(request: Request, hand_in: str, actor: HandingIn) -> Response:
    """A corrected file in the place of another one: sent along, or one that is there already (``with``)."""
    desk, sent, t = desks.of(request), forms.given(request), pages.wording(request)
    one = hand_in_records.seen(desk, actor, hand_in)
    try:
        if other := sent.text("with"):
            given_files.move(desk, one.id, other, sent.text("path"))
        else:
            chosen = sent.files("files")
            if not chosen:
                raise InputError(*(Wording(lang)("desk_hand_in.no_file_chosen") for lang in _LANGS))
            name = (chosen[0].filename or "").replace("\\", "/").rsplit("/", 1)[-1]
            given_files.replace(desk, one.id, sent.text("path"), name, chosen[0].file, chosen[0].size)
    except WagecheckError as error:
        return hand_ins.page_of(request, actor, one.id, error=error.text(t.lang))
    except FileNotFoundError:  # somebody else took it out in the meantime
        return hand_ins.page_of(request, actor, one.id, error=t("desk_hand_in.file_gone"))
    return pages.done(request, f"/hand-ins/{one.id}", "file_replaced")


@router.post("/hand-ins/{hand_in}/files/remove")
def remove(request: Request, hand_in: str, actor: HandingIn) -> Response:
    """Takes a file out."""
    desk = desks.of(request)
    own = _own(desk, actor, hand_in)
    try:
        handing_in.remove_file(desk, own, forms.given(request).text("path"))
    except WagecheckError as error:
        return hand_ins.page_of(request, actor, own, error=error.text(pages.wording(request).lang))
    return pages.done(request, f"/hand-ins/{own}", "file_removed")


async def _answered(
    request: Request, hand_in: str, actor: Actor, answer: Callable[[Desk, str], Awaitable[Response]]
) -> Response:
    if request.headers.get("tus-resumable") != VERSION:
        return Response(status_code=412, headers={"Tus-Version": VERSION})
    desk = desks.of(request)
    try:
        return await answer(desk, await run_in_threadpool(_own, desk, actor, hand_in))
    except ClientDisconnect:  # nobody hears it; what has come is kept
        return Response(status_code=400, headers=_OWN)
    except WagecheckError as error:
        status = 413 if isinstance(error, TooMuchError) else 507 if isinstance(error, OutputError) else 400
        return PlainTextResponse(error.text(pages.wording(request).lang), status, _OWN)


def _own(desk: Desk, actor: Actor, hand_in: str) -> str:
    with desk.register.reading() as reader:
        found = reader.all("hand_in", id=hand_in.upper())
    if not found:
        raise AbsentError
    actor.ensure_at(found[0]["site"])
    return str(found[0]["id"])


def _known(upload: str) -> str:
    if not (upload.isascii() and upload.isalnum()):
        raise AbsentError
    return upload


def _path(request: Request) -> str:
    """What the metadata say: pairs of a key and its value in base64. Raises InputError."""
    told: dict[str, str] = {}
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return arrivals.normal(told.get("path", told.get("filename", "")))


def _reasons(refused: list[WagecheckError], lang: Lang) -> str:
    """Why, each sentence once, and no more than a page can hold."""
    return (" " if lang == "en" else "").join(list(dict.fromkeys(one.text(lang) for one in refused))[:_REASONS])


def _refused(request: Request, status: int, key: str, **headers: Any) -> Response:
    return PlainTextResponse(pages.wording(request)(f"desk_files.{key}"), status, {**_OWN, **headers})
