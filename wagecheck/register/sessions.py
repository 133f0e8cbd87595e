"""Who is logged in: one row per session, known by the hash of what the browser's cookie says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from wagecheck.register.credentials import digest, moment
from wagecheck.register.desk_tables import ACCOUNT, SESSION


@dataclass(frozen=True)
class Lasting:
    """How long a session lasts without a click, and at most; how often being seen is written down."""

    idle: dt.timedelta
    longest: dt.timedelta
    noted_every: dt.timedelta


@dataclass(frozen=True)
class Session:
    """A session that holds, and the account of it."""

    id: str
    csrf: str
    account: Mapping[str, Any]
    to_note: bool
    """Whether it is time to write down that somebody was seen."""


def start(connection: Connection, account: str, *, secret: str, csrf: str, now: dt.datetime, lasting: Lasting) -> None:
    """A new session, known by ``secret``; sessions that have run out are cleared away."""
    connection.execute(
        delete(SESSION).where(
            (SESSION.c.seen_at < moment(now - lasting.idle)) | (SESSION.c.started_at < moment(now - lasting.longest))
        )
    )
    at = moment(now)
    connection.execute(
        SESSION.insert().values(id=digest(secret), account=account, csrf=csrf, started_at=at, seen_at=at)
    )


def of(connection: Connection, secret: str, *, now: dt.datetime, lasting: Lasting) -> Session | None:
    """The session that a cookie means; None where it has run out, was ended, or its account is closed."""
    query = (
        select(ACCOUNT, SESSION.c.id.label("session"), SESSION.c.csrf, SESSION.c.seen_at)
        .join(ACCOUNT, ACCOUNT.c.id == SESSION.c.account)
        .where(
            SESSION.c.id == digest(secret),
            SESSION.c.seen_at >= moment(now - lasting.idle),
            SESSION.c.started_at >= moment(now - lasting.longest),
            ACCOUNT.c.state == "active",
        )
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    account = {column.name: row[column.name] for column in ACCOUNT.columns}
    return Session(row["session"], row["csrf"], account, row["seen_at"] < moment(now - lasting.noted_every))


def seen(connection: Connection, session: str, now: dt.datetime) -> None:
    """Somebody did something."""
    connection.execute(update(SESSION).where(SESSION.c.id == session).values(seen_at=moment(now)))


def end(connection: Connection, session: str) -> None:
    """Logged out."""
    connection.execute(delete(SESSION).where(SESSION.c.id == session))


def end_all(connection: Connection, account: str, *, but: str | None = None) -> None:
    """All sessions of an account end, maybe but one."""
    query = delete(SESSION).where(SESSION.c.account == account)
    connection.execute(query if but is None else query.where(SESSION.c.id != but))
