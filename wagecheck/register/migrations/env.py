"""Runs migrations on the connection that :mod:`wagecheck.register.schema` hands over."""

from __future__ import annotations

from alembic import context

from wagecheck.register import tables  # noqa: F401 - all tables are on the list
from wagecheck.register.metadata import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transaction_per_migration=False
)
context.run_migrations()
