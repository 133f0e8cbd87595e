"""A name that a database server keeps for one program, as long as the connection lives on which it was asked for.

That connection may end without anybody noticing (the server restarts, something on the way cuts off what is idle), and
the name is free then. So whoever relies on it asks again from time to time.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

#: The database server finds out within a minute or two that a program's machine has gone.
_KEPT_ALIVE: Final = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 6")


class Reservation:
    """Asked for with every ``held``, until it is granted; given up by ``give_up``, or with the program."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Whether the name is ours: asked on the connection that holds it, or, where that is gone, asked for anew.

        Raises SQLAlchemyError where the server cannot be asked.
        """
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
            except SQLAlchemyError:
                self.give_up()
            else:
                return True
        return self._taken()

    def give_up(self) -> None:
        """Closes the connection, and the name is free."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):  # a server that is gone has given it up
                connection.execute(text("SELECT pg_advisory_unlock_all()"))  # at once, not when it sees the end
            with suppress(SQLAlchemyError):
                connection.close()

    def _taken(self) -> bool:
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        granted = False
        try:
            self._connection.detach()  # closed at the end, not given back to the pool with the lock on it
            for setting in _KEPT_ALIVE:
                self._connection.execute(text(f"SET {setting}"))
            key = text("SELECT pg_try_advisory_lock(hashtextextended(:name || ' ' || current_schema(), 0))")
            granted = bool(self._connection.execute(key, {"name": self._name}).scalar_one())
        finally:
            if not granted:
                self.give_up()
        return granted
