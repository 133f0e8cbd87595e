"""Options and small steps that the commands of the blacklist share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wagecheck.cli.register_options import acting, acting_options, opened, terminal
from wagecheck.cli.shared_options import json_option, lang_options, rules_options
from wagecheck.tasks.house import House
from wagecheck.tasks.refusals import said

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.store import Register
    from wagecheck.wording import Wording

__all__ = [
    "House",
    "acting",
    "common",
    "json_option",
    "masking",
    "opened",
    "rules_options",
    "said",
    "terminal",
    "unmask_option",
]


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--register``, ``--as``, ``--lang`` and ``--debug``."""
    return acting_options(lang_options(command))


def unmask_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--unmask``."""
    return click.option("--unmask", is_flag=True)(command)


def masking(store: Register, *, unmask: bool, actor: str | None, what: str, subject: str = "") -> Masker:
    """How records are shown. Showing full numbers is written down first: who, when, by what command, of what."""
    from wagecheck.tasks import masking as told  # noqa: PLC0415

    return told.masker(store, unmask_by=acting(actor) if unmask else None, what=what, subject=subject)


def absent(given: str | None) -> bool:
    """Whether the register is a file that is not there yet."""
    from wagecheck.register import place  # noqa: PLC0415

    url = place.resolve(place.named(given))
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def day(text: str) -> dt.date:
    """A date as people type it. InputError names what was not understood."""
    from wagecheck.cli import dates  # noqa: PLC0415

    return dates.as_of(text)


def needed(value: str | None, option: str, question: str, t: Wording) -> str:
    """The value given, else the answer of the person at the terminal. InputError where nobody can be asked."""
    from wagecheck.errors import InputError  # noqa: PLC0415

    if value is not None and value.strip():
        return value.strip()
    if not terminal():
        raise InputError(*said("missing", options=option))
    return str(click.prompt(t(f"register.{question}"))).strip()
