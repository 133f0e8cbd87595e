"""What every page needs: the register, the folder of files, the settings, the clock, the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import jinja2
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from wagecheck.desk.security.attempts import Attempts
from wagecheck.desk.settings import Settings
from wagecheck.desk.store import Store
from wagecheck.desk.templates import environment
from wagecheck.register.store import Register

Clock = Callable[[], dt.datetime]
Today = Callable[[], dt.date]


@dataclass(frozen=True)
class Place:
    """Where the desk stands: what a worker process needs to open it again."""

    register: str
    """Path or URL."""
    files: Path
    rules: tuple[Path, ...] = ()
    """Folders of own rules (``--rules``)."""


@dataclass(frozen=True)
class Desk:
    """One running desk."""

    place: Place
    register: Register
    store: Store
    settings: Settings
    clock: Clock
    today: Today
    address: str
    """As people type it, without a slash at the end."""
    secure: bool
    """Whether it is reached by https: cookies are then for https only."""
    environment: jinja2.Environment = field(default_factory=environment)
    attempts: Attempts = field(default_factory=Attempts)
    limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))


def of(connection: HTTPConnection) -> Desk:
    """The desk that answers a request."""
    return cast("Desk", connection.app.state.desk)
