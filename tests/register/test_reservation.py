"""A name that the database server keeps for one program: asked for anew where its connection has gone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.register.conftest import clock
from wagecheck.register.store import Register, open_register

NAME = ".desk.lock"


@pytest.fixture
def other(place: str) -> Register:
    """Another program with the same register."""
    return open_register(place, clock=clock)


#: Only whoever holds this name in this schema: other tests use the server at the same time.
HOLDER = """
WITH name AS (SELECT hashtextextended(:name || ' ' || current_schema(), 0) AS key)
SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_locks, name
WHERE locktype = 'advisory' AND granted AND objsubid = 1
  AND (classid::bigint << 32 | objid::bigint) = key
"""


def cut_off(register: Register) -> int:
    """What a restart of the server, or a firewall that ends what is idle, does to whoever holds a name."""
    with register.reading() as reader:
        return int(reader.connection.execute(text(HOLDER), {"name": NAME}).scalar_one())


def test_one_at_a_time(register: Register, other: Register) -> None:
    with register.reserved(NAME) as ours:
        assert ours()
        assert ours()
        with other.reserved(NAME) as theirs:
            assert theirs() is (register.file is not None)  # a file is locked by whoever asks
    with other.reserved(NAME) as theirs:
        assert theirs()


def test_a_connection_that_is_gone(register: Register, other: Register) -> None:
    if register.file is not None:
        pytest.skip("a file has no connection")
    with register.reserved(NAME) as ours, other.reserved(NAME) as theirs:
        assert (ours(), theirs()) == (True, False)
        assert cut_off(register) == 1
        assert (ours(), theirs()) == (True, False)  # taken again
        assert cut_off(register) == 1
        assert (theirs(), ours()) == (True, False)  # the other one was faster
    with register.reserved(NAME) as ours:
        assert ours()
