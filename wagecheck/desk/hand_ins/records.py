"""A hand-in as its pages need it: the record, its project, its job, what came before and after it."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from wagecheck.desk.access import Actor
from wagecheck.desk.desk import Desk
from wagecheck.desk.faults import AbsentError
from wagecheck.desk.hand_ins.handing_in import CHECK, UNMASK
from wagecheck.desk.store import HandInFiles
from wagecheck.privacy import mask_free
from wagecheck.register import hand_ins, queue
from wagecheck.register.queue import Job
from wagecheck.wording import Wording

#: The steps of a hand-in, and which of them the work of a job is.
STEPS: Final = ("files", "reading", "judging", "verdict")
_OF_JOB: Final = {"reading": 1, "judging": 2, "writing": 3}


@dataclass(frozen=True)
class HandIn:
    """``later``: the newest hand-in that corrects this one; ``unmasking``: the newest job that wrote full numbers."""

    record: dict[str, Any]
    site: dict[str, Any]
    job: Job | None
    unmasking: Job | None
    later: str | None
    files: HandInFiles

    @property
    def id(self) -> str:
        """H12."""
        return str(self.record["id"])

    @property
    def state(self) -> str:
        """Of the record (``register.hand_ins``)."""
        return str(self.record["state"])

    @property
    def note(self) -> str:
        """What the clerk wrote beside it."""
        return mask_free(self.record["note"] or "")

    def period(self, t: Wording) -> str:
        """The pay period in words."""
        return period(self.record["first_day"], self.record["last_day"], t)

    def steps(self, t: Wording) -> list[tuple[str, str]]:
        """Label and state of every step."""
        at = _OF_JOB.get((self.job.step if self.job else None) or "", 1)
        now = {"collecting": 0, "handed_in": at, "checked": len(STEPS), "failed": at, "withdrawn": 0}[self.state]
        stopped = self.state in ("failed", "withdrawn")
        return [
            (
                t(f"desk_hand_in.step_{step}"),
                "done" if number < now else "todo" if number > now else "stopped" if stopped else "now",
            )
            for number, step in enumerate(STEPS)
        ]


def seen(desk: Desk, actor: Actor, hand_in: str) -> HandIn:
    """A hand-in that the actor may look at. Raises AbsentError, ForbiddenError."""
    with desk.register.reading() as reader:
        found = reader.all("hand_in", id=hand_in.upper())
        if not found:
            raise AbsentError
        record = found[0]
        actor.ensure_at(record["site"])
        return HandIn(
            record,
            reader.get("site", record["site"]),
            queue.latest(reader.connection, record["id"], CHECK),
            queue.latest(reader.connection, record["id"], UNMASK),
            hand_ins.later(reader, record["id"]),
            desk.store.hand_in(record["id"]),
        )


def period(first: dt.date, last: dt.date, t: Wording) -> str:
    """``2026年10月``, or from day to day where it is no whole month."""
    whole = first.day == 1 and last == last_of(first)
    if whole:
        return t("desk_hand_in.month", year=first.year, month=f"{first.month:02d}" if t.lang == "en" else first.month)
    return t("desk_hand_in.days", first=first, last=last)


def last_of(day: dt.date) -> dt.date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_before(day: dt.date) -> dt.date:
    """The first day of the month before."""
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
