"""Runs migrations on the connection that :mod:`wagecheck.register.schema` hands over."""

from __future__ import annotations

from alembic import context

from wagecheck.register.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, transaction_per_migration=False
)
context.run_migrations()
