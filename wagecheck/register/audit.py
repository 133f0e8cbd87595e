"""Verification: the chain of events is walked, and every record is compared with what the events say of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from wagecheck.register import canonical, events, guards
from wagecheck.register.reader import Reader
from wagecheck.register.tables import RECORDS, RUN, RUN_ROWS, bare

_BATCH: Final = 2_000


@dataclass(frozen=True)
class Break:
    """Where the register is not what its events say. ``code`` is a key of the wording ``verify``."""

    code: str
    seq: int | None = None
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Verified:
    """What was walked, the last hash, and every break."""

    events: int
    records: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def sound(self) -> bool:
        """Nothing was found."""
        return not self.breaks


def verify(reader: Reader, *, anchor: str | None = None) -> Verified:
    """Walks all events and compares all records. ``anchor`` is a hash that was noted before: it must be in the chain.

    A tail that was cut off, together with what it had changed, leaves a sound chain: only an anchor (manifests and
    backups name one) can tell.
    """
    breaks: list[Break] = []
    told: dict[str, dict[str, str | None]] = {kind: {} for kind in RECORDS}
    expected, previous, count, anchored = 1, events.GENESIS, 0, anchor in (None, events.GENESIS)
    for event in events.walk(reader.connection):
        count += 1
        if event.seq != expected:
            breaks.append(Break("gap", event.seq, detail=str(expected)))
        if event.previous != previous:
            breaks.append(Break("link", event.seq))
        if event.computed_hash() != event.hash:
            breaks.append(Break("hash", event.seq, event.subject))
        if event.kind in told and (event.before, event.after) != (None, None):  # a note changes no record
            if told[event.kind].get(event.subject) != event.before:
                breaks.append(Break("before", event.seq, event.subject))
            if event.after is not None:
                told[event.kind][event.subject] = event.after
        expected, previous = event.seq + 1, event.hash
        anchored = anchored or event.hash == anchor
    if not anchored:
        breaks.append(Break("anchor", detail=str(anchor)))
    breaks += (Break("guard", detail=name) for name in guards.missing(reader.connection))
    for kind, records in told.items():
        breaks += _compared(reader.connection, kind, records)
    return Verified(count, sum(map(len, told.values())), previous, tuple(breaks))


def run_digest(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> str:
    """The hash of the rows of a kept run: table name → its rows without ``run``, in order of ``number``."""
    total = hashlib.sha256()
    for table in RUN_ROWS:
        total.update(f"\n{table.name}\n".encode())
        for row in rows[table.name]:
            values = {column.name: row.get(column.name) for column in table.columns if column.name != "run"}
            total.update(f"{canonical.text(values)}\n".encode())
    return total.hexdigest()


def _compared(connection: Connection, kind: str, told: dict[str, str | None]) -> Iterator[Break]:
    table = RECORDS[kind]
    seen = set()
    as_stored = bare(table)  # a day that is no day is a difference, not an error
    query = select(as_stored).order_by(as_stored.c.id)
    for row in connection.execution_options(yield_per=_BATCH).execute(query).mappings():
        record = dict(row)
        seen.add(record["id"])
        written = told.get(record["id"])
        if written is None:
            yield Break("untold", subject=record["id"])
            continue
        differing = _differing(written, record, table)
        if differing:
            yield Break("differs", subject=record["id"], detail=", ".join(differing))
    yield from (Break("lost", subject=record_id) for record_id in told if record_id not in seen)
    if table is RUN:
        yield from _runs(connection)


def _differing(written: str, record: Mapping[str, Any], table: Table) -> list[str]:
    """The columns in which a record is not what its last event says; ``*`` where the event cannot be read."""
    try:
        said = canonical.read(written, table) or {}
    except (ValueError, TypeError, ArithmeticError):
        return ["*"]
    return [name for name in said if not _equal(said[name], record[name])]


def _equal(said: Any, stored: Any) -> bool:
    """Whether a stored value is the one that was said; SQLite stores days and amounts as text, or whatever it got."""
    if isinstance(said, dt.date):
        return str(stored) == said.isoformat()
    if isinstance(said, Decimal):
        try:
            return Decimal(str(stored)) == said
        except ArithmeticError:
            return False
    return bool(said == stored)


def _runs(connection: Connection) -> Iterator[Break]:
    kept = dict(connection.execute(select(RUN.c.id, RUN.c.digest).where(RUN.c.state == "kept")).all())
    for run_id, digest in kept.items():
        rows = {table.name: _rows(connection, table, run_id) for table in RUN_ROWS}
        try:
            broken = run_digest(rows) != digest
        except (ValueError, TypeError, ArithmeticError):  # what stands there is no day and no amount
            broken = True
        if broken:
            yield Break("run", subject=run_id)
    found = {run for table in RUN_ROWS for run in connection.execute(select(table.c.run).distinct()).scalars()}
    yield from (Break("run_rows", subject=run_id) for run_id in sorted(found - kept.keys()))


def _rows(connection: Connection, table: Table, run_id: str) -> Iterator[dict[str, Any]]:
    query = select(table).where(table.c.run == run_id).order_by(table.c.number)
    return map(dict, connection.execution_options(yield_per=_BATCH).execute(query).mappings())
