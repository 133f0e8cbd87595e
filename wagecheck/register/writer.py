"""The only way to change the register: a record is put, and the event about it is written in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wagecheck.errors import RegisterError
from wagecheck.register import canonical, events
from wagecheck.register.reader import Reader
from wagecheck.register.tables import LETTERS, RECORDS

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True)
class Writer(Reader):
    """One transaction of one person. Nothing stands until it ends; an error undoes all of it."""

    actor: str
    clock: Clock

    def add(self, kind: str, action: str, reason: str | None, /, **values: Any) -> str:
        """A new record; its id is the letter of its kind and the number of the event that made it."""
        seq, _ = events.head(self.connection)
        record_id = f"{LETTERS[kind]}{seq + 1}"
        self._write(kind, record_id, action, reason, None, {**self._blank(kind), **values, "id": record_id})
        return record_id

    def change(self, kind: str, record_id: str, action: str, reason: str | None, /, **values: Any) -> None:
        """Other values of a record that is there. Raises RegisterError where it is not."""
        before = self.get(kind, record_id)
        self._write(kind, record_id, action, reason, before, {**before, **values})

    def note(self, action: str, reason: str | None, kind: str = "register", subject: str = "") -> None:
        """An event that changes no record (a file taken in, an export, an unmasking)."""
        self._append(kind, subject, action, reason, None, None)

    def _write(
        self,
        kind: str,
        record_id: str,
        action: str,
        reason: str | None,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> None:
        table = RECORDS[kind]
        unknown = after.keys() - set(table.columns.keys())
        if unknown:
            raise TypeError(f"{kind}: {unknown}")
        # what is kept is what the event says, so that the tables can be made again from the events
        told = canonical.read(canonical.text(after), table)
        assert told is not None
        if before is None:
            self.connection.execute(table.insert().values(told))
        else:
            changed = self.connection.execute(table.update().where(table.c.id == record_id).values(told))
            if changed.rowcount != 1:
                raise RegisterError(f"登记册里没有 {record_id}。", f"There is no {record_id} in the register.")
        self._append(kind, record_id, action, reason, before, told)

    def _append(
        self,
        kind: str,
        subject: str,
        action: str,
        reason: str | None,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> None:
        events.append(
            self.connection,
            at=self.clock().astimezone(dt.UTC).isoformat(timespec="milliseconds"),
            actor=self.actor,
            action=action,
            kind=kind,
            subject=subject,
            reason=reason,
            before=canonical.text(before),
            after=canonical.text(after),
        )

    @staticmethod
    def _blank(kind: str) -> dict[str, Any]:
        return dict.fromkeys(RECORDS[kind].columns.keys())
