"""Requests of other systems that were carried out (``Idempotency-Key``): asked again within a day, they are not done
again."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Connection, delete, select

from wagecheck.register.credentials import digest, moment
from wagecheck.register.desk_tables import REQUEST

#: So long a request is remembered.
REMEMBERED: Final = dt.timedelta(hours=24)


def done(connection: Connection, asker: str, key: str, now: dt.datetime) -> str | None:
    """The hand-in that this request of ``asker`` began; None where it was not asked, or too long ago."""
    query = select(REQUEST.c.hand_in).where(
        REQUEST.c.id == _id(asker, key), REQUEST.c.asked_at > moment(now - REMEMBERED)
    )
    return connection.execute(query).scalar_one_or_none()


def note(connection: Connection, asker: str, key: str, hand_in: str, now: dt.datetime) -> None:
    """It began this hand-in. What was asked too long ago is forgotten."""
    old = REQUEST.c.asked_at <= moment(now - REMEMBERED)
    connection.execute(delete(REQUEST).where(old | (REQUEST.c.id == _id(asker, key))))
    connection.execute(REQUEST.insert().values(id=_id(asker, key), hand_in=hand_in, asked_at=moment(now)))


def _id(asker: str, key: str) -> str:
    return digest(f"{asker} {key}")
