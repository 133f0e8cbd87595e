"""The audit trail: one event per change, each bound to the one before it by its hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from wagecheck.register import canonical
from wagecheck.register.tables import EVENT

#: What the first event is bound to.
GENESIS: Final = "0" * 64
_BATCH: Final = 2_000


@dataclass(frozen=True)
class Event:
    """Who changed what, when and why, with the record before and after as canonical JSON."""

    seq: int
    at: str
    actor: str
    action: str
    kind: str
    subject: str
    reason: str | None
    before: str | None
    after: str | None
    previous: str
    hash: str

    def computed_hash(self) -> str:
        """The hash that belongs to what the event says."""
        return canonical.digest(list(astuple(self)[:-1]))


def moment(at: str) -> str:
    """A moment of the trail for people: ``2026-11-21 18:46 UTC``."""
    return f"{at[:10]} {at[11:16]} UTC"


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event; (0, ``GENESIS``) of an empty register."""
    last = connection.execute(select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq.desc()).limit(1)).first()
    return (int(last.seq), str(last.hash)) if last else (0, GENESIS)


def append(connection: Connection, **said: Any) -> Event:
    """Adds an event behind the last one and gives it back; ``said`` are all its fields but seq, previous and hash."""
    seq, previous = head(connection)
    unsigned = Event(seq=seq + 1, previous=previous, hash="", **said)
    event = Event(**{**_fields(unsigned), "hash": unsigned.computed_hash()})
    connection.execute(EVENT.insert().values(_fields(event)))
    return event


def walk(connection: Connection, *, kind: str | None = None, subject: str | None = None) -> Iterator[Event]:
    """All events in order, or those of a kind or of one record."""
    query = select(EVENT).order_by(EVENT.c.seq)
    if kind is not None:
        query = query.where(EVENT.c.kind == kind)
    if subject is not None:
        query = query.where(EVENT.c.subject == subject)
    for row in connection.execute(query, execution_options={"yield_per": _BATCH}):
        yield Event(*row)


def count(connection: Connection) -> int:
    """Number of events."""
    return int(connection.execute(select(func.count()).select_from(EVENT)).scalar_one())


def _fields(event: Event) -> dict[str, Any]:
    return dict(zip(EVENT.columns.keys(), astuple(event), strict=True))
