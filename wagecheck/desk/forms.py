"""What a form says: read once per request, every value as text, a day or a month as people type it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, cast

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from wagecheck.desk import desk as desks
from wagecheck.desk.faults import DeskError, TooLargeError
from wagecheck.desk.security import origins
from wagecheck.desk.security.addresses import NUL
from wagecheck.errors import InputError

_MOST_FIELDS: Final = 2_000
_FIELD_BYTES: Final = 1 << 20
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_PLAIN: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"
#: Bytes of a form without files, and of one that somebody fills in who is not logged in.
_PLAIN_BYTES: Final = 4 << 20
_STRANGER_BYTES: Final = 16 << 10


@dataclass(frozen=True)
class Form:
    """The fields of a form; one that is not there is empty."""

    data: FormData

    def text(self, name: str) -> str:
        """A value without blanks around it, and without NUL, which PostgreSQL keeps in no text."""
        value = self.data.get(name)
        return _plain(value) if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All values of that name that are not empty."""
        return [plain for value in self.data.getlist(name) if isinstance(value, str) and (plain := _plain(value))]

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def optional(self, name: str) -> str | None:
        """A value, None where it is empty."""
        return self.text(name) or None

    def day(self, name: str) -> dt.date | None:
        """A day as ``2026-11-21``; None where it is empty. Raises InputError where it is no day."""
        text = self.text(name)
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text.replace("/", "-").replace(".", "-"))
        except ValueError:
            raise InputError(
                f"日期“{text}”看不懂，请写成 2026-11-21 的样子。", f"{text!r} is no date; write it like 2026-11-21."
            ) from None

    def month(self, name: str) -> tuple[dt.date, dt.date] | None:
        """First and last day of a month as ``2026-11``; None where it is empty. Raises InputError."""
        text = self.text(name)
        if not text:
            return None
        found = _MONTH.fullmatch(text)
        try:
            year, number = (int(found[1]), int(found[2])) if found else (0, 0)
            return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])
        except (ValueError, calendar.IllegalMonthError):
            raise InputError(
                f"月份“{text}”看不懂，请写成 2026-11 的样子。", f"{text!r} is no month; write it like 2026-11."
            ) from None

    def files(self, name: str) -> list[UploadFile]:
        """Files that were chosen."""
        found = (value for value in self.data.getlist(name) if isinstance(value, UploadFile))
        return [file for file in found if file.filename]


async def of(request: Request) -> Form:
    """The form of a request of somebody who is logged in, read once; of a body that is no form, none: it is not read.

    Raises TooLargeError, DeskError.
    """
    kept = getattr(request.state, "form", None)
    if kept is None:
        limits = desks.of(request).settings.limits
        kind = _kind(request)
        kept = request.state.form = await _read(
            request, kind, most=limits.form if kind == _PARTS else _PLAIN_BYTES, files=limits.files
        )
    return cast("Form", kept)


async def strangers(request: Request) -> Form:
    """The small form of somebody who is not logged in (login, one-time link), from a page of ours.

    Raises StaleFormError, TooLargeError, DeskError.
    """
    origins.ensure_ours(request)
    kind = _kind(request)
    return await _read(request, kind if kind == _PLAIN else "", most=_STRANGER_BYTES, files=0)


def _plain(value: str) -> str:
    return value.replace(NUL, "").strip()


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def _read(request: Request, kind: str, *, most: int, files: int) -> Form:
    if kind not in (_PLAIN, _PARTS):
        return Form(FormData())
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most or "transfer-encoding" in request.headers:
        raise TooLargeError  # without a length nobody knows when it ends
    try:
        return Form(await request.form(max_files=files, max_fields=_MOST_FIELDS, max_part_size=_FIELD_BYTES))
    except HTTPException as error:
        if "Too many" in error.detail or "exceeded" in error.detail:
            raise TooLargeError from error
        raise DeskError from error


def given(request: Request) -> Form:
    """The form that was read when the actor was looked at."""
    return cast("Form", request.state.form)
