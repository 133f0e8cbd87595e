"""Migrations of the register's schema, run by Alembic on start. A migration is never changed once it is released."""
