"""Looking through the audit trail: newest first, by person, kind, action, record and days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select

from wagecheck.register.events import Event
from wagecheck.register.reader import Reader
from wagecheck.register.tables import EVENT

_BATCH: Final = 2_000


@dataclass(frozen=True)
class Sought:
    """What is looked for; empty lets everything pass. ``since`` and ``before``: moments, UTC, ISO 8601."""

    actor: str = ""
    kind: str = ""
    action: str = ""
    subject: str = ""
    since: str = ""
    before: str = ""


def count(reader: Reader, sought: Sought) -> int:
    """How many events there are."""
    return int(reader.connection.execute(_narrowed(select(func.count()).select_from(EVENT), sought)).scalar_one())


def page(reader: Reader, sought: Sought, *, skip: int, most: int) -> list[Event]:
    """Some of them, newest first."""
    query = _narrowed(select(EVENT), sought).order_by(EVENT.c.seq.desc()).offset(skip).limit(most)
    return [Event(*row) for row in reader.connection.execute(query)]


def walk(reader: Reader, sought: Sought) -> Iterator[Event]:
    """All of them, in order."""
    query = _narrowed(select(EVENT), sought).order_by(EVENT.c.seq)
    for row in reader.connection.execute(query, execution_options={"yield_per": _BATCH}):
        yield Event(*row)


def lately(reader: Reader, sought: Sought, reason: str) -> bool:
    """Whether just this was noted since ``sought.since``; found by the index of kind and subject."""
    query = select(EVENT.c.seq).where(
        EVENT.c.kind == sought.kind,
        EVENT.c.subject == sought.subject,
        EVENT.c.actor == sought.actor,
        EVENT.c.action == sought.action,
        EVENT.c.reason == reason,
        EVENT.c.at >= sought.since,
    )
    return reader.connection.execute(query.limit(1)).first() is not None


def known(reader: Reader, name: str) -> list[str]:
    """Every actor, kind or action that stands in the trail."""
    column = EVENT.c[name]
    return sorted(map(str, reader.connection.execute(select(column).distinct()).scalars()))


def _narrowed(query: Select[Any], sought: Sought) -> Select[Any]:
    for name in ("actor", "kind", "action"):
        if value := getattr(sought, name):
            query = query.where(EVENT.c[name] == value)
    if sought.subject:
        query = query.where(func.upper(EVENT.c.subject) == sought.subject.strip().upper())
    if sought.since:
        query = query.where(EVENT.c.at >= sought.since)
    if sought.before:
        query = query.where(EVENT.c.at < sought.before)
    return query
