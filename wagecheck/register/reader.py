"""Looking things up in the register, in one snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from wagecheck.errors import RegisterError
from wagecheck.register import events
from wagecheck.register.events import Event
from wagecheck.register.tables import RECORDS


@dataclass(frozen=True)
class Reader:
    """The register as it is at one moment."""

    connection: Connection

    def get(self, kind: str, record_id: str) -> dict[str, Any]:
        """One record. Raises RegisterError where there is none of that id."""
        table = RECORDS[kind]
        row = self.connection.execute(select(table).where(table.c.id == record_id.strip().upper())).mappings().first()
        if row is None:
            raise RegisterError(
                f"登记册里没有编号 {record_id}，请核对编号。",
                f"There is no {record_id} in the register; check the id.",
            )
        return dict(row)

    def all(self, kind: str, **equal: Any) -> list[dict[str, Any]]:
        """All records of a kind whose columns have these values (a list: one of them), in the order they were made."""
        table = RECORDS[kind]
        query = select(table)
        for name, value in equal.items():
            column = table.c[name]
            query = query.where(column.in_(value) if isinstance(value, list | tuple) else column == value)
        rows = [dict(row) for row in self.connection.execute(query).mappings()]
        return sorted(rows, key=lambda row: _number(row["id"]))

    def history(self, record_id: str) -> Iterator[Event]:
        """All events of one record."""
        return events.walk(self.connection, subject=record_id.strip().upper())

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event."""
        return events.head(self.connection)


def _number(record_id: str) -> int:
    digits = re.sub(r"\D", "", record_id)
    return int(digits) if digits else 0
