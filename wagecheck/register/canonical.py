"""Records as text that is the same on every machine: what hashes are made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Integer, Table

from wagecheck.register.metadata import Money

Record = Mapping[str, Any]


def text(record: Record | None) -> str | None:
    """JSON with sorted keys and without blanks; dates as ISO 8601, amounts as text with two decimals."""
    if record is None:
        return None
    plain = {key: _plain(value) for key, value in record.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(written: str | None, table: Table) -> dict[str, Any] | None:
    """The record that ``text`` wrote, with the types of its table. Columns that it does not have are null.

    Raises ValueError where the text is no such record.
    """
    if written is None:
        return None
    plain = json.loads(written)
    if not isinstance(plain, dict):
        raise ValueError(written)
    return {column.name: _typed(plain.get(column.name), column.type) for column in table.columns}


def digest(parts: list[Any]) -> str:
    """SHA-256 (64 hexadecimal digits) of a list of texts, numbers and nulls."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _typed(value: Any, kind: object) -> Any:
    if value is None:
        return None
    if isinstance(kind, Date):
        return dt.date.fromisoformat(value)
    if isinstance(kind, Money):
        return Decimal(value)
    if isinstance(kind, Integer):
        return int(value)
    return str(value)
