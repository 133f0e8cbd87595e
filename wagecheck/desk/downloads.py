"""Files that leave the house: kept under their own name, never shown as a page of ours, and written into the trail.

A file with what is said of people and firms is an event; a page that is only looked at is none. What a browser asks for
once more (a second try, the next part of a file) is still the same download.
"""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from wagecheck.desk.desk import Desk
from wagecheck.privacy import mask_free
from wagecheck.register import trail
from wagecheck.register.credentials import moment
from wagecheck.register.trail import Sought

DOWNLOAD: Final = "download"
EXPORT: Final = "export"
#: A file with full numbers, were it only a page. Why somebody looks is told once, when they ask for it (``unmask``).
UNMASKED: Final = "unmasked_file"
#: The same file for the same person within this time is one download.
_SAME: Final = dt.timedelta(minutes=5)
_LONGEST: Final = 300
_KINDS: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def record(desk: Desk, by: str, action: str, what: str, *, kind: str = "register", subject: str = "") -> None:
    """Before a file is sent: who takes it out, ``what`` it is, and of which record. Raises RegisterError.

    ``action``: ``DOWNLOAD`` of a file that lies there, ``EXPORT`` of one that is made of what the register says,
    ``UNMASKED`` of one with full numbers.
    """
    told = mask_free(what)[:_LONGEST]
    since = moment(desk.clock() - _SAME)
    sought = Sought(actor=by, kind=kind, action=action, subject=subject, since=since)
    with desk.register.reading() as reader:
        if trail.lately(reader, sought, told):
            return
    with desk.register.writing(by) as writer:
        writer.note(action, told, kind=kind, subject=subject)


def attached(data: bytes, name: str) -> Response:
    """The file; its name may be Chinese (RFC 5987)."""
    kind = _KINDS.get(PurePath(name).suffix, "application/octet-stream")
    named = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return Response(data, media_type=kind, headers={"content-disposition": named})
