"""What is cleared away from time to time: uploads that nobody finished, results with full numbers past their time."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins import arrivals
from wagecheck.desk.hand_ins.handing_in import UNMASK
from wagecheck.register import queue, uploads
from wagecheck.register.credentials import moment

#: Folders of a beginning that never was; no beginning takes as long.
_PREPARED: Final = ".new-*"
_LONGEST_BEGINNING: Final = dt.timedelta(hours=1)


def tidy(desk: Desk) -> None:
    """Clears away what is past its time. Raises RegisterError, OSError."""
    now = desk.clock()
    since = now - desk.settings.limits.abandoned
    with desk.register.reading() as reader:
        stale = uploads.stale(reader.connection, since)
    for upload in stale:
        if not _goes_on(desk.store.upload(upload), since):
            arrivals.give_up(desk, upload)
    _orphans(desk)
    _unmasked(desk, now)
    for folder in (desk.store.root / "hand_ins").glob(_PREPARED):
        with suppress(FileNotFoundError):  # it has just become a hand-in
            if folder.stat().st_mtime < (now - _LONGEST_BEGINNING).timestamp():
                shutil.rmtree(folder, ignore_errors=True)


def _goes_on(part: Path, since: dt.datetime) -> bool:
    """Whether more of a file has come since then, however long ago it was begun."""
    try:
        return part.stat().st_mtime >= since.timestamp()
    except FileNotFoundError:
        return False


def _orphans(desk: Desk) -> None:
    """Parts of files that nobody announced any more: the server was stopped between the one and the other."""
    for file in (desk.store.root / "uploads").iterdir():
        with desk.register.working("upload") as connection:  # whoever announces one has the register to himself
            if uploads.get(connection, file.name) is None:
                file.unlink(missing_ok=True)


def _unmasked(desk: Desk, now: dt.datetime) -> None:
    for folder in (desk.store.root / "hand_ins").glob("*/unmasked"):
        with desk.register.reading() as reader:
            job = queue.latest(reader.connection, folder.parent.name, UNMASK)
        if job is not None and job.state in queue.OPEN:
            continue
        until = moment(now - desk.settings.limits.unmasked)
        if job is None or (job.ended_at or job.queued_at) < until:
            shutil.rmtree(folder, ignore_errors=True)
