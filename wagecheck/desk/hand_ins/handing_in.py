"""A hand-in from its beginning to its check (一次提交): what pages and other programs do with it; no HTTP here."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection

from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import arrivals, contents
from wagecheck.desk.hand_ins.arrivals import TooMuchError
from wagecheck.errors import InputError
from wagecheck.privacy import mask_free
from wagecheck.register import hand_ins, queue, uploads
from wagecheck.register.reader import Reader
from wagecheck.wording import both

__all__ = [
    "TooMuchError", "add_file", "begin", "check_again", "files", "move", "remove_file", "submit", "unmask", "void",
    "withdraw",
]  # fmt: skip

_LOG: Final = logging.getLogger("wagecheck.desk")
CHECK: Final = "check"
UNMASK: Final = "unmask"
_BLOCK: Final = 1 << 20
#: So many names of files are told in one sentence.
_NAMED: Final = 3


def begin(
    desk: Desk,
    by: str,
    *,
    site: str,
    first_day: dt.date,
    last_day: dt.date,
    previous: str | None = None,
    unless: Collection[str] = (),
    noted: Callable[[Connection, str], None] | None = None,
) -> str:
    """A hand-in to add files to; gives its id. ``noted`` writes into the table ``request`` what asked for it: both
    stand, or neither.

    With ``previous`` it begins with the files of that one. Corrections of how sheets are read (``mapping.toml``) are
    taken over from it, else from the newest checked hand-in of the site that has some, so that they hold next month.
    Raises StandsError where one stands already in a state of ``unless`` (``register.hand_ins``), RegisterError where
    site, days or the previous one are wrong, OutputError where the disk refuses.
    """
    prepared = desk.store.root / "hand_ins" / f".new-{secrets.token_hex(8)}"
    try:
        prepared.mkdir(mode=0o700)
        (prepared / "given").mkdir(mode=0o700)
        if previous is not None:
            _take_over(desk, previous, prepared / "given")
        _take_corrections(desk, site, previous, prepared)
        with desk.register.writing(by, *(() if noted is None else ("request",))) as writer:
            days = {"first_day": first_day, "last_day": last_day}
            made = hand_ins.begin(writer, site=site, **days, previous=previous, unless=unless)
            if noted is not None:
                noted(writer.connection, made)
            place = desk.store.hand_in(made).root
            _set_aside(place)
            prepared.rename(place)
    except OSError as error:
        raise arrivals.failed(error) from error
    finally:
        shutil.rmtree(prepared, ignore_errors=True)
    return made


def _set_aside(place: Path) -> None:
    """Whatever stands where a new hand-in begins: of a beginning that was undone, or, after an older backup of the
    register was restored beside newer files, of a hand-in that the register no longer knows. Files are never lost.
    """
    if any(file.is_file() for file in place.rglob("*")):
        aside = place.with_name(f"{place.name}.aside-{secrets.token_hex(4)}")
        place.rename(aside)
        _LOG.warning("%s was there before its hand-in began; it is kept as %s", place.name, aside.name)
    shutil.rmtree(place, ignore_errors=True)


def move(
    desk: Desk,
    by: str,
    hand_in: str,
    *,
    site: str,
    first_day: dt.date,
    last_day: dt.date,
    unless: Collection[str] = (),
) -> None:
    """Another site or other days for files that stay where they are.

    How sheets are read at the new site holds from then on, unless these files were read before: what the clerk
    corrected since is theirs. Raises StandsError as ``begin`` does, RegisterError where the hand-in cannot change any
    more or site or days are wrong, TooMuchError where the site has no room for it, OutputError where the disk refuses.
    """
    with desk.register.writing(by, "upload") as writer:
        before = hand_ins.movable(writer, hand_in)
        days = {"first_day": first_day, "last_day": last_day}
        hand_ins.move(writer, before["id"], site=site, **days, unless=unless)
        kept = writer.get("hand_in", before["id"])
        if kept["site"] == before["site"]:
            return
        arrivals.ensure_room_at_site(desk, writer.connection, kept)
        if kept["state"] != "collecting":
            return
        files = desk.store.hand_in(kept["id"])
        try:  # before anybody else can hand it in, or take it back
            files.mapping.unlink(missing_ok=True)
            _take_corrections(desk, kept["site"], None, files.root)
        except OSError as error:
            raise arrivals.failed(error) from error


def add_file(
    desk: Desk, hand_in: str, path: str, stream: BinaryIO, size: int | None = None, *, instead: str | None = None
) -> None:
    """Puts a file into a hand-in, whole or not at all; one of the same path is replaced, and the one ``instead``.

    Raises InputError where the path cannot be a file's, or a third one lies there (``instead``), TooMuchError where
    there is no room for it, RegisterError where the hand-in takes no files any more, OutputError where the disk
    refuses.
    """
    upload = arrivals.announce(desk, hand_in, path, size)
    most = desk.settings.limits.file if size is None else size
    received = 0
    try:
        with desk.store.upload(upload).open("wb") as out:
            while received <= most and (block := stream.read(_BLOCK)):
                out.write(block)
                received += len(block)
            out.flush()
            os.fsync(out.fileno())
    except BaseException as error:
        arrivals.give_up(desk, upload)
        if isinstance(error, OSError):
            raise arrivals.failed(error) from error
        raise
    if size is not None and received != size:
        arrivals.give_up(desk, upload)
        raise _told("incomplete", path=mask_free(path))
    arrivals.settle(desk, upload, received, instead=instead)


def remove_file(desk: Desk, hand_in: str, path: str) -> None:
    """Takes a file out of a hand-in, also one that has not come whole.

    Raises InputError where there is none of that path, RegisterError where its files cannot change any more.
    """
    clean = arrivals.normal(path)
    with desk.register.working("upload") as connection:
        kept = hand_ins.collecting(Reader(connection), hand_in)
        waiting = [one["id"] for one in uploads.of(connection, kept["id"]) if one["path"] == clean]
        for upload in waiting:
            uploads.end(connection, upload)
        there = desk.store.hand_in(kept["id"]).remove(clean)
    for upload in waiting:
        desk.store.upload(upload).unlink(missing_ok=True)
    if not there and not waiting:
        raise _told("none", path=mask_free(path))


def files(desk: Desk, hand_in: str) -> list[tuple[str, int]]:
    """Path and size of every file that is there, by path; those on their way: ``arrivals.awaited``."""
    return desk.store.hand_in(hand_in).listed()


def submit(desk: Desk, by: str, hand_in: str, note: str | None = None) -> int:
    """The files are complete: they wait for their check. Gives the number of the job.

    Raises InputError where files are still on their way or ``by`` has too many checks waiting, RegisterError where
    there are no files or it was handed in already.
    """
    with desk.register.reading() as reader:
        hand_ins.collecting(reader, hand_in)
    return _queued(desk, by, hand_in, note)


def check_again(desk: Desk, by: str, hand_in: str, *, choosing: Callable[[], None] | None = None) -> int:
    """The same files once more, after a correction of how they are read. Gives the number of the job.

    ``choosing`` makes the correction, once nobody else can and no check can be reading it.
    Raises InputError as ``submit`` does, and where it was not handed in yet; RegisterError.
    """
    with desk.register.reading() as reader:
        kept = reader.get("hand_in", hand_in)
    if kept["state"] == "collecting":
        raise _told("not_submitted")
    return _queued(desk, by, hand_in, kept["note"], choosing)


def unmask(desk: Desk, by: str, hand_in: str, reason: str) -> int:
    """Has the result written with full numbers, for a time; first the trail says who wants it, and why.

    Whether they may is asked before. Gives the number of the job. Raises InputError where the reason is missing or
    there is no result.
    """
    if not reason.strip():
        raise _told("no_reason")
    with desk.register.writing(by, "job") as writer:
        kept = writer.get("hand_in", hand_in)
        if kept["state"] != "checked":
            raise _told("no_result")
        _ensure_few(desk, writer.connection, by)
        writer.note("unmask", reason.strip(), kind="hand_in", subject=kept["id"])
        return queue.put(writer.connection, task=UNMASK, subject=kept["id"], by=by, now=desk.clock())


def withdraw(desk: Desk, by: str, hand_in: str) -> None:
    """The clerk takes it back: its files are removed, that it was there stays written down. Raises RegisterError."""
    with desk.register.writing(by, "upload") as writer:
        hand_ins.withdraw(writer, hand_in)
        kept = writer.get("hand_in", hand_in)
        waiting = [one["id"] for one in uploads.of(writer.connection, kept["id"])]
        for upload in waiting:
            uploads.end(writer.connection, upload)
    for upload in waiting:
        desk.store.upload(upload).unlink(missing_ok=True)
    shutil.rmtree(desk.store.hand_in(kept["id"]).root, ignore_errors=True)


def void(desk: Desk, by: str, hand_in: str, reason: str) -> None:
    """What was found counts nowhere any more; its files stay. Raises RegisterError, also where there is no reason."""
    with desk.register.writing(by) as writer:
        hand_ins.void(writer, hand_in, reason=reason)


def _queued(desk: Desk, by: str, hand_in: str, note: str | None, choosing: Callable[[], None] | None = None) -> int:
    folder = desk.store.hand_in(hand_in.strip().upper())
    while True:
        try:
            there = contents.state(folder.given)
            digest = contents.digest(folder.given, [path for path, *_ in there])
        except FileNotFoundError:  # somebody has just taken one out
            continue
        except OSError as error:
            raise arrivals.failed(error) from error
        with desk.register.writing(by, "upload", "job") as writer:
            waiting = uploads.of(writer.connection, folder.root.name)
            if waiting:
                named = "、".join(mask_free(one["path"]) for one in waiting[:_NAMED])
                raise _told("on_their_way", count=len(waiting), files=named)
            if there != contents.state(folder.given):  # somebody changed a file while it was read
                continue
            _ensure_few(desk, writer.connection, by)
            size = sum(size for _, size, _ in there)
            hand_ins.hand_in(writer, folder.root.name, files=len(there), size=size, digest=digest, note=note)
            if choosing is not None:
                choosing()
            return queue.put(writer.connection, task=CHECK, subject=folder.root.name, by=by, now=desk.clock())


def _ensure_few(desk: Desk, connection: Any, by: str) -> None:
    most = desk.settings.limits.open_jobs
    if queue.open_of(connection, by) >= most:
        raise _told("many_jobs", most=most)


def _take_over(desk: Desk, previous: str, given: Path) -> None:
    """The same files; a file that is handed in never changes, so both may share it on the disk."""
    with desk.register.reading() as reader:
        before = desk.store.hand_in(reader.get("hand_in", previous)["id"])
    for path, _ in before.listed():
        place = given / path
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):  # somebody takes that one back, which the register is going to say
            try:
                os.link(before.given / path, place)
            except OSError:  # a disk that knows no links
                shutil.copy2(before.given / path, place)


def _take_corrections(desk: Desk, site: str, previous: str | None, prepared: Path) -> None:
    with desk.register.reading() as reader:
        place = reader.get("site", site)["id"]
        before = [] if previous is None else [reader.get("hand_in", previous)["id"]]
        before += [one["id"] for one in hand_ins.listed(reader, sites_of=[place], states=["checked"])]
    found = next((file for one in before if (file := desk.store.hand_in(one).mapping).is_file()), None)
    if found is not None:
        with suppress(FileNotFoundError):  # as above
            shutil.copyfile(found, prepared / found.name)


def _told(key: str, **values: object) -> InputError:
    return InputError(*both(f"desk_files.{key}", **values))
