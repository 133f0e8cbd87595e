"""A desk with its register (SQLite) and its folder in a temporary place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the desk is an extra: pip install 'wagecheck[desk]'")

from argon2 import PasswordHasher
from playwright.sync_api import Browser

from tests.desk.kit import ADDRESS, Clock, Office, office
from tests.desk.live import Live, running
from wagecheck.desk import opening
from wagecheck.desk.security import passwords


@pytest.fixture
def desk_clock() -> Clock:
    return Clock()


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords of made-up people need not be dear to guess; ``test_passwords.py`` holds what they cost elsewhere."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def room(tmp_path: Path, desk_clock: Clock, cheap_hashes: None) -> Iterator[Office]:
    """A desk in which nobody works yet."""
    where = opening.placed(str(tmp_path / "register.db"), None)
    with opening.opened(where, clock=desk_clock, today=lambda: desk_clock().date(), address=ADDRESS) as desk:
        yield office(desk, desk_clock)


@pytest.fixture
def live(browser: Browser, tmp_path: Path) -> Iterator[Live]:
    """A running desk, new for every test."""
    with running(tmp_path, browser) as started:
        yield started
