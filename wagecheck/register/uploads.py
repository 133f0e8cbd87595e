"""Files on their way (续传): how much of each is there already. The bytes themselves lie in the desk's folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from wagecheck.register.credentials import moment
from wagecheck.register.desk_tables import UPLOAD


def begin(connection: Connection, *, upload: str, hand_in: str, path: str, size: int, now: dt.datetime) -> None:
    """A file of ``size`` bytes that is to be ``path`` of a hand-in; nothing of it is there yet."""
    connection.execute(
        UPLOAD.insert().values(id=upload, hand_in=hand_in, path=path, size=size, received=0, started_at=moment(now))
    )


def get(connection: Connection, upload: str) -> Mapping[str, Any] | None:
    """id, hand_in, path, size, received, started_at; None where it is unknown or done."""
    row = connection.execute(select(UPLOAD).where(UPLOAD.c.id == upload)).mappings().first()
    return None if row is None else dict(row)


def received(connection: Connection, upload: str, bytes_: int) -> None:
    """So many bytes are there by now."""
    connection.execute(update(UPLOAD).where(UPLOAD.c.id == upload).values(received=bytes_))


def resized(connection: Connection, upload: str, size: int) -> None:
    """How long the file is, where nobody knew when it was begun."""
    connection.execute(update(UPLOAD).where(UPLOAD.c.id == upload).values(size=size))


def end(connection: Connection, upload: str) -> None:
    """It has arrived, or was given up."""
    connection.execute(delete(UPLOAD).where(UPLOAD.c.id == upload))


def of(connection: Connection, hand_in: str) -> list[dict[str, Any]]:
    """Those of a hand-in that have not arrived, by path."""
    query = select(UPLOAD).where(UPLOAD.c.hand_in == hand_in).order_by(UPLOAD.c.path)
    return [dict(row) for row in connection.execute(query).mappings()]


def expected(connection: Connection, hand_in: str) -> int:
    """Bytes that a hand-in still waits for, whole files."""
    query = select(func.coalesce(func.sum(UPLOAD.c.size), 0)).where(UPLOAD.c.hand_in == hand_in)
    return int(connection.execute(query).scalar_one())


def stale(connection: Connection, before: dt.datetime) -> list[str]:
    """Uploads begun before that moment and never finished."""
    return list(connection.execute(select(UPLOAD.c.id).where(UPLOAD.c.started_at < moment(before))).scalars())
