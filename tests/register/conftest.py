"""A register of one's own for every test, in SQLite and in PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from wagecheck.register.store import Register, open_register

POSTGRES = os.environ.get("WAGECHECK_TEST_POSTGRES")
_numbers = count(1)


def clock() -> dt.datetime:
    return dt.datetime(2026, 11, 2, 1, 30, tzinfo=dt.UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a register may be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "register.db")
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set WAGECHECK_TEST_POSTGRES to the URL of an empty database")
    schema = f"register_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    sign = "&" if "?" in POSTGRES else "?"
    yield f"{POSTGRES}{sign}options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    with open_register(place, clock=clock) as store:
        yield store
