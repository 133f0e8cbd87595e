"""Why a job came to nothing, in sentences that may be shown: no path of this machine, no number of a person."""

from __future__ import annotations

import logging
import sqlite3
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from wagecheck.desk.desk import Desk
from wagecheck.desk.hand_ins.handing_in import CHECK, UNMASK
from wagecheck.errors import INTERNAL, RegisterError, WagecheckError
from wagecheck.privacy import mask_free
from wagecheck.register import failures as trouble
from wagecheck.register import place
from wagecheck.register.queue import Job
from wagecheck.wording import Lang, Wording

_LOG: Final = logging.getLogger("wagecheck.desk")
#: Tasks about a hand-in.
_OF_FILES: Final = (CHECK, UNMASK)
_LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")


def told(desk: Desk, job: Job, error: Exception) -> tuple[str, str]:
    """The sentences about an error, Chinese and English. What is no expected error goes to the log, without data."""
    if isinstance(error, RegisterError) and isinstance(error.__cause__, SQLAlchemyError | sqlite3.Error):
        # what to do about it on the server stands in the log: whoever reads the page has no command line
        _LOG.error("job %s (%s %s): %s", job.id, job.task, job.subject, without_data(error))
        kind = trouble.kind(error.__cause__)
        zh, en = (Wording(lang)(f"desk_trouble.{kind}") + Wording(lang)("desk_unavailable.register") for lang in _LANGS)
        return zh, en
    if isinstance(error, WagecheckError):
        zh, en = (_shown(desk, job, error.text(lang), Wording(lang)) for lang in _LANGS)
        return zh, en
    _LOG.error("job %s (%s %s): %s", job.id, job.task, job.subject, without_data(error))
    key = "memory" if isinstance(error, MemoryError) else "defect"
    zh, en = (Wording(lang)(_key(job, key), code=INTERNAL, job=job.id) for lang in _LANGS)
    return zh, en


def without_data(error: Exception) -> str:
    """An error for the log: its type and place are enough to mend it, its text may hold what stands in a file."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    code = None if where is None else where.tb_frame.f_code
    place_of = "" if where is None or code is None else f" at {code.co_filename}:{where.tb_lineno}"
    said = f" ({error.en})" if isinstance(error, WagecheckError) else ""
    return f"{type(error).__name__}{place_of}{said}"


def lost(desk: Desk, job: Job) -> tuple[str, str]:
    """The sentences about a job whose worker died, or took too long, in every attempt."""
    limits = desk.settings.limits
    said = {"count": limits.attempts, "minutes": int(limits.job.total_seconds() // 60)}
    zh, en = (Wording(lang)(_key(job, "lost"), **said) for lang in _LANGS)
    return zh, en


def _key(job: Job, name: str) -> str:
    """Of its sentence: what to do about a file helps only where files of somebody are checked."""
    return f"desk_jobs.{name}" if job.task in _OF_FILES else f"desk_background.{name}"


def _shown(desk: Desk, job: Job, text: str, t: Wording) -> str:
    names = [(str(desk.store.root), ""), (place.shown(desk.register.url), t("desk_jobs.register"))]
    if job.task in _OF_FILES:
        files = desk.store.hand_in(job.subject)
        names = [(str(files.given), t("desk_jobs.given")), (str(files.root), t("desk_jobs.given")), *names]
    for path, name in names:
        for end in ("/", "\\"):
            text = text.replace(f"{path}{end}", "")
        text = text.replace(path, name)
    return mask_free(text)
