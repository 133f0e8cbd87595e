"""Files that prove an entry: attached, and taken out again on record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wagecheck.desk import desk as desks
from wagecheck.desk import forms, pages
from wagecheck.desk.access import Actor, needs
from wagecheck.desk.blacklist import entry_page, evidence_files
from wagecheck.desk.blacklist import house as blacklist_house
from wagecheck.errors import WagecheckError

router = APIRouter()


@router.post("/blacklist/{entry_id}/evidence")
def attach(request: Request, entry_id: str, actor: Annotated[Actor, needs("evidence")]) -> Response:
    """Keeps the files that were sent and puts their hashes on record."""
    desk, t, sent = desks.of(request), pages.wording(request), forms.given(request)
    with desk.register.reading() as reader:
        known = entry_page.known(desk, reader, entry_id, blacklist_house.of(desk, reader)).record["id"]
    files, note = sent.files("files"), sent.optional("note")
    error = None if files else t("desk_entry.no_file")
    done = ""
    for file in files:
        try:
            done = (
                "attached"
                if evidence_files.attach(desk, actor.name, known, file, note).new
                else done or "attached_again"
            )
        except WagecheckError as refused:
            error = refused.text(t.lang)
    if error is not None:
        typed = {"note": note or ""}
        return entry_page.shown(request, actor, known, status=400, error=error, opened="evidence", typed=typed)
    return pages.done(request, f"/blacklist/{known}", done, id=known)


@router.get("/blacklist/{entry_id}/evidence/{file}")
def take_out(request: Request, entry_id: str, file: str, actor: Annotated[Actor, needs("evidence_read")]) -> Response:
    """The file itself."""
    desk = desks.of(request)
    path, record = evidence_files.taken_out(desk, actor.name, entry_id, file)
    return FileResponse(path, media_type="application/octet-stream", filename=record["file"])
