"""Whether a record is still as somebody saw it who now changes it: the number of its newest event, kept in the form."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from wagecheck.errors import RegisterError
from wagecheck.register.reader import Reader
from wagecheck.register.tables import EVENT


class ChangedError(RegisterError):
    """Somebody changed the record meanwhile; a page shows it as it is now."""


def change(reader: Reader, record_id: str) -> int:
    """The number of the event that changed a record last; 0 where there is no such record."""
    return changes(reader, [record_id]).get(record_id.strip().upper(), 0)


def changes(reader: Reader, record_ids: Collection[str]) -> dict[str, int]:
    """The same of many records: those that are there."""
    query = (
        select(EVENT.c.subject, func.max(EVENT.c.seq).label("last"))
        .where(EVENT.c.subject.in_(sorted(one.strip().upper() for one in record_ids)), EVENT.c.after.is_not(None))
        .group_by(EVENT.c.subject)
    )
    return {row.subject: int(row.last) for row in reader.connection.execute(query)}


def ensure(seen: str, last: int, zh: str, en: str) -> None:
    """ChangedError with that sentence where a form says another number than the ``last`` one, or none."""
    if seen != str(last):
        raise ChangedError(zh, en)
