"""What proves who somebody is: the hash of a password, of a one-time invitation, of another system's key.

Never the secret itself, and never in the trail: who was invited and who set a password are events without it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from wagecheck.register.desk_tables import CREDENTIAL

PASSWORD: Final = "password"
INVITATION: Final = "invitation"
TOKEN: Final = "token"


def put(connection: Connection, subject: str, kind: str, hashed: str, *, expires_at: dt.datetime | None = None) -> None:
    """Replaces the secret of that kind. ``hashed``: see ``digest``; of a password what argon2 says."""
    forget(connection, subject, kind)
    until = None if expires_at is None else moment(expires_at)
    values = {"subject": subject, "kind": kind, "hash": hashed, "expires_at": until}
    connection.execute(CREDENTIAL.insert().values(values))


def of(connection: Connection, subject: str, kind: str) -> str | None:
    """The hash that is kept, expired or not."""
    query = select(CREDENTIAL.c.hash).where(CREDENTIAL.c.subject == subject, CREDENTIAL.c.kind == kind)
    return connection.execute(query).scalar_one_or_none()


def subject_of(connection: Connection, kind: str, secret: str, now: dt.datetime) -> str | None:
    """Whose secret this is; None where it is unknown or expired. Only for secrets that nobody could guess."""
    query = select(CREDENTIAL).where(CREDENTIAL.c.kind == kind, CREDENTIAL.c.hash == digest(secret))
    row: Any = connection.execute(query).mappings().first()
    if row is None or (row["expires_at"] is not None and row["expires_at"] <= moment(now)):
        return None
    return str(row["subject"])


def forget(connection: Connection, subject: str, kind: str | None = None) -> None:
    """Takes the secret of that kind away, or all of the subject's."""
    query = delete(CREDENTIAL).where(CREDENTIAL.c.subject == subject)
    connection.execute(query if kind is None else query.where(CREDENTIAL.c.kind == kind))


def digest(secret: str) -> str:
    """SHA-256 of a long random secret, as it is kept; a password needs a slow hash instead."""
    return hashlib.sha256(secret.encode()).hexdigest()


def moment(at: dt.datetime) -> str:
    """UTC as ISO 8601 with milliseconds: texts in the order of time."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds")
