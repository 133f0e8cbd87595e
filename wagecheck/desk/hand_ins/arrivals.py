"""Files on their way into a hand-in: announced, received, put in their place; how much room there is for them.

What has been announced counts as if it were there, so that two who send at once cannot fill the same room twice. A file
comes to its place whole, in one step. Nothing here knows HTTP.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from wagecheck.desk.desk import Desk
from wagecheck.desk.store import HandInFiles, files_below, relative
from wagecheck.errors import InputError, OutputError
from wagecheck.privacy import mask_free
from wagecheck.register import hand_ins, uploads
from wagecheck.register.reader import Reader
from wagecheck.wording import both

_MEGABYTE: Final = 1 << 20
_GIGABYTE: Final = 1 << 30
_ID_BYTES: Final = 16
#: So much of a name that cannot be used is told.
_SHOWN: Final = 60
#: More hand-ins than a site has.
_ALL: Final = 1_000_000


class TooMuchError(InputError):
    """There is no room for the file; the sentence says what is too large or too many."""


class GoneError(InputError):
    """Nobody waits for the file any more."""


def announce(desk: Desk, hand_in: str, path: str, size: int | None) -> str:
    """A file of ``size`` bytes (None: nobody knows yet) is going to be ``path`` of a hand-in; gives its id.

    One of the same path that is still on its way is given up: the later one counts.
    Raises InputError (TooMuchError), RegisterError where the hand-in takes no files.
    """
    clean, upload = normal(path), secrets.token_hex(_ID_BYTES)
    with desk.register.working("upload") as connection:
        kept = hand_ins.collecting(Reader(connection), hand_in)
        before = [one for one in uploads.of(connection, kept["id"]) if one["path"] == clean]
        for one in before:
            uploads.end(connection, one["id"])
        _ensure_room(desk, connection, kept, clean, size or 0)
        uploads.begin(connection, upload=upload, hand_in=kept["id"], path=clean, size=size or 0, now=desk.clock())
    for one in before:
        desk.store.upload(one["id"]).unlink(missing_ok=True)
    try:
        os.close(os.open(desk.store.upload(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        give_up(desk, upload)
        raise failed(error) from error
    return upload


def reached(desk: Desk, upload: str, received: int) -> bool:
    """So many bytes are on the disk; whether anybody still waits for the file."""
    with desk.register.working("upload") as connection:
        if uploads.get(connection, upload) is None:
            return False
        uploads.received(connection, upload, received)
    return True


def settle(desk: Desk, upload: str, size: int | None = None, *, instead: str | None = None) -> None:
    """The file is whole and takes its place. ``size``: where it was not known before. ``instead``: the path of the one
    that it corrects, which goes in the same step.

    Raises InputError (TooMuchError), RegisterError, OutputError; the file is given up then.
    """
    gone: list[str] = []
    try:
        with desk.register.working("upload") as connection:
            one = uploads.get(connection, upload)
            if one is None:
                raise GoneError(*both("desk_files.gone"))
            kept = hand_ins.collecting(Reader(connection), one["hand_in"])
            if size is not None and size != one["size"]:
                _ensure_room(desk, connection, kept, one["path"], size)
            folder = desk.store.hand_in(kept["id"])
            _ensure_free(folder, one["path"], instead or one["path"])
            _put(desk.store.upload(upload), folder.place(one["path"]), one["path"])
            uploads.end(connection, upload)
            if instead is not None and instead != one["path"]:
                folder.remove(instead)
                gone = _not_awaited(connection, kept["id"], instead)
    except BaseException:
        give_up(desk, upload)
        raise
    _forget(desk, gone)


def put_instead(desk: Desk, hand_in: str, path: str, old: str, to: str) -> None:
    """A file that is there goes to ``to``, in the place of the one at ``old``, in one rename: none of both is ever gone
    before the other is there.

    Raises FileNotFoundError where it is there no more, InputError where a third file has the place, RegisterError,
    OutputError.
    """
    gone: list[str] = []
    with desk.register.working("upload") as connection:
        kept = hand_ins.collecting(Reader(connection), hand_in)
        folder = desk.store.hand_in(kept["id"])
        source = folder.place(path)
        if not source.is_file():
            raise FileNotFoundError(path)
        if to != path:
            _ensure_free(folder, to, old)
            _put(source, folder.place(to), to)
            folder.drop_empty(source.parent)
        if old not in (path, to):
            folder.remove(old)
        if old != path:  # what is still coming there is what was to be replaced
            gone = _not_awaited(connection, kept["id"], old)
    _forget(desk, gone)


def give_up(desk: Desk, upload: str) -> None:
    """It will not come; what has come of it is removed."""
    with desk.register.working("upload") as connection:
        uploads.end(connection, upload)
    desk.store.upload(upload).unlink(missing_ok=True)


def awaited(desk: Desk, hand_in: str) -> list[Mapping[str, Any]]:
    """Files of a hand-in that have not arrived whole: id, path, size, received, by path."""
    with desk.register.reading() as reader:
        return list(uploads.of(reader.connection, hand_in))


def normal(path: str) -> str:
    """The path as it is kept: one spelling of every letter. InputError where it cannot be the name of a file here."""
    try:
        path.encode()
    except UnicodeEncodeError:
        raise _told("name") from None
    try:
        return relative(unicodedata.normalize("NFC", path)).as_posix()
    except InputError:  # which one: many may have been sent at once
        shown = path.strip()
        raise _told("name_of", path=mask_free(shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")) from None


def failed(error: OSError) -> OutputError:
    """The disk of the server refuses."""
    why = error.strerror or type(error).__name__
    return OutputError(*both("desk_files.disk", why=why))


def _not_awaited(connection: Connection, hand_in: str, path: str) -> list[str]:
    """Nobody waits for a file of that path any more; gives the ids of those that were on their way."""
    found = [one["id"] for one in uploads.of(connection, hand_in) if one["path"] == path]
    for upload in found:
        uploads.end(connection, upload)
    return found


def _forget(desk: Desk, gone: list[str]) -> None:
    for upload in gone:
        desk.store.upload(upload).unlink(missing_ok=True)


def _ensure_free(folder: HandInFiles, path: str, old: str) -> None:
    """Raises InputError where another file than ``old`` lies there: it is not what is to be replaced."""
    if path != old and folder.place(path).is_file():
        raise _told("taken", path=mask_free(path), old=mask_free(old))


def _put(file: Path, place: Path, path: str) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if place.is_dir():
            raise IsADirectoryError
        file.replace(place)
    except (NotADirectoryError, IsADirectoryError, FileExistsError):
        raise _told("folder", path=mask_free(path)) from None
    except OSError as error:
        raise failed(error) from error


def _ensure_room(desk: Desk, connection: Connection, kept: Mapping[str, Any], path: str, size: int) -> None:
    """Raises TooMuchError where there is no room for a file of that size, which may replace one of its path."""
    limits = desk.settings.limits
    if size > limits.file:
        raise _too_much("file", path=mask_free(path), most=_megabytes(limits.file))
    sizes = dict(desk.store.hand_in(kept["id"]).listed())
    sizes |= {one["path"]: max(one["size"], one["received"]) for one in uploads.of(connection, kept["id"])}
    sizes[path] = size
    if len(sizes) > limits.files:
        raise _too_much("many", most=limits.files)
    whole = sum(sizes.values())
    if whole > limits.hand_in:
        raise _too_much("hand_in", most=_megabytes(limits.hand_in))
    _ensure_room_at_site(desk, connection, kept, whole)


def ensure_room_at_site(desk: Desk, connection: Connection, kept: Mapping[str, Any]) -> None:
    """Raises TooMuchError where the site of a hand-in has no room for it."""
    there = sum(size for _, size in desk.store.hand_in(kept["id"]).listed())
    _ensure_room_at_site(desk, connection, kept, there + uploads.expected(connection, kept["id"]))


def _ensure_room_at_site(desk: Desk, connection: Connection, kept: Mapping[str, Any], whole: int) -> None:
    limits = desk.settings.limits
    others = [
        one
        for one in hand_ins.listed(Reader(connection), sites_of=[kept["site"]], most=_ALL)
        if one["id"] != kept["id"] and one["state"] != "withdrawn"
    ]
    if whole + sum(_claimed(desk, connection, one) for one in others) <= limits.site:
        return
    if whole + _on_disk(desk, connection, [one["id"] for one in others], kept["id"]) > limits.site:
        raise _too_much("site", most=limits.site // _GIGABYTE)


def _claimed(desk: Desk, connection: Connection, one: Mapping[str, Any]) -> int:
    """Bytes of another hand-in at most, without a look at every file of it where they were counted."""
    if one["bytes"] is not None:
        return int(one["bytes"])
    there = sum(size for _, size in desk.store.hand_in(one["id"]).listed())
    return there + uploads.expected(connection, one["id"])


def _on_disk(desk: Desk, connection: Connection, others: list[str], own: str) -> int:
    """Bytes of other hand-ins; a file that corrections share with each other, or with this one, is there once."""
    whole = sum(uploads.expected(connection, one) for one in others)
    seen: set[tuple[int, int]] = set()
    for one in [own, *others]:
        for _, found in files_below(desk.store.hand_in(one).given):
            if (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            whole += found.st_size if one != own else 0
    return whole


def _megabytes(size: int) -> int:
    return size // _MEGABYTE


def _told(key: str, **values: object) -> InputError:
    return InputError(*both(f"desk_files.{key}", **values))


def _too_much(key: str, **values: object) -> TooMuchError:
    return TooMuchError(*both(f"desk_files.too_much_{key}", **values))
