"""What every command of the register shares: where it is, who acts, and the clock of its audit trail."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagecheck.register.store import Register


def register_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register``, as the argument ``register``."""
    return click.option(
        "--register",
    )(command)


def acting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register`` and ``--as``, as the arguments ``register`` and ``actor``."""
    acting = click.option("--as", "actor")
    return register_option(acting(command))


def opened(given: str | None, *, create: bool = True) -> Register:
    """The register of ``--register`` (see ``register.place``); ``create`` makes it where there is none."""
    from wagecheck.register.store import open_register  # noqa: PLC0415

    return open_register(given, create=create, clock=clock)


def clock() -> dt.datetime:
    """The moment that the audit trail writes down; nothing is judged by it."""
    return dt.datetime.now(dt.UTC)


def terminal() -> bool:
    """Whether somebody is there to be asked; a program may have closed the input."""
    return sys.stdin is not None and sys.stdin.isatty()


def acting(given: str | None) -> str:
    """The name of who acts (``--as``, else the operating-system user)."""
    from wagecheck.register import actor  # noqa: PLC0415

    return actor.named(given)
