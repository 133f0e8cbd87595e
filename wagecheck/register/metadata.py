"""What the register's tables are made of: their list, and how money is stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Column, Dialect, MetaData, Numeric, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

METADATA: Final = MetaData()


class Money(TypeDecorator[Decimal]):
    """Yuan with two decimals; SQLite knows no decimals and keeps them as text."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text in SQLite, numeric(18, 2) elsewhere."""
        kind: TypeEngine[Any] = String(32) if dialect.name == "sqlite" else Numeric(18, 2)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """What is stored."""
        return f"{value:.2f}" if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """What was stored."""
        return None if value is None else Decimal(value).quantize(Decimal("0.01"))


def texts(*names: str) -> list[Column[str]]:
    """Columns of text."""
    return [Column(name, Text) for name in names]
