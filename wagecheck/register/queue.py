"""The queue of work (任务队列): what is to be done, who does it, how far it has come.

States: ``queued`` → ``running`` → ``done`` or ``failed``. A worker that does not beat any more has died: its job is
queued again, and failed after the last attempt. Nothing here knows what a task does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, exists, func, select, update

from wagecheck.register.credentials import moment
from wagecheck.register.desk_tables import JOB

OPEN: Final = ("queued", "running")


@dataclass(frozen=True)
class Job:
    """One piece of work."""

    id: int
    state: str
    task: str
    subject: str
    parameters: Mapping[str, Any]
    by: str
    attempts: int
    worker: str | None
    step: str | None
    done: int | None
    whole: int | None
    told: tuple[str, str] | None
    """Why it failed, in Chinese and English."""
    queued_at: str
    started_at: str | None
    beat_at: str | None
    ended_at: str | None
    ahead: int = 0
    """How many wait before it."""


def put(
    connection: Connection,
    *,
    task: str,
    subject: str,
    by: str,
    now: dt.datetime,
    parameters: Mapping[str, Any] | None = None,
) -> int:
    """Queues a job; the same one that still waits is not queued twice, its number is given.

    One that runs is not the same: what it has read already may be older than what is asked for now.
    """
    told = json.dumps(parameters or {}, ensure_ascii=False, sort_keys=True)
    same = select(JOB.c.id).where(
        JOB.c.task == task, JOB.c.subject == subject, JOB.c.parameters == told, JOB.c.state == "queued"
    )
    found = connection.execute(same).scalars().first()
    if found is not None:
        return int(found)
    row = connection.execute(
        JOB.insert()
        .values(
            state="queued",
            task=task,
            subject=subject,
            by=by,
            attempts=0,
            parameters=told,
            queued_at=moment(now),
        )
        .returning(JOB.c.id)
    )
    return int(row.scalar_one())


def waiting(connection: Connection) -> bool:
    """Whether there is anything to do; a look that nobody waits for."""
    return connection.execute(_next()).scalar_one() is not None


def running(connection: Connection) -> list[Job]:
    """What is being done now, oldest first."""
    query = select(JOB).where(JOB.c.state == "running").order_by(JOB.c.id)
    return [_job(connection, dict(row)) for row in connection.execute(query).mappings()]


def claim(connection: Connection, worker: str, now: dt.datetime) -> Job | None:
    """The oldest queued job, now the worker's; None where nothing waits.

    What is about something that another one works on waits for its end: two would write the same files.
    """
    number = connection.execute(_next()).scalar_one()
    if number is None:
        return None
    at = moment(now)
    connection.execute(
        update(JOB)
        .where(JOB.c.id == number)
        .values(
            state="running", worker=worker, attempts=JOB.c.attempts + 1, started_at=at, beat_at=at,
            step=None, done=None, whole=None,
        )
    )  # fmt: skip
    return get(connection, number)


def beat(
    connection: Connection,
    number: int,
    worker: str,
    now: dt.datetime,
    *,
    step: str | None = None,
    done: int | None = None,
    whole: int | None = None,
) -> bool:
    """The worker is alive and so far; whether the job is still its own (else it was given to another one)."""
    values: dict[str, Any] = {"beat_at": moment(now)}
    if step is not None:
        values |= {"step": step, "done": done, "whole": whole}
    mine = update(JOB).where(JOB.c.id == number, JOB.c.worker == worker, JOB.c.state == "running")
    return bool(connection.execute(mine.values(values)).rowcount)


def finish(connection: Connection, number: int, worker: str, now: dt.datetime) -> bool:
    """The job is done; whether it was still the worker's own."""
    return _end(connection, number, worker, now, state="done")


def fail(connection: Connection, number: int, worker: str, now: dt.datetime, told: tuple[str, str]) -> bool:
    """The job came to nothing, for a reason that another attempt would not change."""
    return _end(connection, number, worker, now, state="failed", told_zh=told[0], told_en=told[1])


def recover(
    connection: Connection,
    *,
    now: dt.datetime,
    silent: dt.timedelta | None,
    attempts: int,
    told: Callable[[Job], tuple[str, str]],
    gone: str = "",
) -> list[Job]:
    """Jobs of workers that are ``gone`` or have not beaten for ``silent``: queued again, or failed for good.

    Without ``silent`` all workers are gone: nothing runs yet.
    Gives those that failed for good, after ``attempts`` attempts; ``told`` says why.
    """
    lost = select(JOB.c.id).where(JOB.c.state == "running").order_by(JOB.c.id)
    if silent is not None:
        lost = lost.where((JOB.c.beat_at < moment(now - silent)) | (JOB.c.worker == gone))
    numbers = connection.execute(lost).scalars().all()
    failed = []
    for number in numbers:
        job = get(connection, number)
        assert job is not None
        if job.attempts < attempts:
            connection.execute(
                update(JOB).where(JOB.c.id == number).values(state="queued", worker=None, step=None, beat_at=None)
            )
            continue
        zh, en = told(job)
        values = {"state": "failed", "ended_at": moment(now), "told_zh": zh, "told_en": en}
        connection.execute(update(JOB).where(JOB.c.id == number).values(values))
        failed.append(job)
    return failed


def release(connection: Connection, workers: Collection[str]) -> None:
    """These workers end in good order: what they were doing is done anew later, and that attempt does not count."""
    theirs = update(JOB).where(JOB.c.state == "running", JOB.c.worker.in_(sorted(workers)))
    connection.execute(theirs.values(state="queued", worker=None, step=None, beat_at=None, attempts=JOB.c.attempts - 1))


def get(connection: Connection, number: int) -> Job | None:
    """One job; ``ahead`` is counted while it waits."""
    row = connection.execute(select(JOB).where(JOB.c.id == number)).mappings().first()
    return None if row is None else _job(connection, dict(row))


def latest(connection: Connection, subject: str, task: str | None = None) -> Job | None:
    """The newest job about a subject, maybe of one task."""
    query = select(JOB).where(JOB.c.subject == subject).order_by(JOB.c.id.desc()).limit(1)
    row = connection.execute(query if task is None else query.where(JOB.c.task == task)).mappings().first()
    return None if row is None else _job(connection, dict(row))


def open_of(connection: Connection, by: str) -> int:
    """How many jobs of somebody wait or run."""
    query = select(func.count()).select_from(JOB).where(JOB.c.by == by, JOB.c.state.in_(OPEN))
    return int(connection.execute(query).scalar_one())


def _next() -> Select[int | None]:
    """The number of the oldest job that waits, and whose subject nobody works on."""
    other = JOB.alias()
    busy = exists().where(other.c.state == "running", other.c.subject == JOB.c.subject)
    return select(func.min(JOB.c.id)).where(JOB.c.state == "queued", ~busy)


def _end(connection: Connection, number: int, worker: str, now: dt.datetime, **values: Any) -> bool:
    mine = update(JOB).where(JOB.c.id == number, JOB.c.worker == worker, JOB.c.state == "running")
    return bool(connection.execute(mine.values(ended_at=moment(now), **values)).rowcount)


def _job(connection: Connection, row: Mapping[str, Any]) -> Job:
    told = dict(row)
    zh, en = told.pop("told_zh"), told.pop("told_en")
    told["parameters"] = json.loads(told["parameters"])
    told["told"] = None if zh is None else (zh, en or zh)
    ahead = 0
    if told["state"] == "queued":
        before = select(func.count()).select_from(JOB).where(JOB.c.state == "queued", JOB.c.id < told["id"])
        ahead = int(connection.execute(before).scalar_one())
    return Job(**told, ahead=ahead)
